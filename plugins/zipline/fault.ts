import { RustybtError } from '../../core/kernel/errors.js'

/** What is wrong with a file of a Zipline bundle. */
export function fault(path: string, what: string, hint: string, cause?: unknown): RustybtError {
  return new RustybtError('ZIPLINE_BUNDLE', `${path}: ${what}`, { hint, cause })
}

export const damaged = (path: string, what: string, cause?: unknown): RustybtError =>
  fault(path, what, 'the bundle is damaged: let Zipline ingest it again', cause)
