import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { QUIRKS } from '../../../core/data/quirks.js'
import type { CommissionModel } from '../../../core/finance/commission.js'
import type { SlippageModel } from '../../../core/finance/slippage.js'
import { exactFromNumber } from '../../../core/math/decimal.js'
import { type SweepOptions, sweepTargets } from '../../../core/optimize/sweep.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'
import { NoCommission } from '../../../plugins/commission/none.js'
import { PerDollar } from '../../../plugins/commission/per-dollar.js'
import { PerShare } from '../../../plugins/commission/per-share.js'
import { PerTrade } from '../../../plugins/commission/per-trade.js'
import { FixedSlippage } from '../../../plugins/slippage/fixed.js'
import { FixedBasisPointsSlippage } from '../../../plugins/slippage/fixed-basis-points.js'
import { NoSlippage } from '../../../plugins/slippage/none.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'
import { market } from '../engine/market.js'

const SLIPPAGES: readonly SlippageModel[] = [
  new NoSlippage(),
  new FixedSlippage(0.06),
  new FixedBasisPointsSlippage(5, 0.1),
  new VolumeShareSlippage(0.000_01, 0.1),
]
const COMMISSIONS: readonly CommissionModel[] = [
  new NoCommission(),
  new PerShare(0.003, 1),
  new PerTrade(5),
  new PerDollar(0.0015),
]

function sweep(prices: readonly number[], targets: readonly number[], given: Partial<SweepOptions> = {}) {
  const dataset = market([prices])
  return sweepTargets({
    dataset,
    asset: dataset.finder.retrieve(0),
    calendar: alwaysOpen,
    quirks: QUIRKS.strict,
    targets: Float64Array.from(targets),
    capital: exactFromNumber(10_000),
    commission: new NoCommission(),
    slippage: new NoSlippage(),
    ...given,
  })
}

/** The same models, of which the kernel knows nothing. */
const unknown = <M extends object>(model: M): M =>
  Object.create(model, { kernel: { value: undefined }, name: { value: 'a model of its own' } }) as M

describe('a sweep of targets', () => {
  it('plays each run from the same capital: bought on the next bar, sold on another', async () => {
    const { by, runs, values, fills, commission } = await sweep([10, 11, 12, 13], [100, 100, 0, 0, 0, -50, -50, -50], {
      commission: new PerTrade(1),
    })
    expect({ by, runs }).toEqual({ by: 'kernel', runs: 2 })
    // 100 bought at 11 and sold at 13; 50 sold short at 12, owed at 13.
    expect([...values]).toEqual([10_000, 9_999, 10_099, 10_198, 10_000, 10_000, 9_999, 9_949])
    expect([...fills, ...commission]).toEqual([2, 1, 2, 1])
  })

  it('fills and accounts as the engine does, whatever the models, prices and targets', async () => {
    const price = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 40_000 }).map((cents) => cents / 100) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    )
    const target = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: -300, max: 300 }) },
      { weight: 1, arbitrary: fc.double({ min: -300, max: 300, noNaN: true }) },
      { weight: 2, arbitrary: fc.constant(Number.NaN) },
    )
    const run = fc.record({
      prices: fc.array(price, { minLength: 4, maxLength: 12 }).map((prices) => [10, ...prices]),
      slippage: fc.constantFrom(...SLIPPAGES),
      commission: fc.constantFrom(...COMMISSIONS),
    })
    const drawn = run.chain((each) =>
      fc.record({
        run: fc.constant(each),
        targets: fc.array(target, { minLength: 2 * each.prices.length, maxLength: 2 * each.prices.length }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(drawn, async ({ run: { prices, slippage, commission }, targets }) => {
        const ours = await sweep(prices, targets, { slippage, commission })
        const engines = await sweep(prices, targets, { slippage: unknown(slippage), commission })
        expect([ours.by, engines.by]).toEqual(['kernel', 'engine'])
        expect([...ours.values]).toEqual([...engines.values])
        expect([...ours.fills]).toEqual([...engines.fills])
        for (const [i, each] of ours.commission.entries()) expect(each).toBeCloseTo(engines.commission[i], 9)
      }),
      { numRuns: 60 },
    )
  })

  it('says why the engine plays the runs where the kernel cannot', async () => {
    const reasonOf = async (options: Partial<SweepOptions>) => (await sweep([10, 11, 12], [1, 1, 1], options)).reason
    expect(await reasonOf({ slippage: unknown(new NoSlippage()) })).toBe('the kernel has no a model of its own')
    expect(await reasonOf({ commission: unknown(new NoCommission()) })).toBe('the kernel has no a model of its own')
    const dividend = { sid: 0, amount: 1, exDate: '2021-01-02', payDate: '2021-01-03' }
    const dataset = market([[10, 11, 12]], { dividends: [dividend as never] })
    const asset = dataset.finder.retrieve(0)
    expect(await reasonOf({ dataset, asset })).toBe('A0 has a split or a dividend on 2021-01-02')
    expect(await reasonOf({})).toBeUndefined()
  })

  it('refuses targets that are no whole number of runs, or no numbers', async () => {
    await expect(sweep([10, 11, 12], [1, 1])).rejects.toMatchObject({ code: 'SWEEP_TARGETS' })
    await expect(sweep([10, 11], [1, Number.POSITIVE_INFINITY])).rejects.toMatchObject({ code: 'DECIMAL_NOT_FINITE' })
  })
})
