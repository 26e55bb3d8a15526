import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { PERFORMANCE_COLUMNS } from '../../../core/engine/metrics.js'
import type { Strategy } from '../../../core/engine/strategy.js'
import { Costs } from '../../../core/finance/costs.js'
import { exactFromNumber, exactToNumber, multiplyExact } from '../../../core/math/decimal.js'
import { kernels } from '../../../core/math/kernels.js'
import { PerShare } from '../../../plugins/commission/per-share.js'
import { FixedBasisPointsSlippage } from '../../../plugins/slippage/fixed-basis-points.js'
import { bytesOf, market, play } from './market.js'

const price = fc.integer({ min: 100, max: 50_000 }).map((cents) => cents / 100)
const prices = (days: number) =>
  fc.array(fc.oneof({ weight: 8, arbitrary: price }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), {
    minLength: days,
    maxLength: days,
  })
const wishes = (days: number) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -200, max: 200 })), {
    minLength: days,
    maxLength: days,
  })

/** Orders what it is told, an asset and an amount a day, and records what it sees. */
function follow(plan: readonly (readonly [number, number])[]): Strategy {
  let day = 0
  return {
    initialize() {
      day = 0
    },
    onBar(run) {
      const [sid, amount] = plan[day++ % plan.length]
      run.order(run.finder.retrieve(sid), amount)
      run.record('price', run.data.spot(run.finder.retrieve(sid), 'price'))
      run.record('value', run.ledger.portfolioValue)
    },
  }
}

const costly = () => {
  const costs = new Costs()
  costs.setCommission(new PerShare(0.0075, 1))
  costs.setSlippage(new FixedBasisPointsSlippage(5, 0.1))
  return { costs }
}

describe('laws of a run', () => {
  it('conserves cash to the last digit: what is left is what there was, less what fills cost and brokers took', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(prices(25), prices(25), prices(25)), wishes(25), async (closes, plan) => {
        const { performance } = await play(market(closes), follow(plan), costly())
        const paid = performance.transactions
          .flat()
          .reduce((sum, { amount, price }) => sum + multiplyExact(exactFromNumber(amount), exactFromNumber(price)), 0n)
        const charged = performance.transactions.flatMap((_, i) => performance.orders[i])
        const commissions = new Map(charged.map((order) => [order.id, order.commission]))
        const taken = [...commissions.values()].reduce((sum, commission) => sum + exactFromNumber(commission), 0n)
        const left = exactFromNumber(10_000) - paid - taken
        expect(performance.columns.ending_cash[performance.length - 1]).toBeCloseTo(exactToNumber(left), 9)
      }),
      { numRuns: 40 },
    )
  })

  it('never sees what comes later: other prices after a day change nothing up to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(prices(24), prices(24), prices(24)),
        fc.tuple(prices(24), prices(24), prices(24)),
        fc.integer({ min: 1, max: 23 }),
        wishes(24),
        async (closes, others, day, plan) => {
          const changed = closes.map((column, i) => [...column.slice(0, day), ...others[i].slice(day)])
          const splits = [{ sid: 0, effectiveDate: '2021-01-20', ratio: 0.5 }]
          const [one, two] = [market(closes, { splits }), market(changed, { splits })]
          const rows = async (data: typeof one) =>
            JSON.parse(bytesOf(await play(data, follow(plan), costly()), data)).slice(0, day)
          expect(await rows(two)).toEqual(await rows(one))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('gives the same bytes for the same input', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(prices(15), prices(15), prices(15)), wishes(15), async (closes, plan) => {
        const data = market(closes)
        expect(bytesOf(await play(data, follow(plan)), data)).toBe(bytesOf(await play(data, follow(plan)), data))
      }),
      { numRuns: 15 },
    )
  })

  it('never fills more than was ordered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(prices(20), prices(20), prices(20)), wishes(20), async (closes, plan) => {
        const { performance } = await play(market(closes), follow(plan), costly())
        for (const { amount, filled } of performance.orders.flat()) {
          expect(Math.abs(filled)).toBeLessThanOrEqual(Math.abs(amount))
          expect(filled * amount).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('a run and the kernels', () => {
  it('books every fill and marks every price that has moved in the kernels', async () => {
    const calls = { apply: 0, mark: 0 }
    const { accountOpen } = kernels
    const counted = kernels as { accountOpen: typeof accountOpen }
    counted.accountOpen = (...arrays) => {
      const account = accountOpen(...arrays)
      const apply: typeof account.apply = (...fills) => {
        calls.apply++
        account.apply(...fills)
      }
      const mark = () => {
        calls.mark++
        account.mark()
      }
      return { ...account, apply, mark }
    }
    try {
      const plan = [
        [0, 10],
        [1, -5],
        [2, 3],
      ] as const
      const { performance } = await play(
        market([
          [10, 11, 12, 13],
          [20, 21, 22, 23],
          [30, 29, 28, 27],
        ]),
        follow(plan),
      )
      expect(performance.transactions.flat()).toHaveLength(3)
      expect(calls.apply).toBe(3)
      // On the first fill's bar nothing has moved: what was bought stands at the price that it was bought at.
      expect(calls.mark).toBe(2)
    } finally {
      counted.accountOpen = accountOpen
    }
  })

  it('works out columns that belong together when one of them is read', async () => {
    const { performance } = await play(market([[10, 11, 12]]), follow([[0, 10]]))
    const own = { sessionFigures: kernels.sessionFigures, riskFigures: kernels.riskFigures }
    const called: string[] = []
    const told = kernels as { -readonly [K in keyof typeof own]: (typeof own)[K] }
    told.sessionFigures = (...given) => {
      called.push('session')
      own.sessionFigures(...given)
    }
    told.riskFigures = (...given) => {
      called.push('risk')
      own.riskFigures(...given)
    }
    try {
      const { columns } = performance
      expect(Object.keys(columns).sort()).toEqual([...PERFORMANCE_COLUMNS].sort())
      expect(called).toEqual([])
      expect([...columns.portfolio_value].length).toBe(3)
      expect([...columns.returns].length).toBe(3)
      expect(called).toEqual(['session'])
      expect([...columns.sharpe].length).toBe(3)
      expect(columns.beta).toBe(columns.beta)
      expect(called).toEqual(['session', 'risk'])
    } finally {
      Object.assign(told, own)
    }
  })
})
