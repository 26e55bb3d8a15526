import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { type Algorithm, algorithm } from '../../../compat/algorithm.js'
import { performanceRows } from '../../../core/engine/rows.js'
import { DEFAULT_SPEC, executeSpec, type RunSpec } from '../../../core/engine/run-spec.js'
import { createKernel } from '../../../core/kernel/kernel.js'
import { live, NOT_LIVE } from '../../../core/live/run-live.js'
import { firstPartyPlugins } from '../../../plugins/index.js'
import { plain } from '../../parity/plain.js'
import { caseNames, readAnswer } from '../../parity/suite.js'

const PARITY = join(import.meta.dirname, '../../parity')
const FOLDERS = { cases: join(PARITY, 'cases'), expected: join(PARITY, 'expected'), data: join(PARITY, 'data') }
const names = caseNames(FOLDERS).filter((name) => readAnswer(FOLDERS.expected, name).raises === undefined)

async function play(name: string, feed: RunSpec['feed']): Promise<string> {
  const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
  const callbacks = (await import(pathToFileURL(join(FOLDERS.cases, `${name}.ts`)).href)) as Algorithm & {
    LOG?: unknown[]
  }
  const { run } = readAnswer(FOLDERS.expected, name)
  if (callbacks.LOG) callbacks.LOG.length = 0
  const spec: RunSpec = {
    ...DEFAULT_SPEC,
    feed,
    quirks: NOT_LIVE,
    frequency: run.data_frequency as 'daily' | 'minute',
    calendar: run.calendar,
    source: { use: 'csv', dir: join(FOLDERS.data, run.bundle.replace(/^g-/, '')) },
    start: run.start,
    end: run.end,
    capital: String(run.capital_base),
  }
  let finder: Parameters<typeof performanceRows>[1]
  const result = await executeSpec(kernel, spec, algorithm(callbacks), {
    live,
    onData: (data) => {
      finder = data.finder
    },
  })
  const rows = [...performanceRows(result, finder!)]
  expect(rows.length).toBeGreaterThan(0)
  await kernel.close()
  return JSON.stringify([rows, plain(callbacks.LOG)])
}

describe('paper: the replay of a market, filled by the simulated broker', () => {
  it.each(names)('%s: the same bytes as the backtest', async (name) => {
    expect(await play(name, 'replay')).toBe(await play(name, 'history'))
  })
})
