import type { Random } from '../kernel/random.js'
import { token } from '../kernel/token.js'
import type { OrderSnapshot } from './order.js'

/** How long an order is on its way to the market. */
export interface LatencyModel {
  /** Milliseconds from placing it (`order.created`) to its arrival; `random` is the run's. */
  delay(order: OrderSnapshot, random: Random): number
}
export const LatencyModel = token<LatencyModel>('LatencyModel')
