import { relative } from 'node:path'
import { inspect } from 'node:util'
import type { Place } from './strategy/place.js'
import type { Style } from './terminal/terminal.js'

export interface ErrorLine {
  readonly text: string
  readonly style?: Style
}

/** `error CODE: message`, where it stands in the user's code, and a hint; with `debug` the stack and the causes. */
export function errorLines(error: unknown, debug: boolean, cwd: string): readonly ErrorLine[] {
  const { code, message, hint, place, source, moment } = shape(error)
  const lines: ErrorLine[] = [{ text: `error ${code}: ${message}`, style: 'red' }]
  const at = [place && `at ${placeText(place, cwd)}`, moment].filter((part) => part !== undefined).join(', ')
  if (at !== '') lines.push({ text: `  ${at}` })
  if (source !== undefined && place !== undefined) lines.push({ text: `  ${place.line} | ${source}`, style: 'bold' })
  if (hint !== undefined) lines.push({ text: `hint: ${hint}` })
  if (debug) lines.push({ text: inspect(error, { depth: 6 }), style: 'dim' })
  return lines
}

/** `algorithms/mean.ts:12:5 (handle_data)`, from the working directory where it is inside. */
export function placeText({ file, line, column, caller }: Place, cwd: string): string {
  const path = relative(cwd, file)
  const position = column === undefined ? line : `${line}:${column}`
  return `${path === '' || path.startsWith('..') ? file : path}:${position}${caller === undefined ? '' : ` (${caller})`}`
}

interface Shape {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly place?: Place
  readonly source?: string
  readonly moment?: string
}

/** Coded errors tell themselves, also those of another copy of this package; any other is a fault of ours. */
function shape(error: unknown): Shape {
  const { code, name, message } = (error ?? {}) as { code?: unknown; name?: unknown; message?: unknown }
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) && typeof message === 'string') return error as Shape
  return {
    code: 'UNEXPECTED',
    message: typeof message === 'string' ? `${String(name)}: ${message}` : String(error),
    hint: 'this should not happen: run it again with --debug and report what it shows',
  }
}
