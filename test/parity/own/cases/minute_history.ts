/** Minute windows within a session, over sessions, splits and dividends, listings and ends; carried prices from before the window. */
import { type BarData, type Context, date_rules, schedule_function, symbols, time_rules } from 'rustybt/compat'

const FIELDS = ['price', 'high', 'volume'] as const

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.assets = symbols('RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND')
  for (const n of [1, 3, 37, 200])
    schedule_function(look, date_rules.every_day(), time_rules.market_open({ minutes: n }))
  schedule_function(far, date_rules.every_day(), time_rules.market_open({ minutes: 2 }))
}

function look(context: Context, data: BarData) {
  const windows = [data.current_dt.isoformat()]
  for (const asset of context.assets)
    for (const field of ['price', 'close', 'open', 'volume'] as const)
      windows.push(data.history(asset, field, 8, '1m').tolist())
  LOG.push(windows)
}

function far(context: Context, data: BarData) {
  const h = data.history(context.assets, FIELDS, 400, '1m')
  const found: number[][] = []
  for (const asset of context.assets) {
    for (const field of FIELDS) {
      const column = h.get(field).get(asset)
      found.push([...[0, 7, 100, 209, 210, 390, 398, 399].map((i) => column.iloc(i)), column.sum()])
    }
  }
  LOG.push(found)
  LOG.push([...data.history(context.assets[0], 'price', 4, '1m').index].map(String))
}
