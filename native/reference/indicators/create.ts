import type { IndicatorName } from '../../indicators.js'
import { average, Dema, Ema, Identity, Kama, Sma, T3, Tema, Trima, Trix, Wma } from './averages.js'
import { Adx, Adxr, Atr, type Directional, Dx, Movement, Sar } from './directional.js'
import { Extreme, Range, Where } from './extremes.js'
import { Mama, Trendline } from './hilbert.js'
import { Cci, Cmo, FastK, Lagged, Macd, Oscillator, Rsi, trueRange, Ultimate, Willr } from './momentum.js'
import { isZero, type Smoother, Sum } from './ring.js'
import { Beta, Correlation, Deviation, Line, Variance } from './statistics.js'
import { Accumulation, ChaikinOscillator, Mfi, Obv } from './volume.js'

/** An indicator fed a row at a time: `next` takes its inputs in order and writes its answers into `out`. */
export interface IndicatorState {
  readonly out: Float64Array
  next(a: number, b: number, c: number, d: number): void
}

type Row = (a: number, b: number, c: number, d: number) => number

function one(next: Row): IndicatorState {
  const out = new Float64Array(1)
  return {
    out,
    next(a, b, c, d) {
      out[0] = next(a, b, c, d)
    },
  }
}

function several(count: number, next: (out: Float64Array, a: number, b: number, c: number) => void): IndicatorState {
  const out = new Float64Array(count)
  return { out, next: (a, b, c) => next(out, a, b, c) }
}

const smooth = (smoother: Smoother) => one((value) => smoother.next(value))
const bars = (of: { next: Row }) => one((a, b, c, d) => of.next(a, b, c, d))
const DEGREES = 180 / Math.PI

type Create = (parameters: readonly number[]) => IndicatorState

