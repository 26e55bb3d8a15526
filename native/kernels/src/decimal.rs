//! Exact values: signed 128-bit integers that count 10^-18.

use crate::failure::{Failure, Fault};
use crate::wide::Wide;
use std::cell::Cell;
use std::fmt::Write;

pub const PLACES: i32 = 18;
pub const ONE: i128 = 1_000_000_000_000_000_000;

/// Words of an array that JavaScript owns: input and output may be the same array.
pub type Words = [Cell<i64>];

pub fn join(low: i64, high: i64) -> i128 {
    ((high as i128) << 64) | (low as u64 as i128)
}

pub fn split(value: i128) -> [i64; 2] {
    [value as i64, (value >> 64) as i64]
}

pub fn add(a: i128, b: i128) -> Result<i128, Fault> {
    a.checked_add(b).ok_or(Fault::Overflow)
}

pub fn subtract(a: i128, b: i128) -> Result<i128, Fault> {
    a.checked_sub(b).ok_or(Fault::Overflow)
}

/// a · b, rounded half to even at the 18th place.
pub fn multiply(a: i128, b: i128) -> Result<i128, Fault> {
    let (x, y) = (a.unsigned_abs(), b.unsigned_abs());
    let magnitude = if let Some(units) = EIGHTEEN.divide(x) {
        units.checked_mul(y)
    } else if let Some(units) = EIGHTEEN.divide(y) {
        units.checked_mul(x)
    } else {
        Wide::product(x, y).divide_half_even(ONE as u128)
    };
    signed((a < 0) != (b < 0), magnitude)
}

/// a / b, rounded half to even at the 18th place.
pub fn divide(a: i128, b: i128) -> Result<i128, Fault> {
    if b == 0 {
        return Err(Fault::DivisionByZero);
    }
    let scaled = Wide::product(a.unsigned_abs(), ONE as u128);
    signed((a < 0) != (b < 0), scaled.divide_half_even(b.unsigned_abs()))
}

/// (a · b + c · d) / by, rounded once. `by` is not zero.
pub fn weigh(a: i128, b: i128, c: i128, d: i128, by: i128) -> Result<i128, Fault> {
    let first = Wide::product(a.unsigned_abs(), b.unsigned_abs());
    let second = Wide::product(c.unsigned_abs(), d.unsigned_abs());
    let (minus, other) = ((a < 0) != (b < 0), (c < 0) != (d < 0));
    let (negative, sum) = if minus == other {
        (minus, first.plus(second))
    } else if first >= second {
        (minus, first.minus(second))
    } else {
        (other, second.minus(first))
    };
    signed(negative != (by < 0), sum.divide_half_even(by.unsigned_abs()))
}

fn signed(negative: bool, magnitude: Option<u128>) -> Result<i128, Fault> {
    let magnitude = magnitude.ok_or(Fault::Overflow)?;
    if magnitude <= i128::MAX as u128 {
        Ok(if negative { -(magnitude as i128) } else { magnitude as i128 })
    } else if negative && magnitude == i128::MIN.unsigned_abs() {
        Ok(i128::MIN)
    } else {
        Err(Fault::Overflow)
    }
}

/// Division by 10^n where nothing is left over: a shift by n and a multiplication by the inverse of 5^n modulo 2^128.
struct PowerOfTen {
    twos: u32,
    inverse: u128,
    /// The greatest multiple's quotient; a product beyond it says that something is left over.
    limit: u128,
}

const EIGHTEEN: PowerOfTen = PowerOfTen::new(18);
const TEN: PowerOfTen = PowerOfTen::new(10);

impl PowerOfTen {
    const fn new(n: u32) -> PowerOfTen {
        let fives = 5u128.pow(n);
        // Newton: each step doubles the bits that are right, beginning with three.
        let (mut inverse, mut step) = (fives, 0);
        while step < 6 {
            inverse = inverse.wrapping_mul(2u128.wrapping_sub(fives.wrapping_mul(inverse)));
            step += 1;
        }
        PowerOfTen { twos: n, inverse, limit: u128::MAX / fives }
    }

    #[inline]
    fn divide(&self, value: u128) -> Option<u128> {
        if value & ((1 << self.twos) - 1) != 0 {
            return None;
        }
        let quotient = (value >> self.twos).wrapping_mul(self.inverse);
        (quotient <= self.limit).then_some(quotient)
    }
}

