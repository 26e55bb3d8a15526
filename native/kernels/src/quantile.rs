//! Order statistics of a row's cells, each group on its own: percentiles, bins between edges, values held between the outermost.
//! Group -1 is none; a NaN has no place.

use crate::cross_section::{check, Cells, ORDERING};
use crate::failure::{Failure, Fault};
use crate::{parallel, whole};

/// A row's present values, group after group, and where each group's begin.
struct Gathered {
    values: Vec<f64>,
    begins: Vec<usize>,
    next: Vec<usize>,
}

impl Gathered {
    fn new(columns: usize, count: usize) -> Self {
        Gathered { values: vec![0.0; columns], begins: vec![0; count + 1], next: vec![0; count] }
    }

    fn of(&mut self, row: &[f64], groups: &[i32], from: usize) -> Result<(), Failure> {
        let Gathered { values, begins, next } = self;
        let count = next.len();
        begins.fill(0);
        for (j, (&value, &group)) in row.iter().zip(groups).enumerate() {
            if group < -1 || group >= 0 && group as usize >= count {
                return Err(Fault::MatrixGroup.at(from + j));
            }
            if group >= 0 && !value.is_nan() {
                begins[group as usize + 1] += 1;
            }
        }
        for group in 0..count {
            begins[group + 1] += begins[group];
        }
        next.copy_from_slice(&begins[..count]);
        for (&value, &group) in row.iter().zip(groups) {
            if group >= 0 && !value.is_nan() {
                values[next[group as usize]] = value;
                next[group as usize] += 1;
            }
        }
        Ok(())
    }

    fn group(&mut self, group: usize) -> &mut [f64] {
        &mut self.values[self.begins[group]..self.begins[group + 1]]
    }
}

/// Shares from which on it is faster to put a group in order than to select for each.
const MANY: usize = 4;

