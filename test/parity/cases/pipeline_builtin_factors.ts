/** Every built-in factor and technical indicator over twenty assets, a few days across a split. */
import {
  attach_pipeline,
  type BarData,
  type Context,
  factors as f,
  EquityPricing as P,
  Pipeline,
  pipeline_output,
  symbol,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(_context: Context) {
  const inputs = [P.close]
  const ichimoku = f.IchimokuKinkoHyo()
  const bands = f.BollingerBands({ window_length: 20, k: 2 })
  const aroon = f.Aroon({ window_length: 14 })
  const columns = {
    ret: f.Returns({ window_length: 5 }),
    pct: f.PercentChange({ inputs, window_length: 6 }),
    dret: f.DailyReturns(),
    vol: f.AnnualizedVolatility({ window_length: 30 }),
    sma: f.SimpleMovingAverage({ inputs: [P.open], window_length: 7 }),
    wavg: f.WeightedAverageValue({ inputs: [P.close, P.volume], window_length: 8 }),
    vwap: f.VWAP({ window_length: 9 }),
    mdd: f.MaxDrawdown({ inputs, window_length: 25 }),
    adv: f.AverageDollarVolume({ window_length: 12 }),
    ewma: f.ExponentialWeightedMovingAverage.from_span({ inputs, window_length: 20, span: 10 }),
    ewmstd: f.ExponentialWeightedMovingStdDev.from_halflife({ inputs, window_length: 20, halflife: 6 }),
    lwma: f.LinearWeightedMovingAverage({ inputs, window_length: 11 }),
    rsi: f.RSI({ window_length: 15 }),
    fso: f.FastStochasticOscillator(),
    ichi: ichimoku.tenkan_sen,
    ichib: ichimoku.senkou_span_b,
    roc: f.RateOfChangePercentage({ inputs, window_length: 10 }),
    tr: f.TrueRange(),
    macd: f.MovingAverageConvergenceDivergenceSignal(),
    aroon_up: aroon.up,
    aroon_down: aroon.down,
    bbu: bands.upper,
    bbm: bands.middle,
    bbl: bands.lower,
    beta: f.SimpleBeta({ target: symbol('ALFA'), regression_length: 30 }),
    peer: f.PeerCount({ inputs: [P.close.latest.quantiles(4)] }),
    latest: f.Latest({ inputs: [P.high] }),
  }
  attach_pipeline(Pipeline({ columns }), 'p')
}

export function handle_data(_context: Context, data: BarData) {
  const out = pipeline_output('p')
  const rows = Array.from(out.iterrows(), ([asset, row]) => [asset.symbol, row.to_dict()])
  LOG.push([data.current_session.isoformat().slice(0, 10), Object.fromEntries(rows)])
}
