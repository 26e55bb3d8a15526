import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from '@jest/globals'
import { order_target, symbol } from 'rustybt/compat'
import { algorithm } from '../../../compat/algorithm.js'
import type { Strategy } from '../../../core/engine/strategy.js'
import { market, play } from './market.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options?: { readonly type: 'minor' }) => void

const DAYS = 2500
const bars = market([Array.from({ length: DAYS }, (_, day) => 100 + (day % 7))])
/** Bytes of arrays that a run needs for its performance alone. */
const OF_A_RUN = DAYS * 8 * 22

/** What is left of runs that are over when V8 has looked through its young objects only, as between whole collections. */
async function leftOf(runs: number, strategy: () => Strategy): Promise<number> {
  collect()
  const before = process.memoryUsage().arrayBuffers
  for (let run = 0; run < runs; run++) await play(bars, strategy())
  collect({ type: 'minor' })
  collect({ type: 'minor' })
  return process.memoryUsage().arrayBuffers - before
}

const looking: Strategy = {
  onBar(run) {
    const [asset] = run.finder.all
    run.order(asset, run.ledger.position(asset).amount > 0 ? -10 : 10)
  },
}

const crossing = () =>
  algorithm({
    initialize(context) {
      context.asset = symbol('A0')
    },
    handle_data(context, data) {
      order_target(context.asset, data.current(context.asset, 'price') > 103 ? 100 : 0)
    },
  })

describe('a run that is over', () => {
  it.each([
    ['of a strategy that looks at its positions', () => looking],
    ["of an algorithm of Zipline's", crossing],
  ])('%s is young garbage: a worker plays thousands without looking through its whole heap', async (_, strategy) => {
    await leftOf(2, strategy)
    expect(await leftOf(8, strategy)).toBeLessThan(2 * OF_A_RUN)
  })
})
