//! Rows of bars as CSV without quotes: a time and numbers, straight from the bytes into columns. What is not plainly one of these (odd
//! words, a row too wide, times that name their zone after others that did not) is left to the caller, row by row: reading stops
//! before it. `native/reference/csv.ts` reads the same and stops at the same rows.

use crate::failure::{Failure, Fault};
use crate::parallel;

const DAY: i64 = 86_400_000;
const MINUTE: f64 = 60_000.0;
/// What a field of a row is, where it is no number of a column.
const IGNORED: i32 = -1;
const TIME: i32 = 0;
/// Rows that say whether a file is one of minutes.
const FIRST_ROWS: usize = 2;
const MISSING: [&[u8]; 8] = [b"", b"nan", b"null", b"none", b"na", b"n/a", b"#n/a", b"<na>"];

/// How far a file has been read: `CSV` in `native/interface.ts`.
pub const STATE: usize = 5;

/// One file's text and where its rows go. `fields` has what each field of a row is: 0 its time, k the k-th column of numbers, -1 nothing
/// that is read. `columns` has as many parts, each with as many rows as `lines`, as there are columns and one for the times.
pub struct Sheet<'a> {
    pub text: &'a [u8],
    pub fields: &'a [i32],
    pub lines: &'a mut [i32],
    pub columns: &'a mut [f64],
    pub state: &'a mut [f64],
}

/// Rows at most from offset `at` on: line ends, and one.
pub fn rows(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    // Counted in bytes, block by block, for the compiler to count many at once.
    let blocks = rest.chunks(192).map(|block| {
        usize::from(block.iter().map(|&byte| u8::from(byte == b'\n') + u8::from(byte == b'\r')).sum::<u8>())
    });
    blocks.sum::<usize>() + 1
}

/// Reads all files, side by side.
pub fn read(sheets: Vec<Sheet>) -> Result<(), Failure> {
    for sheet in &sheets {
        check(sheet)?;
    }
    parallel::each(sheets, read_sheet);
    Ok(())
}

fn check(sheet: &Sheet) -> Result<(), Failure> {
    let columns = sheet.fields.iter().copied().max().unwrap_or(0).max(0) as usize + 1;
    let whole = |number: f64, most: usize| number >= 0.0 && number <= most as f64 && number.fract() == 0.0;
    let fits = sheet.state.len() == STATE
        && sheet.columns.len() == columns * sheet.lines.len()
        && sheet.fields.iter().filter(|&&field| field == TIME).count() == 1
        && sheet.fields.iter().all(|&field| field >= IGNORED)
        && whole(sheet.state[0], sheet.text.len())
        && whole(sheet.state[1], i32::MAX as usize)
        && whole(sheet.state[2], sheet.lines.len());
    if fits {
        Ok(())
    } else {
        Err(Fault::ArrayLength.into())
    }
}

fn read_sheet(sheet: Sheet) {
    let Sheet { text, fields, lines, columns, state } = sheet;
    let capacity = lines.len();
    let (mut at, mut line, mut row) = (state[0] as usize, state[1] as i32, state[2] as usize);
    let mut timed = state[3] == 1.0;
    let mut before = Before { zone: state[4], month: Month::default() };
    while at < text.len() {
        let first = text[at];
        if first == b'\n' || first == b'\r' {
            if first == b'\n' || text.get(at + 1) != Some(&b'\n') {
                line = line.saturating_add(1);
            }
            at += 1;
            continue;
        }
        if row == capacity {
            break;
        }
        let Some(end) = read_row(text, at, fields, columns, capacity, row, &mut before) else {
            break;
        };
        if row < FIRST_ROWS && columns[row] % DAY as f64 != 0.0 {
            timed = true;
        }
        lines[row] = line;
        row += 1;
        at = end;
    }
    state.copy_from_slice(&[at as f64, f64::from(line), row as f64, f64::from(u8::from(timed)), before.zone]);
}

