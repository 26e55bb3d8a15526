import { RustybtError } from '../kernel/errors.js'
import { DAY, fromWall, HOUR, MINUTE } from '../time/instant.js'
import type { SessionTable } from '../time/session.js'

/** Which assets and which sessions a pipeline is about. */
export interface Domain {
  readonly name: string
  /** Assets of this country (ISO 3166); of every country where left out. */
  readonly country?: string
  /** The calendar on which it is computed, by name; whichever the run has where left out. */
  readonly calendar?: string
  /** Epoch ms, for each session row: what was known by then, the pipeline may see. */
  cutoffs?(sessions: SessionTable): Float64Array
}

/** Of terms that are about no market in particular. */
export const GENERIC: Domain = Object.freeze({ name: 'GENERIC' })

/** Equities of a country on its exchange's calendar. Data count until `offset` ms (negative) from a session's first minute. */
export function calendarDomain(country: string, calendar: string, offset = -45 * MINUTE): Domain {
  if (!(offset < 0))
    throw new RustybtError('DOMAIN_OFFSET', `${country}: data must be ready before the market opens`, {
      hint: 'give an offset below 0, in ms',
    })
  return Object.freeze({
    name: `${country}_EQUITIES`,
    country,
    calendar,
    cutoffs: ({ opens }: SessionTable) => opens.map((open) => open + MINUTE + offset),
  })
}

/** Assets of a country on sessions that the caller gives; data count until a time of day, `days` days off. */
export function sessionDomain(
  country: string | undefined,
  at: { time?: string; zone?: string; days?: number } = {},
): Domain {
  const { time = '00:00', zone = 'UTC', days = 0 } = at
  const [hours, minutes] = time.split(':').map(Number)
  return Object.freeze({
    name: `${country ?? 'ALL'}_SESSIONS`,
    country,
    cutoffs: (sessions: SessionTable) =>
      Float64Array.from(sessions.days, (day) => fromWall((day + days) * DAY + hours * HOUR + minutes * MINUTE, zone)),
  })
}

/** What each session's pipeline may see: as its domain says, else all that was known at its midnight. */
export function cutoffsOf(domain: Domain, sessions: SessionTable): Float64Array {
  return domain.cutoffs?.(sessions) ?? Float64Array.from(sessions.days, (day) => day * DAY)
}

/** The terms' common domain. Throws `AMBIGUOUS_DOMAIN` where they have two. */
export function inferDomain(terms: readonly { readonly domain: Domain }[]): Domain {
  let found = GENERIC
  for (const { domain } of terms) {
    if (domain === GENERIC || domain === found) continue
    if (found !== GENERIC)
      throw new RustybtError(
        'AMBIGUOUS_DOMAIN',
        `Found terms with conflicting domains: ${found.name} and ${domain.name}`,
        {
          hint: 'compute them in two pipelines, one for each domain',
        },
      )
    found = domain
  }
  return found
}

const EXCHANGES =
  'AR:XBUE AT:XWBO AU:XASX BE:XBRU BR:BVMF CA:XTSE CH:XSWX CL:XSGO CN:XSHG CO:XBOG CZ:XPRA DE:XFRA DK:XCSE ES:XMAD FI:XHEL ' +
  'FR:XPAR GB:XLON GR:ASEX HK:XHKG HU:XBUD ID:XIDX IE:XDUB IN:XBOM IT:XMIL JP:XTKS KR:XKRX MX:XMEX MY:XKLS NL:XAMS NO:XOSL ' +
  'NZ:XNZE PE:XLIM PH:XPHS PK:XKAR PL:XWAR PT:XLIS RU:XMOS SE:XSTO SG:XSES TH:XBKK TR:XIST TW:XTAI US:XNYS ZA:XJSE'

/** The built-in domains by country. */
export const COUNTRY_DOMAINS: ReadonlyMap<string, Domain> = new Map(
  EXCHANGES.split(' ').map((pair) => {
    const [country, calendar] = pair.split(':')
    return [country, calendarDomain(country, calendar)]
  }),
)

/** What a run on a calendar means where a pipeline names no domain: its country's equities, else all assets. */
export function domainOfCalendar(calendar: string): Domain {
  for (const domain of COUNTRY_DOMAINS.values()) if (domain.calendar === calendar) return domain
  return allAssets
}

const allAssets = sessionDomain(undefined)