/// The exact value of a double's shortest round-trip digits, rounded half to even at the 18th place.
pub fn from_float(x: f64) -> Result<i128, Fault> {
    if !x.is_finite() {
        return Err(Fault::NotFinite);
    }
    // At most 15 digits, no more than 8 of them behind the point: such a number has one double, and so no shorter digits.
    let scaled = x * 1e8;
    if scaled.abs() < 1e15 {
        let count = scaled as i64;
        if count as f64 == scaled && scaled / 1e8 == x {
            return Ok(count as i128 * 10_000_000_000);
        }
    }
    if let Some(magnitude) = from_middle(x.abs()) {
        return Ok(if x < 0.0 { -magnitude } else { magnitude });
    }
    from_shortest(x)
}

/// The shortest digits of doubles from 0.1 up to 10^15, in whole numbers of 64 bits: with 15 digits, then 16, then 17, the
/// nearest string, if it is nearer to this double than to its neighbours. A string of fewer digits is one of 15.
fn from_middle(x: f64) -> Option<i128> {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    // Below a power of two doubles lie closer than above.
    if !(0.1..1e15).contains(&x) || fraction == 0 {
        return None;
    }
    let mantissa = fraction | 1 << 52;
    let shift = 1075 - (bits >> 52) as u32;
    let places = 17 - (x as u64).checked_ilog10().map_or(0, |power| power + 1);
    let scale = POWERS[places as usize];
    // x is `scaled` units of 2^-shift · 10^-places, and `scale` of them are the distance to its neighbours.
    let scaled = u128::from(mantissa) * u128::from(scale);
    let (digits, rest) = ((scaled >> shift) as u64, scaled as u64 & ((1 << shift) - 1));
    for unit in [100, 10, 1] {
        let lower = digits / unit * unit;
        let below = ((digits - lower) << shift) + rest;
        let above = (unit << shift) - below;
        let up = above < below || (above == below && (lower / unit) & 1 == 1);
        let twice = 2 * if up { above } else { below };
        if twice < scale || (twice == scale && mantissa & 1 == 0) {
            let digits = lower + if up { unit } else { 0 };
            return Some(i128::from(digits) * i128::from(POWERS[PLACES as usize - places as usize]));
        }
    }
    None
}

const POWERS: [u64; 18] = {
    let mut powers = [1; 18];
    let mut power = 1;
    while power < powers.len() {
        powers[power] = powers[power - 1] * 10;
        power += 1;
    }
    powers
};

fn from_shortest(x: f64) -> Result<i128, Fault> {
    let mut text = Text { bytes: [0; 32], length: 0 };
    write!(text, "{:e}", x.abs()).expect("17 digits and an exponent fit 32 bytes");
    let (mut digits, mut exponent, mut fraction) = (0u128, 0i32, false);
    let mut characters = text.bytes[..text.length].iter();
    for &character in characters.by_ref() {
        match character {
            b'.' => fraction = true,
            b'e' => break,
            _ => {
                digits = digits * 10 + (character - b'0') as u128;
                exponent -= fraction as i32;
            }
        }
    }
    let power = std::str::from_utf8(characters.as_slice()).expect("ASCII");
    exponent += power.parse::<i32>().expect("an exponent");
    digits = even_of_two(x, digits, exponent);
    exponent += PLACES;
    let magnitude = if digits == 0 || exponent < -20 {
        Some(0)
    } else if exponent > 38 {
        None
    } else if exponent >= 0 {
        digits.checked_mul(10u128.pow(exponent as u32))
    } else {
        Wide::product(digits, 1).divide_half_even(10u128.pow(-exponent as u32))
    };
    signed(x < 0.0, magnitude)
}

/// Where a double lies half-way between two of its shortest digit strings, JavaScript and Python write the even one;
/// `core::fmt` does not say which. x = odd · 2^power is half-way where 2 · x = (2 · digits ± 1) · 10^exponent.
fn even_of_two(x: f64, digits: u128, exponent: i32) -> u128 {
    let bits = x.to_bits();
    let mantissa = (bits & ((1 << 52) - 1)) | 1 << 52;
    let (odd, zeros) = ((mantissa >> mantissa.trailing_zeros()) as u128, mantissa.trailing_zeros() as i32);
    let power = (bits >> 52 & 0x7ff) as i32 - 1075 + zeros;
    // Below a power of two doubles lie closer: there the lower string may be another double's.
    if power + 1 != exponent || odd == 1 {
        return digits;
    }
    let Some(fives) = 5u128.checked_pow(exponent.unsigned_abs()) else { return digits };
    let twice = if exponent < 0 { odd.checked_mul(fives) } else { (odd % fives == 0).then_some(odd / fives) };
    match twice {
        Some(twice) if twice.abs_diff(2 * digits) == 1 => (twice / 2).next_multiple_of(2),
        _ => digits,
    }
}

