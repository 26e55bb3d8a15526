import type { SessionTable } from '../time/session.js'
import type { Future } from './asset.js'
import { type ContractChain, closeDate } from './chain.js'

export type RollStyle = 'calendar' | 'volume'

/** A stretch of sessions on one contract: up to, not including, the session row `until`; the last one has no end. */
export interface Stretch {
  readonly contract: Future | undefined
  readonly until: number | undefined
}

/** Daily volume of a contract on a session row. */
export type VolumeOf = (contract: Future, row: number) => number

/** Sessions over which Zipline finds volume rolls when asked for one day's contract: a look ahead. */
export const ROLL_SESSIONS_AHEAD = 90
/** Sessions before a contract's close in which a flip of volume sticks. */
const GRACE_SESSIONS = 7

/** Finds which contract of a chain is current, by the calendar or by where the volume is. */
export class RollFinder {
  constructor(
    private readonly style: RollStyle,
    private readonly sessions: SessionTable,
    private readonly volumeOf: VolumeOf,
  ) {}

  /** The current contract of a session row, `offset` contracts further; undefined where that has not started yet. Volume rolls are found `ahead` sessions on. */
  contractAt(chain: ContractChain, row: number, offset: number, ahead: number): Future | undefined {
    if (this.style === 'calendar') return this.#activeAt(chain, row, offset)
    const end = Math.min(row + ahead, this.sessions.length - 1)
    return this.stretches(chain, row, end, offset)[0].contract
  }

  /** The contracts of the rows from `start` to `end`, found backwards from the end, oldest first. */
  stretches(chain: ContractChain, start: number, end: number, offset: number): Stretch[] {
    const { contracts } = chain
    const front = this.#activeAt(chain, end, 0)!
    const back = chain.further(front, 1, this.sessions.date(end))
    const first = back ? this.#active(front, back, end) : front
    const firstAt = chain.position(first)
    const found: Stretch[] = [{ contract: contracts[firstAt + offset], until: undefined }]
    let backAt = firstAt + offset
    let row = end
    for (let at = firstAt - (first === front ? 1 : 2); at >= 0 && row > start; at--) {
      while (row > start) {
        if (at > 0 && this.sessions.date(row - 1) < closeDate(contracts[at - 1])) break
        const newer = contracts[Math.min(backAt, contracts.length - 1)]
        if (this.#active(contracts[at], newer, row - 1) !== newer) {
          found.unshift({ contract: contracts[at + offset], until: row })
          backAt = at + offset
          break
        }
        row--
      }
      if (at > 0) row = Math.min(row, this.sessions.atOrBefore(closeDate(contracts[at - 1])) + 1)
    }
    return found
  }

  #activeAt(chain: ContractChain, row: number, offset: number): Future | undefined {
    const session = this.sessions.date(row)
    const front = chain.nextToClose(session)
    const back = chain.further(front, 1, session)
    if (!back) return front
    return chain.further(this.#active(front, back, row), offset, session)
  }

  #active(front: Future, back: Future, row: number): Future {
    return this.style === 'calendar' ? this.#byCalendar(front, back, row) : this.#byVolume(front, back, row)
  }

  #byCalendar(front: Future, back: Future, row: number): Future {
    return this.sessions.date(row) >= closeDate(front) ? back : front
  }

  #byVolume(front: Future, back: Future, row: number): Future {
    const session = this.sessions.date(row)
    const before = row > 0 ? this.sessions.date(row - 1) : ''
    if (session > lastDate(front) || front.startDate > before) return back
    if (session > lastDate(back) || back.startDate > before) return front
    const flipped = (at: number) => this.volumeOf(back, at) > this.volumeOf(front, at)
    if (flipped(row - 1)) return back
    const { sessions } = this
    const grace = Math.max(0, sessions.atOrAfter(closeDate(front)) - GRACE_SESSIONS)
    const from = Math.max(sessions.atOrAfter(back.startDate), grace)
    for (let at = from; at <= row - 2; at++) if (flipped(at)) return back
    return front
  }
}

function lastDate(contract: Future): string {
  const close = closeDate(contract)
  return close < contract.endDate ? close : contract.endDate
}