/// Where the row ends; none where it is not plain.
#[inline(always)]
fn read_row(
    text: &[u8],
    mut at: usize,
    fields: &[i32],
    columns: &mut [f64],
    capacity: usize,
    row: usize,
    before: &mut Before,
) -> Option<usize> {
    let mut named = before.zone;
    for (place, &field) in fields.iter().enumerate() {
        if field > TIME {
            let (value, end) = number(text, at)?;
            columns[field as usize * capacity + row] = value;
            at = end;
        } else if let Some(time) = before.month.day(text, at).filter(|_| field == TIME) {
            columns[row] = time;
            at += DATE;
        } else {
            let end = field_end(text, at);
            if field == TIME {
                let cell = trimmed(&text[at..end]);
                columns[row] = instant(cell)?;
                before.month.keep(cell, columns[row]);
                if cell.len() > DATE {
                    let is = if names_zone(cell) { 1.0 } else { 2.0 };
                    if named != 0.0 && named != is {
                        return None;
                    }
                    named = is;
                }
            }
            at = end;
        }
        let comma = text.get(at) == Some(&b',');
        if comma != (place + 1 < fields.len()) {
            return None;
        }
        at += usize::from(comma);
    }
    before.zone = named;
    Some(at)
}

#[inline(always)]
fn ends(byte: u8) -> bool {
    byte == b',' || byte == b'\n' || byte == b'\r'
}

#[inline(always)]
fn field_end(text: &[u8], at: usize) -> usize {
    text[at..].iter().position(|&byte| ends(byte)).map_or(text.len(), |length| at + length)
}

/// Letters of a date.
const DATE: usize = 10;

/// What the rows before have shown: whether times name their zone, and the last date's month.
struct Before {
    zone: f64,
    month: Month,
}

/// The month of the date before, in which the next one most often is.
#[derive(Default)]
struct Month {
    /// `2020-01-`
    letters: Option<[u8; 8]>,
    /// Its first day, epoch ms.
    first: f64,
}

impl Month {
    /// The date at an offset, where it is one of days that every month has.
    #[inline(always)]
    fn day(&self, text: &[u8], at: usize) -> Option<f64> {
        let cell: &[u8; DATE] = text.get(at..at + DATE)?.try_into().ok()?;
        let (tens, ones) = (cell[8].wrapping_sub(b'0'), cell[9].wrapping_sub(b'0'));
        let day = f64::from(tens.wrapping_mul(10).wrapping_add(ones));
        let is_day = tens < 3 && ones < 10 && (1.0..=28.0).contains(&day);
        let is_whole = text.get(at + DATE).is_none_or(|&byte| ends(byte));
        (is_day && is_whole && cell.first_chunk() == self.letters.as_ref())
            .then_some(self.first + (day - 1.0) * DAY as f64)
    }

    /// Takes the month of a date, if the cell is one of ten letters.
    fn keep(&mut self, cell: &[u8], time: f64) {
        if let (DATE, Some(letters), Some(day)) = (cell.len(), cell.first_chunk(), digits(cell, 8, 2)) {
            *self = Month { letters: Some(*letters), first: time - ((day - 1) * DAY) as f64 };
        }
    }
}

