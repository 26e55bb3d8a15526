import { expect, it } from '@jest/globals'
import { createOrder } from '../../../core/finance/order.js'
import { LIQUIDITY_EXCEEDED, type SlippageModel, type TradeBar } from '../../../core/finance/slippage.js'
import { RustybtError } from '../../../core/kernel/errors.js'
import { FixedSlippage } from '../../../plugins/slippage/fixed.js'
import { FixedBasisPointsSlippage } from '../../../plugins/slippage/fixed-basis-points.js'
import { type DailyActivity, marketImpactFill, rememberedActivity } from '../../../plugins/slippage/market-impact.js'
import { NoSlippage } from '../../../plugins/slippage/none.js'
import { VolatilityVolumeShare } from '../../../plugins/slippage/volatility-volume-share.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'
import { equity, future } from '../../core/finance/assets.js'
import { differences, readTable } from '../../core/finance/zipline-table.js'

interface Row {
  model: string
  args: never[]
  order: [amount: number, filled: number, limit: number | null]
  bar: [open: number, high: number, low: number, close: number, volume: number, used: number]
  root?: string
  volumes?: number[] | null
  closes?: (number | null)[] | null
  fill: [price: number, amount: number] | 'exceeded' | null
}

/** A market impact rule of a user's own; the script has the same. */
class HalfSpread implements SlippageModel {
  readonly impactWithoutHistory = 10 / 10_000
  readonly #activity = rememberedActivity()
  fill: SlippageModel['fill'] = (order, bar) => marketImpactFill(order, bar, this, this.#activity)
  units = (_: unknown, bar: TradeBar) => bar.volume * 0.1
  impact(_: unknown, bar: TradeBar, price: number, units: number, { meanVolume, volatility }: DailyActivity): number {
    return (price * volatility * units) / (meanVolume + bar.volume)
  }
}

const MODELS: Record<string, new (...args: never[]) => SlippageModel> = {
  FixedBasisPointsSlippage,
  FixedSlippage,
  HalfSpread,
  NoSlippage,
  VolatilityVolumeShare,
  VolumeShareSlippage,
}

function barOf({ root, bar, volumes, closes }: Row): TradeBar {
  const [open, high, low, close, volume, volumeUsed] = bar
  const asset = root === undefined ? equity() : future(0, root)
  const past = { volume: volumes, close: closes } as Record<string, (number | null)[] | null | undefined>
  return {
    ...{ asset, at: 0, session: 18_779, open, high, low, close, price: close, volume, volumeUsed },
    history(field) {
      const values = past[field]
      if (!values) throw new RustybtError('HISTORY_WINDOW_STARTS_BEFORE_DATA', 'no such window')
      return Float64Array.from(values, (value) => value ?? Number.NaN)
    },
  }
}

it("fills orders at the prices and amounts of Zipline's slippage models", () => {
  const answer = (row: Row) => {
    const [amount, filled, limit] = row.order
    const bar = barOf(row)
    const order = createOrder('1', bar.asset, amount, 0, limit ?? undefined)
    order.filled = filled
    const fill = new MODELS[row.model](...row.args).fill(order, bar)
    const actual = fill === LIQUIDITY_EXCEEDED ? 'exceeded' : fill ? [fill.price, fill.amount] : null
    return { expected: row.fill, actual }
  }
  expect(differences(readTable<Row>('slippage-models'), answer, 1e-15)).toEqual([])
})

it('works out the history of an asset once a session', () => {
  const rows = readTable<Row>('slippage-models').filter(({ model }) => model === 'VolatilityVolumeShare')
  const model = new VolatilityVolumeShare()
  let reads = 0
  const bar = barOf(rows[0])
  const counted = (session: number): TradeBar => ({
    ...bar,
    session,
    history: (field, count) => {
      reads++
      return bar.history(field, count)
    },
  })
  const order = createOrder('1', bar.asset, 5, 0)
  for (const session of [1, 1, 2, 2]) model.fill(order, counted(session))
  expect(reads).toBe(4)
})
