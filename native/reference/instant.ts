const MINUTE = 60_000
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Epoch ms of `2020-01-02`, `20200102`, `2020-01-02 14:31[:00[.0]]` or `2020-01-02T14:31…`, with `Z`, an offset such as
 * `+00:00`, or nothing (then UTC); NaN for any other text. Written over bytes, as it runs once a row.
 */
export function instantOf(bytes: Uint8Array, from: number, to: number): number {
  while (from < to && bytes[from] === 32) from++
  while (to > from && bytes[to - 1] === 32) to--
  if (to - from === 8) return midnight(digits(bytes, from, 4), digits(bytes, from + 4, 2), digits(bytes, from + 6, 2))
  if (to - from < 10 || bytes[from + 4] !== 45 || bytes[from + 7] !== 45) return Number.NaN
  const day = midnight(digits(bytes, from, 4), digits(bytes, from + 5, 2), digits(bytes, from + 8, 2))
  return to - from === 10 ? day : day + timeOfDay(bytes, from + 10, to)
}

/** Whether a time of day says in which zone it is; undefined for a date alone. */
export function namesZone(bytes: Uint8Array, from: number, to: number): boolean | undefined {
  while (from < to && bytes[from] === 32) from++
  while (to > from && bytes[to - 1] === 32) to--
  if (to - from <= 10) return undefined
  const isSign = (byte: number) => byte === 43 || byte === 45
  return (
    /* Z or z */ (bytes[to - 1] | 32) === 122 || isSign(bytes[to - 3]) || isSign(bytes[to - 5]) || isSign(bytes[to - 6])
  )
}

function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = bytes[i] - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function midnight(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && year >= 1000)) return Number.NaN
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (day > MONTH_LENGTHS[month - 1] + (leap ? 1 : 0)) return Number.NaN
  return Date.UTC(year, month - 1, day)
}

function timeOfDay(bytes: Uint8Array, at: number, to: number): number {
  if ((bytes[at] !== 84 && bytes[at] !== 32) || bytes[at + 3] !== 58 || to - at < 6) return Number.NaN
  const hour = digits(bytes, at + 1, 2)
  const minute = digits(bytes, at + 4, 2)
  if (!(hour <= 23 && minute <= 59)) return Number.NaN
  let ms = (hour * 60 + minute) * MINUTE
  let next = at + 6
  if (next < to && bytes[next] === 58) {
    const second = next + 3 <= to ? digits(bytes, next + 1, 2) : Number.NaN
    if (!(second <= 59)) return Number.NaN
    ms += second * 1000
    next += 3
    if (next < to && bytes[next] === 46) {
      let scale = 100
      for (next++; next < to && bytes[next] >= 48 && bytes[next] <= 57; next++, scale /= 10) {
        ms += (bytes[next] - 48) * scale
      }
    }
  }
  return ms - offset(bytes, next, to)
}

/** `Z`, `+hh:mm`, `-hhmm`, `+hh` or nothing, in ms east of UTC. */
function offset(bytes: Uint8Array, at: number, to: number): number {
  if (at === to || (at + 1 === to && (bytes[at] === 90 || bytes[at] === 122))) return 0
  const sign = bytes[at] === 43 ? 1 : bytes[at] === 45 ? -1 : Number.NaN
  const colon = bytes[at + 3] === 58 ? 1 : 0
  if (to - at !== 3 && to - at !== 5 + colon) return Number.NaN
  const minutes = to - at === 3 ? 0 : digits(bytes, at + 3 + colon, 2)
  return sign * (digits(bytes, at + 1, 2) * 60 + minutes) * MINUTE
}
