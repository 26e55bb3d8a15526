import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from '@jest/globals'
import { FxRates } from '../../../../core/finance/fx.js'
import { fxBehaviours, fxContract } from '../../../../core/testing/contracts/fx.js'
import fx from '../../../../plugins/fx/plugin.js'
import { testCatches } from './wrong.js'

const file = join(mkdtempSync(join(tmpdir(), 'fx-')), 'rates.csv')
writeFileSync(file, 'date,from,to,rate\n2023-06-01,EUR,USD,1.07\n2024-01-02,EUR,USD,1.1\n2024-01-02,USD,JPY,142\n')

const pairs = ['EUR/USD', 'EUR/JPY']
fxContract({ plugin: fx, use: { use: 'fixed', rates: { EUR: 1.1, JPY: 1 / 142 } }, pairs })
fxContract({ plugin: fx, use: { use: 'csv', file }, pairs })

type Rate = FxRates['rate']
const EUROS: Readonly<Record<string, number>> = { EUR: 1.1, USD: 1 }
const right: Rate = (from, to) => (EUROS[from] ?? Number.NaN) / (EUROS[to] ?? Number.NaN)
const rate = (rate: (...asked: Parameters<Rate>) => unknown): (() => FxRates) => {
  return () => ({ rate: rate as Rate })
}

describe('what is wrong with rates', () => {
  let asked = 0
  testCatches(
    FxRates,
    fxBehaviours({ pairs: ['EUR/USD'] }),
    {
      'has rate(from, to, at)': () => ({}) as FxRates,
      'has a function begin, or none': () => ({ rate: right, begin: true as never }),
      'knows what EUR is worth in USD': rate(async () => 1.1),
      'is worth as much back as there': rate((from, to) => (from === to ? 1 : 1.1)),
      'is one in the same currency': rate((from, to, at) => (from === to ? 1.001 : right(from, to, at))),
      'answers NaN for a currency that it does not know': rate((from, to, at) => right(from, to, at) || 1),
      'answers the same whatever it was asked before, later moments too, and in the next run': rate(
        (from, to, at) => right(from, to, at) * (from === to ? 1 : 1 + ++asked / 1e3),
      ),
      'asks neither the clock nor chance': rate((from, to) => right(from, to, Date.now())),
      'is what a backtest changes money at': rate(
        (from, to, at) => right(from, to, at) * (at % 86_400_000 === 0 ? 1 : ++asked),
      ),
    },
    9,
  )
})
