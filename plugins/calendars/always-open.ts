import { ruleCalendar } from '../../core/time/calendar.js'

/** Markets that never close, such as cryptocurrencies': a session a day from 00:00 to the next 00:00 UTC. */
export const alwaysOpen = ruleCalendar({
  name: '24/7',
  zone: 'UTC',
  weekmask: '1111111',
  open: '00:00',
  close: '24:00',
  sessionsPerYear: 365,
  firstDate: '1970-01-01',
  lastDate: '2099-12-31',
})