const CREATE: Readonly<Record<IndicatorName, Create>> = {
  sma: ([period]) => smooth(new Sma(period)),
  ema: ([period]) => smooth(new Ema(period)),
  wma: ([period]) => smooth(new Wma(period)),
  dema: ([period]) => smooth(new Dema(period)),
  tema: ([period]) => smooth(new Tema(period)),
  trima: ([period]) => smooth(new Trima(period)),
  kama: ([period]) => smooth(period === 1 ? new Identity() : new Kama(period)),
  mama([fast, slow]) {
    const mama = new Mama(fast, slow)
    return several(2, (out, price) => {
      out[0] = mama.next(price)
      out[1] = mama.following
    })
  },
  t3: ([period, volume]) => smooth(period === 1 ? new Identity() : new T3(period, volume)),
  ma: ([period, type]) => smooth(average(period, type)),
  bbands([period, up, down, type]) {
    const middle = average(period, type)
    const deviation = new Deviation(period)
    return several(3, (out, value) => {
      const mean = middle.next(value)
      const spread = deviation.next(value)
      out[0] = mean + spread * up
      out[1] = Number.isNaN(spread) ? Number.NaN : mean
      out[2] = mean - spread * down
    })
  },
  sar: ([acceleration, maximum]) => bars(new Sar(acceleration, maximum)),
  midpoint([period]) {
    const range = new Range(period)
    return one((value) => middle(range, value, value))
  },
  midprice([period]) {
    const range = new Range(period)
    return one((high, low) => middle(range, high, low))
  },
  htTrendline: () => smooth(new Trendline()),
  rsi: ([period]) => smooth(new Rsi(period)),
  macd: ([fast, slow, signal]) => lines(Macd.exponential(fast, slow, signal)),
  macdext: ([fast, fastType, slow, slowType, signal, signalType]) =>
    lines(Macd.of(fast, fastType, slow, slowType, signal, signalType)),
  macdfix: ([signal]) => lines(Macd.fixed(signal)),
  stoch([fastK, slowK, slowKType, slowD, slowDType]) {
    const place = new FastK(fastK)
    const [slow, signal] = [average(slowK, slowKType), average(slowD, slowDType)]
    return several(2, (out, high, low, close) => pair(out, slow, signal, place.next(high, low, close)))
  },
  stochf([fastK, fastD, fastDType]) {
    const place = new FastK(fastK)
    const signal = average(fastD, fastDType)
    return several(2, (out, high, low, close) => pair(out, new Identity(), signal, place.next(high, low, close)))
  },
  stochrsi([period, fastK, fastD, fastDType]) {
    const rsi = new Rsi(period)
    const place = new FastK(fastK)
    const signal = average(fastD, fastDType)
    return several(2, (out, value) => {
      const strength = rsi.next(value)
      const fast = Number.isNaN(strength) ? Number.NaN : place.next(strength, strength, strength)
      pair(out, new Identity(), signal, fast)
    })
  },
  adx: ([period]) => bars(new Adx(period)),
  adxr: ([period]) => bars(new Adxr(period)),
  apo: ([fast, slow, type]) => smooth(new Oscillator(fast, slow, type, false)),
  ppo: ([fast, slow, type]) => smooth(new Oscillator(fast, slow, type, true)),
  aroon([period]) {
    const [highest, lowest] = [new Where(period + 1, 1, true), new Where(period + 1, -1, true)]
    const factor = 100 / period
    let row = -1
    return several(2, (out, high, low) => {
      row++
      const there = lowest.next(low)
      highest.next(high)
      out[0] = there ? factor * (period - (row - lowest.row)) : Number.NaN
      out[1] = there ? factor * (period - (row - highest.row)) : Number.NaN
    })
  },
  aroonosc([period]) {
    const [highest, lowest] = [new Where(period + 1, 1, true), new Where(period + 1, -1, true)]
    const factor = 100 / period
    return one((high, low) => {
      const there = lowest.next(low)
      highest.next(high)
      return there ? factor * (highest.row - lowest.row) : Number.NaN
    })
  },
  bop: () => one((open, high, low, close) => (high - low <= 0 ? 0 : (close - open) / (high - low))),
  cci: ([period]) => bars(new Cci(period)),
  cmo: ([period]) => smooth(new Cmo(period)),
  dx: ([period]) => bars(new Dx(period)),
  mfi: ([period]) => bars(new Mfi(period)),
  minusDi: ([period]) =>
    bars(new Movement(period, true, period === 1 ? (d) => ratio(d.minus, d) : (d) => d.minusIndex())),
  plusDi: ([period]) => bars(new Movement(period, true, period === 1 ? (d) => ratio(d.plus, d) : (d) => d.plusIndex())),
  minusDm([period]) {
    const movement = new Movement(period, false, ({ minus }) => minus)
    return one((high, low) => movement.next(high, low, low))
  },
  plusDm([period]) {
    const movement = new Movement(period, false, ({ plus }) => plus)
    return one((high, low) => movement.next(high, low, low))
  },
  mom: ([period]) => smooth(new Lagged(period, (value, before) => value - before)),
  roc: ([period]) => smooth(new Lagged(period, (value, before) => (before === 0 ? 0 : (value / before - 1) * 100))),
  rocp: ([period]) => smooth(new Lagged(period, (value, before) => (before === 0 ? 0 : (value - before) / before))),
  rocr: ([period]) => smooth(new Lagged(period, (value, before) => (before === 0 ? 0 : value / before))),
  rocr100: ([period]) => smooth(new Lagged(period, (value, before) => (before === 0 ? 0 : (value / before) * 100))),
  trix: ([period]) => smooth(new Trix(period)),
  ultosc: ([first, second, third]) => bars(new Ultimate(first, second, third)),
  willr: ([period]) => bars(new Willr(period)),
  ad: () => bars(new Accumulation()),
  adosc: ([fast, slow]) => bars(new ChaikinOscillator(fast, slow)),
  obv: () => bars(new Obv()),
  atr: ([period]) => bars(new Atr(period)),
  natr([period]) {
    const atr = new Atr(period)
    return one((high, low, close) => {
      const range = atr.next(high, low, close)
      // Of one row it is the true range itself, as in TA-Lib.
      if (period === 1 || Number.isNaN(range)) return range
      return isZero(close) ? 0 : (range / close) * 100
    })
  },
  trange() {
    let last = Number.NaN
    return one((high, low, close) => {
      const before = last
      last = close
      return Number.isNaN(before) ? Number.NaN : trueRange(high, low, before)
    })
  },
  beta: ([period]) => bars(new Beta(period)),
  correl: ([period]) => bars(new Correlation(period)),
  linearreg: ([period]) => onLine(period, (line) => line.intercept + line.slope * (line.period - 1)),
  linearregAngle: ([period]) => onLine(period, (line) => Math.atan(line.slope) * DEGREES),
  linearregIntercept: ([period]) => onLine(period, (line) => line.intercept),
  linearregSlope: ([period]) => onLine(period, (line) => line.slope),
  stddev([period, deviations]) {
    const deviation = new Deviation(period)
    return one((value) => deviation.next(value) * deviations)
  },
  tsf: ([period]) => onLine(period, (line) => line.intercept + line.slope * line.period),
  var: ([period]) => smooth(new Variance(period)),
  max: ([period]) => smooth(new Extreme(period, 1)),
  min: ([period]) => smooth(new Extreme(period, -1)),
  maxindex: ([period]) => place(period, 1),
  minindex: ([period]) => place(period, -1),
  minmax([period]) {
    const range = new Range(period)
    return several(2, (out, value) => {
      range.next(value, value)
      out[0] = range.lowest
      out[1] = range.highest
    })
  },
  minmaxindex([period]) {
    const [highest, lowest] = [new Where(period, 1, false), new Where(period, -1, false)]
    return several(2, (out, value) => {
      out[0] = lowest.next(value) ? lowest.row : Number.NaN
      out[1] = highest.next(value) ? highest.row : Number.NaN
    })
  },
  sum: ([period]) => smooth(new Sum(period)),
  avgprice: () => one((open, high, low, close) => (high + low + close + open) / 4),
  medprice: () => one((high, low) => (high + low) / 2),
  typprice: () => one((high, low, close) => (high + low + close) / 3),
  wclprice: () => one((high, low, close) => (high + low + close * 2) / 4),
}

