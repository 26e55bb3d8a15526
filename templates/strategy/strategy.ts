import type { Asset, RunContext, Strategy } from 'rustybt'

export interface Parameters {
  readonly ticker?: string
  /** Days of the two averages. */
  readonly short?: number
  readonly long?: number
  /** Part of the account that is invested while the short average lies above the long one. */
  readonly invested?: number
}

/** Holds an asset while its average price of a few days lies above that of many. */
export default function crossover(parameters: Parameters = {}): Strategy {
  const { ticker = 'AAPL', short = 20, long = 80, invested = 0.9 } = parameters
  let asset: Asset

  return {
    initialize(run) {
      asset = run.finder.lookupSymbol(ticker, run.end)
    },

    onBar(run) {
      if (run.data.row + 1 < long) return
      const prices = run.data.history(asset, 'price', long)
      const fast = mean(prices.subarray(long - short))
      const slow = mean(prices)
      run.record('fast', fast)
      run.record('slow', slow)
      orderUpTo(run, asset, fast > slow ? wholeShares(run, asset, invested) : 0)
    },
  }
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

function wholeShares(run: RunContext, asset: Asset, part: number): number {
  // What is held is kept: only the way in and the way out are traded.
  if (run.amount(asset) > 0) return run.amount(asset)
  return Math.floor((run.ledger.portfolioValue * part) / run.data.spot(asset, 'price'))
}

/** Orders what is missing to a number of shares, unless an order is under way already. */
function orderUpTo(run: RunContext, asset: Asset, shares: number): void {
  if ((run.openOrders.get(asset)?.length ?? 0) > 0) return
  run.order(asset, shares - run.amount(asset))
}
