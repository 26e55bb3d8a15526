import type { AdjustmentRecords } from './adjustments.js'

export const NO_RECORDS: AdjustmentRecords = { splits: [], dividends: [], stockDividends: [], mergers: [] }

export const RECORD_KINDS = ['splits', 'dividends', 'stockDividends', 'mergers'] as const

/** Records that more are added to. */
export type OpenRecords = {
  -readonly [K in keyof AdjustmentRecords]: AdjustmentRecords[K] extends readonly (infer U)[] ? U[] : never
}

export const openRecords = (): OpenRecords => ({ splits: [], dividends: [], stockDividends: [], mergers: [] })

/** Each asset's own, in the order in which they stand. */
export function recordsBySid(records: AdjustmentRecords): Map<number, AdjustmentRecords> {
  const groups = new Map<number, OpenRecords>()
  for (const kind of RECORD_KINDS) {
    for (const record of records[kind]) {
      let group = groups.get(record.sid)
      if (group === undefined) groups.set(record.sid, (group = openRecords()))
      ;(group[kind] as unknown[]).push(record)
    }
  }
  return groups
}
