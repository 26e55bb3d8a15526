import { incompleteBeta } from './special.js'

/**
 * Probability that a standard normal variable is at most x, to double precision. Source: W. J. Cody, "Rational Chebyshev
 * approximations for the error function", Mathematics of Computation 23 (1969).
 */
export function normalCdf(x: number): number {
  return 0.5 * complementaryError(-x * Math.SQRT1_2)
}

/** Height of the standard normal curve at x. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
}

const polynomial = (coefficients: readonly number[], x: number) =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)

const ERF_TOP = [3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315]
const ERF_BOTTOM = [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1]
const ERFC_TOP = [
  1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001, 66.11919063714163,
  8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
]
const ERFC_BOTTOM = [
  1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903, 537.1811018620099,
  117.6939508913125, 15.744926110709835, 1,
]
const FAR_TOP = [
  0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445, 0.30532663496123236,
  0.016315387137302097,
]
const FAR_BOTTOM = [
  0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234673, 2.568520192289822, 1,
]

function complementaryError(x: number): number {
  const size = Math.abs(x)
  if (!(size > 0.46875)) return 1 - (x * polynomial(ERF_TOP, x * x)) / polynomial(ERF_BOTTOM, x * x)
  if (size > 27) return x > 0 ? 0 : 2
  // The exponent is split so that the square's rounding does not spoil the tail.
  const high = Math.trunc(size * 16) / 16
  const decay = Math.exp(-high * high) * Math.exp(-(size - high) * (size + high))
  const square = 1 / (size * size)
  const tail =
    size <= 4
      ? decay * (polynomial(ERFC_TOP, size) / polynomial(ERFC_BOTTOM, size))
      : (decay / size) *
        (1 / Math.sqrt(Math.PI) - (square * polynomial(FAR_TOP, square)) / polynomial(FAR_BOTTOM, square))
  return x > 0 ? tail : 2 - tail
}

const MIDDLE_TOP = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
]
const MIDDLE_BOTTOM = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
]
const NEAR_TOP = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
]
const NEAR_BOTTOM = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
]
const TAIL_TOP = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
]
const TAIL_BOTTOM = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
]

/**
 * The value below which a standard normal variable lies with probability p; ±infinity at 1 and 0, NaN outside. Source: M. J. Wichura,
 * "Algorithm AS 241", Applied Statistics 37 (1988).
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(MIDDLE_TOP, r)) / polynomial(MIDDLE_BOTTOM, r)
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const size =
    r <= 5
      ? polynomial(NEAR_TOP, r - 1.6) / polynomial(NEAR_BOTTOM, r - 1.6)
      : polynomial(TAIL_TOP, r - 5) / polynomial(TAIL_BOTTOM, r - 5)
  return q < 0 ? -size : size
}

/** Probability that Student's t with so many degrees of freedom is farther from 0 than t is: a two-sided p-value. */
export function studentPValue(t: number, freedom: number): number {
  if (Number.isNaN(t) || !(freedom > 0)) return Number.NaN
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t))
}
