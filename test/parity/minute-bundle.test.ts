import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from '@jest/globals'
import { type Algorithm, algorithm } from '../../compat/algorithm.js'
import { loadBundle } from '../../core/data/bundle.js'
import { ingest } from '../../core/data/ingest.js'
import { DataSource } from '../../core/data/source.js'
import { performanceRows } from '../../core/engine/rows.js'
import { DEFAULT_SPEC, executeSpec, type RunHooks, type RunSpec } from '../../core/engine/run-spec.js'
import { createKernel } from '../../core/kernel/kernel.js'
import { Calendar } from '../../core/time/calendar.js'
import { firstPartyPlugins } from '../../plugins/index.js'
import { plain } from './plain.js'
import { readAnswer } from './suite.js'

const here = import.meta.dirname
const root = mkdtempSync(join(tmpdir(), 'rustybt-root-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

type Case = Algorithm & { readonly LOG: unknown[] }

describe('minute cases on a bundle', () => {
  it.each(['minute_schedule_and_fills', 'minute_split_dividend'])(
    '%s: the same bytes as on the files',
    async (name) => {
      const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
      const source = { use: 'csv', dir: join(here, 'data/minute') }
      const calendar = await kernel.create(Calendar, DEFAULT_SPEC.calendar)
      const choices = { bundle: 'minute', version: '0.1.0', root, splits: 'apply' } as const
      await ingest(await kernel.create(DataSource, source), { frequency: 'minute', calendar }, choices)
      const callbacks = (await import(pathToFileURL(join(here, 'cases', `${name}.ts`)).href)) as Case
      const { run } = readAnswer(join(here, 'expected'), name)
      const play = async (from: RunSpec['source']) => {
        callbacks.LOG.length = 0
        let rows: Iterable<unknown> = []
        const spec: RunSpec = {
          ...DEFAULT_SPEC,
          frequency: 'minute',
          source: from,
          start: run.start,
          end: run.end,
          capital: String(run.capital_base),
        }
        const hooks: RunHooks = { openBundle: ({ bundle }, terms) => loadBundle(bundle, { ...terms, root }) }
        const result = await executeSpec(kernel, spec, algorithm(callbacks), {
          ...hooks,
          onData: ({ finder }) => {
            rows = { [Symbol.iterator]: () => performanceRows(result, finder) }
          },
        })
        return JSON.stringify([[...rows], plain(callbacks.LOG)])
      }
      const onFiles = await play(source)
      expect(await play({ bundle: 'minute' })).toBe(onFiles)
      expect(callbacks.LOG.length).toBeGreaterThan(0)
      expect(
        JSON.parse(onFiles)[0].some(({ transactions }: { transactions: unknown[] }) => transactions.length > 0),
      ).toBe(true)
      await kernel.close()
    },
  )
})
