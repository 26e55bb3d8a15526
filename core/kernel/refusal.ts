import { RustybtError } from './errors.js'

const refusals = new WeakSet<RustybtError>()

/** An error that the kernel raises itself: on its way through plugins and factories it is not wrapped again. */
export function refusal(code: string, message: string, options?: { hint?: string; cause?: unknown }): RustybtError {
  const error = new RustybtError(code, message, options)
  refusals.add(error)
  return error
}

export function isRefusal(error: unknown): error is RustybtError {
  return error instanceof RustybtError && refusals.has(error)
}

export function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message
  return typeof message === 'string' && message !== '' ? message : String(error)
}

/** The hint of a coded error, also of one made by another copy of this package. */
export function hintOf(error: unknown): string | undefined {
  const hint = (error as { hint?: unknown } | null | undefined)?.hint
  return typeof hint === 'string' ? hint : undefined
}