/** An indicator's state before its first row. The parameters have been checked. */
export function createIndicator(name: IndicatorName, parameters: readonly number[]): IndicatorState {
  return CREATE[name](parameters)
}

/** A line and its average, from the row on which both are there. */
function pair(out: Float64Array, line: Smoother, signal: Smoother, value: number): void {
  const drawn = Number.isNaN(value) ? Number.NaN : line.next(value)
  const averaged = Number.isNaN(drawn) ? Number.NaN : signal.next(drawn)
  out[0] = Number.isNaN(averaged) ? Number.NaN : drawn
  out[1] = averaged
}

function lines(macd: Macd): IndicatorState {
  return several(3, (out, value) => {
    const line = macd.next(value)
    out[0] = line
    out[1] = Number.isNaN(line) ? Number.NaN : macd.signal
    out[2] = line - macd.signal
  })
}

function middle(range: Range, high: number, low: number): number {
  range.next(high, low)
  return (range.highest + range.lowest) / 2
}

function ratio(movement: number, { range }: Directional): number {
  return range > 0 ? movement / range : 0
}

function place(period: number, sign: 1 | -1): IndicatorState {
  const where = new Where(period, sign, false)
  return one((value) => (where.next(value) ? where.row : Number.NaN))
}

function onLine(period: number, of: (line: Line) => number): IndicatorState {
  const line = new Line(period)
  return one((value) => (line.next(value) ? of(line) : Number.NaN))
}
