/** Screens that let nothing through on some days, chunks of three, a pipeline computed only when asked for, two pipelines that share terms. */
import {
  AverageDollarVolume,
  attach_pipeline,
  type BarData,
  type Context,
  Pipeline,
  pipeline_output,
  Returns,
} from 'rustybt/compat'
import { logged } from '../logged.js'

export const LOG: unknown[] = []

export function initialize(_context: Context) {
  LOG.length = 0
  const r = Returns({ window_length: 6 })
  const v = AverageDollarVolume({ window_length: 8 })
  const big = v.top(7)
  const columns = { r, place: r.rank({ mask: big }) }
  attach_pipeline(Pipeline({ columns, screen: big.and(r.gt(0.12)) }), 'few', { chunks: 3 })
  const late = Pipeline()
  late.add(v, 'v')
  late.add(r, 'r')
  late.set_screen(r.top(2))
  late.set_screen(big, { overwrite: true })
  late.remove('r')
  attach_pipeline(late, 'late', { eager: false, chunks: [2, 4, 4, 4, 4] })
  attach_pipeline(Pipeline({ columns: { r } }), 'all')
}

export function before_trading_start(_context: Context, data: BarData) {
  LOG.push(logged(data, pipeline_output('few')))
}

export function handle_data(_context: Context, data: BarData) {
  LOG.push(logged(data, pipeline_output('all')))
  if (data.current_session.day % 2 === 1) LOG.push(logged(data, pipeline_output('late')))
}
