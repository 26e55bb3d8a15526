/** What an indicator may be told: its default and its bounds; `whole` for periods and the numbers of moving averages. */
export interface Parameter {
  readonly value: number
  readonly least: number
  readonly most: number
  readonly whole: boolean
}

/** An indicator's form: series in, parameters, series out, and how many rows it needs before the first that it answers. */
export interface Indicator {
  readonly title: string
  readonly inputs: readonly string[]
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly outputs: readonly string[]
  /** Of the parameters in order. */
  readonly lookback: (...parameters: number[]) => number
  /** It answers row numbers. */
  readonly counts: boolean
}

const LONGEST = 100_000
const period = (value: number, least = 2): Parameter => ({ value, least, most: LONGEST, whole: true })
const number = (value: number, least = -3e37, most = 3e37): Parameter => ({ value, least, most, whole: false })
const average = (value: number): Parameter => ({ value, least: 0, most: 8, whole: true })

function describe<
  const I extends readonly string[],
  const P extends Indicator['parameters'],
  const O extends readonly string[],
>(title: string, inputs: I, parameters: P, outputs: O, lookback: Indicator['lookback'], counts = false) {
  return { title, inputs, parameters, outputs, lookback, counts }
}

/** How many rows a moving average (TA-Lib's number `type`) needs before the first that it answers. */
export function averageLookback(rows: number, type: number): number {
  if (rows === 1) return 0
  switch (type) {
    case 3:
      return 2 * (rows - 1)
    case 4:
      return 3 * (rows - 1)
    case 6:
      return rows
    case 7:
      return 32
    case 8:
      return 6 * (rows - 1)
    default:
      return rows - 1
  }
}

const REAL = ['real'] as const
const HL = ['high', 'low'] as const
const HLC = ['high', 'low', 'close'] as const
const HLCV = ['high', 'low', 'close', 'volume'] as const
const OHLC = ['open', 'high', 'low', 'close'] as const
const PAIR = ['real0', 'real1'] as const
const MACD = ['macd', 'macdsignal', 'macdhist'] as const

const none = () => 0
const first = () => 1
const full = (rows: number) => rows - 1
const all = (rows: number) => rows
const slower = (fast: number, slow: number, type: number) => averageLookback(Math.max(fast, slow), type)
const movement = (rows: number) => (rows === 1 ? 1 : rows - 1)

/**
 * The indicators, named as in TA-Lib, in camel case; inputs, parameters, defaults and bounds are TA-Lib's. Their order is their number in
 * `SeriesKernels.indicator`; the first nine are the moving averages by TA-Lib's numbers.
 */
