//! What compares the cells of a row with each other, each group on its own. Group -1 is none; a NaN has no place.

use crate::failure::{Failure, Fault};
use crate::matrix::clean;
use crate::{parallel, whole};

const AVERAGE: usize = 0;
const MIN: usize = 1;
const MAX: usize = 2;
const DENSE: usize = 3;
const ORDINAL: usize = 4;

pub(crate) struct Cells {
    pub columns: usize,
    pub count: usize,
}

pub(crate) fn check(values: &[f64], columns: f64, groups: &[i32], count: f64, out: usize) -> Result<Cells, Fault> {
    let (Some(columns), Some(count)) = (whole(columns), whole(count)) else { return Err(Fault::MatrixShape) };
    if columns == 0 || count == 0 || !values.len().is_multiple_of(columns) {
        return Err(Fault::MatrixShape);
    }
    if groups.len() != values.len() || out != values.len() {
        return Err(Fault::ArrayLength);
    }
    Ok(Cells { columns, count })
}

/// A number whose order is the doubles' order, both zeros one.
fn ordered(value: f64, descending: bool) -> u64 {
    let bits = if value == 0.0 { 0 } else { value.to_bits() };
    let key = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
    if descending {
        !key
    } else {
        key
    }
}

/// A cell's group, key and place in the row in one number.
type Entry = u128;

fn place(entry: Entry) -> usize {
    entry as u32 as usize
}

/// Steps that putting a row in order takes for a cell.
pub(crate) const ORDERING: usize = 16;

/// Steps that choosing some of a row takes for a cell.
const CHOOSING: usize = 6;

/// Cells that one short key can tell apart.
const SHORT: usize = 1 << 12;

/// Sorts a row's entries. Of one group, first by the greater part of their keys together with where they stand, which is half as long; then
/// what that could not tell apart is put in order, of which there mostly is next to nothing.
fn sort(entries: &mut [Entry], short: &mut Vec<u64>, count: usize) {
    if count > 1 || entries.len() > SHORT {
        entries.sort_unstable();
        return;
    }
    let low = SHORT as u64 - 1;
    short.clear();
    short.extend(entries.iter().enumerate().map(|(i, entry)| (entry >> 32) as u64 & !low | i as u64));
    short.sort_unstable();
    let sorted: Vec<Entry> = short.iter().map(|&key| entries[(key & low) as usize]).collect();
    entries.copy_from_slice(&sorted);
    let mut patience = 8 * entries.len();
    for i in 1..entries.len() {
        let mut k = i;
        while k > 0 && entries[k - 1] > entries[k] {
            if patience == 0 {
                entries.sort_unstable();
                return;
            }
            patience -= 1;
            entries.swap(k - 1, k);
            k -= 1;
        }
    }
}

/// The row's present cells.
fn gather(
    values: &[f64],
    groups: &[i32],
    count: usize,
    descending: bool,
    from: usize,
    entries: &mut Vec<Entry>,
) -> Result<(), Failure> {
    entries.clear();
    for (j, (&value, &group)) in values.iter().zip(groups).enumerate() {
        if group < -1 || group >= 0 && group as usize >= count {
            return Err(Fault::MatrixGroup.at(from + j));
        }
        if group >= 0 && !value.is_nan() {
            entries.push((group as u128) << 96 | (ordered(value, descending) as u128) << 32 | j as u128);
        }
    }
    Ok(())
}

pub fn rank(
    values: &[f64],
    columns: f64,
    groups: &[i32],
    count: f64,
    method: f64,
    descending: bool,
    out: &mut [f64],
) -> Result<(), Failure> {
    let Cells { columns, count } = check(values, columns, groups, count, out.len())?;
    let method = whole(method).filter(|&method| method <= ORDINAL).ok_or(Fault::MatrixKind)?;
    parallel::rows(out, columns, columns * ORDERING, |first, out| {
        out.fill(f64::NAN);
        let mut entries = Vec::with_capacity(columns);
        let mut short = Vec::with_capacity(columns);
        for (k, answer) in out.chunks_mut(columns).enumerate() {
            let from = (first + k) * columns;
            let row = from..from + columns;
            gather(&values[row.clone()], &groups[row], count, descending, from, &mut entries)?;
            sort(&mut entries, &mut short, count);
            for group in entries.chunk_by(|a, b| a >> 96 == b >> 96) {
                let (mut begin, mut distinct) = (0, 0);
                for equals in group.chunk_by(|a, b| a >> 32 == b >> 32) {
                    let end = begin + equals.len();
                    distinct += 1;
                    for (k, &entry) in equals.iter().enumerate() {
                        answer[place(entry)] = match method {
                            AVERAGE => (begin + 1 + end) as f64 / 2.0,
                            MIN => (begin + 1) as f64,
                            MAX => end as f64,
                            DENSE => distinct as f64,
                            _ => (begin + k + 1) as f64,
                        };
                    }
                    begin = end;
                }
            }
        }
        Ok(())
    })
}

pub fn top(
    values: &[f64],
    columns: f64,
    groups: &[i32],
    count: f64,
    size: f64,
    descending: bool,
    out: &mut [u8],
) -> Result<(), Failure> {
    let Cells { columns, count } = check(values, columns, groups, count, out.len())?;
    let size = whole(size).ok_or(Fault::MatrixShape)?;
    parallel::rows(out, columns, columns * CHOOSING, |first, out| {
        out.fill(0);
        let mut entries = Vec::with_capacity(columns);
        for (k, answer) in out.chunks_mut(columns).enumerate() {
            let from = (first + k) * columns;
            let row = from..from + columns;
            gather(&values[row.clone()], &groups[row], count, descending, from, &mut entries)?;
            if count == 1 {
                if size > 0 && size < entries.len() {
                    entries.select_nth_unstable(size - 1);
                }
                entries.iter().take(size).for_each(|&entry| answer[place(entry)] = 1);
                continue;
            }
            entries.sort_unstable();
            for group in entries.chunk_by(|a, b| a >> 96 == b >> 96) {
                group.iter().take(size).for_each(|&entry| answer[place(entry)] = 1);
            }
        }
        Ok(())
    })
}

