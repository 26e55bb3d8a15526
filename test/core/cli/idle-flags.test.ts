import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { RunFlags } from '../../../core/cli/run/flags.js'
import { planRun, type RunMode } from '../../../core/cli/run/plan.js'
import { BundleRecipe } from '../../../core/data/bundle-recipe.js'
import type { Plugin } from '../../../core/kernel/plugin.js'
import { rustybt } from './world.js'

const registered: Plugin = {
  name: 'registered',
  requires: '*',
  register(host) {
    host.provide(BundleRecipe, 'mine', () => {
      throw new Error('nothing is ingested here')
    })
  },
}
const FILLS = join(import.meta.dirname, '../../docs/pages.ts')

/** Each line, and what of it is refused: the message up to its reason. */
const LINES: readonly (readonly [string, string])[] = [
  ['run a.ts --csv p --out-of-sample 2020-01-31', '--out-of-sample is judged in the report'],
  ['run a.ts --csv p --out-of-sample 2020-01-31 -o perf.csv', '--out-of-sample is judged in the report'],
  ['run a.ts --csv p --run-id mine', '--run-id names a run on a stream'],
  ['run a.ts --csv p --no-trial --peek', '--peek is counted'],
  ['run a.ts --csv p --no-benchmark --benchmark-symbol SPY', 'a benchmark is given, and --no-benchmark'],
  ['optimize a.ts --csv p -p n=1,2 --no-trial --peek', '--peek is counted'],
  ['paper a.ts --csv p --blotter acme', 'on paper orders are filled by the simulated broker, not by acme'],
  ['paper a.ts --csv p --peek', "unknown option '--peek'"],
  ['report a.json b.json --compare --factors f.csv', '--factors is of the report of one run'],
  ['report a.json b.json --compare --sectors s.csv', '--sectors is of the report of one run'],
  ['report a.json --bundle daily', '--bundle is where --sectors finds prices'],
  ['report a.json --prices p.csv', '--prices is where --sectors finds prices'],
  ['report a.json --json -o a.html', '--json prints the report'],
  ['ingest -b mine -o key=1', "-o is an option of a --source, and bundle 'mine'"],
  ['factor f.ts --csv p --format parquet', '--format is of the tables'],
  ['factor f.ts --csv p --by-group', '--by-group needs groups'],
  [`fit-slippage ${FILLS} --csv p`, `${FILLS} brings its prices`],
  [`fit-slippage ${FILLS} --csv p -b daily`, 'specify exactly one of -b BUNDLE and --csv DIR'],
  ['bundle info daily --quality equity', 'rustybt bundle info takes no --quality'],
  ['bundle validate daily --source csv', 'rustybt bundle validate takes no --source'],
  ['bundle migrate there -b new --bundle-timestamp 2020-01-01', 'rustybt bundle migrate takes no --bundle-timestamp'],
  ['plugins --symbols AAPL', 'rustybt plugins list takes no --symbols'],
  ['plugins add acme --data-frequency daily', 'rustybt plugins add takes no --data-frequency'],
  ['config schema --profile live', 'rustybt config schema takes no --profile'],
]

describe('a flag that would change nothing is refused:', () => {
  it.each(LINES)('rustybt %s', async (line, message) => {
    const { code, stdout, stderr } = await rustybt(line.split(' '), [registered])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`: ${message}`)
  })
})

describe('on paper', () => {
  const spec = (flags: object, settings: object, mode: RunMode = 'paper') => {
    const none: RunFlags = { benchmark: true, printAlgo: false, progress: true }
    const loaded = { file: '/project/rustybt.config.ts', config: { strategy: 'a.ts', source: 'csv', ...settings } }
    return planRun([], { ...none, ...flags }, loaded, '/', undefined, mode).spec('strict')
  }

  it('--speed is that of the replay, however the config writes it, and of no other stream', () => {
    const replay = { use: 'replay', speed: 60 }
    expect(spec({ speed: 60 }, {}).feed).toEqual(replay)
    expect(spec({ speed: 60 }, { feed: 'replay' }).feed).toEqual(replay)
    expect(spec({ speed: 60 }, { feed: { use: 'replay', speed: 5 } }).feed).toEqual(replay)
    expect(spec({}, { feed: { use: 'replay', speed: 5 } }).feed).toEqual({ use: 'replay', speed: 5 })
    expect(() => spec({ speed: 60 }, { feed: 'acme' })).toThrow('--speed is of a replay, and bars come from acme')
  })

  it('--triggers is the simulated broker’s, whatever the config says', () => {
    const simulated = { use: 'simulated', triggers: 'ohlc' }
    expect(spec({ triggers: 'ohlc' }, { broker: 'acme' }).broker).toEqual(simulated)
    expect(() => spec({ triggers: 'ohlc' }, { broker: 'acme' }, 'run')).toThrow('filled by acme')
  })

  it('--run-id names a run on any stream', () => {
    expect(() => spec({ runId: 'mine' }, {})).not.toThrow()
    expect(() => spec({ runId: 'mine' }, { feed: 'acme' }, 'run')).not.toThrow()
  })
})
