import { token } from '../kernel/token.js'
import type { SessionTable } from './session.js'

/** When a market trades. Plugins give one by name: an exchange's (`XNYS`), `24/7`, or a user's own by rule. */
export interface Calendar {
  readonly name: string
  /** IANA zone in which its rules are written, such as `America/New_York`. */
  readonly zone: string
  /** Sessions in a year, for annualizing: 252 for an exchange, 365 for a market that never closes. */
  readonly sessionsPerYear: number
  /** First and last date that its rules cover, ISO. */
  readonly firstDate: string
  readonly lastDate: string
  /** The sessions from one ISO date to another, both included; throws `CALENDAR_OUT_OF_RANGE` outside what it covers. */
  sessions(from: string, to: string): SessionTable
}
export const Calendar = token<Calendar>('Calendar')
