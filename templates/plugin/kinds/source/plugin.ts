import { readFile } from 'node:fs/promises'
import { type Asset, DataSource, definePlugin, RustybtError } from 'rustybt'
import { z } from 'zod'

const options = z.object({ file: z.string() })
/** By symbol the bars, oldest first: date, open, high, low, close, volume. */
const bar = z.tuple([z.iso.date(), z.number(), z.number(), z.number(), z.number(), z.number()])
const content = z.record(z.string(), z.array(bar))

/** Daily bars out of a JSON file. */
const source = ({ file }: z.output<typeof options>): DataSource => ({
  async *fetch({ symbols, start = '', end = '~', signal }) {
    const all = content.parse(JSON.parse(await readFile(file, 'utf8')))
    const unknown = symbols?.find((symbol) => !Object.hasOwn(all, symbol))
    if (unknown !== undefined) throw new RustybtError('SYMBOL_NOT_FOUND', `${file} has no symbol '${unknown}'`)
    const chosen = Object.entries(all).filter(([symbol]) => symbols?.includes(symbol) ?? true)
    const assets = chosen.map(([symbol, bars], sid): Asset => {
      const about = { sid, symbol, name: symbol, exchange: 'JSON', country: 'US', currency: 'USD' }
      const life = { startDate: bars[0][0], endDate: bars[bars.length - 1][0] }
      return { kind: 'equity', ...about, ...life, tickSize: 0.01, multiplier: 1 }
    })
    yield { kind: 'assets', assets }
    for (const [sid, [, bars]] of chosen.entries()) {
      signal?.throwIfAborted()
      const asked = bars.filter(([date]) => date >= start && date <= end)
      const column = (i: number) => Float64Array.from(asked, (bar) => (i === 0 ? Date.parse(bar[0]) : Number(bar[i])))
      const [times, open, high, low, close, volume] = [0, 1, 2, 3, 4, 5].map(column)
      yield { kind: 'bars', bars: { sid, times, open, high, low, close, volume } }
    }
  },
})

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register: (host) => host.provide(DataSource, '{{short}}', source, { summary: '{{summary}}', options }),
})
