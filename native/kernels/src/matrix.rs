//! Windows over matrices: rows × columns, row after row. A window's answer stands in the row of its first row. Work goes through a block
//! of columns at a time, row by row, so that a column's values are taken in their order and neighbouring columns side by side.

use crate::failure::Fault;
use crate::whole;

/// Columns that are worked on together: a window of them stays in the cache.
const BLOCK: usize = 512;

/// Reductions by number, as in `native/interface.ts`.
const SUM: usize = 1;
const STD: usize = 2;
const MAX: usize = 4;
const LOWEST: usize = 5;
const HIGHEST: usize = 6;
const ARGMIN: usize = 7;
const ARGMAX: usize = 8;

/// Weightings by number.
const PRESENT: usize = 1;
const SPREAD: usize = 2;

pub(crate) struct Shape {
    pub columns: usize,
    pub window: usize,
    /// Windows.
    pub rows: usize,
}

pub(crate) fn shape(values: &[f64], columns: f64, window: f64, out: usize, parts: usize) -> Result<Shape, Fault> {
    let (Some(columns), Some(window)) = (whole(columns), whole(window)) else { return Err(Fault::MatrixShape) };
    if columns == 0 || window == 0 || values.len() % columns != 0 || values.len() / columns + 1 < window {
        return Err(Fault::MatrixShape);
    }
    let rows = values.len() / columns + 1 - window;
    if out != rows * columns * parts {
        return Err(Fault::ArrayLength);
    }
    Ok(Shape { columns, window, rows })
}

/// Calls `work` for every window of every block: the columns' range, the values of each of the window's rows there, and the answer's place.
pub(crate) fn blocks(shape: &Shape, mut work: impl FnMut(usize, usize, usize)) {
    for from in (0..shape.columns).step_by(BLOCK) {
        let to = (from + BLOCK).min(shape.columns);
        for row in 0..shape.rows {
            work(row, from, to);
        }
    }
}

/// A NaN that arithmetic makes has a sign of the processor's choosing.
#[inline(always)]
pub(crate) fn clean(value: f64) -> f64 {
    if value.is_nan() {
        f64::NAN
    } else {
        value
    }
}

pub fn reduce(kind: f64, values: &[f64], columns: f64, window: f64, out: &mut [f64]) -> Result<(), Fault> {
    let shape = shape(values, columns, window, out.len(), 1)?;
    let kind = whole(kind).filter(|&kind| kind <= ARGMAX).ok_or(Fault::MatrixKind)?;
    let (mut sums, mut counts) = ([0.0; BLOCK], [0.0; BLOCK]);
    blocks(&shape, |row, from, to| {
        let rows = (row..row + shape.window).map(|k| &values[k * shape.columns + from..k * shape.columns + to]);
        let answer = &mut out[row * shape.columns + from..row * shape.columns + to];
        if kind <= STD {
            let (sums, counts) = (&mut sums[..to - from], &mut counts[..to - from]);
            sums.fill(0.0);
            counts.fill(0.0);
            for seen in rows.clone() {
                add_row(seen, sums, counts);
            }
            if kind == SUM {
                answer.iter_mut().zip(&*sums).for_each(|(answer, sum)| *answer = clean(*sum));
                return;
            }
            for ((answer, sum), count) in answer.iter_mut().zip(&*sums).zip(&*counts) {
                *answer = clean(sum / count);
            }
            if kind == STD {
                sums.fill(0.0);
                for seen in rows {
                    add_squares(seen, answer, sums);
                }
                for ((answer, sum), count) in answer.iter_mut().zip(&*sums).zip(&*counts) {
                    *answer = if answer.is_nan() { f64::NAN } else { clean((sum / count).sqrt()) };
                }
            }
        } else {
            extreme(kind, rows, &mut sums[..to - from], answer);
        }
    });
    Ok(())
}

#[inline(always)]
fn add_row(seen: &[f64], sums: &mut [f64], counts: &mut [f64]) {
    for ((value, sum), count) in seen.iter().zip(sums).zip(counts) {
        let there = !value.is_nan();
        *sum += if there { *value } else { 0.0 };
        *count += if there { 1.0 } else { 0.0 };
    }
}

#[inline(always)]
fn add_squares(seen: &[f64], means: &[f64], sums: &mut [f64]) {
    for ((value, mean), sum) in seen.iter().zip(means).zip(sums) {
        let distance = value - mean;
        *sum += if distance.is_nan() { 0.0 } else { distance * distance };
    }
}

