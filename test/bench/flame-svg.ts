/** What `node --cpu-prof` writes, as far as it is used here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[]
}

/** A function in its place on the stack, and the microseconds that it and what it called took. */
export interface Frame {
  readonly name: string
  readonly file: string
  time: number
  readonly called: Map<string, Frame>
}

/**
 * The stacks from the first function on of which `begins` says so, put together: functions of one file and name are one frame. Stacks without one
 * are left out; collecting garbage, which has no stack, is a frame beside them from the first one on.
 */
export function framesOf(
  profile: CpuProfile,
  begins: (file: string, name: string) => boolean,
  read: (path: string) => string = () => '',
): Frame {
  const files = new Map<string, (line: number) => string>()
  const fileOf = (url: string, line: number) => {
    if (!files.has(url)) files.set(url, filesIn(url, read))
    return files.get(url)!(line)
  }
  const parents = new Map<number, number>()
  const byId = new Map(profile.nodes.map((node) => [node.id, node]))
  for (const { id, children = [] } of profile.nodes) for (const child of children) parents.set(child, id)
  const root = frame('', '')
  profile.samples.forEach((sample, at) => {
    const stack: [name: string, file: string][] = []
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
      const { functionName, url, lineNumber } = byId.get(id)!.callFrame
      stack.unshift([functionName || '(anonymous)', fileOf(url, lineNumber)])
    }
    const begun = root.time > 0
    const from = stack.findIndex(([name, file]) => begins(file, name) || (begun && name === '(garbage collector)'))
    if (from < 0) return
    let place = root
    place.time += profile.timeDeltas[at]
    for (const [name, file] of stack.slice(from)) {
      const key = `${name} ${file}`
      const inner = place.called.get(key) ?? frame(name, file)
      place.called.set(key, inner)
      inner.time += profile.timeDeltas[at]
      place = inner
    }
  })
  return root
}

const frame = (name: string, file: string): Frame => ({ name, file, time: 0, called: new Map() })

/** `core/engine/engine.js` of a path or URL, of a package its name on; in a bundle each module stands under a comment that names it. */
function filesIn(url: string, read: (path: string) => string): (line: number) => string {
  const file = url.replace(/^.*\/(?:dist|bench|node_modules)\//, '').replace(/^.*\/(?=native\/)/, '')
  if (!file.startsWith('chunks/')) return () => file
  const names = read(url.replace('file://', ''))
    .split('\n')
    .map((line) => /^\/\/ target\/js\/(\S+)$/.exec(line)?.[1])
  return (line) => names.slice(0, line + 1).findLast((name) => name !== undefined) ?? file
}

const WIDTH = 1200
const ROW = 18
const HEAD = 44
/** Narrower frames are left out, pixels. */
const LEAST = 1.5
const LETTER = 6.3

/** The frames as one SVG, what is called below what calls it, the widest first; it stands by itself, on light and on dark pages. */
export function flameSvg(root: Frame, title: string): string {
  const boxes: string[] = []
  let deepest = 0
  const draw = (of: Frame, x: number, depth: number): void => {
    let at = x
    for (const inner of [...of.called.values()].sort((a, b) => b.time - a.time)) {
      const width = (inner.time / root.time) * WIDTH
      if (width < LEAST) continue
      deepest = Math.max(deepest, depth)
      boxes.push(box(inner, at, depth, width, root.time))
      draw(inner, at, depth + 1)
      at += width
    }
  }
  draw(root, 0, 0)
  const height = HEAD + (deepest + 1) * ROW + 4
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="11">
<title>${escaped(title)}</title>
<style>.t{fill:#24292f;font-size:14px}.s{fill:#57606a}rect{stroke:#fff;stroke-width:.5}g text{fill:#1b1f24}@media (prefers-color-scheme:dark){.t{fill:#e6edf3}.s{fill:#9198a1}rect{stroke:#0d1117}}</style>
<text class="t" x="2" y="16">${escaped(title)}</text>
<text class="s" x="2" y="34">${(root.time / 1000).toFixed(0)} ms; a frame is as wide as the time of its function and of all that it calls, which hang below it.</text>
${boxes.join('\n')}
</svg>
`
}

function box({ name, file, time }: Frame, x: number, depth: number, width: number, all: number): string {
  const y = HEAD + depth * ROW
  const label = file === '' ? name : `${name} ${file}`
  const letters = Math.floor((width - 6) / LETTER)
  const text = label.length <= letters ? label : letters >= 4 ? `${label.slice(0, letters - 1)}…` : ''
  const share = ((time / all) * 100).toFixed(1)
  const written = text === '' ? '' : `<text x="${(x + 3).toFixed(1)}" y="${y + 13}">${escaped(text)}</text>`
  return `<g><title>${escaped(label)}: ${(time / 1000).toFixed(1)} ms, ${share} %</title><rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW}" fill="${colorOf(name, file)}"/>${written}</g>`
}

/** By the part of the system: ours by room, the strategy, what is Node's. */
function colorOf(name: string, file: string): string {
  if (name === '(garbage collector)') return '#d0d7de'
  if (file.startsWith('tasks/')) return '#7ee2b8'
  if (file.startsWith('native/')) return '#ffb77c'
  if (file.startsWith('core/engine')) return '#9ec5fe'
  if (/^core\/(finance|execution)/.test(file)) return '#c8b6ff'
  if (/^core\/(data|math|time|assets)/.test(file)) return '#ffe08a'
  if (file.startsWith('compat/')) return '#f7b6c8'
  return '#c9d1d9'
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter])
