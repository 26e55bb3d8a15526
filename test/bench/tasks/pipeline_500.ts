import {
  AverageDollarVolume,
  attach_pipeline,
  EquityPricing,
  Pipeline,
  pipeline_output,
  Returns,
  RSI,
  SimpleMovingAverage,
} from 'rustybt/compat'
import type { Task } from '../task.js'

export const task: Task = {
  name: 'pipeline_500',
  about:
    'momentum, its z-score, rank and best 50 among the 300 most traded assets, a mean and an RSI, looked at each morning',
  data: 'many',
  unit: 'bars',
  warmUp: 252,
  peers: { zipline: 'value and fills' },
  algorithm: () => ({
    initialize() {
      const m = Returns({ window_length: 126 })
      const v = AverageDollarVolume({ window_length: 30 }).top(300)
      const columns = {
        m,
        z: m.zscore({ mask: v }),
        r: m.rank({ mask: v }),
        sma: SimpleMovingAverage({ inputs: [EquityPricing.close], window_length: 50 }),
        rsi: RSI(),
        top: m.top(50, { mask: v }),
      }
      attach_pipeline(Pipeline({ columns, screen: v }), 'p')
    },
    before_trading_start(context) {
      context.out = pipeline_output('p')
    },
  }),
}
