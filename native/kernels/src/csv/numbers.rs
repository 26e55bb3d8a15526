//! Numbers of CSV, in any spelling.

use super::{ends, field_end, trimmed};

/// Words that say that there is no number.
const MISSING: [&[u8]; 8] = [b"", b"nan", b"null", b"none", b"na", b"n/a", b"#n/a", b"<na>"];
/// Powers of ten that are whole doubles.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// A number and where it ends. Up to 15 digits and a point are exact as digits / power of ten; anything else goes the long way.
#[inline(always)]
pub fn number(text: &[u8], from: usize) -> Option<(f64, usize)> {
    if let Some(short) = short_number(text, from) {
        return Some(short);
    }
    let negative = text.get(from) == Some(&b'-');
    let begin = from + usize::from(negative);
    let mut at = begin;
    let mut digits: u64 = 0;
    let mut point = usize::MAX;
    while let Some(&byte) = text.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit));
        } else if byte == b'.' && point == usize::MAX {
            point = at;
        } else {
            break;
        }
        at += 1;
    }
    let dotted = usize::from(point != usize::MAX);
    let count = at - begin - dotted;
    if (1..=15).contains(&count) && text.get(at).is_none_or(|&byte| ends(byte)) {
        let places = if dotted == 1 { at - point - 1 } else { 0 };
        let value = digits as f64 / POWERS[places];
        return Some((if negative { -value } else { value }, at));
    }
    let end = field_end(text, from);
    Some((odd_number(trimmed(&text[from..end]))?, end))
}

/// The same of digits and perhaps a point within eight letters, the one that ends them included: all of them at once, without a loop.
#[inline(always)]
fn short_number(text: &[u8], from: usize) -> Option<(f64, usize)> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let letters = u64::from_le_bytes(text.get(from..from + 8)?.try_into().ok()?);
    let values = letters ^ (EACH * 0x30);
    // Digits have no high bits, also not with six added. A carry out of a letter beyond ASCII can only make less of what follows a digit.
    let other = (values | values.wrapping_add(EACH * 6)) & (EACH * 0xf0);
    let first = other.trailing_zeros() as usize / 8;
    let letter = |at: usize| (letters >> (8 * at)) as u8;
    if first == 8 {
        return None;
    }
    let below = (1u64 << (8 * first)) - 1;
    let (digits, count, end, places) = if letter(first) == b'.' {
        let end = (other & !(0xff << (8 * first))).trailing_zeros() as usize / 8;
        if end == 8 {
            return None;
        }
        ((values & below) | ((values >> 8) & !below), end - 1, end, end - first - 1)
    } else {
        (values, first, first, 0)
    };
    if count == 0 || !ends(letter(end)) {
        return None;
    }
    // The last digit in the highest place, zeros before the first; then pairs, fours, all eight.
    let pairs = digits << (64 - 8 * count);
    let pairs = pairs.wrapping_mul(10).wrapping_add(pairs >> 8);
    const MASK: u64 = 0x0000_00ff_0000_00ff;
    let fours = (pairs & MASK).wrapping_mul(0x000f_4240_0000_0064);
    let others = ((pairs >> 16) & MASK).wrapping_mul(0x0000_2710_0000_0001);
    let value = (fours.wrapping_add(others) >> 32) as u32;
    Some((f64::from(value) / POWERS[places], from + end))
}

/// A number in any of its spellings, NaN for one of the words that say that there is none.
#[cold]
fn odd_number(cell: &[u8]) -> Option<f64> {
    if MISSING.iter().any(|word| cell.eq_ignore_ascii_case(word)) {
        return Some(f64::NAN);
    }
    if !is_number(cell) {
        return None;
    }
    std::str::from_utf8(cell).ok()?.parse().ok().filter(|value: &f64| value.is_finite())
}

/// `[+-] digits [. digits] [e [+-] digits]`, with a digit before the exponent at least.
fn is_number(cell: &[u8]) -> bool {
    let run = |from: usize| cell[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let signed = |at: usize| usize::from(matches!(cell.get(at), Some(b'+' | b'-')));
    let mut at = signed(0);
    let mut count = run(at);
    at += count;
    if cell.get(at) == Some(&b'.') {
        let more = run(at + 1);
        count += more;
        at += 1 + more;
    }
    if count == 0 {
        return false;
    }
    if matches!(cell.get(at), Some(b'e' | b'E')) {
        at += 1 + signed(at + 1);
        let power = run(at);
        at += power;
        if power == 0 {
            return false;
        }
    }
    at == cell.len()
}
