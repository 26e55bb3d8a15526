//! Windows over matrices: rows × columns, row after row. A window's answer stands in the row of its first row. Work goes through a block
//! of columns at a time, row by row, so that a column's values are taken in their order and neighbouring columns side by side.

use crate::failure::Fault;
use crate::{parallel, sums, whole};

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
    // Sums are added up many at once.
    let looked_at = match kind as usize {
        CHANGE => 2,
        STRENGTH => length.div_ceil(4),
        0 | SUM | RISE | FALL => length.div_ceil(8),
        _ => length,
    };
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
    let change = |sign: f64| {
        move |at: usize, places: &mut [f64]| {
            for ((place, before), after) in places.iter_mut().zip(&values[at..]).zip(&values[at + shape.columns..]) {
                let change = after - before;
                *place = if change * sign < 0.0 { 0.0 } else { change };
            }
        }
    };
    if kind >= RISE {
        let changes = Shape { window: shape.window - 1, ..shape };
        if changes.window == 0 {
            out.fill(f64::NAN);
        } else if kind == STRENGTH {
            let strength = |[rise, fall]: [f64; 2], [rises, falls]: [f64; 2]| {
                clean(100.0 - 100.0 / (1.0 + (rise / rises) / (fall / falls).abs()))
            };
            sums::windows(&changes, [change(1.0), change(-1.0)], true, strength, out);
        } else {
            sums::windows(&changes, [change(if kind == FALL { -1.0 } else { 1.0 })], true, mean, out);
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
    let seen = |at: usize, places: &mut [f64]| places.copy_from_slice(&values[at..at + places.len()]);
    if kind == SUM {
        sums::windows(&shape, [seen], false, |[sum], _| clean(sum), out);
        return Ok(());
    }
    sums::windows(&shape, [seen], true, mean, out);
    if kind == STD {
        let mut counts = vec![shape.window as f64; out.len()];
        if values.iter().any(|value| value.is_nan()) {
            let present = |at: usize, places: &mut [f64]| {
                for (place, value) in places.iter_mut().zip(&values[at..]) {
                    *place = if value.is_nan() { 0.0 } else { 1.0 };
                }
            };
            sums::windows(&shape, [present], false, |[count], _| count, &mut counts);
        }
        let mut sums = [0.0; BLOCK];
        blocks(&shape, |row, from, to| {
            let begin = row * shape.columns + from;
            let answer = &mut out[begin..begin + to - from];
            let sums = &mut sums[..to - from];
            sums.fill(0.0);
            for k in row..row + shape.window {
                add_squares(&values[k * shape.columns + from..k * shape.columns + to], answer, sums);
            }
            for ((answer, sum), count) in answer.iter_mut().zip(&*sums).zip(&counts[begin..]) {
                *answer = if answer.is_nan() { f64::NAN } else { clean((sum / count).sqrt()) };
            }
        });
    }
    Ok(())
}

fn mean([sum]: [f64; 1], [count]: [f64; 1]) -> f64 {
    clean(sum / count)
}

pub fn products(a: &[f64], b: &[f64], columns: f64, window: f64, divisor: f64, out: &mut [f64]) -> Result<(), Fault> {
    let shape = shape(a, columns, window, out.len(), 1)?;
    if a.len() != b.len() {
        return Err(Fault::ArrayLength);
    }
    let products = |at: usize, places: &mut [f64]| {
        for ((place, a), b) in places.iter_mut().zip(&a[at..]).zip(&b[at..]) {
            *place = a * b;
        }
    };
    sums::windows(&shape, [products], false, |[sum], _| clean(sum / divisor), out);
    Ok(())
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
