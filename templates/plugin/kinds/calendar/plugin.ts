import { Calendar, definePlugin, ruleCalendar } from 'rustybt'

/** Times are wall times of the zone; a date that no rule names has the regular hours. */
export const calendar = () =>
  ruleCalendar({
    name: '{{short}}',
    zone: 'America/New_York',
    weekmask: '1111100',
    open: '09:30',
    close: '16:00',
    holidays: ['2013-01-01', '2013-07-04', '2013-12-25', '2014-01-01', '2014-07-04', '2014-12-25'],
    specialCloses: { '2013-07-03': '13:00', '2013-12-24': '13:00', '2014-07-03': '13:00', '2014-12-24': '13:00' },
    sessionsPerYear: 258,
    firstDate: '2013-01-01',
    lastDate: '2014-12-31',
  })

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register(host) {
    host.provide(Calendar, '{{short}}', calendar, { summary: '{{summary}}' })
  },
})