/// Powers of ten that are whole doubles.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// A number and where it ends. Up to 15 digits and a point are exact as digits / power of ten; anything else goes the long way.
#[inline(always)]
fn number(text: &[u8], from: usize) -> Option<(f64, usize)> {
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

#[inline(always)]
fn trimmed(cell: &[u8]) -> &[u8] {
    let from = cell.iter().position(|&byte| byte != b' ').unwrap_or(cell.len());
    let to = cell.iter().rposition(|&byte| byte != b' ').map_or(from, |last| last + 1);
    &cell[from..to]
}

/// Epoch ms of a date, or of a date with a time of day and perhaps its zone.
#[inline(always)]
fn instant(cell: &[u8]) -> Option<f64> {
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
fn names_zone(cell: &[u8]) -> bool {
    let sign = |back: usize| matches!(cell[cell.len() - back], b'+' | b'-');
    matches!(cell[cell.len() - 1], b'Z' | b'z') || sign(3) || sign(5) || sign(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [i32; 4] = [0, 2, -1, 1];

    struct Answer {
        lines: Vec<i32>,
        times: Vec<f64>,
        first: Vec<f64>,
        second: Vec<f64>,
        state: [f64; STATE],
    }

    fn answer(text: &str) -> Answer {
        let capacity = rows(text.as_bytes(), 0);
        let (mut lines, mut columns) = (vec![0; capacity], vec![0.0; capacity * 3]);
        let mut state = [0.0, 2.0, 0.0, 0.0, 0.0];
        let sheet = Sheet {
            text: text.as_bytes(),
            fields: &FIELDS,
            lines: &mut lines,
            columns: &mut columns,
            state: &mut state,
        };
        read(vec![sheet]).unwrap();
        let count = state[2] as usize;
        let part = |at: usize| columns[at * capacity..at * capacity + count].to_vec();
        Answer { lines: lines[..count].to_vec(), times: part(0), first: part(1), second: part(2), state }
    }

    #[test]
    fn reads_times_and_numbers_in_all_their_spellings() {
        let read = answer("2020-01-02,1.5,x,10\r\n\n20200103,-.5,\"y,+1e-12\n2020-01-06 , NaN ,,123456789012345678\r");
        assert_eq!(read.lines, [2, 4, 5]);
        assert_eq!(read.times, [1_577_923_200_000.0, 1_578_009_600_000.0, 1_578_268_800_000.0]);
        assert_eq!(read.first, [10.0, 1e-12, 123_456_789_012_345_678.0]);
        assert_eq!(read.second[..2], [1.5, -0.5]);
        assert!(read.second[2].is_nan());
        assert_eq!(read.state[1..], [6.0, 3.0, 0.0, 0.0]);
    }

    #[test]
    fn reads_times_of_day_with_their_zones() {
        let read = answer("2020-01-02T14:31:00Z,1,,1\n2020-01-02 09:32:30.25-0500,1,,1\n2020-01-02T15:33+01,1,,1");
        let open = 1_577_923_200_000.0 + 14.5 * 3_600_000.0;
        assert_eq!(read.times, [open + 60_000.0, open + 150_250.0, open + 180_000.0]);
        assert_eq!(read.state[3..], [1.0, 1.0]);
    }

    #[test]
    fn stops_before_a_row_that_is_not_plain() {
        let good = "2020-01-02,1,,1\n";
        for bad in [
            "2020-01-03,1,,x",
            "2020-01-03,1,,1e999",
            "2020-01-03,1,,inf",
            "2020-01-03,1,,1,1",
            "2020-01-03,1,,",
            "2020-01-03,1,",
            "2020-02-30,1,,1",
            "2020-01-03T24:00,1,,1",
            "03/01/2020,1,,1",
            "2020-01-0a,1,,1",
            "2020-01-00,1,,1",
        ] {
            let read = answer(&format!("{good}{bad}\n{good}"));
            let stops = if bad.ends_with(",,") { 3.0 } else { 1.0 };
            assert_eq!(
                (read.state[0], read.state[2]),
                (if stops == 1.0 { 16.0 } else { read.state[0] }, stops),
                "{bad}"
            );
        }
        assert_eq!(answer("\0\0\0\0\0\0\0\x0001,1,,1").state[2], 0.0);
        let mixed = answer("2020-01-02T14:31Z,1,,1\n2020-01-02T14:32,1,,1");
        assert_eq!((mixed.state[2], mixed.state[4]), (1.0, 1.0));
    }

    #[test]
    fn reads_many_files_and_refuses_arrays_that_do_not_fit() {
        let text = "2020-01-02,1,,1\n".repeat(50);
        let mut rooms: Vec<_> = (0..20).map(|_| (vec![0; 51], vec![0.0; 153], [0.0, 1.0, 0.0, 0.0, 0.0])).collect();
        let sheets = rooms.iter_mut().map(|(lines, columns, state)| Sheet {
            text: text.as_bytes(),
            fields: &FIELDS,
            lines,
            columns,
            state,
        });
        read(sheets.collect()).unwrap();
        assert!(rooms.iter().all(|(_, columns, state)| state[2] == 50.0 && columns[51..101].iter().all(|&x| x == 1.0)));
        let (mut lines, mut columns, mut state) = (vec![0; 2], vec![0.0; 5], [0.0; STATE]);
        let short = Sheet { text: b"", fields: &FIELDS, lines: &mut lines, columns: &mut columns, state: &mut state };
        assert_eq!(read(vec![short]), Err(Fault::ArrayLength.into()));
    }
}
