import { RustybtError } from '../kernel/errors.js'

/** One fill of one's own, with what the market was when the order went out. */
export interface ObservedFill {
  /** Signed units: negative sold. */
  readonly amount: number
  readonly price: number
  /** The market's price when the order was decided: a mid, or the bar's close. */
  readonly reference: number
  /** Units that the market traded on the bar of the fill. */
  readonly volume: number
}

/** price × (1 ± (halfSpread + impact × (units ÷ bar volume)^exponent)). */
export interface FittedSlippageParameters {
  readonly halfSpread: number
  readonly impact: number
  readonly exponent: number
}

export interface SlippageFit extends FittedSlippageParameters {
  readonly fills: number
  /** Share of the slippages' variance that the parameters explain; NaN where they do not vary. */
  readonly rSquared: number
  /** Standard deviation of what is left, in basis points. */
  readonly residual: number
}

/**
 * Fits what one's fills have slipped, as a fraction of the reference price (worse counts positive), by least squares on
 * (units ÷ volume)^exponent; neither parameter is let below 0. Throws `SLIPPAGE_FIT_FILLS` for fewer than 3 fills, and for one that is no fill.
 */
export function fitSlippage(fills: readonly ObservedFill[], exponent = 0.5): SlippageFit {
  if (fills.length < 3)
    throw new RustybtError('SLIPPAGE_FIT_FILLS', `${fills.length} fills are too few to fit slippage to`, {
      hint: 'give at least 3, of different sizes',
    })
  const points = fills.map((fill, i) => pointOf(fill, i, exponent))
  const [halfSpread, impact] = nonNegativeLine(points)
  const left = points.map(([x, y]) => y - halfSpread - impact * x)
  const mean = points.reduce((sum, [, y]) => sum + y, 0) / points.length
  const total = points.reduce((sum, [, y]) => sum + (y - mean) ** 2, 0)
  const squares = left.reduce((sum, each) => sum + each * each, 0)
  return {
    halfSpread,
    impact,
    exponent,
    fills: fills.length,
    rSquared: total === 0 ? Number.NaN : 1 - squares / total,
    residual: 10_000 * Math.sqrt(squares / points.length),
  }
}

type Point = readonly [share: number, slipped: number]

function pointOf({ amount, price, reference, volume }: ObservedFill, at: number, exponent: number): Point {
  const bad = [
    amount !== 0 && Number.isFinite(amount) ? undefined : `amount ${amount}`,
    price > 0 ? undefined : `price ${price}`,
    reference > 0 ? undefined : `reference ${reference}`,
    volume > 0 ? undefined : `volume ${volume}`,
  ].filter((each) => each !== undefined)
  if (bad.length > 0)
    throw new RustybtError('SLIPPAGE_FIT_FILLS', `fill ${at + 1} is none: ${bad.join(', ')}`, {
      hint: 'amounts are signed and not 0; price, reference and volume are more than 0',
    })
  return [(Math.abs(amount) / volume) ** exponent, (Math.sign(amount) * (price - reference)) / reference]
}

/** Intercept and slope of the least-squares line, each at least 0: at a bound, the best line on that bound. */
function nonNegativeLine(points: readonly Point[]): readonly [number, number] {
  const n = points.length
  const [mx, my] = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k], 0) / n)
  const sxx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
  const sxy = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  const slope = sxx === 0 ? 0 : sxy / sxx
  const intercept = my - slope * mx
  if (slope < 0) return [Math.max(0, my), 0]
  if (intercept >= 0) return [intercept, slope]
  const through = points.reduce((sum, [x, y]) => sum + x * y, 0) / points.reduce((sum, [x]) => sum + x * x, 0)
  return [0, Math.max(0, through)]
}
