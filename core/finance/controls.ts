import { type Asset, assetLabel, type ContinuousFuture } from '../assets/asset.js'
import type { Portal } from '../data/portal.js'
import { RustybtError } from '../kernel/errors.js'
import { isoText } from '../time/instant.js'
import type { Ledger } from './ledger.js'
import { NO_RESTRICTIONS, type Restrictions, unionOf } from './restrictions.js'
import { RestrictedList } from './trading-controls.js'

/** What controls look at: the run as of now (epoch ms). */
export interface ControlView {
  readonly now: number
  readonly data: Portal
  readonly ledger: Ledger
  amount(asset: Asset): number
  log(level: 'warn', message: string): void
}

/** A limit that each order is held against when it is placed. */
export interface TradingControl {
  /** Its name and limits, as messages show them: `MaxOrderSize({ maxShares: 100 })`. */
  readonly label: string
  /** Asked once for every order, of whole units by then, also one of 0 units that will not be placed. */
  isViolatedBy(asset: Asset, amount: number, view: ControlView): boolean
}

/** A limit that the account is held against at the end of each session. */
export interface AccountControl {
  readonly label: string
  isViolated(view: ControlView): boolean
}

/** Whether an order beyond a limit ends the run, is told of and placed all the same, or becomes no order, of which an event tells. */
export type OnViolation = 'fail' | 'log' | 'refuse'

/** The limits of one run, in the order in which they were set. */
export class Controls {
  #restrictions: Restrictions = NO_RESTRICTIONS
  readonly #trading: { readonly control: TradingControl; readonly onViolation: OnViolation }[] = []
  readonly #account: AccountControl[] = []

  /** `byDefault`: what becomes of an order beyond a limit that does not say. */
  constructor(private readonly byDefault: OnViolation = 'fail') {}

  limitOrders(control: TradingControl, onViolation = this.byDefault): void {
    this.#trading.push({ control, onViolation })
  }

  limitAccount(control: AccountControl): void {
    this.#account.push(control)
  }

  /** Continuous futures cannot be ordered, so they are never restricted. */
  isRestricted(asset: Asset | ContinuousFuture, at: number): boolean {
    return asset.kind !== 'continuous-future' && this.#restrictions.isRestricted(asset, at)
  }

  restrict(restrictions: Restrictions, onViolation?: OnViolation): void {
    this.limitOrders(new RestrictedList(restrictions), onViolation)
    this.#restrictions = unionOf(this.#restrictions, restrictions)
  }

  /** Throws `TRADING_CONTROL_VIOLATION`, or logs, for each limit that the order is beyond; answers the one that refuses it. */
  checkOrder(asset: Asset, amount: number, view: ControlView): TradingControl | undefined {
    for (let i = 0; i < this.#trading.length; i++) {
      const { control, onViolation } = this.#trading[i]
      if (!control.isViolatedBy(asset, amount, view)) continue
      if (onViolation === 'refuse') return control
      const at = isoText(view.now).replace('T', ' ')
      const message = `Order for ${amount} shares of ${assetLabel(asset)} at ${at} violates trading constraint ${control.label}`
      if (onViolation === 'fail') throw new RustybtError('TRADING_CONTROL_VIOLATION', message)
      view.log('warn', message)
    }
    return undefined
  }

  /** Throws `ACCOUNT_CONTROL_VIOLATION`. */
  checkAccount(view: ControlView): void {
    for (let i = 0; i < this.#account.length; i++) {
      const control = this.#account[i]
      if (control.isViolated(view))
        throw new RustybtError('ACCOUNT_CONTROL_VIOLATION', `Account violates account constraint ${control.label}`)
    }
  }
}
