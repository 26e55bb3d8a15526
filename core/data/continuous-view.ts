import type { ContinuousFuture, Future } from '../assets/asset.js'
import { ContractChain } from '../assets/chain.js'
import type { AssetFinder } from '../assets/finder.js'
import { ROLL_SESSIONS_AHEAD, RollFinder, type RollStyle, type Stretch } from '../assets/roll.js'
import { type DailyView, type Field, historyDecimals } from './daily-view.js'
import type { Quirks } from './quirks.js'
import { forwardFilled, rounded } from './window.js'

/** Sessions beyond the current one over which Zipline finds a window's rolls, and keeps them until it gets there. */
const PREFETCH_SESSIONS = 40

/** Daily data of continuous futures: which contract is current, and its history with the rolls stepped out. */
export class ContinuousView {
  readonly #chains = new Map<string, ContractChain>()
  readonly #finders: Record<RollStyle, RollFinder>
  readonly #spans = new Map<
    string,
    { readonly from: number; readonly to: number; readonly stretches: readonly Stretch[] }
  >()

  constructor(
    private readonly daily: DailyView,
    private readonly assets: AssetFinder,
    private readonly quirks: Quirks,
  ) {
    const volumeOf = (contract: Future, row: number) => daily.spot(contract, 'volume', row)
    this.#finders = {
      calendar: new RollFinder('calendar', daily.sessions, volumeOf),
      volume: new RollFinder('volume', daily.sessions, volumeOf),
    }
  }

  chain(rootSymbol: string): ContractChain {
    let chain = this.#chains.get(rootSymbol)
    if (!chain) {
      const futures = this.assets.all.filter(
        (asset): asset is Future => asset.kind === 'future' && asset.rootSymbol === rootSymbol,
      )
      this.#chains.set(rootSymbol, (chain = new ContractChain(rootSymbol, futures)))
    }
    return chain
  }

  /** The contract that it stands for on a session row. */
  contract(future: ContinuousFuture, row: number): Future | undefined {
    const ahead = this.quirks.rollsFoundAhead ? ROLL_SESSIONS_AHEAD : 0
    return this.#finders[future.roll].contractAt(this.chain(future.rootSymbol), row, future.offset, ahead)
  }

  /** The current contract and those after it that have started. */
  currentChain(future: ContinuousFuture, row: number): readonly Future[] {
    const contract = this.contract(future, row)
    return contract ? this.chain(future.rootSymbol).from(contract, this.daily.sessions.date(row)) : []
  }

  /** The current contract's value; `price` looks back session by session, each with its own contract. */
  spot(future: ContinuousFuture, field: Field, row: number): number {
    const session = this.daily.sessions.date(row)
    if (session < future.startDate || session > future.endDate) return field === 'volume' ? 0 : Number.NaN
    for (let at = row; at >= 0; at--) {
      const contract = this.contract(future, at)
      const value = contract ? this.daily.spot(contract, field === 'price' ? 'close' : field, at) : Number.NaN
      if (field !== 'price' || !Number.isNaN(value)) return value
    }
    return Number.NaN
  }

  /** The `count` sessions up to `row`: each session's contract, earlier prices stepped at every roll that has happened by `row`. */
  window(future: ContinuousFuture, field: Field, row: number, count: number): Float64Array {
    const from = row - count + 1
    const stretches = this.#stretches(future, field, row, count)
    const out = new Float64Array(count)
    let start = from
    for (const { contract, until } of stretches) {
      const end = Math.min(until ?? row + 1, row + 1)
      for (let at = Math.max(start, from); at < end; at++) {
        out[at - from] = contract ? this.daily.spot(contract, field === 'price' ? 'close' : field, at) : Number.NaN
      }
      start = Math.max(start, end)
    }
    if (field !== 'volume') this.#step(future, stretches, row, from, out)
    return field === 'price' ? filled(out, () => this.#carried(future, from)) : out
  }

  /** The price carried into a window from before it, of the contract current then: no roll is stepped out of it. */
  #carried(future: ContinuousFuture, row: number): number {
    const contract = this.contract(future, row)
    const at = contract ? this.daily.lastTraded(contract, row) : -1
    return at < 0 ? Number.NaN : this.spot(future, 'price', at)
  }

  /** The contract's sid on each of the window's sessions. */
  sids(future: ContinuousFuture, row: number, count: number): Float64Array {
    const from = row - count + 1
    const out = new Float64Array(count)
    let start = from
    for (const { contract, until } of this.#stretches(future, 'price', row, count)) {
      const end = Math.min(until ?? row + 1, row + 1)
      if (end > start) out.fill(contract?.sid ?? Number.NaN, Math.max(start, from) - from, end - from)
      start = Math.max(start, end)
    }
    return out
  }

  #step(future: ContinuousFuture, stretches: readonly Stretch[], row: number, from: number, out: Float64Array): void {
    for (let k = 0; k + 1 < stretches.length && future.adjustment !== undefined; k++) {
      const roll = stretches[k].until!
      if (roll > row) break
      const front = this.#lastClose(stretches[k].contract, roll - 1)
      const back = this.#lastClose(stretches[k + 1].contract, roll - 1)
      if (Number.isNaN(front) || Number.isNaN(back)) continue
      const difference = back - front
      const ratio = 1 + difference / front
      for (let i = 0; i < roll - from; i++) out[i] = future.adjustment === 'mul' ? out[i] * ratio : out[i] + difference
    }
    if (!this.quirks.roundHistory) return
    const contract = this.chain(future.rootSymbol).nextToClose(this.daily.sessions.date(row))
    rounded(out, historyDecimals(contract), out)
  }

  #lastClose(contract: Future | undefined, row: number): number {
    if (!contract) return Number.NaN
    const traded = this.daily.lastTraded(contract, Math.min(row, this.daily.life(contract).last))
    return traded < 0 ? Number.NaN : this.daily.spot(contract, 'close', traded)
  }

  #stretches(future: ContinuousFuture, field: Field, row: number, count: number): readonly Stretch[] {
    const key = `${future.rootSymbol} ${future.offset} ${future.roll} ${future.adjustment} ${field} ${count}`
    const known = this.#spans.get(key)
    if (known && known.from <= row - count + 1 && row <= known.to) return known.stretches
    const ahead = this.quirks.rollsFoundAhead ? PREFETCH_SESSIONS : 0
    const to = Math.min(row + ahead, this.daily.sessions.length - 1)
    const from = row - count + 1
    const stretches = this.#finders[future.roll].stretches(
      this.chain(future.rootSymbol),
      Math.max(0, from),
      to,
      future.offset,
    )
    this.#spans.set(key, { from, to, stretches })
    return stretches
  }
}

function filled(values: Float64Array, before: () => number): Float64Array {
  return forwardFilled(values, values.length - 1, Number.isNaN(values[0]) ? before() : Number.NaN, values)
}
