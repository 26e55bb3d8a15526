import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { countKept, keptFile, openKept, removeKept } from '../../../core/cli/optimize/kept-values.js'
import type { Described } from '../../../core/cli/run/performance-file.js'

describe('what the runs of a search came to', () => {
  let root: string
  let file: string
  const run = { algorithm: 'a.ts', capital_base: 1000, bounds: null } as unknown as Described
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rustybt-kept-'))
    file = keptFile(root, run, 'data', 'sharpe')
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('is known again to the last digit, whatever the order of the parameters', () => {
    const values = [0.1 + 0.2, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e-320]
    openKept(file).keep(
      values.map((_, n) => ({ n, kind: 'a' })),
      values,
    )
    const kept = openKept(file)
    for (const [n, value] of values.entries()) expect(kept.get({ kind: 'a', n })).toBe(value === 0 ? 0 : value)
    expect([kept.get({ n: 0 }), kept.get({ n: 9, kind: 'a' }), countKept(file)]).toEqual([undefined, undefined, 5])
  })

  it('stays where it is not gone on with', () => {
    openKept(file).keep([{ n: 1 }], [1])
    const anew = openKept(file, false)
    expect(anew.get({ n: 1 })).toBeUndefined()
    anew.keep([{ n: 2 }], [2])
    expect([1, 2].map((n) => openKept(file).get({ n }))).toEqual([1, 2])
  })

  it('loses no run but that whose line a crash has cut short', () => {
    openKept(file).keep([{ n: 1 }, { n: 2 }], [1, 2])
    appendFileSync(file, '\n{"parameters":{"n":3},"va')
    openKept(file).keep([{ n: 4 }], [4])
    const kept = openKept(file)
    expect([1, 2, 3, 4].map((n) => kept.get({ n }))).toEqual([1, 2, undefined, 4])
  })

  it('is that of the same runs on the same data by the same objective alone', () => {
    const others = [
      keptFile(root, { ...run, capital_base: 1 } as Described, 'data', 'sharpe'),
      keptFile(root, run, 'other', 'sharpe'),
      keptFile(root, run, undefined, 'sharpe'),
      keptFile(root, run, 'data', 'sortino'),
    ]
    expect(new Set([file, ...others]).size).toBe(5)
    // What its bars leave open is a result, and decides nothing.
    expect(keptFile(root, { ...run, bounds: 5 } as unknown as Described, 'data', 'sharpe')).toBe(file)
  })

  it('is gone when it is removed', () => {
    openKept(file).keep([{ n: 1 }], [1])
    removeKept(file)
    removeKept(file)
    expect([existsSync(file), countKept(file)]).toEqual([false, 0])
  })
})
