//! 256-bit magnitudes: products of exact values before they are rounded back.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wide {
    high: u128,
    low: u128,
}

const LOW: u128 = u64::MAX as u128;

impl Wide {
    pub fn product(a: u128, b: u128) -> Wide {
        let (a1, a0, b1, b0) = (a >> 64, a & LOW, b >> 64, b & LOW);
        let (bottom, cross, other) = (a0 * b0, a1 * b0, a0 * b1);
        let middle = (bottom >> 64) + (cross & LOW) + (other & LOW);
        Wide { high: a1 * b1 + (cross >> 64) + (other >> 64) + (middle >> 64), low: (middle << 64) | (bottom & LOW) }
    }

    /// What is beyond the lower 128 bits.
    pub fn high(self) -> u128 {
        self.high
    }

    /// Exact for the sum of two products of signed 128-bit values, which is at most 2^255.
    pub fn plus(self, other: Wide) -> Wide {
        let (low, carry) = self.low.overflowing_add(other.low);
        Wide { high: self.high + other.high + carry as u128, low }
    }

    /// `self - other`, where `other` is not the greater.
    pub fn minus(self, other: Wide) -> Wide {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Wide { high: self.high - other.high - borrow as u128, low }
    }

    /// The quotient rounded half to even, or none where it takes more than 128 bits. `divisor` is not zero.
    pub fn divide_half_even(self, divisor: u128) -> Option<u128> {
        if self.high >= divisor {
            return None;
        }
        let (quotient, rest) = self.divide(divisor);
        let other = divisor - rest;
        if rest > other || (rest == other && quotient & 1 == 1) {
            quotient.checked_add(1)
        } else {
            Some(quotient)
        }
    }

    /// Quotient and rest; `high` is less than `divisor`, so that the quotient fits.
    fn divide(self, divisor: u128) -> (u128, u128) {
        if self.high == 0 {
            return (self.low / divisor, self.low % divisor);
        }
        if divisor <= LOW {
            let upper = (self.high << 64) | (self.low >> 64);
            let lower = ((upper % divisor) << 64) | (self.low & LOW);
            return (((upper / divisor) << 64) | (lower / divisor), lower % divisor);
        }
        // Knuth's algorithm D with two digits of 64 bits each.
        let shift = divisor.leading_zeros();
        let divisor = divisor << shift;
        let (mut high, low) = (self.high << shift, self.low << shift);
        if shift > 0 {
            high |= self.low >> (128 - shift);
        }
        let (first, high) = digit(high, low >> 64, divisor);
        let (second, rest) = digit(high, low & LOW, divisor);
        ((first << 64) | second, rest >> shift)
    }
}

/// One digit of a quotient: (rest · 2^64 + next) / divisor, where rest < divisor and the divisor's top bit is set.
fn digit(rest: u128, next: u128, divisor: u128) -> (u128, u128) {
    let (d1, d0) = (divisor >> 64, divisor & LOW);
    let (mut quotient, mut left) = (rest / d1, rest % d1);
    while quotient > LOW || quotient * d0 > ((left << 64) | next) {
        quotient -= 1;
        left += d1;
        if left > LOW {
            break;
        }
    }
    let value = (rest << 64) | next;
    (quotient, value.wrapping_sub(quotient.wrapping_mul(divisor)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bit by bit, for comparison.
    fn slowly(mut high: u128, low: u128, divisor: u128) -> (u128, u128) {
        let mut quotient = 0u128;
        for bit in (0..128).rev() {
            let carry = high >> 127;
            high = (high << 1) | ((low >> bit) & 1);
            quotient <<= 1;
            if carry == 1 || high >= divisor {
                high = high.wrapping_sub(divisor);
                quotient |= 1;
            }
        }
        (quotient, high)
    }

    #[test]
    fn divides_as_long_division_does() {
        let mut seed = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835u128;
        let mut next = || {
            seed ^= seed << 29;
            seed ^= seed >> 71;
            seed ^= seed << 43;
            // Mixed sizes, and digits all ones or all noughts, where estimates go wrong.
            match seed % 5 {
                0 => u128::MAX << (seed % 127),
                1 => u128::MAX >> (seed % 127),
                2 => (seed >> (seed % 120)) | 1 << 127,
                _ => seed >> (seed % 128),
            }
        };
        for _ in 0..200_000 {
            let (divisor, high, low) = (next().max(1), next(), next());
            let number = Wide { high: high % divisor, low };
            assert_eq!(number.divide(divisor), slowly(number.high, low, divisor));
        }
    }

    #[test]
    fn multiplies_and_adds_over_128_bits() {
        let top = 1u128 << 127;
        assert_eq!(Wide::product(top, top), Wide { high: 1 << 126, low: 0 });
        assert_eq!(Wide::product(u128::MAX, u128::MAX), Wide { high: u128::MAX - 1, low: 1 });
        let sum = Wide::product(top, top).plus(Wide::product(u128::MAX, 1));
        assert_eq!(sum.minus(Wide::product(u128::MAX, 1)), Wide::product(top, top));
    }
}
