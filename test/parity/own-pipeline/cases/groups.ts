/** demean, zscore and winsorize by masks and groups, in windows across splits, dividends, gaps, listings and delistings. */
import { attach_pipeline, type BarData, type Context, Pipeline, pipeline_output, symbol } from 'rustybt/compat'
import { logged } from '../logged.js'
import { columnsOf } from '../terms.js'

export const LOG: unknown[] = []

export function initialize(_context: Context) {
  LOG.length = 0
  attach_pipeline(Pipeline({ columns: columnsOf(symbol, 'groups') }), 'p')
}

export function handle_data(_context: Context, data: BarData) {
  LOG.push(logged(data, pipeline_output('p')))
}
