/** Windows of every field over splits, dividends, gaps and all of them on one day; rounding after adjusting; the last row unadjusted. */
import { type BarData, type Context, symbols } from 'rustybt/compat'

const FIELDS = ['open', 'high', 'low', 'close', 'price', 'volume'] as const

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  const assets = symbols('SPLA', 'GAPS', 'REVS', 'DIVI', 'MILL')
  if (context.i % 6 === 0) {
    const h = data.history(assets, FIELDS, 9, '1d')
    LOG.push(FIELDS.map((field) => assets.map((asset) => h.get(field).get(asset).tolist())))
  }
  if (context.i % 6 === 3) {
    const h = data.history(assets[0], ['price', 'volume'], 70, '1d')
    LOG.push([h.get('price').sum(), h.get('volume').sum(), h.get('price').iloc(0), h.get('volume').iloc(0)])
    const last = data.history(assets, 'close', 2, '1d')
    LOG.push([last.iloc(0).tolist(), last.iloc(1).tolist()])
    LOG.push([...data.history(assets[1], 'price', 3, '1d').index].map(String))
  }
}
