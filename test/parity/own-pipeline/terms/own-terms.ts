/** Terms of one's own, as `terms.py` has them in Python. */
import {
  CustomClassifier,
  CustomFactor,
  CustomFilter,
  type Factor,
  EquityPricing as P,
  type Timestamp,
} from 'rustybt/compat'

interface Values {
  at(i: number, j: number): number
}

/** Few different values, so many ties. */
export class Coarse extends CustomFactor {
  static override inputs = [P.close]
  static override window_length = 1
  override compute(
    _today: Timestamp,
    _assets: Int32Array,
    _out: Float64Array,
    close: Values & { row(i: number): Float64Array },
  ) {
    return close.row(-1).map((value) => Math.floor(value / 25))
  }
}

/** Three groups by sid; the first asset is in none. */
export class Group extends CustomClassifier {
  static override inputs = [P.close]
  static override window_length = 1
  override compute(_today: Timestamp, assets: Int32Array) {
    return assets.map((sid) => (sid === 0 ? -1 : sid % 3))
  }
}

export class Span extends CustomFactor {
  static override inputs = [P.high, P.low]
  static override outputs = ['upper', 'lower']
  static override params = { scale: 1 }
  static override window_length = 4
  declare readonly upper: Factor
  declare readonly lower: Factor
  override compute(
    _today: Timestamp,
    _assets: Int32Array,
    out: Record<'upper' | 'lower', Float64Array>,
    high: Values,
    low: Values,
    { scale }: { scale: number },
  ) {
    for (let j = 0; j < out.upper.length; j++) {
      out.upper[j] = high.at(0, j) * scale
      out.lower[j] = low.at(-1, j) - scale
    }
  }
}

/** A window over a factor, and the day of the month. */
export class Drift extends CustomFactor {
  static override window_length = 3
  override compute(today: Timestamp, _assets: Int32Array, out: Float64Array, values: Values) {
    for (let j = 0; j < out.length; j++) out[j] = values.at(-1, j) - values.at(0, j) + today.day
  }
}

export class Odd extends CustomFilter {
  static override inputs = [P.volume]
  static override window_length = 2
  override compute(_today: Timestamp, _assets: Int32Array, out: Uint8Array, volume: Values) {
    for (let j = 0; j < out.length; j++) out[j] = Number((volume.at(0, j) + volume.at(1, j)) % 2 === 1)
  }
}

/** Whole numbers, 7 where it has nothing to say. */
export class Seven extends CustomFactor {
  static override inputs = [P.close]
  static override window_length = 1
  static override dtype = 'int64' as const
  static override missing_value = 7
  override compute(_today: Timestamp, _assets: Int32Array, out: Float64Array, close: Values) {
    for (let j = 0; j < out.length; j++) if (!Number.isNaN(close.at(-1, j))) out[j] = Math.trunc(close.at(-1, j))
  }
}
