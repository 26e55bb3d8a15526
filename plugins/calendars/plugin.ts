import { z } from 'zod'
import { definePlugin } from '../../core/kernel/plugin.js'
import { Calendar, ruleCalendar } from '../../core/time/calendar.js'
import { HOUR } from '../../core/time/instant.js'
import { alwaysOpen } from './always-open.js'
import { unpackRules } from './packed.js'
import { catalog, type Listing } from './tables/catalog.js'

const options = z.strictObject({})

/** Zipline simulates 06:31 to 17:00 New York of the futures day, which runs from 18:00 to 18:00. */
const EXECUTION: Readonly<Record<string, { afterOpen: number; beforeClose: number }>> = {
  us_futures: { afterOpen: 12.5 * HOUR, beforeClose: HOUR },
}

/** Calendars hold nothing of a run, so all runs of a process share one of each, with the years worked out so far. */
const made = new Map<string, Promise<Calendar>>()

function calendarOf({ name, load }: Listing): Promise<Calendar> {
  let calendar = made.get(name)
  if (calendar === undefined) {
    calendar = load().then(({ rules }) => ruleCalendar({ ...unpackRules(rules), execution: EXECUTION[name] }))
    made.set(name, calendar)
  }
  return calendar
}

/** Exchanges by their ISO 10383 code or usual name, each read from its table when first chosen; and `24/7`. */
export default definePlugin({
  name: 'calendars',
  requires: '>=0.1.0',
  register(host) {
    for (const listing of catalog)
      for (const name of [listing.name, ...listing.aliases]) {
        const summary = name === listing.name ? `sessions in ${listing.zone}` : `the same as ${listing.name}`
        host.provide(Calendar, name, () => calendarOf(listing), { summary, options })
      }
    host.provide(Calendar, '24/7', () => alwaysOpen, { summary: 'every day, midnight to midnight UTC', options })
  },
})
