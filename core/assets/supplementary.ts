import { RustybtError } from '../kernel/errors.js'
import type { Asset } from './asset.js'

/** An asset had a value of some field (a CUSIP, a vendor's id) from one session to another, both included; ISO dates. */
export interface SupplementaryPeriod {
  readonly sid: number
  readonly field: string
  readonly value: string
  readonly start: string
  readonly end: string
}

interface Held extends SupplementaryPeriod {
  /** The next one's first day; undefined: for good. */
  readonly until?: string
}

/** Who has had which value of which field. As with tickers, one keeps a value until the next one's first day, the last one for good. */
export class SupplementaryFields {
  readonly #owners: ReadonlyMap<string, readonly Held[]>
  readonly #values: ReadonlyMap<string, readonly Held[]>

  constructor(periods: readonly SupplementaryPeriod[]) {
    this.#owners = grouped(periods, ({ field, value }) => `${field}\0${value}`)
    this.#values = grouped(periods, ({ field, sid }) => `${field}\0${sid}`)
  }

  /**
   * The sid of the asset that has the value of a field on a date. Throws `VALUE_NOT_FOUND_FOR_FIELD`, and without a date
   * `MULTIPLE_VALUES_FOUND_FOR_FIELD` where several assets have had it.
   */
  owner(field: string, value: string, asOf?: string): number {
    const found = on(this.#owners.get(`${field}\0${value}`) ?? [], asOf)
    if (new Set(found.map(({ sid }) => sid)).size === 1) return found[0].sid
    if (found.length === 0)
      throw new RustybtError('VALUE_NOT_FOUND_FOR_FIELD', `no asset has the ${field} '${value}'${onDate(asOf)}`)
    const sids = [...new Set(found.map(({ sid }) => sid))].join(', ')
    throw new RustybtError(
      'MULTIPLE_VALUES_FOUND_FOR_FIELD',
      `several assets have had the ${field} '${value}': ${sids}`,
      {
        hint: 'name the date on which you mean it',
      },
    )
  }

  /** An asset's value of a field on a date. Throws `NO_VALUE_FOR_SID`, and without a date `MULTIPLE_VALUES_FOUND_FOR_SID`. */
  value(field: string, { sid, symbol }: Asset, asOf?: string): string {
    const found = on(this.#values.get(`${field}\0${sid}`) ?? [], asOf)
    if (found.length === 1) return found[0].value
    if (found.length === 0)
      throw new RustybtError('NO_VALUE_FOR_SID', `${symbol} (sid ${sid}) has no ${field}${onDate(asOf)}`)
    const values = found.map(({ value, start }) => `${value} (from ${start})`).join(', ')
    throw new RustybtError('MULTIPLE_VALUES_FOUND_FOR_SID', `${symbol} (sid ${sid}) has had several: ${values}`, {
      hint: 'name the date on which you mean it',
    })
  }
}

function grouped(
  periods: readonly SupplementaryPeriod[],
  keyOf: (period: SupplementaryPeriod) => string,
): Map<string, Held[]> {
  const groups = new Map<string, Held[]>()
  for (const period of [...periods].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.sid - b.sid))) {
    const key = keyOf(period)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [period])
    else {
      group[group.length - 1] = { ...group[group.length - 1], until: period.start }
      group.push(period)
    }
  }
  return groups
}

const on = (held: readonly Held[], date: string | undefined): readonly Held[] =>
  date === undefined ? held : held.filter(({ start, until }) => start <= date && (until === undefined || date < until))

const onDate = (date: string | undefined): string => (date === undefined ? '' : ` on ${date}`)
