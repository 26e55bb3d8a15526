import { RustybtError } from '../kernel/errors.js'

/** The line was wrong, not the run: exit code 2. */
export class UsageError extends RustybtError {
  constructor(message: string, options: { code?: string; hint?: string; cause?: unknown } = {}) {
    super(options.code ?? 'USAGE', message, options)
    this.name = 'UsageError'
  }
}
