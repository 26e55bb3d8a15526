import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isOurs } from '../installation.js'

/** A line of somebody's code. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column?: number
  /** The function that it stands in. */
  readonly caller?: string
}

const FRAME = /^\s+at (?:(?:async )?(.+?) \()?((?:file:\/\/)?\/.+?|[a-zA-Z]:\\.+?):(\d+):(\d+)\)?$/

/** The innermost line of an error's stack that is neither this package's nor a dependency's. */
export function userPlace(error: unknown): Place | undefined {
  for (const line of String((error as { stack?: unknown } | undefined)?.stack ?? '').split('\n')) {
    const frame = FRAME.exec(line)
    if (frame === null) continue
    const [, caller, where, row, column] = frame
    const file = where.startsWith('file:') ? fileURLToPath(where) : where.split('?')[0]
    if (!isOurs(file)) return { file, line: Number(row), column: Number(column), caller: plainName(caller) }
  }
  return undefined
}

/** `Module.handle_data`, `Object.handle_data` and `handle_data [as onBar]` are handle_data. */
function plainName(caller: string | undefined): string | undefined {
  const name = caller?.replace(/ \[as .+\]$/, '').replace(/^(Module|Object)\./, '')
  return name === undefined || name.includes('<anonymous>') ? undefined : name
}

/** The text of that line; undefined where it can't be read. `texts` are sources that are in no file. */
export function sourceLine({ file, line }: Place, texts: ReadonlyMap<string, string> = new Map()): string | undefined {
  const source = texts.get(file) ?? (existsSync(file) ? readFileSync(file, 'utf8') : undefined)
  return source?.split('\n')[line - 1]?.trimEnd()
}
