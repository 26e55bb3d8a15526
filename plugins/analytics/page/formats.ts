/**
 * How the report writes values. Everything is inside one function, because its source also goes into the page. Missing values are a
 * dash; minus is the real sign.
 */
export function makeFormats() {
  const decimals = (least: number, most: number) => {
    const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: least, maximumFractionDigits: most })
    return (value: number) => format.format(value)
  }
  const [whole, two, three, price, units, tenth] = [
    decimals(0, 0),
    decimals(2, 2),
    decimals(3, 3),
    decimals(4, 4),
    decimals(0, 8),
    decimals(0, 1),
  ]
  const significantFormat = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 })
  const significant = (value: number) => significantFormat.format(value)
  const byName = {
    text: (value: unknown) => String(value),
    count: whole,
    sessions: tenth,
    money: two,
    price: (value: number) => (value !== 0 && Math.abs(value) < 1 ? units(value) : price(value)),
    units,
    ratio: two,
    /** Correlations and the like, whose third decimal counts. */
    coefficient: three,
    /** Hundredths of a per cent. */
    points: (value: number) => two(value * 10_000),
    digits: (value: number) =>
      value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(2).replace('-', '−') : significant(value),
    percent: (value: number) => `${two(value * 100)}%`,
  }

  /** A value of the page: null, NaN and undefined are missing. */
  function show(name: keyof typeof byName, value: number | string | null | undefined): string {
    if (value === null || value === undefined || Number.isNaN(value)) return '–'
    if (typeof value === 'string') return value
    if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
    return byName[name](value)
      .replace(/^-(?=[0.,]*%?$)/, '')
      .replace('-', '−')
  }

  /** Labels of an axis: as many decimals as its steps need, millions as such. */
  function axis(name: keyof typeof byName, values: readonly number[]): string[] {
    const scale =
      name === 'percent' ? 0.01 : name === 'points' ? 0.0001 : values.some((value) => Math.abs(value) >= 1e6) ? 1e6 : 1
    const unit = name === 'percent' ? '%' : scale === 1e6 ? 'M' : ''
    const step = values.length > 1 ? Math.abs(values[1] - values[0]) / scale : 1
    let places = 0
    while (places < 6 && Math.abs(step * 10 ** places - Math.round(step * 10 ** places)) > 1e-6) places++
    const write = decimals(places, places)
    return values.map((value) => `${write(value / scale)}${unit}`.replace('-', '−'))
  }

  return { show, axis }
}

export type Formats = ReturnType<typeof makeFormats>
export type FormatName = Parameters<Formats['show']>[0]