struct Text {
    bytes: [u8; 32],
    length: usize,
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(std::fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

/// The nearest double, ties to even.
pub fn to_float(value: i128) -> f64 {
    let magnitude = value.unsigned_abs();
    let float = match TEN.divide(magnitude) {
        Some(count) if count < 1 << 53 => count as u64 as f64 / 1e8,
        _ => nearest(magnitude),
    };
    if value < 0 {
        -float
    } else {
        float
    }
}

/// 10^-18 is 5^-18 · 2^-18: divide by the fives with bits to spare, let a last bit stand for what is left over, and
/// leave the rounding to the conversion and the twos to the exponent.
fn nearest(magnitude: u128) -> f64 {
    const FIVES: u128 = 5u128.pow(PLACES as u32);
    /// 2^169 / 5^18: the quotient of what has its top bit set is that product's top, or one more.
    const INVERSE: u128 = (((1 << 127) / FIVES) << 42) + (((1 << 127) % FIVES) << 42) / FIVES;
    if magnitude == 0 {
        return 0.0;
    }
    let shift = magnitude.leading_zeros();
    let shifted = magnitude << shift;
    let mut quotient = Wide::product(shifted, INVERSE).high() >> 41;
    let mut rest = shifted - quotient * FIVES;
    while rest >= FIVES {
        quotient += 1;
        rest -= FIVES;
    }
    let left = rest != 0;
    let scale = f64::from_bits(((1023 - PLACES as u64) - shift as u64) << 52);
    (quotient | left as u128) as f64 * scale
}

pub fn add_all(a: &Words, b: &Words, out: &Words) -> Result<(), Failure> {
    pairwise(a, b, out, add)
}

pub fn subtract_all(a: &Words, b: &Words, out: &Words) -> Result<(), Failure> {
    pairwise(a, b, out, subtract)
}

pub fn multiply_all(a: &Words, b: &Words, out: &Words) -> Result<(), Failure> {
    pairwise(a, b, out, multiply)
}

pub fn divide_all(a: &Words, b: &Words, out: &Words) -> Result<(), Failure> {
    pairwise(a, b, out, divide)
}

#[inline]
fn pairwise(
    a: &Words,
    b: &Words,
    out: &Words,
    operate: impl Fn(i128, i128) -> Result<i128, Fault>,
) -> Result<(), Failure> {
    if !a.len().is_multiple_of(2) || b.len() != a.len() || out.len() != a.len() {
        return Err(Fault::ArrayLength.into());
    }
    for (i, ((a, b), out)) in a.chunks_exact(2).zip(b.chunks_exact(2)).zip(out.chunks_exact(2)).enumerate() {
        let result = operate(join(a[0].get(), a[1].get()), join(b[0].get(), b[1].get()));
        let [low, high] = split(result.map_err(|fault| fault.at(i))?);
        out[0].set(low);
        out[1].set(high);
    }
    Ok(())
}

pub fn from_float_all(values: &[Cell<f64>], out: &Words) -> Result<(), Failure> {
    if out.len() != 2 * values.len() {
        return Err(Fault::ArrayLength.into());
    }
    for (i, (value, out)) in values.iter().zip(out.chunks_exact(2)).enumerate() {
        let [low, high] = split(from_float(value.get()).map_err(|fault| fault.at(i))?);
        out[0].set(low);
        out[1].set(high);
    }
    Ok(())
}

pub fn to_float_all(values: &Words, out: &[Cell<f64>]) -> Result<(), Failure> {
    if values.len() != 2 * out.len() {
        return Err(Fault::ArrayLength.into());
    }
    for (value, out) in values.chunks_exact(2).zip(out) {
        out.set(to_float(join(value[0].get(), value[1].get())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_the_middle_are_those_that_are_printed() {
        let mut seed = 0x9e37_79b9_7f4a_7c15u64;
        let mut middle = 0;
        for _ in 0..400_000 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            // Any mantissa, few or many bits of it, at a magnitude from 2^-8 to 2^55.
            let mantissa = (seed >> 12) & (u64::MAX << (seed % 50));
            let x = f64::from_bits(((1015 + seed % 64) << 52) | (mantissa & ((1 << 52) - 1)));
            if let Some(magnitude) = from_middle(x) {
                middle += 1;
                assert_eq!(Ok(magnitude), from_shortest(x), "{x}");
            }
        }
        assert!(middle > 200_000);
    }

    const CENT: i128 = ONE / 100;

    #[test]
    fn multiplies_by_hand() {
        assert_eq!(multiply(12_34 * CENT, 50 * CENT), Ok(6_17 * CENT));
        assert_eq!(multiply(-3, ONE / 2), Ok(-2));
        assert_eq!(multiply(1, ONE / 2), Ok(0));
        assert_eq!(multiply(3, ONE / 2), Ok(2));
        assert_eq!(multiply(5, ONE / 2), Ok(2));
        assert_eq!(multiply(i128::MIN, ONE), Ok(i128::MIN));
        assert_eq!(multiply(i128::MIN, -ONE), Err(Fault::Overflow));
        assert_eq!(multiply(i128::MAX, ONE), Ok(i128::MAX));
        assert_eq!(multiply(i128::MAX, ONE + 1), Err(Fault::Overflow));
    }

    #[test]
    fn divides_by_hand() {
        assert_eq!(divide(ONE, 3 * ONE), Ok(333_333_333_333_333_333));
        assert_eq!(divide(2 * ONE, 3 * ONE), Ok(666_666_666_666_666_667));
        assert_eq!(divide(1, 2 * ONE), Ok(0));
        assert_eq!(divide(-3, 2 * ONE), Ok(-2));
        assert_eq!(divide(ONE, 0), Err(Fault::DivisionByZero));
        assert_eq!(divide(i128::MAX, 1), Err(Fault::Overflow));
        assert_eq!(divide(i128::MIN, -ONE), Err(Fault::Overflow));
        assert_eq!(divide(i128::MIN, ONE), Ok(i128::MIN));
    }

    #[test]
    fn weighs_with_one_rounding() {
        assert_eq!(weigh(100 * ONE, 10 * ONE, 50 * ONE, 13 * ONE, 150 * ONE), Ok(11 * ONE));
        assert_eq!(weigh(-100 * ONE, 10 * ONE, ONE, ONE, -100 * ONE), Ok(9_99 * CENT));
        assert_eq!(weigh(ONE, ONE, -ONE, ONE, 7), Ok(0));
        assert_eq!(weigh(i128::MAX, i128::MAX, i128::MAX, i128::MAX, i128::MAX), Err(Fault::Overflow));
        assert_eq!(weigh(i128::MIN, i128::MIN, i128::MIN, i128::MIN, i128::MIN), Err(Fault::Overflow));
    }

    #[test]
    fn floats_enter_by_their_shortest_digits() {
        assert_eq!(from_float(0.1), Ok(ONE / 10));
        assert_eq!(from_float(0.1 + 0.2), Ok(300_000_000_000_000_040));
        assert_eq!(from_float(-1.25e-17), Ok(-12));
        assert_eq!(from_float(1.5e-18), Ok(2));
        assert_eq!(from_float(5e-19), Ok(0));
        assert_eq!(from_float(5e-324), Ok(0));
        assert_eq!(from_float(-0.0), Ok(0));
        assert_eq!(from_float(1e20), Ok(100 * ONE * ONE));
        assert_eq!(from_float(123456789.12345679), Ok(123_456_789_123_456_790_000_000_000));
        assert_eq!(from_float(702085576365607.25), Ok(7_020_855_763_656_072 * ONE / 10));
        assert_eq!(from_float(702085576365607.75), Ok(7_020_855_763_656_078 * ONE / 10));
        assert_eq!(from_float(1.8e20), Err(Fault::Overflow));
        assert_eq!(from_float(f64::MAX), Err(Fault::Overflow));
        assert_eq!(from_float(f64::NAN), Err(Fault::NotFinite));
        assert_eq!(from_float(f64::NEG_INFINITY), Err(Fault::NotFinite));
    }

    #[test]
    fn floats_leave_rounded_to_the_nearest() {
        let mut value = 1i128;
        for i in 0..40_000i128 {
            value = value.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(i) >> (i % 7);
            let magnitude = value.unsigned_abs();
            let text = format!(
                "{}{}.{:018}",
                if value < 0 { "-" } else { "" },
                magnitude / ONE as u128,
                magnitude % ONE as u128
            );
            assert_eq!(to_float(value), text.parse::<f64>().unwrap(), "{text}");
        }
        assert_eq!(to_float(i128::MIN), -170141183460469231731.687303715884105728);
        assert_eq!(to_float(1), 1e-18);
        assert_eq!(to_float(0).to_bits(), 0);
    }
}
