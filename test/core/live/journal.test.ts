import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { Equity } from '../../../core/assets/asset.js'
import { createOrder } from '../../../core/finance/order.js'
import { Journal, readJournal } from '../../../core/live/journal.js'

const root = mkdtempSync(join(tmpdir(), 'rustybt-journal-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const folder = (name: string) => join(root, name)

const asset: Equity = {
  kind: 'equity',
  sid: 3,
  symbol: 'ACME',
  name: 'Acme',
  exchange: 'TEST',
  country: 'US',
  currency: 'USD',
  startDate: '2021-01-01',
  endDate: '2021-12-31',
  tickSize: 0.01,
  multiplier: 1,
}
const submit = (id: string, amount: number) =>
  ({ kind: 'submit', order: createOrder(id, asset, amount, 1000, 12.5) }) as const

describe('the journal of a run', () => {
  it('has a line for what is sent before it is sent, for what the broker tells, and for the end', () => {
    const journal = Journal.begin(folder('a'), 'run-1', { algorithm: 'a.ts' })
    journal.outbox(1000, [submit('run-1-1', 10), { kind: 'cancel', orderId: 'run-1-0' }])
    const written = readFileSync(journal.path, 'utf8').trim().split('\n')
    expect(written).toHaveLength(2)
    expect(JSON.parse(written[1])).toMatchObject({
      kind: 'outbox',
      at: 1000,
      orders: [{ id: 'run-1-1', sid: 3, symbol: 'ACME', amount: 10, limit: 12.5 }],
      cancels: ['run-1-0'],
    })
    expect([...readJournal(journal.path).open.keys()]).toEqual(['run-1-1'])
    const fill = { kind: 'filled', orderId: 'run-1-1', at: 2000, price: 1, commission: 0 } as const
    journal.events(2000, [{ ...fill, amount: 4 }], [])
    expect([...journal.open.keys()]).toEqual(['run-1-1'])
    journal.events(3000, [{ ...fill, amount: 6 }], ['run-1-1'])
    expect([...journal.open.keys()]).toEqual([])
    journal.close(false)
    expect(readJournal(journal.path)).toMatchObject({ ended: true })
  })

  it('cannot be begun again where the run was cut off: RUN_UNFINISHED names the orders that may be open', () => {
    const journal = Journal.begin(folder('b'), 'r', {})
    journal.outbox(1000, [submit('r-1', 10), submit('r-2', -5)])
    journal.events(1500, [{ kind: 'rejected', orderId: 'r-2', at: 1500, reason: 'no' }], ['r-2'])
    expect(() => Journal.begin(folder('b'), 'r', {})).toThrow(
      expect.objectContaining({
        code: 'RUN_UNFINISHED',
        message: `run 'r' was cut off, and these orders may be open: r-1 (10 ACME) (${journal.path})`,
      }),
    )
    journal.close(true)
    expect(() => Journal.begin(folder('b'), 'r', {})).toThrow(expect.objectContaining({ code: 'RUN_ID_TAKEN' }))
  })

  it('leaves out a line that a crash has cut short, and refuses one that is broken in the middle', () => {
    const journal = Journal.begin(folder('c'), 'r', {})
    journal.outbox(1000, [submit('r-1', 10)])
    appendFileSync(journal.path, '{"kind":"outbox","at":1001,"ord')
    expect([...readJournal(journal.path).open.keys()]).toEqual(['r-1'])
    appendFileSync(journal.path, '\n{"kind":"end"}\n')
    expect(() => readJournal(journal.path)).toThrow(
      expect.objectContaining({ code: 'JOURNAL_CORRUPT', message: expect.stringContaining('r.jsonl:3:') }),
    )
  })

  it.each(['', 'a b', 'x'.repeat(25), '../x'])("refuses '%s' as a run's id", (id) => {
    expect(() => Journal.begin(folder('d'), id, {})).toThrow(expect.objectContaining({ code: 'RUN_ID_INVALID' }))
  })

  it('holds an order that was written down when the process was killed before it was sent; the run cannot be begun again', () => {
    const dist = pathToFileURL(join(import.meta.dirname, '../../../dist/core')).href
    const script = join(root, 'killed.mjs')
    writeFileSync(
      script,
      `import { Journal } from '${dist}/live/journal.js'
       const journal = Journal.begin(${JSON.stringify(folder('e'))}, 'r', {})
       journal.outbox(1000, [{ kind: 'submit', order: { id: 'r-1', asset: { sid: 3, symbol: 'ACME' }, amount: 10 } }])
       process.kill(process.pid, 'SIGKILL')
       await new Promise(() => setInterval(() => {}, 1000))`,
    )
    expect(spawnSync(process.execPath, [script]).signal).toBe('SIGKILL')
    expect(() => Journal.begin(folder('e'), 'r', {})).toThrow(
      expect.objectContaining({ code: 'RUN_UNFINISHED', message: expect.stringContaining('r-1 (10 ACME)') }),
    )
  })
})
