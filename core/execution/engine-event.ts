import type { Asset } from '../assets/asset.js'

export const ENGINE_EVENT_VERSION = 1

/**
 * What an event is about: `refused`: an intent that became no order. `unfilled`: an open order that did not fill, or not wholly, on a bar
 * that it saw. `cancelled`, `rejected`: an order that ended before it was filled. `changed`: an order that was made larger, smaller or
 * another by something else than the market. `ambiguous`: a bar on which an order's fate hung on the order of high and low.
 * `margin-call`: the account fell below its maintenance margin; `amount` is what was ordered of the asset to mend it, 0 where nothing was.
 */
export type EngineEventKind =
  | 'refused'
  | 'unfilled'
  | 'cancelled'
  | 'rejected'
  | 'changed'
  | 'ambiguous'
  | 'margin-call'

/** Every reason that the engine and the simulated broker give, and what it says. A vendor's or a model's own may stand beside them. */
export const REASONS = {
  // refused
  control: 'beyond a trading control',
  restricted: 'the asset is restricted',
  'bad-amount': 'the amount is no number',
  'bad-parameters': 'a price, or an option of the order, is not one',
  'too-large': 'more units than any order may have',
  'less-than-a-lot': 'the amount is less than can be traded',
  delisted: 'the asset has left the market',
  'insufficient-funds': 'the account cannot pay for it',
  'unsupported-by-broker': 'the broker does not know this kind of order',
  'not-open': 'the order to be changed is not open',
  'amount-filled': 'so much of the order has been filled already',
  'already-triggered': 'the stop to be changed has been reached',
  // unfilled
  'no-trade': 'the asset did not trade on this bar',
  'in-flight': 'the order had not reached the market',
  'stop-not-reached': 'the market did not reach the stop',
  'limit-not-reached': 'the market did not reach the limit',
  'worse-than-limit': "the model's price is beyond the limit",
  'liquidity-exceeded': "the model's share of the bar's volume was used up",
  'partly-filled': 'the bar gave a part of what was open',
  'nothing-offered': 'the model offered nothing',
  'waiting-for-open': 'it waits for the open of a session',
  'waiting-for-close': 'it waits for the close of a session',
  // cancelled
  'by-strategy': 'the strategy cancelled it',
  'cancel-policy': 'the cancel policy ended it with the session',
  expired: 'the asset has reached its auto close date',
  'end-of-day': 'it was for the day',
  'good-till-date': 'its date has passed',
  'immediate-or-cancel': 'what did not fill at once was cancelled',
  'fill-or-kill': 'it could not fill whole at once',
  'auction-over': 'the auction that it was for is over',
  'split-to-nothing': 'a split left less than one unit of it',
  'by-broker': 'the broker cancelled it',
  // changed and cancelled, for the sake of another order
  'sibling-filled': 'an order that excludes it filled',
  'parent-cancelled': 'the order that it belongs to was cancelled',
  'parent-filled': 'the order that it belongs to filled further',
  'exit-filled': "the bracket's exit filled",
  'slice-ended': 'a slice of it ended before it was filled',
  // margin-call
  'below-maintenance': 'the account is worth less than the maintenance margin of its positions',
  // ambiguous
  'path-unknown': 'high and low of the bar came in an order that the bar does not tell',
} as const
export type Reason = keyof typeof REASONS

/**
 * Something that did not become an order, did not fill, or is not certain: a plain record. Events that repeat from bar to bar are one
 * event, with a count and the time of the last: it still grows while they do.
 */
export interface EngineEvent {
  readonly version: typeof ENGINE_EVENT_VERSION
  readonly kind: EngineEventKind
  readonly reason: Reason | (string & {})
  /** When it was so first and last: epoch ms, ISO dates of the sessions; on how many bars (refused: how many times). */
  readonly at: number
  readonly session: string
  readonly lastAt: number
  readonly lastSession: string
  readonly count: number
  readonly asset: Asset
  /** Left out where there was no order. */
  readonly orderId?: string
  /** Signed units that were refused, left open, or cancelled: of the last of them. */
  readonly amount: number
  /** What else is worth telling, plain data: the control, the level that was not reached, the alternative. Of the first of them. */
  readonly data?: EventData
}

export type EventData = Readonly<Record<string, number | string | boolean | null>>