export const INDICATORS = {
  sma: describe('simple moving average', REAL, { timeperiod: period(30, 1) }, REAL, full),
  ema: describe('exponential moving average', REAL, { timeperiod: period(30, 1) }, REAL, full),
  wma: describe('weighted moving average', REAL, { timeperiod: period(30, 1) }, REAL, full),
  dema: describe(
    'double exponential moving average',
    REAL,
    { timeperiod: period(30, 1) },
    REAL,
    (rows) => 2 * (rows - 1),
  ),
  tema: describe(
    'triple exponential moving average',
    REAL,
    { timeperiod: period(30, 1) },
    REAL,
    (rows) => 3 * (rows - 1),
  ),
  trima: describe('triangular moving average', REAL, { timeperiod: period(30, 1) }, REAL, full),
  kama: describe('Kaufman adaptive moving average', REAL, { timeperiod: period(30, 1) }, REAL, (rows) =>
    averageLookback(rows, 6),
  ),
  mama: describe(
    'MESA adaptive moving average',
    REAL,
    { fastlimit: number(0.5, 0.01, 0.99), slowlimit: number(0.05, 0.01, 0.99) },
    ['mama', 'fama'],
    () => 32,
  ),
  t3: describe(
    'triple exponential moving average of Tillson',
    REAL,
    { timeperiod: period(5, 1), vfactor: number(0.7, 0, 1) },
    REAL,
    (rows) => 6 * (rows - 1),
  ),
  ma: describe(
    'moving average of a kind',
    REAL,
    { timeperiod: period(30, 1), matype: average(0) },
    REAL,
    averageLookback,
  ),
  bbands: describe(
    'Bollinger bands',
    REAL,
    { timeperiod: period(20), nbdevup: number(2), nbdevdn: number(2), matype: average(0) },
    ['upperband', 'middleband', 'lowerband'],
    (rows, _up, _down, type) => Math.max(averageLookback(rows, type), rows - 1),
  ),
  sar: describe(
    'parabolic stop and reverse',
    HL,
    { acceleration: number(0.02, 0), maximum: number(0.2, 0) },
    REAL,
    first,
  ),
  midpoint: describe('middle of the highest and the lowest', REAL, { timeperiod: period(14) }, REAL, full),
  midprice: describe('middle of the highest high and the lowest low', HL, { timeperiod: period(14) }, REAL, full),
  htTrendline: describe('Hilbert transform: instantaneous trendline', REAL, {}, REAL, () => 63),
  rsi: describe('relative strength index', REAL, { timeperiod: period(14) }, REAL, all),
  macd: describe(
    'moving average convergence and divergence',
    REAL,
    { fastperiod: period(12), slowperiod: period(26), signalperiod: period(9, 1) },
    MACD,
    (fast, slow, signal) => Math.max(fast, slow) - 1 + signal - 1,
  ),
  macdext: describe(
    'MACD of averages of a kind each',
    REAL,
    {
      fastperiod: period(12),
      fastmatype: average(0),
      slowperiod: period(26),
      slowmatype: average(0),
      signalperiod: period(9, 1),
      signalmatype: average(0),
    },
    MACD,
    (fast, fastType, slow, slowType, signal, signalType) =>
      Math.max(averageLookback(fast, fastType), averageLookback(slow, slowType)) + averageLookback(signal, signalType),
  ),
  macdfix: describe('MACD of 12 and 26 rows', REAL, { signalperiod: period(9, 1) }, MACD, (signal) => 25 + signal - 1),
  stoch: describe(
    'stochastic oscillator',
    HLC,
    {
      fastkPeriod: period(5, 1),
      slowkPeriod: period(3, 1),
      slowkMatype: average(0),
      slowdPeriod: period(3, 1),
      slowdMatype: average(0),
    },
    ['slowk', 'slowd'],
    (fast, slow, slowType, signal, signalType) =>
      fast - 1 + averageLookback(slow, slowType) + averageLookback(signal, signalType),
  ),
  stochf: describe(
    'fast stochastic oscillator',
    HLC,
    { fastkPeriod: period(5, 1), fastdPeriod: period(3, 1), fastdMatype: average(0) },
    ['fastk', 'fastd'],
    (fast, signal, type) => fast - 1 + averageLookback(signal, type),
  ),
  stochrsi: describe(
    'stochastic oscillator of the relative strength index',
    REAL,
    { timeperiod: period(14), fastkPeriod: period(5, 1), fastdPeriod: period(3, 1), fastdMatype: average(0) },
    ['fastk', 'fastd'],
    (rows, fast, signal, type) => rows + fast - 1 + averageLookback(signal, type),
  ),
  adx: describe('average directional movement index', HLC, { timeperiod: period(14) }, REAL, (rows) => 2 * rows - 1),
  adxr: describe(
    'average directional movement index, rated',
    HLC,
    { timeperiod: period(14) },
    REAL,
    (rows) => 3 * rows - 2,
  ),
  apo: describe(
    'absolute price oscillator',
    REAL,
    { fastperiod: period(12), slowperiod: period(26), matype: average(1) },
    REAL,
    slower,
  ),
  ppo: describe(
    'percentage price oscillator',
    REAL,
    { fastperiod: period(12), slowperiod: period(26), matype: average(1) },
    REAL,
    slower,
  ),
  aroon: describe('Aroon', HL, { timeperiod: period(14) }, ['aroondown', 'aroonup'], all),
  aroonosc: describe('Aroon oscillator', HL, { timeperiod: period(14) }, REAL, all),
  bop: describe('balance of power', OHLC, {}, REAL, none),
  cci: describe('commodity channel index', HLC, { timeperiod: period(14) }, REAL, full),
  cmo: describe('Chande momentum oscillator', REAL, { timeperiod: period(14) }, REAL, all),
  dx: describe('directional movement index', HLC, { timeperiod: period(14) }, REAL, all),
  mfi: describe('money flow index', HLCV, { timeperiod: period(14) }, REAL, all),
  minusDi: describe('minus directional indicator', HLC, { timeperiod: period(14, 1) }, REAL, all),
  plusDi: describe('plus directional indicator', HLC, { timeperiod: period(14, 1) }, REAL, all),
  minusDm: describe('minus directional movement', HL, { timeperiod: period(14, 1) }, REAL, movement),
  plusDm: describe('plus directional movement', HL, { timeperiod: period(14, 1) }, REAL, movement),
  mom: describe('momentum', REAL, { timeperiod: period(10, 1) }, REAL, all),
  roc: describe('rate of change, in percent', REAL, { timeperiod: period(10, 1) }, REAL, all),
  rocp: describe('rate of change, as a share', REAL, { timeperiod: period(10, 1) }, REAL, all),
  rocr: describe('rate of change, as a ratio', REAL, { timeperiod: period(10, 1) }, REAL, all),
  rocr100: describe('rate of change, as a ratio in percent', REAL, { timeperiod: period(10, 1) }, REAL, all),
  trix: describe(
    'rate of change of a triple average',
    REAL,
    { timeperiod: period(30, 1) },
    REAL,
    (rows) => 3 * (rows - 1) + 1,
  ),
  ultosc: describe(
    'ultimate oscillator',
    HLC,
    { timeperiod1: period(7, 1), timeperiod2: period(14, 1), timeperiod3: period(28, 1) },
    REAL,
    (...rows) => Math.max(...rows),
  ),
  willr: describe("Williams' %R", HLC, { timeperiod: period(14) }, REAL, full),
  ad: describe('accumulation and distribution line', HLCV, {}, REAL, none),
  adosc: describe(
    'accumulation and distribution oscillator',
    HLCV,
    { fastperiod: period(3), slowperiod: period(10) },
    REAL,
    (fast, slow) => Math.max(fast, slow) - 1,
  ),
  obv: describe('on balance volume', ['real', 'volume'], {}, REAL, none),
  atr: describe('average true range', HLC, { timeperiod: period(14, 1) }, REAL, all),
  natr: describe('average true range, as a share of the close', HLC, { timeperiod: period(14, 1) }, REAL, all),
  trange: describe('true range', HLC, {}, REAL, first),
  beta: describe('beta', PAIR, { timeperiod: period(5, 1) }, REAL, all),
  correl: describe("Pearson's correlation", PAIR, { timeperiod: period(30, 1) }, REAL, full),
  linearreg: describe('end of the regression line', REAL, { timeperiod: period(14) }, REAL, full),
  linearregAngle: describe('angle of the regression line', REAL, { timeperiod: period(14) }, REAL, full),
  linearregIntercept: describe('beginning of the regression line', REAL, { timeperiod: period(14) }, REAL, full),
  linearregSlope: describe('slope of the regression line', REAL, { timeperiod: period(14) }, REAL, full),
  stddev: describe('standard deviation', REAL, { timeperiod: period(5), nbdev: number(1) }, REAL, full),
  tsf: describe('time series forecast', REAL, { timeperiod: period(14) }, REAL, full),
  var: describe('variance', REAL, { timeperiod: period(5, 1), nbdev: number(1) }, REAL, full),
  max: describe('highest value', REAL, { timeperiod: period(30) }, REAL, full),
  min: describe('lowest value', REAL, { timeperiod: period(30) }, REAL, full),
  maxindex: describe('row of the highest value', REAL, { timeperiod: period(30) }, ['integer'], full, true),
  minindex: describe('row of the lowest value', REAL, { timeperiod: period(30) }, ['integer'], full, true),
  minmax: describe('lowest and highest value', REAL, { timeperiod: period(30) }, ['min', 'max'], full),
  minmaxindex: describe(
    'rows of the lowest and the highest value',
    REAL,
    { timeperiod: period(30) },
    ['minidx', 'maxidx'],
    full,
    true,
  ),
  sum: describe('sum', REAL, { timeperiod: period(30) }, REAL, full),
  avgprice: describe('mean of open, high, low and close', OHLC, {}, REAL, none),
  medprice: describe('mean of high and low', HL, {}, REAL, none),
  typprice: describe('mean of high, low and close', HLC, {}, REAL, none),
  wclprice: describe('mean of high, low and twice the close', HLC, {}, REAL, none),
}

export type IndicatorName = keyof typeof INDICATORS
/** In the order of their numbers. */
export const INDICATOR_NAMES = Object.keys(INDICATORS) as readonly IndicatorName[]
