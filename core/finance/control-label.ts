/** `name({ limit: 3 })`, with the limits that are given. */
export function controlLabel(name: string, limits: Readonly<Record<string, unknown>> = {}): string {
  const shown = Object.entries(limits).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]))
  return shown.length > 0 ? `${name}({ ${shown.join(', ')} })` : `${name}()`
}
