/** Recorded values stay until they change, begin late, need not be numbers. */
import { type BarData, type Context, record, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  if (i === 3) record({ late: 1.5, text: 'a', none: null, flag: true })
  if (i === 7) {
    record('positional', i, 'second', [i, 2.5])
    record({ text: 'b', late: Number.NaN, nothing: Number.POSITIVE_INFINITY })
  }
  if (i % 10 === 9) record({ asset: symbol('BASE'), many: { x: i, y: [1, null] }, flag: i > 10, integer: i })
  if (i === 12) record({ late: -0, mixed: 'text' })
  if (i === 15) record({ mixed: 3 })
}
