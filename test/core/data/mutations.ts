/** Seeded damage to files: what disks, editors and half-finished downloads do to them. */

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number
const below = (random: Random, n: number): number => Math.floor(random() * n)
const pick = <T>(random: Random, all: readonly T[]): T => all[below(random, all.length)]

type Damage = (bytes: Uint8Array, random: Random) => Uint8Array

const flipBit: Damage = (bytes, random) => {
  const copy = bytes.slice()
  copy[below(random, copy.length)] ^= 1 << below(random, 8)
  return copy
}
const setByte: Damage = (bytes, random) => {
  const copy = bytes.slice()
  copy[below(random, copy.length)] = below(random, 256)
  return copy
}
const truncate: Damage = (bytes, random) => bytes.slice(0, below(random, bytes.length))
const insert: Damage = (bytes, random) => {
  const at = below(random, bytes.length + 1)
  const more = Uint8Array.from({ length: 1 + below(random, 4) }, () => below(random, 256))
  return Uint8Array.of(...bytes.subarray(0, at), ...more, ...bytes.subarray(at))
}
const remove: Damage = (bytes, random) => {
  const at = below(random, bytes.length)
  return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1 + below(random, 6)))
}
const zeroes: Damage = (bytes, random) => {
  const at = below(random, bytes.length)
  return bytes.slice().fill(0, at, at + 1 + below(random, 64))
}
/** What was there before a longer file was written over it. */
const repeat: Damage = (bytes, random) => Uint8Array.of(...bytes, ...bytes.subarray(below(random, bytes.length)))

export const BYTES: readonly Damage[] = [flipBit, flipBit, setByte, truncate, insert, remove, zeroes, repeat]

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const onLines =
  (change: (lines: string[], random: Random) => string[]): Damage =>
  (bytes, random) =>
    encoder.encode(change(decoder.decode(bytes).split('\n'), random).join('\n'))

const deleteLine = onLines((lines, random) => lines.toSpliced(below(random, lines.length), 1))
const repeatLine = onLines((lines, random) => lines.toSpliced(below(random, lines.length), 0, pick(random, lines)))
const swapLines = onLines((lines, random) => {
  const [i, j] = [below(random, lines.length), below(random, lines.length)]
  return lines.with(i, lines[j]).with(j, lines[i])
})
const GARBAGE = [
  '',
  ' ',
  'NaN',
  'null',
  '-',
  '1e999',
  '-1',
  '1.2.3',
  '1,000',
  '"',
  '"7"',
  '0x10',
  'Infinity',
  '٣',
  '1e-9',
  '\r',
]
const garbleCell = onLines((lines, random) => {
  const at = below(random, lines.length)
  const cells = lines[at].split(',')
  return lines.with(at, cells.with(below(random, cells.length), pick(random, GARBAGE)).join(','))
})
const digit = onLines((lines, random) => {
  const at = below(random, lines.length)
  return lines.with(
    at,
    lines[at].replace(/\d/g, (old) => (random() < 0.05 ? String(below(random, 10)) : old)),
  )
})
/** In every line, or in all but the title. */
const swapColumns = onLines((lines, random) => {
  const width = lines[0].split(',').length
  const [i, j] = [below(random, width), below(random, width)]
  const from = below(random, 2)
  return lines.map((line, at) => {
    const cells = line.split(',')
    if (at < from || cells.length <= Math.max(i, j)) return line
    return cells.with(i, cells[j]).with(j, cells[i]).join(',')
  })
})

export const LINES: readonly Damage[] = [deleteLine, repeatLine, swapLines, garbleCell, garbleCell, digit, swapColumns]

/** Puts something else somewhere into JSON, or leaves something out. */
export const editJson: Damage = (bytes, random) => {
  const root = JSON.parse(decoder.decode(bytes))
  let at = root
  for (;;) {
    const key = pick(random, Object.keys(at))
    const value = at[key]
    if (value !== null && typeof value === 'object' && Object.keys(value).length > 0 && random() < 0.7) {
      at = value
      continue
    }
    const other = [null, 0, -1, 1e300, 0.5, '', '../../etc/passwd', [], {}, true, `${value}x`, Number(value) + 1]
    if (random() < 0.3) delete at[key]
    else at[key] = pick(random, other)
    return encoder.encode(JSON.stringify(root, null, random() < 0.5 ? 2 : undefined))
  }
}

/** One of these kinds of damage, as the seed says. */
export function mutated(bytes: Uint8Array, kinds: readonly Damage[], seed: number): Uint8Array {
  const random = randomOf(seed)
  // A Buffer's slices are no copies.
  return pick(random, kinds)(Uint8Array.from(bytes), random)
}
