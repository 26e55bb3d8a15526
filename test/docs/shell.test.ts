import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { commandsOf, pages, snippetsOf } from './pages.js'
import { newReader, type Reader } from './reader.js'

const [DUAL] = snippetsOf('README.md', 'ts')
/** What pages call by a name without showing it. */
const ALGORITHM = `
import { order, symbol } from 'rustybt/compat'
export function initialize() {}
export function handle_data() {
  order(symbol('AAPL'), 10)
}
`
const CONFIG = `
export default {
  strategy: './dual.ts',
  source: { use: 'csv', dir: './prices' },
  start: '2020-06-01',
  profiles: { paper: { feed: 'replay' }, live: { feed: 'replay' } },
}
`
/** What a page takes to be there beside prices and algorithms: commands, or files by their names. */
const BEFORE: Readonly<
  Record<string, { readonly lines?: readonly string[]; readonly files?: Readonly<Record<string, string>> }>
> = {
  'README.md': {
    lines: ['rustybt ingest -b daily --csv prices', 'rustybt ingest -b minutes --csv minutes --data-frequency minute'],
    files: { 'rustybt.config.ts': CONFIG },
  },
  'docs/analytics.md': {
    lines: ['fast', 'slow'].map((name) => `rustybt run momentum.ts --csv prices -o ${name}.json`),
    files: {
      'factors.csv': `date,market\n${Array.from({ length: 20 }, (_, i) => `2014-01-${String(i + 6).padStart(2, '0')},0.00${i % 7}`).join('\n')}\n`,
      'sectors.csv': 'symbol,sector\nAAPL,Technology\n',
    },
  },
  'docs/costs.md': {
    lines: ['rustybt run algo.ts --csv prices -o perf.json'],
    files: {
      'fills.csv': `amount,price,reference,volume\n${Array.from({ length: 40 }, (_, i) => `${100 + i},${100 + 0.05 * Math.sqrt(1 + i)},100,${10_000 - 100 * i}`).join('\n')}\n`,
    },
  },
  'docs/factor-research.md': {
    lines: ['rustybt ingest -b daily --csv prices'],
    files: { 'momentum.ts': snippetsOf('docs/factor-research.md', 'ts')[0].code },
  },
  'docs/live.md': { files: { 'rustybt.config.ts': CONFIG } },
  'docs/optimize.md': { lines: ['rustybt ingest -b daily --csv prices'] },
}
/** Lines that are run a little otherwise than they stand there, and why. */
const OTHERWISE: readonly (readonly [RegExp, string])[] = [
  // A year of minutes at sixty times their pace lasts for days.
  [/--speed 60/, '--speed max'],
  // Nobody is there to be asked.
  [/^((?:npx )?rustybt live|rustybt run --profile live)$/, '$1 --yes'],
]

let reader: Reader
beforeAll(async () => {
  reader = await newReader()
})
afterAll(() => reader.remove())

describe.each(pages.filter((page) => commandsOf(page).length > 0))('the commands of %s', (page) => {
  beforeAll(() => {
    const { lines = [], files = {} } = BEFORE[page] ?? {}
    const own = {
      'dual.ts': DUAL.code,
      'algo.ts': ALGORITHM,
      'momentum.ts': ALGORITHM,
      'rustybt.config.ts': 'export default {}\n',
    }
    for (const [name, text] of Object.entries({ ...own, ...files })) reader.write(name, text)
    for (const line of lines) reader.shell(line)
  })

  it.each(commandsOf(page))('%s', (line) => {
    const [pattern, otherwise] = OTHERWISE.find(([pattern]) => pattern.test(line)) ?? [/^$/, '']
    expect(reader.shell(line.replace(pattern, otherwise))).not.toBe('')
  })
})

it('each is run, or its block says why not', () => {
  for (const page of pages) for (const line of commandsOf(page)) expect(line).toMatch(/^(npx )?rustybt /)
})
