// Written by generate.py from exchange_calendars 4.13.2.
import type { PackedRules } from '../packed.js'

export const rules: PackedRules = {
  name: '24/5',
  zone: 'UTC',
  weekmask: '1111100',
  open: '00:00',
  close: '00:00+1',
  sessionsPerYear: 252,
  firstDate: '1990-01-01',
  lastDate: '2027-11-23',
}
