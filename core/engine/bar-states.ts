import type { Asset } from '../assets/asset.js'
import type { ClockEvent } from './event.js'
import type { Observer, RunState } from './observer.js'

/** The account at the ends of the bars on which something was ordered, filled or told: columns of equal length, in order of time. */
export interface BarStateColumns {
  /** Epoch ms. */
  readonly times: Float64Array
  /** The session's, of the performance. */
  readonly rows: Float64Array
  /** In the account's currency, at the prices of the bar. */
  readonly cash: Float64Array
  readonly value: Float64Array
  /** What was held, as it changed: bar (its place in the columns), sid, signed units (0: none), cost basis, one after the other. */
  readonly positions: Float64Array
}

/** Keeps the states of bars of minutes. A bar on which nothing happened costs a comparison; looking at prices leaves no trace in the run. */
export class BarStates implements Observer {
  readonly #times: number[] = []
  readonly #rows: number[] = []
  readonly #cash: number[] = []
  readonly #value: number[] = []
  readonly #positions: number[] = []
  readonly #held = new Map<number, number>()
  #happenings = 0
  #session = -1
  /** Of the session that have been looked at. */
  #fills = 0

  observe({ kind, at, row }: ClockEvent, state: RunState): void {
    if (kind !== 'bar' || state.happenings === this.#happenings) return
    this.#happenings = state.happenings
    const { booked, data } = state
    const bar = this.#times.length
    const { cash, value } = booked.worthAt((asset) => data.spot(asset, 'price'))
    this.#times.push(at)
    this.#rows.push(row - state.first)
    this.#cash.push(cash)
    this.#value.push(value)
    // Splits and dividends in shares change what is held between sessions; within one only fills do.
    if (row !== this.#session) {
      for (const asset of booked.held) this.#keep(bar, asset, booked.position(asset))
      for (const sid of this.#held.keys()) if (!booked.held.some((asset) => asset.sid === sid)) this.#end(bar, sid)
    }
    const { sessionTransactions: fills } = state
    for (let i = row === this.#session ? this.#fills : 0; i < fills.length; i++)
      this.#keep(bar, fills[i].asset, booked.position(fills[i].asset))
    this.#session = row
    this.#fills = fills.length
  }

  result(): { states: BarStateColumns } {
    const [times, rows, cash, value, positions] = [
      this.#times,
      this.#rows,
      this.#cash,
      this.#value,
      this.#positions,
    ].map((column) => Float64Array.from(column))
    return { states: { times, rows, cash, value, positions } }
  }

  #keep(bar: number, { sid }: Asset, { amount, costBasis }: { readonly amount: number; readonly costBasis: number }) {
    if (amount === 0) return this.#end(bar, sid)
    if (this.#held.get(sid) === amount) return
    this.#held.set(sid, amount)
    this.#positions.push(bar, sid, amount, costBasis)
  }

  #end(bar: number, sid: number): void {
    if (this.#held.delete(sid)) this.#positions.push(bar, sid, 0, Number.NaN)
  }
}
