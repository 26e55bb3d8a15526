//! Dates and times of CSV, as epoch ms.

use super::ends;

pub const DAY: i64 = 86_400_000;
const MINUTE: f64 = 60_000.0;
/// Letters of a date.
pub const DATE: usize = 10;

/// The month of the date before, in which the next one most often is.
#[derive(Default)]
pub struct Month {
    /// `2020-01-`
    letters: Option<[u8; 8]>,
    /// Its first day, epoch ms.
    first: f64,
}

impl Month {
    /// The date at an offset, where it is one of days that every month has.
    #[inline(always)]
    pub fn day(&self, text: &[u8], at: usize) -> Option<f64> {
        let cell: &[u8; DATE] = text.get(at..at + DATE)?.try_into().ok()?;
        let (tens, ones) = (cell[8].wrapping_sub(b'0'), cell[9].wrapping_sub(b'0'));
        let day = f64::from(tens.wrapping_mul(10).wrapping_add(ones));
        let is_day = tens < 3 && ones < 10 && (1.0..=28.0).contains(&day);
        let is_whole = text.get(at + DATE).is_none_or(|&byte| ends(byte));
        (is_day && is_whole && cell.first_chunk() == self.letters.as_ref())
            .then_some(self.first + (day - 1.0) * DAY as f64)
    }

    /// Takes the month of a date, if the cell is one of ten letters.
    pub fn keep(&mut self, cell: &[u8], time: f64) {
        if let (DATE, Some(letters), Some(day)) = (cell.len(), cell.first_chunk(), digits(cell, 8, 2)) {
            *self = Month { letters: Some(*letters), first: time - ((day - 1) * DAY) as f64 };
        }
    }
}

/// Epoch ms of a date, or of a date with a time of day and perhaps its zone.
#[inline(always)]
pub fn instant(cell: &[u8]) -> Option<f64> {
    if cell.len() == 8 {
        return midnight(digits(cell, 0, 4)?, digits(cell, 4, 2)?, digits(cell, 6, 2)?);
    }
    if cell.len() < 10 || cell[4] != b'-' || cell[7] != b'-' {
        return None;
    }
    let day = midnight(digits(cell, 0, 4)?, digits(cell, 5, 2)?, digits(cell, 8, 2)?)?;
    if cell.len() == 10 {
        Some(day)
    } else {
        Some(day + time_of_day(&cell[10..])?)
    }
}

#[inline(always)]
fn digits(cell: &[u8], at: usize, count: usize) -> Option<i64> {
    let mut value = 0;
    for &byte in cell.get(at..at + count)? {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(value)
}

#[inline(always)]
fn midnight(year: i64, month: i64, day: i64) -> Option<f64> {
    const LENGTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1..=12).contains(&month) || day < 1 || year < 1000 {
        return None;
    }
    let leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if day > LENGTHS[month as usize - 1] + i64::from(leap) {
        return None;
    }
    // Years begin in March, so that leap days come last; 719468 days lie between 0000-03-01 and 1970-01-01.
    let shifted = year - i64::from(month <= 2);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let number = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + of_year - 719_468;
    Some((number * DAY) as f64)
}

/// `T14:31[:00[.0…]]` or the same after a space, then a zone.
fn time_of_day(text: &[u8]) -> Option<f64> {
    if text.len() < 6 || (text[0] != b'T' && text[0] != b' ') || text[3] != b':' {
        return None;
    }
    let (hour, minute) = (digits(text, 1, 2)?, digits(text, 4, 2)?);
    if hour > 23 || minute > 59 {
        return None;
    }
    let mut ms = (hour * 60 + minute) as f64 * MINUTE;
    let mut at = 6;
    if text.get(at) == Some(&b':') {
        let second = digits(text, at + 1, 2).filter(|&second| second <= 59)?;
        ms += second as f64 * 1000.0;
        at += 3;
        if text.get(at) == Some(&b'.') {
            at += 1;
            let mut scale = 100.0;
            while let Some(digit) = text.get(at).filter(|byte| byte.is_ascii_digit()) {
                ms += f64::from(digit - b'0') * scale;
                scale /= 10.0;
                at += 1;
            }
        }
    }
    Some(ms - offset(&text[at..])?)
}

/// `Z`, `+hh:mm`, `-hhmm`, `+hh` or nothing, in ms east of UTC.
fn offset(text: &[u8]) -> Option<f64> {
    if text.is_empty() || text == b"Z" || text == b"z" {
        return Some(0.0);
    }
    let sign = match text[0] {
        b'+' => 1.0,
        b'-' => -1.0,
        _ => return None,
    };
    let colon = usize::from(text.get(3) == Some(&b':'));
    let minutes = match text.len() {
        3 => 0,
        length if length == 5 + colon => digits(text, 3 + colon, 2)?,
        _ => return None,
    };
    Some(sign * (digits(text, 1, 2)? * 60 + minutes) as f64 * MINUTE)
}

/// Whether a time of day, of more than ten letters with its date, says in which zone it is.
pub fn names_zone(cell: &[u8]) -> bool {
    let sign = |back: usize| matches!(cell[cell.len() - back], b'+' | b'-');
    matches!(cell[cell.len() - 1], b'Z' | b'z') || sign(3) || sign(5) || sign(6)
}
