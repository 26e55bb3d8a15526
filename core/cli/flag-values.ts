import { InvalidArgumentError } from 'commander'
import { ingestionTime } from '../data/catalog.js'
import { parseDate, parseInstant } from '../time/instant.js'

/** An ISO date. */
export function dateFlag(text: string): string {
  try {
    return parseDate(text)
  } catch {
    throw new InvalidArgumentError("A date is written as '2020-01-31'.")
  }
}

/** `2026-11-22`, `2026-11-22T10:15:30Z` (UTC where no zone is named), or an ingestion's name; epoch ms. */
export function instantFlag(text: string): number {
  const named = ingestionTime(text)
  if (named !== undefined) return named
  try {
    return parseInstant(text)
  } catch {
    throw new InvalidArgumentError("A time is written as '2026-11-22' or '2026-11-22T10:15:30Z'.")
  }
}

export function wholeFlag(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number from 0.')
  return Number(text)
}

export function countFlag(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1.')
  return Number(text)
}

/** `AAPL,MSFT` */
export const listFlag = (text: string): string[] => text.split(',')

/** `NAME=VALUE`, given as often as one likes. */
export function valuesFlag(given: string, before: Readonly<Record<string, unknown>> = {}) {
  const at = given.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('It is given as NAME=VALUE.')
  return { ...before, [given.slice(0, at)]: parseValue(given.slice(at + 1)) }
}

/** Numbers, true, false, null and other JSON are taken as such, anything else as text. */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
