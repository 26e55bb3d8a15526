import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { trialCounter } from '../../../core/cli/trials/code-trials.js'
import { sweepTargets } from '../../../core/cli/trials/counted-sweep.js'
import { ledgerFile, readLedger, type TrialRecord, trialsAbout } from '../../../core/cli/trials/ledger.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { exactFromNumber } from '../../../core/math/decimal.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'
import { NoCommission } from '../../../plugins/commission/none.js'
import { NoSlippage } from '../../../plugins/slippage/none.js'
import { market } from '../engine/market.js'

const before = process.env.RUSTYBT_ROOT
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trials-'))
  process.env.RUSTYBT_ROOT = root
})
afterEach(() => {
  process.env.RUSTYBT_ROOT = before
  rmSync(root, { recursive: true })
})
const ledger = (lineage: string) => readLedger(ledgerFile(root, lineage)) as readonly TrialRecord[]

it('every run of a sweep is a trial, and the sweep is what it was', async () => {
  const dataset = market([[10, 11, 12, 13]])
  const options = {
    dataset,
    asset: dataset.finder.retrieve(0),
    calendar: alwaysOpen,
    quirks: QUIRKS.strict,
    targets: Float64Array.of(100, 100, 0, 0, 0, -50, -50, -50),
    capital: exactFromNumber(10_000),
    commission: new NoCommission(),
    slippage: new NoSlippage(),
  }
  const { values } = await sweepTargets({ ...options, trial: true, lineage: 'swept' })
  expect([...values]).toEqual([10_000, 10_000, 10_100, 10_200, 10_000, 10_000, 10_000, 9_950])
  const trials = ledger('swept')
  expect(trials.map(({ sessions, parameters }) => [sessions, parameters])).toEqual([
    [4, { run: 0 }],
    [4, { run: 1 }],
  ])
  const { runs, sharpes } = trialsAbout(trials, trials[1].key)!
  // Returns 0, 0, 0.01, 100/10100, and 0, 0, 0, −0.005: mean over deviation.
  expect(runs).toBe(2)
  expect(sharpes[1]).toBeCloseTo(-0.5, 12)
  await sweepTargets({ ...options, lineage: 'swept' })
  expect(ledger('swept')).toHaveLength(2)
})

it('of very many runs at once the latest keep their returns, and all of them count', async () => {
  const count = await trialCounter({ trial: true, lineage: 'many' }, { end: '2021-01-05' })
  const sessions = Array.from({ length: 100 }, (_, i) => `2021-${i}`)
  const runs = Array.from({ length: 205 }, (_, run) => ({
    sessions,
    returns: Float64Array.from(sessions, (_, i) => 0.01 * Math.sin(i * (run + 1))),
  }))
  const { runs: counted, sharpes, overfitting } = count!(runs)()!
  expect([counted, sharpes.length, overfitting!.trials]).toEqual([205, 205, 200])
  expect(ledger('many').filter(({ returns }) => returns === '')).toHaveLength(5)
  const kept = Buffer.from(ledger('many').at(-1)!.returns, 'base64')
  expect(kept).toHaveLength(400)
  for (const [i, r] of runs[204].returns.entries()) expect(kept.readFloatLE(4 * i)).toBe(Math.fround(r))
})
