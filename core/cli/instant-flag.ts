import { InvalidArgumentError } from 'commander'
import { ingestionTime } from '../data/catalog.js'
import { parseInstant } from '../time/instant.js'

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
