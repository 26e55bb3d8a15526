import type { Random } from '../kernel/random.js'
import { token } from '../kernel/token.js'
import type { OrderSnapshot } from './order.js'
import type { SlippageFill, TradeBar } from './slippage.js'

/** How much of what the slippage model offers an order really gets on a bar. */
export interface FillModel {
  /** undefined: nothing on this bar; what does not fill stays open. Never more than was offered. `random` is the run's. */
  fill(order: OrderSnapshot, bar: TradeBar, offered: SlippageFill, random: Random): SlippageFill | undefined
}
export const FillModel = token<FillModel>('FillModel')
