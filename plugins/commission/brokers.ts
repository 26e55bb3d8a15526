import type { CommissionModel } from '../../core/finance/commission.js'
import { MakerTakerCommission } from './maker-taker.js'
import { TieredCommission } from './tiered.js'

/** A broker's fee table: the numbers, where they were found and when. Venues' and regulators' own fees are not among them. */
export interface BrokerFees {
  readonly summary: string
  readonly source: string
  /** ISO date on which the source was read. */
  readonly read: string
  readonly create: () => CommissionModel
}

const IB = 'https://www.interactivebrokers.co.uk/en/pricing/commissions-stocks.php?re=amer'

/** US stocks count in shares, by the calendar month. Interactive Brokers applies its tiers to the shares within each; here a fill has one. */
export const BROKERS: Readonly<Record<string, BrokerFees>> = {
  'ib-fixed': {
    summary: 'Interactive Brokers, US stocks, fixed: 0.005 a share, at least 1.00, at most 1 % of the value',
    source: IB,
    read: '2026-11-28',
    create: () => new TieredCommission([{ from: 0, rate: 0.005 }], { by: 'units', minimum: 1, maximumShare: 0.01 }),
  },
  'ib-tiered': {
    summary: 'Interactive Brokers, US stocks, tiered: 0.0035 a share and less, at least 0.35, at most 1 % of the value',
    source: IB,
    read: '2026-11-28',
    create: () =>
      new TieredCommission(
        [
          { from: 0, rate: 0.0035 },
          { from: 300_000, rate: 0.002 },
          { from: 3_000_000, rate: 0.0015 },
          { from: 20_000_000, rate: 0.001 },
          { from: 100_000_000, rate: 0.0005 },
        ],
        { by: 'units', minimum: 0.35, maximumShare: 0.01 },
      ),
  },
  'binance-spot': {
    summary: 'Binance, spot, regular user: 0.1 % as maker and as taker',
    source: "the fees of ccxt 4.5.84's binance",
    read: '2026-11-28',
    create: () => new MakerTakerCommission(0.001, 0.001),
  },
}
