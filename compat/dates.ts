import { Timestamp } from './timestamp.js'

export type DateLike = string | Date | Timestamp
/** Values by date: a Map, pandas-like Series (anything with `entries`), or an object with ISO dates as keys. */
export type ByDate<T> = { entries(): Iterable<readonly [DateLike, T]> } | Readonly<Record<string, T>>

/** The date, whatever time of the day. */
export function isoDate(date: DateLike): string {
  if (typeof date === 'string') return date.slice(0, 10)
  return new Date(date.valueOf()).toISOString().slice(0, 10)
}

/** Epoch ms; a date alone is its midnight, what names no zone is UTC. */
export function instantOf(date: DateLike): number {
  return typeof date === 'string' ? new Timestamp(date).valueOf() : date.valueOf()
}

export function pairsOf<T>(given: ByDate<T>): (readonly [DateLike, T])[] {
  const { entries } = given as { entries?: unknown }
  return typeof entries === 'function'
    ? [...(given as { entries(): Iterable<readonly [DateLike, T]> }).entries()]
    : Object.entries(given as Readonly<Record<string, T>>)
}
