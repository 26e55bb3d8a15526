import type { Row } from '../../core/assets/sqlite.js'
import { dateOf } from '../../core/time/session.js'

/** pandas' "not a time", as an integer. */
const NOT_A_TIME = -(2n ** 63n)
const DAY_OF = { seconds: 86_400n, nanoseconds: 86_400_000_000_000n } as const

/** The ISO date of an instant since 1970, UTC; undefined where there is none. */
export function dateIn(cell: Row[string] | undefined, unit: keyof typeof DAY_OF): string | undefined {
  if (cell === null || cell === undefined) return undefined
  const count = typeof cell === 'bigint' ? cell : BigInt(Math.trunc(Number(cell)))
  if (count === NOT_A_TIME) return undefined
  const day = DAY_OF[unit]
  return dateOf(Number(count >= 0n ? count / day : (count - day + 1n) / day))
}
