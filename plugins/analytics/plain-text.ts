import { plainValue } from '../../core/engine/rows.js'

/** A setting as people read it: texts and numbers as they are, a choice as its name and options, the rest name by name. */
export function plainText(value: unknown): string {
  const plain = plainValue(value)
  if (typeof plain !== 'object' || plain === null) return String(plain ?? '–')
  if (Array.isArray(plain)) return plain.map(plainText).join(', ')
  const { use, ...options } = plain as Readonly<Record<string, unknown>>
  const said = Object.entries(typeof use === 'string' ? options : plain).map(([name, of]) => `${name} ${plainText(of)}`)
  if (typeof use !== 'string') return said.join(', ')
  return said.length > 0 ? `${use} (${said.join(', ')})` : use
}

/** Few digits that say the same: floating-point noise is cut, missing values become null. */
export function shorten(value: number, digits: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : null
}
