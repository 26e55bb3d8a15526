import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { EventLog } from '../../../core/execution/event-log.js'
import { createOrder } from '../../../core/finance/order.js'
import { equity } from '../finance/assets.js'

const moment = { now: 0, session: '2021-01-01' }
const at = (log: EventLog, bar: number) => {
  log.bar = bar
  moment.now = bar * 1000
  moment.session = `2021-01-${String(bar).padStart(2, '0')}`
}

describe('engine events', () => {
  it('are one for the bars that follow each other with the same reason, with a count and the last time', () => {
    const log = new EventLog(moment)
    const order = createOrder('1', equity(), 10, 0)
    const reasons = ['no-trade', 'no-trade', 'limit-not-reached', 'no-trade'] as const
    for (const [i, reason] of reasons.entries()) {
      at(log, i + 1)
      log.unfilled(order, reason)
    }
    expect(
      log.list.map(({ reason, at, lastAt, session, lastSession, count }) => [
        reason,
        at,
        lastAt,
        session,
        lastSession,
        count,
      ]),
    ).toEqual([
      ['no-trade', 1000, 2000, '2021-01-01', '2021-01-02', 2],
      ['limit-not-reached', 3000, 3000, '2021-01-03', '2021-01-03', 1],
      ['no-trade', 4000, 4000, '2021-01-04', '2021-01-04', 1],
    ])
    expect(log.list[0]).toMatchObject({ version: 1, kind: 'unfilled', orderId: '1', amount: 10, asset: equity() })
  })

  it('are one for refusals of an asset on bars that follow each other, each other reason and asset apart', () => {
    const log = new EventLog(moment)
    const refuse = (bar: number, sid: number, amount: number, reason: string) => {
      at(log, bar)
      log.refused(equity(sid), amount, reason, { limit: 5 })
    }
    refuse(1, 0, 10, 'control')
    refuse(1, 0, 20, 'control')
    refuse(1, 1, 10, 'control')
    refuse(2, 0, 30, 'control')
    refuse(2, 0, 30, 'restricted')
    refuse(4, 0, 40, 'control')
    expect(log.list.map(({ asset, reason, amount, count, data }) => [asset.sid, reason, amount, count, data])).toEqual([
      [0, 'control', 30, 3, { limit: 5 }],
      [1, 'control', 10, 1, { limit: 5 }],
      [0, 'restricted', 30, 1, { limit: 5 }],
      [0, 'control', 40, 1, { limit: 5 }],
    ])
  })

  it('are bounded, however long an order waits and however its reasons take turns, and count every bar', () => {
    const reasons = ['no-trade', 'limit-not-reached', 'liquidity-exceeded'] as const
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...reasons), { minLength: 1, maxLength: 2000 }), (bars) => {
        const log = new EventLog(moment)
        const order = createOrder('1', equity(), 10, 0)
        for (const reason of bars) log.unfilled(order, reason)
        expect(log.list.length).toBeLessThanOrEqual(103)
        for (const reason of reasons) {
          const counted = log.list.filter((event) => event.reason === reason).reduce((sum, { count }) => sum + count, 0)
          expect(counted).toBe(bars.filter((each) => each === reason).length)
        }
      }),
      { numRuns: 30 },
    )
  })
})
