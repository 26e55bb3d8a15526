/** Before the open, a window of several fields of several assets is adjusted by the first asset's actions of the day. */
import { type BarData, type Context, symbols } from 'rustybt/compat'

const FIELDS = ['price', 'close', 'volume'] as const

export const LOG: unknown[] = []

export function initialize(_context: Context) {}

export function before_trading_start(_context: Context, data: BarData) {
  for (const names of [
    ['MSPL', 'MAIN', 'MDIV'],
    ['MAIN', 'MSPL', 'MDIV'],
  ]) {
    const assets = symbols(...names)
    for (const [n, unit] of [
      [3, '1d'],
      [4, '1m'],
    ] as const) {
      const both = data.history(assets, FIELDS, n, unit)
      LOG.push(FIELDS.flatMap((field) => assets.map((asset) => both.get(field).get(asset).tolist())))
      const prices = data.history(assets, 'price', n, unit)
      LOG.push(assets.map((asset) => prices.get(asset).tolist()))
      const one = data.history(assets[0], FIELDS, n, unit)
      LOG.push(FIELDS.map((field) => one.get(field).tolist()))
    }
    const now = data.current(assets, FIELDS)
    LOG.push(FIELDS.map((field) => now.get(field).tolist()))
  }
}

export function handle_data(_context: Context, _data: BarData) {}
