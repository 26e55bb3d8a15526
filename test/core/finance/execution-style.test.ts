import { describe, expect, it } from '@jest/globals'
import { asymmetricRound, limitPrice, type SingleStyle, stopPrice } from '../../../core/finance/execution-style.js'
import { equity } from './assets.js'
import { differences, readTable } from './zipline-table.js'

type Rounding = [price: number, down: boolean, tick: number, rounded: number]
type Style = [
  kind: string,
  prices: [number, number],
  buys: boolean,
  tick: number | null,
  limit: number | null,
  stop: number | null,
]

describe('prices of limit and stop orders', () => {
  it('are on the tick grid where Zipline has them', () => {
    const table = readTable<Rounding>('price-rounding')
    const answer = ([price, down, tick, expected]: Rounding) => ({
      expected,
      actual: asymmetricRound(price, down, tick),
    })
    expect(differences(table, answer)).toEqual([])
  })

  it('round for and against the order as in Zipline, by the tick of its asset or to cents', () => {
    const table = readTable<Style>('execution-styles')
    const answer = ([kind, [first, second], buys, tick, limit, stop]: Style) => {
      const asset = tick === null ? undefined : equity(0, { tickSize: tick })
      const style = {
        kind,
        asset,
        ...(kind === 'stop' ? { stop: second } : { limit: first }),
        ...(kind === 'stop-limit' && { stop: second }),
      } as SingleStyle
      return { expected: [limit, stop], actual: [limitPrice(style, buys) ?? null, stopPrice(style, buys) ?? null] }
    }
    expect(differences(table, answer)).toEqual([])
  })
})
