import { ruleCalendar } from '../../../core/time/calendar.js'
import { unpackRules } from '../../../plugins/calendars/packed.js'
import { rules } from '../../../plugins/calendars/tables/xnys.js'

/** New York's calendar, without the kernel. */
export const xnys = ruleCalendar(unpackRules(rules))
