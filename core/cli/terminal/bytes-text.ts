const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** `512 B`, `1.5 MB` */
export function bytesText(bytes: number): string {
  let value = bytes
  let unit = 0
  for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}
