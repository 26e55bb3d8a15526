import { createKernel } from '../../core/kernel/kernel.js'
import { Calendar } from '../../core/time/calendar.js'
import { dateOf, rowOfMinute } from '../../core/time/session.js'
import { firstPartyPlugins } from '../../plugins/index.js'

/** Look-ups a second in a calendar's sessions: `node … calendar-lookups.ts [XNYS]`, a line for each kind. */
const name = process.argv[2] ?? 'XNYS'
const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
const calendar = await kernel.create(Calendar, name)
const sessions = calendar.sessions('2006-01-01', '2025-12-31')
const first = sessions.days[0]
const span = sessions.days[sessions.length - 1] - first
const COUNT = 1_000_000
const dates = Array.from({ length: span }, (_, i) => dateOf(first + i))
/** Strides over all days in no order that a cache would like. */
const at = (i: number) => (i * 7919) % span

function measured(what: string, look: (i: number) => number): void {
  const begun = performance.now()
  let found = 0
  for (let i = 0; i < COUNT; i++) if (look(i) >= 0) found++
  const rate = COUNT / ((performance.now() - begun) / 1000)
  console.log(`${name}: ${what}: ${Math.round(rate).toLocaleString('en')} a second, ${found} of ${COUNT} found`)
}

measured('session of a date', (i) => sessions.indexOf(dates[at(i)]))
measured('session at or before a date', (i) => sessions.atOrBefore(dates[at(i)]))
measured('session of a minute', (i) => rowOfMinute(sessions, (first + at(i)) * 86_400_000 + (i % 1440) * 60_000))
