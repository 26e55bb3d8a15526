//! Rows of bars as CSV without quotes: a time and numbers, straight from the bytes into columns. What is not plainly one of these (odd
//! words, a row too wide, times that name their zone after others that did not) is left to the caller, row by row: reading stops
//! before it. `native/reference/csv.ts` reads the same and stops at the same rows.

mod numbers;
mod times;

use crate::failure::{Failure, Fault};
use crate::parallel;
use numbers::number;
use times::{instant, names_zone, Month, DATE, DAY};

/// What a field of a row is, where it is no number of a column.
const IGNORED: i32 = -1;
const TIME: i32 = 0;
/// Rows that say whether a file is one of minutes.
const FIRST_ROWS: usize = 2;

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

#[inline(always)]
fn trimmed(cell: &[u8]) -> &[u8] {
    let from = cell.iter().position(|&byte| byte != b' ').unwrap_or(cell.len());
    let to = cell.iter().rposition(|&byte| byte != b' ').map_or(from, |last| last + 1);
    &cell[from..to]
}

/// What the rows before have shown: whether times name their zone, and the last date's month.
struct Before {
    zone: f64,
    month: Month,
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
