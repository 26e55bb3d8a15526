import { toPlain } from './plain.js'
import { Redactor } from './secret.js'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

export type Level = (typeof LEVELS)[number]

/** One line of the log. Nothing in it is secret any more, and all of it can be put into JSON. */
export interface LogRecord {
  /** UTC epoch ms of the wall clock. */
  readonly at: number
  readonly level: Level
  readonly message: string
  /** UTC epoch ms of the simulated clock, where there is one. */
  readonly simulated?: number
  readonly fields: Readonly<Record<string, unknown>>
}

/** Takes records away: to a stream, a file, a test's list. Must not throw. */
export type Sink = (record: LogRecord) => void

export type Fields = Readonly<Record<string, unknown>>

export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
  /** A log to the same sinks that puts `fields` into each record, and the time of `simulated`, if given. */
  with(fields: Fields, simulated?: () => number | undefined): Log
  /** From now on `[secret]` stands for this text in every record, of this log and all made of it. */
  hide(secret: string): void
  /** The text without what was hidden, for what goes out by another way. */
  redact(text: string): string
}

export interface LogOptions {
  /** The least level that is kept; 'info' if not given. */
  readonly level?: Level
  readonly sinks?: readonly Sink[]
  /** The wall clock, UTC epoch ms. */
  readonly now?: () => number
}

export function createLog(options: LogOptions = {}): Log {
  return createWith(options, new Redactor(), {}, undefined)
}

function createWith(
  options: LogOptions,
  redactor: Redactor,
  always: Fields,
  simulated?: () => number | undefined,
): Log {
  const { level: least = 'info', sinks = [], now = Date.now } = options
  const clean = (text: string) => redactor.redact(text)
  const write = (level: Level) => (message: string, fields?: Fields) => {
    if (sinks.length === 0 || LEVELS.indexOf(level) < LEVELS.indexOf(least)) return
    const record: LogRecord = {
      at: now(),
      level,
      message: clean(message),
      simulated: simulated?.(),
      fields: toPlain({ ...always, ...fields }, clean) as Fields,
    }
    for (const sink of sinks) sink(record)
  }
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (fields, clock = simulated) => createWith(options, redactor, { ...always, ...fields }, clock),
    hide: (secret) => redactor.hide(secret),
    redact: clean,
  }
}

/** `2024-01-02T21:00:00.000Z warn message key=value`; the time is the simulated one, where there is one. */
export function textSink(write: (line: string) => void): Sink {
  return ({ at, level, message, simulated, fields }) => {
    const values = Object.entries(fields).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`)
    write(`${new Date(simulated ?? at).toISOString()} ${level.padEnd(5)} ${message}${values.join('')}`)
  }
}

/** One JSON object a line, times in ISO; the fields stand inside `fields`. */
export function jsonSink(write: (line: string) => void): Sink {
  return ({ at, simulated, ...rest }) => {
    const times = {
      at: new Date(at).toISOString(),
      simulated: simulated === undefined ? undefined : new Date(simulated).toISOString(),
    }
    write(JSON.stringify({ ...times, ...rest }))
  }
}
