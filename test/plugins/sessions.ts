import { ruleCalendar } from '../../core/time/calendar.js'

/** New York's hours on weekdays, without holidays: enough for bars made for tests. */
export const xnys = ruleCalendar({
  name: 'XNYS',
  zone: 'America/New_York',
  weekmask: '1111100',
  open: '09:30',
  close: '16:00',
  firstDate: '2000-01-01',
  lastDate: '2030-12-31',
})