/// Brings to their places in order the two values between which the share lies.
fn select(values: &mut [f64], share: f64) {
    let Some(last) = values.len().checked_sub(1) else { return };
    let below = (last as f64 * share).floor() as usize;
    let (_, _, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    if let Some(least) = (0..above.len()).min_by(|&a, &b| above[a].total_cmp(&above[b])) {
        above.swap(0, least);
    }
}

/// Between neighbours in a straight line, from the nearer end.
fn value_at(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = last as f64 * share;
    if place >= last as f64 {
        return sorted[last];
    }
    let below = place.floor();
    let beyond = place - below;
    let (low, high) = (sorted[below as usize], sorted[below as usize + 1]);
    let value = if beyond >= 0.5 { high - (high - low) * (1.0 - beyond) } else { low + (high - low) * beyond };
    crate::matrix::clean(value)
}

pub fn percentiles(
    values: &[f64],
    columns: f64,
    groups: &[i32],
    count: f64,
    shares: &[f64],
    out: &mut [f64],
) -> Result<(), Failure> {
    let Cells { columns, count } = check(values, columns, groups, count, values.len())?;
    if out.len() != values.len() / columns * count * shares.len() {
        return Err(Fault::ArrayLength.into());
    }
    if shares.iter().any(|share| !(0.0..=1.0).contains(share)) {
        return Err(Fault::MatrixShape.into());
    }
    parallel::rows(out, count * shares.len(), columns * ORDERING, |first, out| {
        let mut gathered = Gathered::new(columns, count);
        let wide = count * shares.len();
        for (row, values) in
            values.chunks(columns).enumerate().skip(first).take(out.len().checked_div(wide).unwrap_or(usize::MAX))
        {
            let from = row * columns;
            gathered.of(values, &groups[from..from + columns], from)?;
            for group in 0..count {
                let values = gathered.group(group);
                if shares.len() >= MANY {
                    values.sort_unstable_by(f64::total_cmp);
                }
                let begin = ((row - first) * count + group) * shares.len();
                for (answer, &share) in out[begin..begin + shares.len()].iter_mut().zip(shares) {
                    if shares.len() < MANY {
                        select(values, share);
                    }
                    *answer = value_at(values, share);
                }
            }
        }
        Ok(())
    })
}

/// Calls `work` for each present cell of a group: its number, its value and its group's edges.
fn each_cell(
    values: &[f64],
    columns: f64,
    groups: &[i32],
    count: f64,
    edges: &[f64],
    mut work: impl FnMut(usize, f64, &[f64]),
) -> Result<(), Failure> {
    let Cells { columns, count } = check(values, columns, groups, count, values.len())?;
    let parts = values.len() / columns * count;
    if parts > 0 && (!edges.len().is_multiple_of(parts) || edges.len() < 2 * parts) {
        return Err(Fault::ArrayLength.into());
    }
    let wide = edges.len().checked_div(parts).unwrap_or(0);
    for (i, (&value, &group)) in values.iter().zip(groups).enumerate() {
        if group < -1 || group >= 0 && group as usize >= count {
            return Err(Fault::MatrixGroup.at(i));
        }
        if group >= 0 && !value.is_nan() {
            let begin = (i / columns * count + group as usize) * wide;
            work(i, value, &edges[begin..begin + wide]);
        }
    }
    Ok(())
}

pub fn bins(
    values: &[f64],
    columns: f64,
    groups: &[i32],
    count: f64,
    edges: &[f64],
    missing: f64,
    out: &mut [f64],
) -> Result<(), Failure> {
    if out.len() != values.len() {
        return Err(Fault::ArrayLength.into());
    }
    out.fill(missing);
    each_cell(values, columns, groups, count, edges, |i, value, edges| {
        let below = edges.iter().take_while(|&&edge| edge < value).count();
        if value == edges[0] {
            out[i] = 0.0;
        } else if below > 0 && below < edges.len() {
            out[i] = (below - 1) as f64;
        }
    })
}

pub fn between(
    values: &[f64],
    columns: f64,
    groups: &[i32],
    count: f64,
    edges: &[f64],
    out: &mut [u8],
) -> Result<(), Failure> {
    if out.len() != values.len() {
        return Err(Fault::ArrayLength.into());
    }
    out.fill(0);
    each_cell(values, columns, groups, count, edges, |i, value, edges| {
        out[i] = u8::from(edges[0] <= value && value <= edges[edges.len() - 1]);
    })
}

pub fn winsorize(
    values: &[f64],
    columns: f64,
    groups: &[i32],
    count: f64,
    least: f64,
    greatest: f64,
    out: &mut [f64],
) -> Result<(), Failure> {
    let Cells { columns, count } = check(values, columns, groups, count, out.len())?;
    if !(0.0 <= least && least < greatest && greatest <= 1.0) {
        return Err(Fault::MatrixShape.into());
    }
    let mut gathered = Gathered::new(columns, count);
    let mut bounds = vec![(f64::NAN, f64::NAN); count];
    for (row, (values, out)) in values.chunks(columns).zip(out.chunks_mut(columns)).enumerate() {
        let groups = &groups[row * columns..(row + 1) * columns];
        gathered.of(values, groups, row * columns)?;
        for (group, bounds) in bounds.iter_mut().enumerate() {
            let there = gathered.group(group);
            there.sort_unstable_by(f64::total_cmp);
            let low = (least * there.len() as f64).trunc() as usize;
            let high = (there.len() as f64 * greatest).ceil() as usize;
            *bounds = match there {
                [] => (f64::NAN, f64::NAN),
                _ => (
                    if least > 0.0 { there[low] } else { f64::NEG_INFINITY },
                    if greatest < 1.0 { there[high - 1] } else { f64::INFINITY },
                ),
            };
        }
        for ((answer, &value), &group) in out.iter_mut().zip(values).zip(groups) {
            *answer = if group < 0 || value.is_nan() {
                f64::NAN
            } else {
                let (low, high) = bounds[group as usize];
                if value < low {
                    low
                } else if value > high {
                    high
                } else {
                    value
                }
            };
        }
    }
    Ok(())
}

/// The greatest of each group by the bits of the doubles as signed whole numbers; the first of equals.
pub fn maximum(values: &[f64], columns: f64, groups: &[i32], count: f64, out: &mut [u8]) -> Result<(), Failure> {
    let Cells { columns, count } = check(values, columns, groups, count, out.len())?;
    let mut best: Vec<Option<(i64, usize)>> = vec![None; count];
    out.fill(0);
    for from in (0..values.len()).step_by(columns) {
        best.fill(None);
        for i in from..from + columns {
            let group = groups[i];
            if group < -1 || group >= 0 && group as usize >= count {
                return Err(Fault::MatrixGroup.at(i));
            }
            if group >= 0 && !values[i].is_nan() {
                let bits = values[i].to_bits() as i64;
                let known = &mut best[group as usize];
                if known.is_none_or(|(most, _)| bits > most) {
                    *known = Some((bits, i));
                }
            }
        }
        best.iter().flatten().for_each(|&(_, i)| out[i] = 1);
    }
    Ok(())
}

pub fn peers(columns: f64, groups: &[i32], count: f64, missing: f64, out: &mut [f64]) -> Result<(), Failure> {
    let (Some(columns), Some(count)) = (whole(columns), whole(count)) else { return Err(Fault::MatrixShape.into()) };
    if columns == 0 || count == 0 || !groups.len().is_multiple_of(columns) {
        return Err(Fault::MatrixShape.into());
    }
    if out.len() != groups.len() {
        return Err(Fault::ArrayLength.into());
    }
    let mut sizes = vec![0u32; count];
    for (row, (groups, out)) in groups.chunks(columns).zip(out.chunks_mut(columns)).enumerate() {
        sizes.fill(0);
        for (j, &group) in groups.iter().enumerate() {
            if group < -1 || group >= 0 && group as usize >= count {
                return Err(Fault::MatrixGroup.at(row * columns + j));
            }
            if group >= 0 {
                sizes[group as usize] += 1;
            }
        }
        for (answer, &group) in out.iter_mut().zip(groups) {
            *answer = if group < 0 { missing } else { f64::from(sizes[group as usize]) };
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_the_same_selected_or_in_order_and_on_any_number_of_threads() {
        let values = parallel::tests::cells(200 * 300, 1);
        for count in [1, 5] {
            let groups: Vec<i32> = (0..values.len()).map(|i| (i * 7 % (count + 1)) as i32 - 1).collect();
            let shares = [0.0, 0.1, 0.5, 1.0];
            let answers = |shares: &[f64]| {
                let mut out = vec![0.5; 200 * count * shares.len()];
                percentiles(&values, 300.0, &groups, count as f64, shares, &mut out).unwrap();
                out
            };
            let ordered = answers(&shares);
            for (i, &share) in shares.iter().enumerate() {
                let same = |(k, selected): (usize, &f64)| selected.to_bits() == ordered[4 * k + i].to_bits();
                assert!(answers(&[share]).iter().enumerate().all(same));
            }
            parallel::tests::same_bits(200 * count * 4, |out| {
                percentiles(&values, 300.0, &groups, count as f64, &shares, out).unwrap();
            });
        }
    }

    const VALUES: [f64; 6] = [1.0, 2.0, 3.0, 4.0, f64::NAN, 50.0];

    #[test]
    fn percentiles_lie_between_neighbours() {
        let mut out = [0.0; 4];
        percentiles(&VALUES, 6.0, &[0, 0, 0, 0, 0, 1], 2.0, &[0.5, 1.0], &mut out).unwrap();
        assert_eq!(out, [2.5, 4.0, 50.0, 50.0]);
    }

    #[test]
    fn bins_begin_with_the_least() {
        let mut out = [0.0; 6];
        bins(&VALUES, 6.0, &[0, 0, 0, 0, 0, -1], 1.0, &[1.0, 2.5, 3.5], -1.0, &mut out).unwrap();
        assert_eq!(out, [0.0, 0.0, 1.0, -1.0, -1.0, -1.0]);
        let mut flags = [0; 6];
        between(&VALUES, 6.0, &[0; 6], 1.0, &[2.0, 4.0], &mut flags).unwrap();
        assert_eq!(flags, [0, 1, 1, 1, 0, 0]);
    }

    #[test]
    fn outermost_values_are_brought_in() {
        let mut out = [0.0; 5];
        winsorize(&[5.0, 1.0, 3.0, 9.0, 4.0], 5.0, &[0; 5], 1.0, 0.2, 0.8, &mut out).unwrap();
        assert_eq!(out, [5.0, 3.0, 3.0, 5.0, 4.0]);
    }

    #[test]
    fn bits_put_the_most_negative_first_among_negatives() {
        let mut out = [0; 3];
        maximum(&[-1.0, -2.0, -0.5], 3.0, &[0; 3], 1.0, &mut out).unwrap();
        assert_eq!(out, [0, 1, 0]);
        let mut sizes = [0.0; 3];
        peers(3.0, &[0, -1, 0], 1.0, -1.0, &mut sizes).unwrap();
        assert_eq!(sizes, [2.0, -1.0, 2.0]);
    }
}
