import { calendarContract } from 'rustybt/testing'
import plugin from './plugin.js'

calendarContract({
  plugin,
  use: '{{short}}',
  valid: [
    { date: '2014-07-04', expect: 'closed' },
    { date: '2014-07-03', expect: { open: '2014-07-03T13:30:00Z', close: '2014-07-03T17:00:00Z' } },
    { date: '2014-01-02', expect: { open: '2014-01-02T14:30:00Z', close: '2014-01-02T21:00:00Z' } },
  ],
})
