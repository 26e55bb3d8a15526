import type { LatencyModel } from '../../core/finance/latency.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import type { RateTable } from '../../core/finance/rate-table.js'
import { RustybtError } from '../../core/kernel/errors.js'
import type { Random } from '../../core/kernel/random.js'

/** Milliseconds on the way, at the broker and at the exchange. */
export interface LatencyParts<T> {
  readonly network: T
  readonly broker: T
  readonly exchange: T
}

/** Always the same. */
export class FixedLatency implements LatencyModel {
  readonly #total: number

  constructor({ network, broker, exchange }: LatencyParts<number>) {
    this.#total = network + broker + exchange
  }

  delay(): number {
    return this.#total
  }
}

export type LatencyRange = readonly [least: number, most: number]

/** Each part drawn from its range: uniformly, or normally about its middle with a sixth of the range as deviation, within it. */
export class RandomLatency implements LatencyModel {
  readonly #ranges: readonly LatencyRange[]

  constructor(
    { network, broker, exchange }: LatencyParts<LatencyRange>,
    readonly distribution: 'uniform' | 'normal' = 'uniform',
  ) {
    this.#ranges = [network, broker, exchange]
  }

  delay(_order: OrderSnapshot, random: Random): number {
    let sum = 0
    for (const [least, most] of this.#ranges) {
      if (this.distribution === 'uniform') sum += least + (most - least) * random.next()
      else sum += Math.min(most, Math.max(least, (least + most) / 2 + ((most - least) / 6) * random.normal()))
    }
    return sum
  }
}

const MEASURED = 'ms'

/** What was measured: the latest at or before the order's time (what came later is not known then). */
export class HistoricalLatency implements LatencyModel {
  constructor(private readonly measured: RateTable) {}

  /** Throws `LATENCY_UNKNOWN` for an order from before the first measurement. */
  delay({ created }: OrderSnapshot): number {
    const ms = this.measured.at(MEASURED, created)
    if (ms !== undefined) return ms
    throw new RustybtError(
      'LATENCY_UNKNOWN',
      `no latency was measured at or before ${new Date(created).toISOString()}`,
      { hint: 'give a row without a date: it holds from the beginning' },
    )
  }
}

/** The sum of others. */
export class CompositeLatency implements LatencyModel {
  constructor(private readonly parts: readonly LatencyModel[]) {}

  delay(order: OrderSnapshot, random: Random): number {
    let sum = 0
    for (const part of this.parts) sum += part.delay(order, random)
    return sum
  }
}
