import { RustybtError } from '../../kernel/errors.js'
import { messageOf } from '../../kernel/refusal.js'

/** Throws CONTRACT_BROKEN where what was promised does not hold; the message says what was expected, and what was there. */
export function demand(held: boolean, message: string | (() => string)): asserts held {
  if (!held) throw new RustybtError('CONTRACT_BROKEN', typeof message === 'string' ? message : message())
}

/** A copy that says of objects what is in them, for messages and comparisons. Functions are left out. */
export function written(value: unknown): string {
  const seen: unknown[] = []
  const text = JSON.stringify(value, (_, item) => {
    if (typeof item === 'number' && !Number.isFinite(item)) return String(item)
    if (typeof item === 'bigint') return `${item}n`
    if (typeof item === 'symbol') return String(item)
    if (item instanceof Map) return [...item]
    if (ArrayBuffer.isView(item)) return Array.from(item as unknown as ArrayLike<unknown>, String)
    if (typeof item === 'object' && item !== null) {
      if (seen.includes(item)) return '[again]'
      seen.push(item)
    }
    return item
  })
  return text ?? String(value)
}

/** Short enough to stand in a message. */
export const shown = (value: unknown): string => {
  const text = typeof value === 'number' || value === undefined ? String(value) : written(value)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

export const isPromise = (value: unknown): boolean => typeof (value as { then?: unknown } | null)?.then === 'function'

/** Does something while clock and chance are watched; throws where it asks either. */
export function untouchedByClockAndChance<A>(what: string, deed: () => A): A {
  const [random, now] = [Math.random, Date.now]
  const asked: string[] = []
  Math.random = () => {
    asked.push('Math.random')
    return random.call(Math)
  }
  Date.now = () => {
    asked.push('Date.now')
    return now.call(Date)
  }
  try {
    return deed()
  } finally {
    Math.random = random
    Date.now = now
    demand(asked.length === 0, () => `${what} asks ${asked[0]}: the same run would not give the same answer again`)
  }
}

/** Does something that must not change what it was given. */
export function leavesAlone<A>(what: string, given: unknown, deed: () => A): A {
  const before = written(given)
  const answer = deed()
  const after = written(given)
  demand(before === after, () => `${what} was changed, from ${shown(before)} to ${shown(after)}`)
  return answer
}

/** Throws where the deed does not fail with a coded error; answers the error. */
export async function refused(what: string, codes: readonly string[], deed: () => unknown): Promise<RustybtError> {
  let answer: unknown
  try {
    answer = await deed()
  } catch (error) {
    const code = (error as { code?: unknown }).code
    const isRight = typeof code === 'string' && (codes.length === 0 || codes.includes(code))
    const wanted = codes.length === 0 ? 'a coded error' : codes.join(' or ')
    demand(isRight, () => `${what}: expected ${wanted}, was ${String(code ?? messageOf(error))}`)
    return error as RustybtError
  }
  throw new RustybtError(
    'CONTRACT_BROKEN',
    `${what}: expected ${codes.join(' or ') || 'a coded error'}, was the answer ${shown(answer)}`,
  )
}

/** To 12 digits: as good as a double's last one. */
export const isNear = (a: number, b: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b))
