/** Terms of every kind beside the Python expression that Zipline computes: `terms.py` reads these rows. */
import {
  type Asset,
  AverageDollarVolume,
  type Classifier,
  CustomClassifier,
  CustomFactor,
  CustomFilter,
  classifiers as cl,
  type Factor,
  type Filter,
  factors as f,
  filters as fl,
  EquityPricing as P,
  Returns,
  type Timestamp,
  USEquityPricing,
} from 'rustybt/compat'

interface Values {
  at(i: number, j: number): number
}

/** Few different values, so many ties. */
class Coarse extends CustomFactor {
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
class Group extends CustomClassifier {
  static override inputs = [P.close]
  static override window_length = 1
  override compute(_today: Timestamp, assets: Int32Array) {
    return assets.map((sid) => (sid === 0 ? -1 : sid % 3))
  }
}

class Span extends CustomFactor {
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
class Drift extends CustomFactor {
  static override window_length = 3
  override compute(today: Timestamp, _assets: Int32Array, out: Float64Array, values: Values) {
    for (let j = 0; j < out.length; j++) out[j] = values.at(-1, j) - values.at(0, j) + today.day
  }
}

class Odd extends CustomFilter {
  static override inputs = [P.volume]
  static override window_length = 2
  override compute(_today: Timestamp, _assets: Int32Array, out: Uint8Array, volume: Values) {
    for (let j = 0; j < out.length; j++) out[j] = Number((volume.at(0, j) + volume.at(1, j)) % 2 === 1)
  }
}

/** Whole numbers, 7 where it has nothing to say. */
class Seven extends CustomFactor {
  static override inputs = [P.close]
  static override window_length = 1
  static override dtype = 'int64' as const
  static override missing_value = 7
  override compute(_today: Timestamp, _assets: Int32Array, out: Float64Array, close: Values) {
    for (let j = 0; j < out.length; j++) if (!Number.isNaN(close.at(-1, j))) out[j] = Math.trunc(close.at(-1, j))
  }
}

/** What the rows are made of. */
function shared(A: (symbol: string) => Asset) {
  const v = AverageDollarVolume({ window_length: 8 })
  return {
    A,
    r: Returns({ window_length: 6 }),
    r2: Returns({ window_length: 2 }),
    v,
    q: v.quantiles(3),
    big: v.top(7),
    last: P.close.latest,
    coarse: new Coarse(),
    group: new Group(),
    usd: P.currency.latest,
  }
}

export interface Row {
  readonly name: string
  readonly theme: string
  readonly python: string
  /** What of the reference it checks. */
  readonly covers: readonly string[]
  readonly term: (shared: Shared) => Factor | Filter | Classifier
}
type Shared = ReturnType<typeof shared>

function row(name: string, theme: string, python: string, covers: string, term: Row['term']): Row {
  return { name, theme, python, covers: covers.split('; '), term }
}

export const ROWS: readonly Row[] = [
  row('sma', 'averages', 'f.SimpleMovingAverage(inputs=[P.close], window_length=5)', 'SimpleMovingAverage', () =>
    f.SimpleMovingAverage({ inputs: [P.close], window_length: 5 }),
  ),
  row(
    'sma_masked',
    'averages',
    'f.SimpleMovingAverage(inputs=[P.open], window_length=20, mask=big)',
    'SimpleMovingAverage; factor mask',
    ({ big }) => f.SimpleMovingAverage({ inputs: [P.open], window_length: 20, mask: big }),
  ),
  row(
    'sma_volume',
    'averages',
    'f.SimpleMovingAverage(inputs=[P.volume], window_length=9)',
    'SimpleMovingAverage; EquityPricing.volume',
    () => f.SimpleMovingAverage({ inputs: [P.volume], window_length: 9 }),
  ),
  row(
    'sma_of_returns',
    'averages',
    'f.SimpleMovingAverage(inputs=[r2], window_length=7)',
    'SimpleMovingAverage; window-safe input',
    ({ r2 }) => f.SimpleMovingAverage({ inputs: [r2], window_length: 7 }),
  ),
  row(
    'wav',
    'averages',
    'f.WeightedAverageValue(inputs=[P.high, P.volume], window_length=6)',
    'WeightedAverageValue',
    () => f.WeightedAverageValue({ inputs: [P.high, P.volume], window_length: 6 }),
  ),
  row('vwap', 'averages', 'f.VWAP(window_length=10)', 'VWAP', () => f.VWAP({ window_length: 10 })),
  row('adv', 'averages', 'f.AverageDollarVolume(window_length=30)', 'AverageDollarVolume', () =>
    f.AverageDollarVolume({ window_length: 30 }),
  ),
  row(
    'lwma',
    'averages',
    'f.LinearWeightedMovingAverage(inputs=[P.close], window_length=12)',
    'LinearWeightedMovingAverage',
    () => f.LinearWeightedMovingAverage({ inputs: [P.close], window_length: 12 }),
  ),
  row(
    'ewma',
    'averages',
    'f.ExponentialWeightedMovingAverage(inputs=[P.close], window_length=10, decay_rate=0.8)',
    'ExponentialWeightedMovingAverage',
    () => f.ExponentialWeightedMovingAverage({ inputs: [P.close], window_length: 10, decay_rate: 0.8 }),
  ),
  row('ewma_span', 'averages', 'f.EWMA.from_span(inputs=[P.low], window_length=14, span=6)', 'EWMA.from_span', () =>
    f.EWMA.from_span({ inputs: [P.low], window_length: 14, span: 6 }),
  ),
  row(
    'ewma_halflife',
    'averages',
    'f.EWMA.from_halflife(inputs=[P.close], window_length=14, halflife=3)',
    'EWMA.from_halflife',
    () => f.EWMA.from_halflife({ inputs: [P.close], window_length: 14, halflife: 3 }),
  ),
  row(
    'ewma_mass',
    'averages',
    'f.EWMA.from_center_of_mass(inputs=[P.close], window_length=14, center_of_mass=4)',
    'EWMA.from_center_of_mass',
    () => f.EWMA.from_center_of_mass({ inputs: [P.close], window_length: 14, center_of_mass: 4 }),
  ),
  row(
    'ewmstd',
    'averages',
    'f.ExponentialWeightedMovingStdDev(inputs=[P.close], window_length=10, decay_rate=0.9)',
    'ExponentialWeightedMovingStdDev',
    () => f.ExponentialWeightedMovingStdDev({ inputs: [P.close], window_length: 10, decay_rate: 0.9 }),
  ),
  row(
    'ewmstd_span',
    'averages',
    'f.EWMSTD.from_span(inputs=[r2], window_length=8, span=5, mask=big)',
    'EWMSTD.from_span',
    ({ r2, big }) => f.EWMSTD.from_span({ inputs: [r2], window_length: 8, span: 5, mask: big }),
  ),
  row(
    'ewmstd_halflife',
    'averages',
    'f.EWMSTD.from_halflife(inputs=[P.close], window_length=8, halflife=2)',
    'EWMSTD.from_halflife',
    () => f.EWMSTD.from_halflife({ inputs: [P.close], window_length: 8, halflife: 2 }),
  ),
  row(
    'ewmstd_mass',
    'averages',
    'f.EWMSTD.from_center_of_mass(inputs=[P.close], window_length=8, center_of_mass=2)',
    'EWMSTD.from_center_of_mass',
    () => f.EWMSTD.from_center_of_mass({ inputs: [P.close], window_length: 8, center_of_mass: 2 }),
  ),
  row('returns', 'changes', 'f.Returns(window_length=11)', 'Returns', () => f.Returns({ window_length: 11 })),
  row(
    'returns_open',
    'changes',
    'f.Returns(inputs=[P.open], window_length=3, mask=big)',
    'Returns; factor mask',
    ({ big }) => f.Returns({ inputs: [P.open], window_length: 3, mask: big }),
  ),
  row('daily', 'changes', 'f.DailyReturns()', 'DailyReturns', () => f.DailyReturns()),
  row('daily_high', 'changes', 'f.DailyReturns(inputs=[P.high])', 'DailyReturns', () =>
    f.DailyReturns({ inputs: [P.high] }),
  ),
  row('percent_change', 'changes', 'f.PercentChange(inputs=[P.volume], window_length=4)', 'PercentChange', () =>
    f.PercentChange({ inputs: [P.volume], window_length: 4 }),
  ),
  row(
    'percent_change_safe',
    'changes',
    'f.PercentChange(inputs=[r2.zscore()], window_length=3)',
    'PercentChange; window-safe input',
    ({ r2 }) => f.PercentChange({ inputs: [r2.zscore()], window_length: 3 }),
  ),
  row('roc', 'changes', 'f.RateOfChangePercentage(inputs=[P.close], window_length=15)', 'RateOfChangePercentage', () =>
    f.RateOfChangePercentage({ inputs: [P.close], window_length: 15 }),
  ),
  row('drawdown', 'changes', 'f.MaxDrawdown(inputs=[P.close], window_length=25)', 'MaxDrawdown', () =>
    f.MaxDrawdown({ inputs: [P.close], window_length: 25 }),
  ),
  row('volatility', 'changes', 'f.AnnualizedVolatility(window_length=20)', 'AnnualizedVolatility', () =>
    f.AnnualizedVolatility({ window_length: 20 }),
  ),
  row(
    'volatility_factor',
    'changes',
    'f.AnnualizedVolatility(inputs=[r], window_length=10, annualization_factor=100.0)',
    'AnnualizedVolatility',
    ({ r }) => f.AnnualizedVolatility({ inputs: [r], window_length: 10, annualization_factor: 100 }),
  ),
  row('latest_open', 'changes', 'P.open.latest', 'EquityPricing.open; BoundColumn.latest', () => P.open.latest),
  row('latest_high', 'changes', 'P.high.latest', 'EquityPricing.high; BoundColumn.latest', () => P.high.latest),
  row('latest_low', 'changes', 'P.low.latest', 'EquityPricing.low; BoundColumn.latest', () => P.low.latest),
  row('latest_close', 'changes', 'P.close.latest', 'EquityPricing.close; BoundColumn.latest', () => P.close.latest),
  row('latest_volume', 'changes', 'P.volume.latest', 'EquityPricing.volume; BoundColumn.latest', () => P.volume.latest),
  row('latest_class', 'changes', 'f.Latest(inputs=[P.low])', 'Latest', () => f.Latest({ inputs: [P.low] })),
  row(
    'latest_us',
    'changes',
    'USEquityPricing.close.latest',
    'USEquityPricing; domain US_EQUITIES',
    () => USEquityPricing.close.latest,
  ),
  row('rsi', 'technical', 'f.RSI()', 'RSI', () => f.RSI()),
  row('rsi_short', 'technical', 'f.RSI(inputs=[P.open], window_length=6)', 'RSI', () =>
    f.RSI({ inputs: [P.open], window_length: 6 }),
  ),
  row(
    'bands_lower',
    'technical',
    'f.BollingerBands(window_length=12, k=1.5).lower',
    'BollingerBands.lower; RecarrayField',
    () => f.BollingerBands({ window_length: 12, k: 1.5 }).lower,
  ),
  row(
    'bands_middle',
    'technical',
    'f.BollingerBands(window_length=12, k=1.5).middle',
    'BollingerBands.middle; RecarrayField',
    () => f.BollingerBands({ window_length: 12, k: 1.5 }).middle,
  ),
  row(
    'bands_upper',
    'technical',
    'f.BollingerBands(window_length=12, k=1.5).upper',
    'BollingerBands.upper; RecarrayField',
    () => f.BollingerBands({ window_length: 12, k: 1.5 }).upper,
  ),
  row(
    'aroon_down',
    'technical',
    'f.Aroon(window_length=20).down',
    'Aroon.down',
    () => f.Aroon({ window_length: 20 }).down,
  ),
  row('aroon_up', 'technical', 'f.Aroon(window_length=20).up', 'Aroon.up', () => f.Aroon({ window_length: 20 }).up),
  row('fso', 'technical', 'f.FastStochasticOscillator()', 'FastStochasticOscillator', () =>
    f.FastStochasticOscillator(),
  ),
  row(
    'ichimoku_tenkan_sen',
    'technical',
    'f.IchimokuKinkoHyo().tenkan_sen',
    'IchimokuKinkoHyo.tenkan_sen',
    () => f.IchimokuKinkoHyo().tenkan_sen,
  ),
  row(
    'ichimoku_kijun_sen',
    'technical',
    'f.IchimokuKinkoHyo().kijun_sen',
    'IchimokuKinkoHyo.kijun_sen',
    () => f.IchimokuKinkoHyo().kijun_sen,
  ),
  row(
    'ichimoku_senkou_span_a',
    'technical',
    'f.IchimokuKinkoHyo().senkou_span_a',
    'IchimokuKinkoHyo.senkou_span_a',
    () => f.IchimokuKinkoHyo().senkou_span_a,
  ),
  row(
    'ichimoku_senkou_span_b',
    'technical',
    'f.IchimokuKinkoHyo().senkou_span_b',
    'IchimokuKinkoHyo.senkou_span_b',
    () => f.IchimokuKinkoHyo().senkou_span_b,
  ),
  row(
    'ichimoku_chikou_span',
    'technical',
    'f.IchimokuKinkoHyo().chikou_span',
    'IchimokuKinkoHyo.chikou_span',
    () => f.IchimokuKinkoHyo().chikou_span,
  ),
  row(
    'ichimoku_short',
    'technical',
    'f.IchimokuKinkoHyo(window_length=20, tenkan_sen_length=4, kijun_sen_length=9, chikou_span_length=7).senkou_span_a',
    'IchimokuKinkoHyo lengths',
    () =>
      f.IchimokuKinkoHyo({ window_length: 20, tenkan_sen_length: 4, kijun_sen_length: 9, chikou_span_length: 7 })
        .senkou_span_a,
  ),
  row('true_range', 'technical', 'f.TrueRange()', 'TrueRange', () => f.TrueRange()),
  row(
    'macd',
    'technical',
    'f.MovingAverageConvergenceDivergenceSignal()',
    'MovingAverageConvergenceDivergenceSignal',
    () => f.MovingAverageConvergenceDivergenceSignal(),
  ),
  row('macd_short', 'technical', 'f.MACDSignal(fast_period=3, slow_period=8, signal_period=4)', 'MACDSignal', () =>
    f.MACDSignal({ fast_period: 3, slow_period: 8, signal_period: 4 }),
  ),
  row('beta', 'statistical', "f.SimpleBeta(target=A('BASE'), regression_length=20)", 'SimpleBeta', ({ A }) =>
    f.SimpleBeta({ target: A('BASE'), regression_length: 20 }),
  ),
  row(
    'beta_strict',
    'statistical',
    "f.SimpleBeta(target=A('TIES'), regression_length=12, allowed_missing_percentage=0.0)",
    'SimpleBeta allowed_missing_percentage',
    ({ A }) => f.SimpleBeta({ target: A('TIES'), regression_length: 12, allowed_missing_percentage: 0 }),
  ),
  row(
    'pearson_of_returns',
    'statistical',
    "f.RollingPearsonOfReturns(target=A('BASE'), returns_length=3, correlation_length=12)",
    'RollingPearsonOfReturns',
    ({ A }) => f.RollingPearsonOfReturns({ target: A('BASE'), returns_length: 3, correlation_length: 12 }),
  ),
  row(
    'spearman_of_returns',
    'statistical',
    "f.RollingSpearmanOfReturns(target=A('BASE'), returns_length=2, correlation_length=10, mask=big)",
    'RollingSpearmanOfReturns',
    ({ A, big }) =>
      f.RollingSpearmanOfReturns({ target: A('BASE'), returns_length: 2, correlation_length: 10, mask: big }),
  ),
  row(
    'regression_of_returns_alpha',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).alpha",
    'RollingLinearRegressionOfReturns.alpha',
    ({ A }) =>
      f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).alpha,
  ),
  row(
    'regression_of_returns_beta',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).beta",
    'RollingLinearRegressionOfReturns.beta',
    ({ A }) => f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).beta,
  ),
  row(
    'regression_of_returns_r_value',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).r_value",
    'RollingLinearRegressionOfReturns.r_value',
    ({ A }) =>
      f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).r_value,
  ),
  row(
    'regression_of_returns_p_value',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).p_value",
    'RollingLinearRegressionOfReturns.p_value',
    ({ A }) =>
      f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).p_value,
  ),
  row(
    'regression_of_returns_stderr',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).stderr",
    'RollingLinearRegressionOfReturns.stderr',
    ({ A }) =>
      f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).stderr,
  ),
  row(
    'pearsonr_slice',
    'statistical',
    "r2.pearsonr(target=r2[A('WILD')], correlation_length=10)",
    'Factor.pearsonr; slice',
    ({ A, r2 }) => r2.pearsonr(r2.slice(A('WILD')), 10),
  ),
  row(
    'pearsonr_factor',
    'statistical',
    'r2.pearsonr(target=v.rank(), correlation_length=8, mask=big)',
    'Factor.pearsonr; RollingPearson',
    ({ r2, v, big }) => r2.pearsonr(v.rank(), 8, { mask: big }),
  ),
  row(
    'spearmanr_factor',
    'statistical',
    'r2.spearmanr(target=v.rank(), correlation_length=8)',
    'Factor.spearmanr; RollingSpearman',
    ({ r2, v }) => r2.spearmanr(v.rank(), 8),
  ),
  row(
    'spearman_class',
    'statistical',
    "f.RollingSpearman(base_factor=r2, target=r2[A('BASE')], correlation_length=6)",
    'RollingSpearman',
    ({ A, r2 }) => f.RollingSpearman({ base_factor: r2, target: r2.slice(A('BASE')), correlation_length: 6 }),
  ),
  row(
    'pearson_class',
    'statistical',
    "f.RollingPearson(base_factor=r2, target=r2[A('BASE')], correlation_length=6)",
    'RollingPearson',
    ({ A, r2 }) => f.RollingPearson({ base_factor: r2, target: r2.slice(A('BASE')), correlation_length: 6 }),
  ),
  row(
    'regression_beta',
    'statistical',
    "r2.linear_regression(target=r2[A('WILD')], regression_length=9).beta",
    'Factor.linear_regression',
    ({ A, r2 }) => r2.linear_regression(r2.slice(A('WILD')), 9).beta,
  ),
  row(
    'regression_stderr',
    'statistical',
    "r2.linear_regression(target=r2[A('WILD')], regression_length=9).stderr",
    'Factor.linear_regression',
    ({ A, r2 }) => r2.linear_regression(r2.slice(A('WILD')), 9).stderr,
  ),
  row(
    'regression_class',
    'statistical',
    'f.RollingLinearRegression(dependent=r2, independent=f.Returns(inputs=[P.volume], window_length=2), regression_length=9, mask=big).alpha',
    'RollingLinearRegression',
    ({ r2, big }) =>
      f.RollingLinearRegression({
        dependent: r2,
        independent: f.Returns({ inputs: [P.volume], window_length: 2 }),
        regression_length: 9,
        mask: big,
      }).alpha,
  ),
  row(
    'regression_two',
    'statistical',
    "r2.linear_regression(target=r2[A('WILD')], regression_length=2).p_value",
    'RollingLinearRegression of two points',
    ({ A, r2 }) => r2.linear_regression(r2.slice(A('WILD')), 2).p_value,
  ),
  row(
    'pearson_prices',
    'statistical',
    'f.RollingPearson(base_factor=P.close, target=P.open, correlation_length=10)',
    'RollingPearson; adjusted windows of two columns',
    () => f.RollingPearson({ base_factor: P.close, target: P.open, correlation_length: 10 }),
  ),
  row('rank_average', 'ranks', "coarse.rank(method='average')", 'Factor.rank method=average', ({ coarse }) =>
    coarse.rank({ method: 'average' }),
  ),
  row(
    'rank_average_down',
    'ranks',
    "coarse.rank(method='average', ascending=False, mask=big)",
    'Factor.rank method=average; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'average', ascending: false, mask: big }),
  ),
  row(
    'rank_average_group',
    'ranks',
    "coarse.rank(method='average', groupby=group)",
    'Factor.rank method=average; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'average', groupby: group }),
  ),
  row('rank_min', 'ranks', "coarse.rank(method='min')", 'Factor.rank method=min', ({ coarse }) =>
    coarse.rank({ method: 'min' }),
  ),
  row(
    'rank_min_down',
    'ranks',
    "coarse.rank(method='min', ascending=False, mask=big)",
    'Factor.rank method=min; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'min', ascending: false, mask: big }),
  ),
  row(
    'rank_min_group',
    'ranks',
    "coarse.rank(method='min', groupby=group)",
    'Factor.rank method=min; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'min', groupby: group }),
  ),
  row('rank_max', 'ranks', "coarse.rank(method='max')", 'Factor.rank method=max', ({ coarse }) =>
    coarse.rank({ method: 'max' }),
  ),
  row(
    'rank_max_down',
    'ranks',
    "coarse.rank(method='max', ascending=False, mask=big)",
    'Factor.rank method=max; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'max', ascending: false, mask: big }),
  ),
  row(
    'rank_max_group',
    'ranks',
    "coarse.rank(method='max', groupby=group)",
    'Factor.rank method=max; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'max', groupby: group }),
  ),
  row('rank_dense', 'ranks', "coarse.rank(method='dense')", 'Factor.rank method=dense', ({ coarse }) =>
    coarse.rank({ method: 'dense' }),
  ),
  row(
    'rank_dense_down',
    'ranks',
    "coarse.rank(method='dense', ascending=False, mask=big)",
    'Factor.rank method=dense; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'dense', ascending: false, mask: big }),
  ),
  row(
    'rank_dense_group',
    'ranks',
    "coarse.rank(method='dense', groupby=group)",
    'Factor.rank method=dense; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'dense', groupby: group }),
  ),
  row('rank_ordinal', 'ranks', "coarse.rank(method='ordinal')", 'Factor.rank method=ordinal', ({ coarse }) =>
    coarse.rank({ method: 'ordinal' }),
  ),
  row(
    'rank_ordinal_down',
    'ranks',
    "coarse.rank(method='ordinal', ascending=False, mask=big)",
    'Factor.rank method=ordinal; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'ordinal', ascending: false, mask: big }),
  ),
  row(
    'rank_ordinal_group',
    'ranks',
    "coarse.rank(method='ordinal', groupby=group)",
    'Factor.rank method=ordinal; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'ordinal', groupby: group }),
  ),
  row(
    'rank_group_down',
    'ranks',
    "r.rank(method='ordinal', ascending=False, mask=big, groupby=group)",
    'rank groupby; rank mask; rank ascending',
    ({ r, big, group }) => r.rank({ method: 'ordinal', ascending: false, mask: big, groupby: group }),
  ),
  row('rank_returns', 'ranks', 'r.rank()', 'Factor.rank', ({ r }) => r.rank()),
  row(
    'rank_of_window',
    'ranks',
    'f.SimpleMovingAverage(inputs=[r.rank()], window_length=5)',
    'window-safe input',
    ({ r }) => f.SimpleMovingAverage({ inputs: [r.rank()], window_length: 5 }),
  ),
  row('demean', 'groups', 'r.demean()', 'Factor.demean', ({ r }) => r.demean()),
  row('demean_mask', 'groups', 'r.demean(mask=big)', 'demean mask', ({ r, big }) => r.demean({ mask: big })),
  row('demean_group', 'groups', 'r.demean(groupby=group)', 'demean groupby', ({ r, group }) =>
    r.demean({ groupby: group }),
  ),
  row('demean_both', 'groups', 'r.demean(mask=big, groupby=q)', 'demean mask; demean groupby', ({ r, q, big }) =>
    r.demean({ mask: big, groupby: q }),
  ),
  row(
    'demean_own_mask',
    'groups',
    'f.Returns(window_length=6, mask=big).demean(mask=r > 0)',
    'demean mask',
    ({ r, big }) => f.Returns({ window_length: 6, mask: big }).demean({ mask: r.gt(0) }),
  ),
  row('zscore', 'groups', 'r.zscore()', 'Factor.zscore', ({ r }) => r.zscore()),
  row('zscore_mask', 'groups', 'r.zscore(mask=big)', 'zscore mask', ({ r, big }) => r.zscore({ mask: big })),
  row('zscore_group', 'groups', 'r.zscore(groupby=group)', 'zscore groupby', ({ r, group }) =>
    r.zscore({ groupby: group }),
  ),
  row('zscore_both', 'groups', 'r.zscore(mask=big, groupby=q)', 'zscore mask; zscore groupby', ({ r, q, big }) =>
    r.zscore({ mask: big, groupby: q }),
  ),
  row(
    'zscore_own_mask',
    'groups',
    'f.Returns(window_length=6, mask=big).zscore(mask=r > 0)',
    'zscore mask',
    ({ r, big }) => f.Returns({ window_length: 6, mask: big }).zscore({ mask: r.gt(0) }),
  ),
  row('demean_text', 'groups', 'r.demean(groupby=usd)', 'demean groupby; EquityPricing.currency', ({ r, usd }) =>
    r.demean({ groupby: usd }),
  ),
  row('winsorize', 'groups', 'r.winsorize(min_percentile=0.2, max_percentile=0.7)', 'Factor.winsorize', ({ r }) =>
    r.winsorize(0.2, 0.7),
  ),
  row(
    'winsorize_low',
    'groups',
    'r.winsorize(min_percentile=0.3, max_percentile=1.0, mask=big)',
    'winsorize mask',
    ({ r, big }) => r.winsorize(0.3, 1, { mask: big }),
  ),
  row(
    'winsorize_high',
    'groups',
    'r.winsorize(min_percentile=0, max_percentile=0.55, groupby=group)',
    'winsorize groupby',
    ({ r, group }) => r.winsorize(0, 0.55, { groupby: group }),
  ),
  row(
    'winsorize_both',
    'groups',
    'r.winsorize(min_percentile=0.25, max_percentile=0.75, mask=big, groupby=group)',
    'winsorize mask; winsorize groupby',
    ({ r, big, group }) => r.winsorize(0.25, 0.75, { mask: big, groupby: group }),
  ),
  row('top', 'selection', 'r.top(4)', 'Factor.top', ({ r }) => r.top(4)),
  row('top_mask', 'selection', 'r.top(3, mask=big)', 'top mask', ({ r, big }) => r.top(3, { mask: big })),
  row('top_group', 'selection', 'r.top(2, groupby=group)', 'top groupby', ({ r, group }) =>
    r.top(2, { groupby: group }),
  ),
  row('top_both', 'selection', 'r.top(2, mask=big, groupby=group)', 'top mask; top groupby', ({ r, big, group }) =>
    r.top(2, { mask: big, groupby: group }),
  ),
  row('top_one', 'selection', 'r.top(1)', 'MaximumFilter', ({ r }) => r.top(1)),
  row('top_one_negative', 'selection', '(r - 10.0).top(1)', 'MaximumFilter', ({ r }) => r.sub(10).top(1)),
  row('top_one_group', 'selection', 'r.top(1, mask=big, groupby=group)', 'MaximumFilter', ({ r, big, group }) =>
    r.top(1, { mask: big, groupby: group }),
  ),
  row('top_ties', 'selection', 'coarse.top(5)', 'Factor.top', ({ coarse }) => coarse.top(5)),
  row('bottom', 'selection', 'r.bottom(4)', 'Factor.bottom', ({ r }) => r.bottom(4)),
  row('bottom_one', 'selection', 'r.bottom(1, mask=big)', 'bottom mask', ({ r, big }) => r.bottom(1, { mask: big })),
  row('bottom_group', 'selection', 'r.bottom(2, groupby=group)', 'bottom groupby', ({ r, group }) =>
    r.bottom(2, { groupby: group }),
  ),
  row('bottom_ties', 'selection', 'coarse.bottom(5, mask=big)', 'bottom mask', ({ big, coarse }) =>
    coarse.bottom(5, { mask: big }),
  ),
  row(
    'percentiles',
    'selection',
    'r.percentile_between(20, 80)',
    'Factor.percentile_between; PercentileFilter',
    ({ r }) => r.percentile_between(20, 80),
  ),
  row(
    'percentiles_mask',
    'selection',
    'r.percentile_between(0, 50, mask=big)',
    'percentile_between mask',
    ({ r, big }) => r.percentile_between(0, 50, { mask: big }),
  ),
  row('percentiles_ties', 'selection', 'coarse.percentile_between(25, 75)', 'Factor.percentile_between', ({ coarse }) =>
    coarse.percentile_between(25, 75),
  ),
  row('quantiles', 'classes', 'v.quantiles(3)', 'Factor.quantiles; Quantiles', ({ v }) => v.quantiles(3)),
  row('quantiles_mask', 'classes', 'r.quantiles(2, mask=big)', 'quantiles mask', ({ r, big }) =>
    r.quantiles(2, { mask: big }),
  ),
  row('quantiles_class', 'classes', 'cl.Quantiles(inputs=[v], bins=4, mask=big)', 'Quantiles', ({ v, big }) =>
    cl.Quantiles({ inputs: [v], bins: 4, mask: big }),
  ),
  row('quartiles', 'classes', 'v.quartiles()', 'Factor.quartiles', ({ v }) => v.quartiles()),
  row('quintiles', 'classes', 'v.quintiles(mask=big)', 'Factor.quintiles', ({ v, big }) => v.quintiles({ mask: big })),
  row('deciles', 'classes', 'v.deciles()', 'Factor.deciles', ({ v }) => v.deciles()),
  row('group', 'classes', 'group', 'CustomClassifier', ({ group }) => group),
  row('group_eq', 'classes', 'group.eq(1)', 'Classifier.eq', ({ group }) => group.eq(1)),
  row('group_ne', 'classes', 'group != 1', 'Classifier.ne', ({ group }) => group.ne(1)),
  row('group_isnull', 'classes', 'group.isnull()', 'Classifier.isnull; NullFilter', ({ group }) => group.isnull()),
  row('group_notnull', 'classes', 'group.notnull()', 'Classifier.notnull; NotNullFilter', ({ group }) =>
    group.notnull(),
  ),
  row('group_element', 'classes', 'group.element_of([0, 2])', 'Classifier.element_of; ArrayPredicate', ({ group }) =>
    group.element_of([0, 2]),
  ),
  row('group_fillna', 'classes', 'group.fillna(9)', 'Classifier.fillna', ({ group }) => group.fillna(9)),
  row('group_fillna_term', 'classes', 'group.fillna(q)', 'fillna with a term', ({ q, group }) => group.fillna(q)),
  row('group_peers', 'classes', 'group.peer_count()', 'Classifier.peer_count; PeerCount', ({ group }) =>
    group.peer_count(),
  ),
  row('group_peers_mask', 'classes', 'group.peer_count(mask=big)', 'peer_count mask', ({ big, group }) =>
    group.peer_count({ mask: big }),
  ),
  row('everything', 'classes', 'cl.Everything()', 'Everything', () => cl.Everything()),
  row('everything_mask', 'classes', 'cl.Everything(mask=big)', 'Everything', ({ big }) => cl.Everything({ mask: big })),
  row('usd_eq', 'classes', "usd.eq('USD')", 'Classifier.eq; EquityPricing.currency', ({ usd }) => usd.eq('USD')),
  row('usd_ne', 'classes', "usd != 'USD'", 'Classifier.ne', ({ usd }) => usd.ne('USD')),
  row('usd_startswith', 'classes', "usd.startswith('US')", 'Classifier.startswith', ({ usd }) => usd.startswith('US')),
  row('usd_endswith', 'classes', "usd.endswith('X')", 'Classifier.endswith', ({ usd }) => usd.endswith('X')),
  row('usd_substring', 'classes', "usd.has_substring('SD')", 'Classifier.has_substring', ({ usd }) =>
    usd.has_substring('SD'),
  ),
  row('usd_matches', 'classes', "usd.matches('S')", 'Classifier.matches', ({ usd }) => usd.matches('S')),
  row('usd_element', 'classes', "usd.element_of(['USD', 'EUR'])", 'Classifier.element_of', ({ usd }) =>
    usd.element_of(['USD', 'EUR']),
  ),
  row('usd_relabel', 'classes', "usd.relabel(lambda s: s.lower()).eq('usd')", 'Classifier.relabel', ({ usd }) =>
    usd.relabel((s) => s.toLowerCase()).eq('usd'),
  ),
  row('usd_isnull', 'classes', 'usd.isnull()', 'Classifier.isnull', ({ usd }) => usd.isnull()),
  row('add_term', 'arithmetic', 'r + v', 'Factor + Factor', ({ r, v }) => r.add(v)),
  row('add_number', 'arithmetic', 'r + 3', 'Factor + number', ({ r }) => r.add(3)),
  row('sub_term', 'arithmetic', 'r - v', 'Factor - Factor', ({ r, v }) => r.sub(v)),
  row('sub_number', 'arithmetic', 'r - 3', 'Factor - number', ({ r }) => r.sub(3)),
  row('mul_term', 'arithmetic', 'r * v', 'Factor * Factor', ({ r, v }) => r.mul(v)),
  row('mul_number', 'arithmetic', 'r * 3', 'Factor * number', ({ r }) => r.mul(3)),
  row('div_term', 'arithmetic', 'r / v', 'Factor / Factor', ({ r, v }) => r.div(v)),
  row('div_number', 'arithmetic', 'r / 3', 'Factor / number', ({ r }) => r.div(3)),
  row('rsub', 'arithmetic', '1 - r', 'number - Factor', ({ r }) => r.rsub(1)),
  row('rdiv', 'arithmetic', '2 / (r + 5)', 'number / Factor', ({ r }) => r.add(5).rdiv(2)),
  row('rpow', 'arithmetic', '2.0 ** r', 'number ** Factor', ({ r }) => r.rpow(2)),
  row('rmod', 'arithmetic', '10.0 % (last + 1)', 'number % Factor', ({ last }) => last.add(1).rmod(10)),
  row('pow', 'arithmetic', 'last ** 2', 'Factor ** number', ({ last }) => last.pow(2)),
  row('pow_term', 'arithmetic', '(last / 100) ** r', 'Factor ** Factor', ({ r, last }) => last.div(100).pow(r)),
  row('mod', 'arithmetic', 'last % 7', 'Factor % number', ({ last }) => last.mod(7)),
  row('mod_negative', 'arithmetic', '(0 - last) % 7', 'Factor % number', ({ last }) => last.rsub(0).mod(7)),
  row('neg', 'arithmetic', '-r', '-Factor', ({ r }) => r.neg()),
  row('self', 'arithmetic', 'r + r * r', 'Factor + Factor; Factor * Factor', ({ r }) => r.add(r.mul(r))),
  row('lt_number', 'arithmetic', 'coarse < 2', 'Factor < number', ({ coarse }) => coarse.lt(2)),
  row('lt_term', 'arithmetic', 'r < r2', 'Factor < Factor', ({ r, r2 }) => r.lt(r2)),
  row('le_number', 'arithmetic', 'coarse <= 2', 'Factor <= number', ({ coarse }) => coarse.le(2)),
  row('le_term', 'arithmetic', 'r <= r2', 'Factor <= Factor', ({ r, r2 }) => r.le(r2)),
  row('ge_number', 'arithmetic', 'coarse >= 2', 'Factor >= number', ({ coarse }) => coarse.ge(2)),
  row('ge_term', 'arithmetic', 'r >= r2', 'Factor >= Factor', ({ r, r2 }) => r.ge(r2)),
  row('gt_number', 'arithmetic', 'coarse > 2', 'Factor > number', ({ coarse }) => coarse.gt(2)),
  row('gt_term', 'arithmetic', 'r > r2', 'Factor > Factor', ({ r, r2 }) => r.gt(r2)),
  row('ne_number', 'arithmetic', 'coarse != 2', 'Factor != number', ({ coarse }) => coarse.ne(2)),
  row('ne_term', 'arithmetic', 'r != r2', 'Factor != Factor', ({ r, r2 }) => r.ne(r2)),
  row('eq_number', 'arithmetic', 'coarse.eq(2)', 'Factor == number', ({ coarse }) => coarse.eq(2)),
  row('eq_term', 'arithmetic', 'last.eq(P.open.latest)', 'Factor == Factor', ({ last }) => last.eq(P.open.latest)),
  row('sin', 'arithmetic', 'r.sin()', 'Factor.sin', ({ r }) => r.sin()),
  row('cos', 'arithmetic', 'r.cos()', 'Factor.cos', ({ r }) => r.cos()),
  row('tan', 'arithmetic', 'r.tan()', 'Factor.tan', ({ r }) => r.tan()),
  row('arctan', 'arithmetic', 'r.arctan()', 'Factor.arctan', ({ r }) => r.arctan()),
  row('sinh', 'arithmetic', 'r.sinh()', 'Factor.sinh', ({ r }) => r.sinh()),
  row('cosh', 'arithmetic', 'r.cosh()', 'Factor.cosh', ({ r }) => r.cosh()),
  row('tanh', 'arithmetic', 'r.tanh()', 'Factor.tanh', ({ r }) => r.tanh()),
  row('arcsinh', 'arithmetic', 'r.arcsinh()', 'Factor.arcsinh', ({ r }) => r.arcsinh()),
  row('exp', 'arithmetic', 'r.exp()', 'Factor.exp', ({ r }) => r.exp()),
  row('expm1', 'arithmetic', 'r.expm1()', 'Factor.expm1', ({ r }) => r.expm1()),
  row('abs', 'arithmetic', 'r.abs()', 'Factor.abs', ({ r }) => r.abs()),
  row('arcsin', 'arithmetic', '(r / 2).arcsin()', 'Factor.arcsin', ({ r }) => r.div(2).arcsin()),
  row('arccos', 'arithmetic', '(r / 2).arccos()', 'Factor.arccos', ({ r }) => r.div(2).arccos()),
  row('arctanh', 'arithmetic', '(r / 2).arctanh()', 'Factor.arctanh', ({ r }) => r.div(2).arctanh()),
  row('log1p', 'arithmetic', '(r / 2).log1p()', 'Factor.log1p', ({ r }) => r.div(2).log1p()),
  row('arccosh', 'arithmetic', 'last.arccosh()', 'Factor.arccosh', ({ last }) => last.arccosh()),
  row('log', 'arithmetic', 'last.log()', 'Factor.log', ({ last }) => last.log()),
  row('log10', 'arithmetic', 'last.log10()', 'Factor.log10', ({ last }) => last.log10()),
  row('sqrt', 'arithmetic', 'last.sqrt()', 'Factor.sqrt', ({ last }) => last.sqrt()),
  row('clip', 'arithmetic', 'r.clip(-0.02, 0.03)', 'Factor.clip; Clip', ({ r }) => r.clip(-0.02, 0.03)),
  row('clip_class', 'arithmetic', 'f.Clip(inputs=[r], min_bound=-0.01, max_bound=0.01)', 'Clip', ({ r }) =>
    f.Clip({ inputs: [r], min_bound: -0.01, max_bound: 0.01 }),
  ),
  row('isnan', 'arithmetic', 'r.isnan()', 'Factor.isnan', ({ r }) => r.isnan()),
  row('notnan', 'arithmetic', 'r.notnan()', 'Factor.notnan', ({ r }) => r.notnan()),
  row('isfinite', 'arithmetic', '(r / (r - r)).isfinite()', 'Factor.isfinite', ({ r }) => r.div(r.sub(r)).isfinite()),
  row('isnull', 'arithmetic', 'r.isnull()', 'Factor.isnull', ({ r }) => r.isnull()),
  row('notnull', 'arithmetic', 'r.notnull()', 'Factor.notnull', ({ r }) => r.notnull()),
  row('fillna', 'arithmetic', 'r.fillna(-1)', 'Factor.fillna', ({ r }) => r.fillna(-1)),
  row('fillna_term', 'arithmetic', 'r.fillna(last)', 'fillna with a term', ({ r, last }) => r.fillna(last)),
  row('and', 'filters', '(r > 0) & big', 'Filter & Filter', ({ r, big }) => r.gt(0).and(big)),
  row('or', 'filters', '(r > 0) | big', 'Filter | Filter', ({ r, big }) => r.gt(0).or(big)),
  row('not', 'filters', '~big', '~Filter', ({ big }) => big.not()),
  row(
    'nested',
    'filters',
    '~((r > 0) & big) | (r2 < -0.01)',
    'Filter & Filter; Filter | Filter; ~Filter',
    ({ r, r2, big }) => r.gt(0).and(big).not().or(r2.lt(-0.01)),
  ),
  row('all', 'filters', 'fl.All(inputs=[r2 > -0.02], window_length=4)', 'All', ({ r2 }) =>
    fl.All({ inputs: [r2.gt(-0.02)], window_length: 4 }),
  ),
  row('any', 'filters', 'fl.Any(inputs=[r2 > 0.02], window_length=3, mask=big)', 'Any', ({ r2, big }) =>
    fl.Any({ inputs: [r2.gt(0.02)], window_length: 3, mask: big }),
  ),
  row('at_least', 'filters', 'fl.AtLeastN(inputs=[r2 > 0], window_length=6, N=4)', 'AtLeastN', ({ r2 }) =>
    fl.AtLeastN({ inputs: [r2.gt(0)], window_length: 6, N: 4 }),
  ),
  row('all_present', 'filters', 'fl.AllPresent(inputs=[P.close], window_length=7)', 'AllPresent', () =>
    fl.AllPresent({ inputs: [P.close], window_length: 7 }),
  ),
  row(
    'all_present_factor',
    'filters',
    'fl.AllPresent(inputs=[r], window_length=3, mask=big)',
    'AllPresent',
    ({ r, big }) => fl.AllPresent({ inputs: [r], window_length: 3, mask: big }),
  ),
  row('single', 'filters', "fl.SingleAsset(A('TWIN'))", 'SingleAsset', ({ A }) => fl.SingleAsset(A('TWIN'))),
  row('assets', 'filters', "fl.StaticAssets([A('BASE'), A('DEAD'), A('NEWA')])", 'StaticAssets', ({ A }) =>
    fl.StaticAssets([A('BASE'), A('DEAD'), A('NEWA')]),
  ),
  row('sids', 'filters', 'fl.StaticSids([1, 3, 5, 99])', 'StaticSids', () => fl.StaticSids([1, 3, 5, 99])),
  row('if_else', 'filters', 'big.if_else(r, r2)', 'Filter.if_else', ({ r, r2, big }) => big.if_else(r, r2)),
  row('if_else_class', 'filters', '(r > 0).if_else(group, q)', 'Filter.if_else', ({ r, q, group }) =>
    r.gt(0).if_else(group, q),
  ),
  row('if_else_filter', 'filters', '(r > 0).if_else(big, fl.StaticSids([0, 1]))', 'Filter.if_else', ({ r, big }) =>
    r.gt(0).if_else(big, fl.StaticSids([0, 1])),
  ),
  row('exists', 'filters', 'AssetExists() | (r > 0)', 'AssetExists', ({ r }) => r.gt(0).or(fl.ASSET_EXISTS)),
  row('odd', 'filters', 'Odd()', 'CustomFilter', () => new Odd()),
  row(
    'odd_mask',
    'filters',
    'Odd(mask=big, window_length=1) if False else Odd(mask=big)',
    'CustomFilter; custom mask',
    ({ big }) => new Odd({ mask: big }),
  ),
  row('coarse', 'custom', 'coarse', 'CustomFactor', ({ coarse }) => coarse),
  row('span_top', 'custom', 'Span().upper', 'CustomFactor outputs; CustomFactor params', () => new Span().upper),
  row(
    'span_scaled',
    'custom',
    'Span(scale=2.5, mask=big).lower',
    'CustomFactor outputs; CustomFactor params; custom mask',
    ({ big }) => new Span({ scale: 2.5, mask: big }).lower,
  ),
  row('span_rank', 'custom', 'Span(window_length=2).upper.rank()', 'CustomFactor window_length', () =>
    new Span({ window_length: 2 }).upper.rank(),
  ),
  row(
    'drift',
    'custom',
    'Drift(inputs=[r])',
    'CustomFactor inputs; compute today',
    ({ r }) => new Drift({ inputs: [r] }),
  ),
  row(
    'drift_z',
    'custom',
    'Drift(inputs=[r.zscore(mask=big)], mask=big)',
    'window-safe input',
    ({ r, big }) => new Drift({ inputs: [r.zscore({ mask: big })], mask: big }),
  ),
  row('seven', 'custom', 'Seven()', 'CustomFactor dtype=int64; missing_value', () => new Seven()),
  row('seven_rank', 'custom', 'Seven().rank()', 'rank of int64', () => new Seven().rank()),
  row('seven_null', 'custom', 'Seven().isnull()', 'NullFilter', () => new Seven().isnull()),
  row('seven_notnull', 'custom', 'Seven().notnull()', 'NotNullFilter', () => new Seven().notnull()),
  row('year_class', 'time', "cl.Everything().downsample('year_start')", 'downsample year_start', () =>
    cl.Everything().downsample('year_start'),
  ),
  row('quarter_factor', 'time', "r.downsample('quarter_start')", 'downsample quarter_start', ({ r }) =>
    r.downsample('quarter_start'),
  ),
  row('month_factor', 'time', "r.downsample('month_start')", 'downsample month_start', ({ r }) =>
    r.downsample('month_start'),
  ),
  row('week_factor', 'time', "r.downsample('week_start')", 'downsample week_start', ({ r }) =>
    r.downsample('week_start'),
  ),
  row(
    'month_window',
    'time',
    "f.SimpleMovingAverage(inputs=[P.close], window_length=10).downsample('month_start')",
    'downsample of a window',
    () => f.SimpleMovingAverage({ inputs: [P.close], window_length: 10 }).downsample('month_start'),
  ),
  row('week_filter', 'time', "big.downsample('week_start')", 'downsample of a filter', ({ big }) =>
    big.downsample('week_start'),
  ),
  row('week_class', 'time', "group.downsample('week_start')", 'downsample of a classifier', ({ group }) =>
    group.downsample('week_start'),
  ),
  row('week_rank', 'time', "r.rank().downsample('week_start')", 'downsample week_start', ({ r }) =>
    r.rank().downsample('week_start'),
  ),
  row('week_sum', 'time', "r.downsample('week_start') + r2", 'downsample week_start', ({ r, r2 }) =>
    r.downsample('week_start').add(r2),
  ),
  row('alias', 'time', "r.alias('six')", 'alias', ({ r }) => r.alias('six')),
  row('alias_window', 'time', "f.SimpleMovingAverage(inputs=[r.alias('six')], window_length=3)", 'alias', ({ r }) =>
    f.SimpleMovingAverage({ inputs: [r.alias('six')], window_length: 3 }),
  ),
  row('alias_filter', 'time', "big.alias('large')", 'alias', ({ big }) => big.alias('large')),
  row('alias_class', 'time', "group.alias('thirds')", 'alias', ({ group }) => group.alias('thirds')),
  row('slice_minus', 'summaries', "r - r[A('BASE')]", 'slice', ({ A, r }) => r.sub(r.slice(A('BASE')))),
  row('slice_compare', 'summaries', "r > r[A('BASE')]", 'slice', ({ A, r }) => r.gt(r.slice(A('BASE')))),
  row('mean_minus', 'summaries', 'r - r.mean()', 'Factor.mean', ({ r }) => r.sub(r.mean())),
  row('mean_masked', 'summaries', 'r / r.mean(mask=big)', 'mean mask', ({ r, big }) => r.div(r.mean({ mask: big }))),
  row('stddev_minus', 'summaries', 'r - r.stddev()', 'Factor.stddev', ({ r }) => r.sub(r.stddev())),
  row('stddev_masked', 'summaries', 'r / r.stddev(mask=big)', 'stddev mask', ({ r, big }) =>
    r.div(r.stddev({ mask: big })),
  ),
  row('max_minus', 'summaries', 'r - r.max()', 'Factor.max', ({ r }) => r.sub(r.max())),
  row('max_masked', 'summaries', 'r / r.max(mask=big)', 'max mask', ({ r, big }) => r.div(r.max({ mask: big }))),
  row('min_minus', 'summaries', 'r - r.min()', 'Factor.min', ({ r }) => r.sub(r.min())),
  row('min_masked', 'summaries', 'r / r.min(mask=big)', 'min mask', ({ r, big }) => r.div(r.min({ mask: big }))),
  row('median_minus', 'summaries', 'r - r.median()', 'Factor.median', ({ r }) => r.sub(r.median())),
  row('median_masked', 'summaries', 'r / r.median(mask=big)', 'median mask', ({ r, big }) =>
    r.div(r.median({ mask: big })),
  ),
  row('sum_minus', 'summaries', 'r - r.sum()', 'Factor.sum', ({ r }) => r.sub(r.sum())),
  row('sum_masked', 'summaries', 'r / r.sum(mask=big)', 'sum mask', ({ r, big }) => r.div(r.sum({ mask: big }))),
  row('notnull_count_minus', 'summaries', 'r - r.notnull_count()', 'Factor.notnull_count', ({ r }) =>
    r.sub(r.notnull_count()),
  ),
  row('notnull_count_masked', 'summaries', 'r / r.notnull_count(mask=big)', 'notnull_count mask', ({ r, big }) =>
    r.div(r.notnull_count({ mask: big })),
  ),
  row(
    'summary_window',
    'summaries',
    'r2.pearsonr(target=r2.mean(), correlation_length=6)',
    'Factor.mean; Factor.pearsonr',
    ({ r2 }) => r2.pearsonr(r2.mean(), 6),
  ),
  row('summary_of_mask', 'summaries', 'r.demean(mask=r > r.median())', 'Factor.median', ({ r }) =>
    r.demean({ mask: r.gt(r.median()) }),
  ),
]

export const THEMES: readonly string[] = [...new Set(ROWS.map(({ theme }) => theme))]

/** The terms of a theme by name. */
export function columnsOf(A: (symbol: string) => Asset, theme: string): Record<string, Factor | Filter | Classifier> {
  const made = shared(A)
  return Object.fromEntries(ROWS.filter((each) => each.theme === theme).map(({ name, term }) => [name, term(made)]))
}
