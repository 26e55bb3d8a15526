//! Windows over matrices: rows × columns, row after row. A window's answer stands in the row of its first row. Work goes through a block
//! of columns at a time, row by row, so that a column's values are taken in their order and neighbouring columns side by side.

use crate::failure::Fault;
use crate::{parallel, whole};

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
const RISE: usize = 9;
const FALL: usize = 10;
const STRENGTH: usize = 11;
const CHANGE: usize = 12;

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
    if columns == 0 || window == 0 || !values.len().is_multiple_of(columns) || values.len() / columns + 1 < window {
        return Err(Fault::MatrixShape);
    }
    let rows = values.len() / columns + 1 - window;
    if out != rows * columns * parts {
        return Err(Fault::ArrayLength);
    }
    Ok(Shape { columns, window, rows })
}

/// Calls `work` for every window of every block: the columns' range, the values of each of the window's rows there, and the answer's place.
/// Of a single column it takes many windows at once, which lie side by side as those of many columns do: a row further is a column further.
pub(crate) fn blocks(shape: &Shape, mut work: impl FnMut(usize, usize, usize)) {
    let (wide, rows) = if shape.columns == 1 { (shape.rows, 1) } else { (shape.columns, shape.rows) };
    for from in (0..wide).step_by(BLOCK) {
        let to = (from + BLOCK).min(wide);
        for row in 0..rows {
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
    let Shape { columns: wide, window: length, .. } = shape(values, columns, window, out.len(), 1)?;
    let looked_at = if kind == CHANGE as f64 { 2 } else { length };
    parallel::rows(out, wide, wide * looked_at, |first, out| {
        let seen = &values[first * wide..(first + out.len() / wide + length - 1) * wide];
        reduce_part(kind, seen, columns, window, out)
    })
}

fn reduce_part(kind: f64, values: &[f64], columns: f64, window: f64, out: &mut [f64]) -> Result<(), Fault> {
    let shape = shape(values, columns, window, out.len(), 1)?;
    let kind = whole(kind).filter(|&kind| kind <= CHANGE).ok_or(Fault::MatrixKind)?;
    if kind == CHANGE {
        let last = &values[(shape.window - 1) * shape.columns..];
        for ((out, last), first) in out.iter_mut().zip(last).zip(values) {
            *out = clean((last - first) / first);
        }
        return Ok(());
    }
    if kind >= RISE {
        if shape.window == 1 {
            out.fill(f64::NAN);
            return Ok(());
        }
        if kind < STRENGTH {
            return mean_change(values, columns, window, if kind == FALL { -1.0 } else { 1.0 }, out);
        }
        let mut falls = vec![0.0; out.len()];
        mean_change(values, columns, window, 1.0, out)?;
        mean_change(values, columns, window, -1.0, &mut falls)?;
        for (rise, fall) in out.iter_mut().zip(&falls) {
            *rise = clean(100.0 - 100.0 / (1.0 + *rise / fall.abs()));
        }
        return Ok(());
    }
    if kind > STD {
        let mut best = [0.0; BLOCK];
        blocks(&shape, |row, from, to| {
            let rows = (row..row + shape.window).map(|k| &values[k * shape.columns + from..k * shape.columns + to]);
            let answer = &mut out[row * shape.columns + from..row * shape.columns + to];
            extreme(kind, rows, &mut best[..to - from], answer);
        });
        return Ok(());
    }
    let cleaned: Vec<f64>;
    let complete = !values.iter().any(|value| value.is_nan());
    let summed = if complete {
        values
    } else {
        cleaned = values.iter().map(|&value| if value.is_nan() { 0.0 } else { value }).collect();
        &cleaned
    };
    sum_windows(summed, &shape, out);
    if kind == SUM {
        out.iter_mut().for_each(|sum| *sum = clean(*sum));
        return Ok(());
    }
    let counts = if complete { Vec::new() } else { count_windows(values, &shape) };
    let count = |i: usize| if complete { shape.window as f64 } else { f64::from(counts[i]) };
    for (i, sum) in out.iter_mut().enumerate() {
        *sum = clean(*sum / count(i));
    }
    if kind == STD {
        let mut sums = [0.0; BLOCK];
        blocks(&shape, |row, from, to| {
            let begin = row * shape.columns + from;
            let answer = &mut out[begin..begin + to - from];
            let sums = &mut sums[..to - from];
            sums.fill(0.0);
            for k in row..row + shape.window {
                add_squares(&values[k * shape.columns + from..k * shape.columns + to], answer, sums);
            }
            for (j, (answer, sum)) in answer.iter_mut().zip(&*sums).enumerate() {
                *answer = if answer.is_nan() { f64::NAN } else { clean((sum / count(begin + j)).sqrt()) };
            }
        });
    }
    Ok(())
}

/// Means of the changes from row to row; those against the sign are 0.
fn mean_change(values: &[f64], columns: f64, window: f64, sign: f64, out: &mut [f64]) -> Result<(), Fault> {
    let pairs = values.iter().zip(&values[(columns as usize).min(values.len())..]);
    let changes = pairs.map(|(before, after)| after - before);
    let changes: Vec<f64> = changes.map(|change| if change * sign < 0.0 { 0.0 } else { change }).collect();
    reduce_part(0.0, &changes, columns, window - 1.0, out)
}

pub fn products(a: &[f64], b: &[f64], columns: f64, window: f64, divisor: f64, out: &mut [f64]) -> Result<(), Fault> {
    let shape = shape(a, columns, window, out.len(), 1)?;
    if a.len() != b.len() {
        return Err(Fault::ArrayLength);
    }
    let products = a.iter().zip(b).map(|(a, b)| a * b);
    let products: Vec<f64> = products.map(|product| if product.is_nan() { 0.0 } else { product }).collect();
    sum_windows(&products, &shape, out);
    out.iter_mut().for_each(|sum| *sum = clean(*sum / divisor));
    Ok(())
}

/// Windows whose sums are kept in registers together: rows that they share are read once for all of them.
const DEEP: usize = 4;

/// Sums of all windows, each from its first row to its last: so the same bytes however many columns a processor adds at once.
fn sum_windows(values: &[f64], shape: &Shape, out: &mut [f64]) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has it.
        return unsafe { sum_windows_avx2(values, shape, out) };
    }
    sum_windows_by::<4>(values, shape, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn sum_windows_avx2(values: &[f64], shape: &Shape, out: &mut [f64]) {
    sum_windows_by::<8>(values, shape, out);
}

#[inline(always)]
fn sum_windows_by<const WIDE: usize>(values: &[f64], shape: &Shape, out: &mut [f64]) {
    let &Shape { columns, window, rows } = shape;
    let (whole_columns, whole_rows) = if window >= DEEP { (columns / WIDE * WIDE, rows / DEEP * DEEP) } else { (0, 0) };
    for from in (0..whole_columns).step_by(WIDE) {
        for row in (0..whole_rows).step_by(DEEP) {
            let mut sums = [[0.0; WIDE]; DEEP];
            let cells = |k: usize| -> &[f64; WIDE] {
                values[(row + k) * columns + from..][..WIDE].try_into().expect("as long as it is wide")
            };
            // A window begins a row after the one above it, and ends a row later.
            for k in 0..DEEP - 1 {
                for sums in &mut sums[..=k] {
                    add(sums, cells(k));
                }
            }
            for k in DEEP - 1..window {
                let cells = cells(k);
                for sums in &mut sums {
                    add(sums, cells);
                }
            }
            for k in window..window + DEEP - 1 {
                for sums in &mut sums[k - window + 1..] {
                    add(sums, cells(k));
                }
            }
            for (depth, sums) in sums.iter().enumerate() {
                out[(row + depth) * columns + from..][..WIDE].copy_from_slice(sums);
            }
        }
    }
    let mut series_rows = 0;
    if columns == 1 {
        series_rows = rows / WIDE * WIDE;
        for row in (0..series_rows).step_by(WIDE) {
            let mut sums = [0.0; WIDE];
            for seen in values[row..].windows(WIDE).take(window) {
                add(&mut sums, seen.try_into().expect("as long as it is wide"));
            }
            out[row..row + WIDE].copy_from_slice(&sums);
        }
    }
    let mut one = |row: usize, column: usize| {
        let sum = (row..row + window).fold(0.0, |sum, k| sum + values[k * columns + column]);
        out[row * columns + column] = sum;
    };
    for row in series_rows..whole_rows {
        (whole_columns..columns).for_each(|column| one(row, column));
    }
    for row in whole_rows.max(series_rows)..rows {
        (0..columns).for_each(|column| one(row, column));
    }
}

#[inline(always)]
fn add<const WIDE: usize>(sums: &mut [f64; WIDE], cells: &[f64; WIDE]) {
    for (sum, cell) in sums.iter_mut().zip(cells) {
        *sum += cell;
    }
}

/// How many values each window has.
fn count_windows(values: &[f64], shape: &Shape) -> Vec<u32> {
    let &Shape { columns, window, rows } = shape;
    let mut counts = vec![0u32; rows * columns];
    let mut running = vec![0u32; columns];
    for row in 0..rows + window - 1 {
        for (count, value) in running.iter_mut().zip(&values[row * columns..(row + 1) * columns]) {
            *count += u32::from(!value.is_nan());
        }
        if row + 1 < window {
            continue;
        }
        let first = row + 1 - window;
        counts[first * columns..(first + 1) * columns].copy_from_slice(&running);
        for (count, value) in running.iter_mut().zip(&values[first * columns..(first + 1) * columns]) {
            *count -= u32::from(!value.is_nan());
        }
    }
    counts
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

pub fn weighted(
    kind: f64,
    values: &[f64],
    columns: f64,
    weights: &[f64],
    divisor: f64,
    out: &mut [f64],
) -> Result<(), Fault> {
    let shape = shape(values, columns, weights.len() as f64, out.len(), 1)?;
    let kind = whole(kind).filter(|&kind| kind <= SPREAD).ok_or(Fault::MatrixKind)?;
    let scale: f64 = weights.iter().fold(0.0, |sum, weight| sum + weight);
    parallel::rows(out, shape.columns, shape.columns * shape.window, |first, out| {
        let shape = Shape { rows: out.len() / shape.columns, ..shape };
        let values = &values[first * shape.columns..];
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
            answer.iter_mut().for_each(|value| *value = clean(*value / divisor));
        });
        Ok(())
    })
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
    fn the_bits_are_the_same_on_any_number_of_threads() {
        let values = parallel::tests::cells(120 * 600, 1);
        let weights: Vec<f64> = (1..=20).map(f64::from).collect();
        for kind in 0..=CHANGE {
            parallel::tests::same_bits(101 * 600, |out| reduce(kind as f64, &values, 600.0, 20.0, out).unwrap());
        }
        for kind in 0..=SPREAD {
            parallel::tests::same_bits(101 * 600, |out| {
                weighted(kind as f64, &values, 600.0, &weights, 210.0, out).unwrap();
            });
        }
    }

    #[test]
    fn weights_run_from_the_windows_first_row() {
        let mut out = [0.0; 2];
        weighted(0.0, &[1.0, 2.0, 4.0], 1.0, &[1.0, 3.0], 2.0, &mut out).unwrap();
        assert_eq!(out, [3.5, 7.0]);
        weighted(2.0, &[1.0, 3.0, 3.0], 1.0, &[1.0, 1.0], 1.0, &mut out).unwrap();
        assert_eq!(out, [2.0, 0.0]);
    }

    #[test]
    fn shapes_that_do_not_fit_are_refused() {
        let mut out = [0.0; 2];
        assert_eq!(reduce(0.0, &[1.0, 2.0, 3.0], 2.0, 1.0, &mut out), Err(Fault::MatrixShape));
        assert_eq!(reduce(0.0, &[1.0, 2.0], 1.0, 2.0, &mut out), Err(Fault::ArrayLength));
        assert_eq!(reduce(13.0, &[1.0, 2.0], 1.0, 1.0, &mut out), Err(Fault::MatrixKind));
    }
}
