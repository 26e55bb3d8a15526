import { DAY } from '../core/time/instant.js'

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')

/** 0 is Monday, as in Python. `wall` is a wall time, as epoch ms of the same reading in UTC. */
export function weekdayOf(wall: number): number {
  return (((Math.floor(wall / DAY) + 3) % 7) + 7) % 7
}

export function weekdayName(wall: number): string {
  return WEEKDAYS[weekdayOf(wall)]
}

export function dayOfYear(wall: number): number {
  return Math.floor(wall / DAY) - Date.UTC(new Date(wall).getUTCFullYear(), 0, 1) / DAY + 1
}

/** Python's directives. `offset` and `zone` answer `%z` and `%Z`; what is no directive stays as it is. */
export function strftime(wall: number, format: string, offset = '', zone = ''): string {
  const date = new Date(wall)
  const two = (value: number) => String(value).padStart(2, '0')
  const micros = Math.round((wall - Math.floor(wall / 1000) * 1000) * 1000)
  const directives: Record<string, () => string> = {
    Y: () => String(date.getUTCFullYear()),
    y: () => two(date.getUTCFullYear() % 100),
    m: () => two(date.getUTCMonth() + 1),
    d: () => two(date.getUTCDate()),
    H: () => two(date.getUTCHours()),
    I: () => two(date.getUTCHours() % 12 || 12),
    M: () => two(date.getUTCMinutes()),
    S: () => two(date.getUTCSeconds()),
    f: () => String(micros).padStart(6, '0'),
    p: () => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
    j: () => String(dayOfYear(wall)).padStart(3, '0'),
    w: () => String(date.getUTCDay()),
    u: () => String(weekdayOf(wall) + 1),
    a: () => weekdayName(wall).slice(0, 3),
    A: () => weekdayName(wall),
    b: () => MONTHS[date.getUTCMonth()].slice(0, 3),
    B: () => MONTHS[date.getUTCMonth()],
    F: () => strftime(wall, '%Y-%m-%d'),
    T: () => strftime(wall, '%H:%M:%S'),
    z: () => offset,
    Z: () => zone,
    '%': () => '%',
  }
  return format.replace(/%(.)/g, (whole, letter: string) => directives[letter]?.() ?? whole)
}
