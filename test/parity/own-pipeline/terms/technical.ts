import { factors as f, EquityPricing as P } from 'rustybt/compat'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
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
]