pub fn demean(
    values: &[f64],
    columns: f64,
    groups: &[i32],
    count: f64,
    standardized: bool,
    out: &mut [f64],
) -> Result<(), Failure> {
    let Cells { columns, count } = check(values, columns, groups, count, out.len())?;
    let (mut sums, mut counts, mut means) = (vec![0.0; count], vec![0.0; count], vec![0.0; count]);
    let mut present = vec![0.0; columns + 1];
    for from in (0..values.len()).step_by(columns) {
        let (row, groups) = (&values[from..from + columns], &groups[from..from + columns]);
        if count == 1 && !groups.iter().fold(false, |found, &group| found | !matches!(group, -1 | 0)) {
            let answer = &mut out[from..from + columns];
            demean_together(row, groups, standardized, &mut present, answer);
            continue;
        }
        sums.fill(0.0);
        counts.fill(0.0);
        for (j, (&value, &group)) in row.iter().zip(groups).enumerate() {
            if group < -1 || group >= 0 && group as usize >= count {
                return Err(Fault::MatrixGroup.at(from + j));
            }
            if group >= 0 && !value.is_nan() {
                sums[group as usize] += value;
                counts[group as usize] += 1.0;
            }
        }
        for (group, mean) in means.iter_mut().enumerate() {
            *mean = sums[group] / counts[group];
        }
        if standardized {
            sums.fill(0.0);
            for (&value, &group) in row.iter().zip(groups) {
                if group >= 0 && !value.is_nan() {
                    let distance = value - means[group as usize];
                    sums[group as usize] += distance * distance;
                }
            }
            for (sum, count) in sums.iter_mut().zip(&counts) {
                *sum = (*sum / count).sqrt();
            }
        }
        for ((answer, &value), &group) in out[from..from + columns].iter_mut().zip(row).zip(groups) {
            *answer = if group < 0 {
                f64::NAN
            } else if standardized {
                clean((value - means[group as usize]) / sums[group as usize])
            } else {
                clean(value - means[group as usize])
            };
        }
    }
    Ok(())
}

/// A row of one group. No branch is taken at its cells, since the processor could not foresee it: each is put where the next one goes, and
/// stays if it counts.
fn demean_together(row: &[f64], groups: &[i32], standardized: bool, present: &mut [f64], out: &mut [f64]) {
    let mut count = 0;
    for (&value, &group) in row.iter().zip(groups) {
        present[count] = value;
        count += usize::from(group >= 0 && !value.is_nan());
    }
    let present = &present[..count];
    let mean = present.iter().fold(0.0, |sum, value| sum + value) / count as f64;
    let spread = if standardized {
        let squares = present.iter().fold(0.0, |sum, value| sum + (value - mean) * (value - mean));
        (squares / count as f64).sqrt()
    } else {
        1.0
    };
    for ((answer, &value), &group) in out.iter_mut().zip(row).zip(groups) {
        *answer = if group < 0 { f64::NAN } else { clean((value - mean) / spread) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [f64; 5] = [3.0, 1.0, f64::NAN, 3.0, 2.0];
    const ONE: [i32; 5] = [0, 0, 0, 0, -1];

    #[test]
    fn places_by_every_method() {
        let run = |method: f64, descending: bool| {
            let mut out = [0.0; 5];
            rank(&VALUES, 5.0, &ONE, 1.0, method, descending, &mut out).unwrap();
            out.map(|place| place.to_string()).join(" ")
        };
        assert_eq!(run(0.0, false), "2.5 1 NaN 2.5 NaN");
        assert_eq!(run(1.0, false), "2 1 NaN 2 NaN");
        assert_eq!(run(2.0, true), "2 3 NaN 2 NaN");
        assert_eq!(run(3.0, true), "1 2 NaN 1 NaN");
        assert_eq!(run(4.0, true), "1 3 NaN 2 NaN");
    }

    #[test]
    fn the_bits_are_the_same_on_any_number_of_threads() {
        let values = parallel::tests::cells(200 * 300, 1);
        for count in [1, 5] {
            let groups: Vec<i32> = (0..values.len()).map(|i| (i * 7 % (count + 1)) as i32 - 1).collect();
            for method in 0..=ORDINAL {
                parallel::tests::same_bits(values.len(), |out| {
                    rank(&values, 300.0, &groups, count as f64, method as f64, false, out).unwrap();
                });
            }
        }
    }

    #[test]
    fn the_first_of_equals_is_taken() {
        let mut out = [0; 5];
        top(&VALUES, 5.0, &ONE, 1.0, 1.0, true, &mut out).unwrap();
        assert_eq!(out, [1, 0, 0, 0, 0]);
        top(&VALUES, 5.0, &[0, 1, 0, 1, 1], 2.0, 1.0, false, &mut out).unwrap();
        assert_eq!(out, [1, 1, 0, 0, 0]);
    }

    #[test]
    fn means_are_the_groups_own() {
        let mut out = [0.0; 5];
        demean(&VALUES, 5.0, &[0, 1, 0, 1, -1], 2.0, false, &mut out).unwrap();
        assert_eq!(out.map(|value| value.to_string()).join(" "), "0 -1 NaN 1 NaN");
        let refused = demean(&VALUES, 5.0, &[0, 2, 0, 1, -1], 2.0, false, &mut out);
        assert_eq!(refused, Err(Fault::MatrixGroup.at(1)));
    }
}
