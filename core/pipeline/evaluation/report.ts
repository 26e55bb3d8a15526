import { token } from '../../kernel/token.js'
import type { FactorEvaluation } from './evaluation.js'

/** What a page says about a factor beside its numbers. */
export interface FactorAbout {
  /** As people call it: the pipeline's column, or the file. */
  readonly factor: string
  readonly file: string
  readonly calendar: string
  /** Of rustybt. */
  readonly version: string
  /** What else is worth telling, by name. Plain data. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Turns an evaluation into a page. It writes no file: whoever asked does. The same evaluation gives the same bytes. */
export interface FactorReport {
  render(evaluation: FactorEvaluation, about: FactorAbout): string | Promise<string>
}
export const FactorReport = token<FactorReport>('FactorReport')
