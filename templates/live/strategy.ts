import type { Asset, Strategy } from 'rustybt'

export interface Parameters {
  readonly ticker?: string
  readonly shares?: number
  /** Sessions whose highest close must be passed. */
  readonly days?: number
}

/** Buys on a new high of some days, sells below the lowest close of as many. */
export default function breakout({ ticker = 'AAPL', shares = 100, days = 20 }: Parameters = {}): Strategy {
  let asset: Asset
  return {
    initialize(run) {
      asset = run.finder.lookupSymbol(ticker, run.start)
    },
    onBar(run) {
      if (run.data.row < days || (run.openOrders.get(asset)?.length ?? 0) > 0) return
      const closes = run.data.history(asset, 'close', days + 1)
      const [before, now] = [closes.subarray(0, days), closes[days]]
      if (now > Math.max(...before)) run.order(asset, shares - run.amount(asset))
      else if (now < Math.min(...before)) run.order(asset, -run.amount(asset))
    },
  }
}
