import { describe, expect, it } from '@jest/globals'
import { CommissionModel } from '../../../../core/finance/commission.js'
import { definePlugin } from '../../../../core/kernel/plugin.js'
import { commissionBehaviours, commissionContract } from '../../../../core/testing/contracts/commission.js'
import { checkContract } from '../../../../core/testing/contracts/contract.js'
import commission from '../../../../plugins/commission/plugin.js'
import { testCatches } from './wrong.js'

const future = { kind: 'future', rootSymbol: 'ES' } as const

commissionContract({ plugin: commission, use: 'none', valid: [{ order: { amount: 100 }, bar: 10, expect: 0 }] })
commissionContract({
  plugin: commission,
  use: { use: 'per-share', cost: 0.01, minTradeCost: 1 },
  valid: [
    { order: { amount: 100 }, bar: 10, expect: 1 },
    { order: { amount: 50 }, bar: 10, expect: 1, name: 'charges the minimum with the first fill' },
    { order: { amount: 150, filled: 50, commission: 1 }, bar: 10, expect: 0.5 },
  ],
})
commissionContract({
  plugin: commission,
  use: { use: 'per-trade', cost: 5 },
  valid: [
    { order: { amount: 7 }, bar: 10, expect: 5 },
    { order: { amount: 7, filled: 2, commission: 5 }, bar: 10, expect: 0 },
  ],
})
commissionContract({
  plugin: commission,
  use: 'per-dollar',
  valid: [{ order: { amount: -100 }, bar: 10, expect: 1.5 }],
})
commissionContract({
  plugin: commission,
  use: 'per-contract',
  valid: [{ order: { amount: 2, asset: future }, bar: 4000, expect: 2 * 0.85 + 1.18 }],
  invalid: [{ order: { amount: 2, asset: { ...future, rootSymbol: 'ZZ' } }, bar: 4000, code: 'EXCHANGE_FEE_UNKNOWN' }],
})
commissionContract({ plugin: commission, use: { use: 'per-future-trade', cost: 3 } })

const calculate = (calculate: CommissionModel['calculate']) => () => ({ calculate })
/** Whatever is charged by this must hold elsewhere, and breaks only for the fill named. */
const wrongFor = (fits: (order: { amount: number; filled: number }, price: number) => boolean) =>
  calculate((order, fill) => (fits(order, fill.price) ? Number.NaN : 1))

describe('what is wrong with a commission model', () => {
  let runs = 0
  testCatches(CommissionModel, commissionBehaviours(), {
    'has calculate(order, fill)': () => ({}) as CommissionModel,
    'tells a name and the kinds of asset that it knows, where it does, as they are written': () =>
      ({ calculate: () => 0, assetKinds: ['stock'] }) as unknown as CommissionModel,
    'charges a first fill a finite number': calculate(() => Promise.resolve(1) as unknown as number),
    'charges a sale a finite number': wrongFor(({ amount }) => amount < 0),
    'charges a later fill of an order a finite number': wrongFor(({ filled }) => filled > 0),
    'charges a part of a unit a finite number': wrongFor(({ amount }) => amount % 1 !== 0),
    'charges a large fill a finite number': calculate((_, fill) => 10 ** Math.abs(fill.amount)),
    'charges a fill at the smallest price a finite number': calculate((_, fill) =>
      fill.price < 0.001 ? Number.NaN : 1,
    ),
    'charges a fill at no price at all a finite number': calculate((_, fill) => 1 / fill.price),
    'charges every kind of asset that it says it knows': calculate((_, { asset }) =>
      asset.kind === 'future' ? Number.NaN : 1,
    ),
    'does not take the sign of a sale for a rebate': calculate((_, fill) => fill.amount * 0.01),
    'charges less than what is traded, on an everyday fill': calculate((_, fill) => fill.amount * fill.price * 5),
    'answers what the exact account can hold': calculate((_, fill) => Math.abs(fill.amount) ** 3),
    'leaves the order as it is': calculate((order) => ((order as { commission: number }).commission += 1)),
    'leaves the fill as it is': calculate((_, fill) => ((fill as { price: number }).price += 1)),
    'asks neither the clock nor chance': calculate(() => Math.random()),
    'gives the same answers in the next run': calculate(() => ++runs),
    'is charged by a backtest as it answers': calculate((_order, fill) => {
      if (fill.at < Date.UTC(2024, 0, 5, 20)) return 1
      throw new Error('nothing is charged on the second day')
    }),
  })

  it('is told so that it can be mended', async () => {
    const wrong = () => ({ calculate: () => Number.NaN })
    const answers = await checkContract(CommissionModel, { create: wrong }, commissionBehaviours())
    expect(answers.find(({ name }) => name === 'charges a sale a finite number')?.fault).toBe(
      'a commission for a sale: expected a finite number, was NaN',
    )
    const table = commissionBehaviours({ valid: [{ order: { amount: 10 }, bar: 5, expect: 0.5 }] }).slice(-1)
    const [row] = await checkContract(CommissionModel, { create: () => ({ calculate: () => 0.6 }) }, table)
    expect(row).toEqual({
      name: 'charges 0.5 for case 1: {"amount":10} at 5',
      fault: 'expected 0.5, was 0.6',
    })
  })

  it('is caught in a table of refusals, where it is not refused or with another code', async () => {
    const invalid = [{ order: { amount: 10 }, bar: 5, code: 'TOO_SMALL' }]
    const [row] = commissionBehaviours({ invalid }).slice(-1)
    const fault = async (calculate: () => number) =>
      (await checkContract(CommissionModel, { create: () => ({ calculate }) }, [row]))[0].fault
    expect(await fault(() => 0.5)).toBe('the fill: expected TOO_SMALL, was the answer 0.5')
    expect(
      await fault(() => {
        throw new TypeError('no')
      }),
    ).toBe('the fill: expected TOO_SMALL, was no')
  })
})

describe('what is wrong with an offer', () => {
  const shared = { calculate: () => 0, close() {} }
  const plugin = definePlugin({
    name: 'wrong',
    requires: '*',
    register(host) {
      host.provide(CommissionModel, 'silent', () => ({ calculate: () => 0 }))
      host.provide(CommissionModel, 'shared', () => shared, { summary: 'one for all' })
    },
  })
  const faults = async (use: string) => {
    const answers = await checkContract(CommissionModel, { plugin, use }, [])
    return answers.map(({ fault }) => fault)
  }

  it('is caught', async () => {
    expect(await faults('silent')).toEqual([undefined, expect.stringContaining('expected a summary'), undefined])
    expect(await faults('shared')).toEqual([undefined, undefined, expect.stringContaining('the same instance')])
    expect((await faults('absent'))[0]).toBe(
      "plugin 'wrong' offers no CommissionModel 'absent', only 'silent', 'shared'",
    )
  })
})
