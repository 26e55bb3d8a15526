import { duration, within } from './deadline.js'
import type { RustybtError } from './errors.js'
import { messageOf, refusal } from './refusal.js'

/** What has been opened, to be released once, last opened first. A failing release never stops the others. */
export class Releases {
  readonly #opened: { readonly label: string; readonly release: () => unknown }[] = []

  constructor(private readonly limit: number) {}

  add(label: string, release: () => unknown): void {
    this.#opened.push({ label, release })
  }

  /** Answers what failed, in the order in which it failed. */
  async run(): Promise<readonly RustybtError[]> {
    const failures: RustybtError[] = []
    for (let opened = this.#opened.pop(); opened !== undefined; opened = this.#opened.pop()) {
      const { label, release } = opened
      const late = () => new Error(`not done within ${duration(this.limit)}`)
      try {
        await within(this.limit, release, late)
      } catch (cause) {
        failures.push(closeFailure(`closing ${label} failed: ${messageOf(cause)}`, cause))
      }
    }
    return failures
  }
}

/** Throws what failed to close as one error; does nothing where nothing failed. */
export function throwCloseFailures(failures: readonly RustybtError[]): void {
  if (failures.length === 1) throw failures[0]
  if (failures.length > 1) throw closeFailure(listMessages(failures), new AggregateError(failures))
}

/** The error that made us close, with what failed to close told in it. All of them are the errors of its cause. */
export function withCloseFailures(error: RustybtError, failures: readonly RustybtError[]): RustybtError {
  if (failures.length === 0) return error
  const cause = new AggregateError([error, ...failures])
  return refusal(error.code, `${error.message}; ${listMessages(failures)}`, { hint: error.hint, cause })
}

function closeFailure(message: string, cause: unknown): RustybtError {
  return refusal('CLOSE_FAILED', message, { cause })
}

function listMessages(failures: readonly RustybtError[]): string {
  return failures.map((failure) => failure.message).join('; ')
}
