import { factors as f, EquityPricing as P } from 'rustybt/compat'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
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
]