fn extreme<'a>(kind: usize, rows: impl Iterator<Item = &'a [f64]>, best: &mut [f64], answer: &mut [f64]) {
    let sign = if matches!(kind, MAX | HIGHEST | ARGMAX) { 1.0 } else { -1.0 };
    let strict = matches!(kind, LOWEST | HIGHEST);
    best.fill(f64::NAN);
    answer.fill(f64::NAN);
    for (row, seen) in rows.enumerate() {
        let demanding = strict && row > 0;
        if kind >= ARGMIN {
            for ((value, best), answer) in seen.iter().zip(best.iter_mut()).zip(answer.iter_mut()) {
                if !value.is_nan() && !(sign * value <= sign * *best) {
                    *best = *value;
                    *answer = row as f64;
                }
            }
        } else {
            for (value, best) in seen.iter().zip(best.iter_mut()) {
                let missing = demanding & (value.is_nan() | best.is_nan());
                let better = !value.is_nan() & !(sign * value <= sign * *best);
                *best = if missing {
                    f64::NAN
                } else if better {
                    *value
                } else {
                    *best
                };
            }
        }
    }
    if kind < ARGMIN {
        answer.copy_from_slice(best);
    }
}

pub fn weighted(kind: f64, values: &[f64], columns: f64, weights: &[f64], out: &mut [f64]) -> Result<(), Fault> {
    let shape = shape(values, columns, weights.len() as f64, out.len(), 1)?;
    let kind = whole(kind).filter(|&kind| kind <= SPREAD).ok_or(Fault::MatrixKind)?;
    let scale: f64 = weights.iter().fold(0.0, |sum, weight| sum + weight);
    let mut means = [0.0; BLOCK];
    blocks(&shape, |row, from, to| {
        let answer = &mut out[row * shape.columns + from..row * shape.columns + to];
        let seen = |k: usize| &values[(row + k) * shape.columns + from..(row + k) * shape.columns + to];
        answer.fill(0.0);
        for (k, &weight) in weights.iter().enumerate() {
            for (answer, value) in answer.iter_mut().zip(seen(k)) {
                *answer += if kind != PRESENT || !value.is_nan() { value * weight } else { 0.0 };
            }
        }
        if kind == SPREAD {
            let means = &mut means[..to - from];
            means.iter_mut().zip(&*answer).for_each(|(mean, sum)| *mean = sum / scale);
            answer.fill(0.0);
            for (k, &weight) in weights.iter().enumerate() {
                for ((answer, value), mean) in answer.iter_mut().zip(seen(k)).zip(&*means) {
                    let distance = value - mean;
                    *answer += distance * distance * weight;
                }
            }
        }
        answer.iter_mut().for_each(|value| *value = clean(*value));
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;

    fn texts(values: &[f64]) -> Vec<String> {
        values.iter().map(f64::to_string).collect()
    }

    #[test]
    fn windows_of_two_columns_by_hand() {
        let values = [1.0, 8.0, 3.0, NAN, 2.0, 4.0];
        let run = |kind: f64| {
            let mut out = [0.0; 4];
            reduce(kind, &values, 2.0, 2.0, &mut out).unwrap();
            texts(&out)
        };
        assert_eq!(run(0.0), ["2", "8", "2.5", "4"]);
        assert_eq!(run(1.0), ["4", "8", "5", "4"]);
        assert_eq!(run(2.0), ["1", "0", "0.5", "0"]);
        assert_eq!(run(3.0), ["1", "8", "2", "4"]);
        assert_eq!(run(5.0), ["1", "NaN", "2", "NaN"]);
        assert_eq!(run(8.0), ["1", "0", "0", "1"]);
    }

    #[test]
    fn weights_run_from_the_windows_first_row() {
        let mut out = [0.0; 2];
        weighted(0.0, &[1.0, 2.0, 4.0], 1.0, &[1.0, 3.0], &mut out).unwrap();
        assert_eq!(out, [7.0, 14.0]);
        weighted(2.0, &[1.0, 3.0, 3.0], 1.0, &[1.0, 1.0], &mut out).unwrap();
        assert_eq!(out, [2.0, 0.0]);
    }

    #[test]
    fn shapes_that_do_not_fit_are_refused() {
        let mut out = [0.0; 2];
        assert_eq!(reduce(0.0, &[1.0, 2.0, 3.0], 2.0, 1.0, &mut out), Err(Fault::MatrixShape));
        assert_eq!(reduce(0.0, &[1.0, 2.0], 1.0, 2.0, &mut out), Err(Fault::ArrayLength));
        assert_eq!(reduce(9.0, &[1.0, 2.0], 1.0, 1.0, &mut out), Err(Fault::MatrixKind));
    }
}
