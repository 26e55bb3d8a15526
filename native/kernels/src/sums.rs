//! Sums of the windows of a matrix, each from its first row to its last: so the same bits however many columns a processor adds at once.

use crate::matrix::Shape;
use std::array::from_fn;
use std::ops::Range;

/// Columns that are added up together: a window of them stays in the nearest cache.
const STRIP: usize = 64;
/// Windows for which a strip's cells are copied together.
const TALL: usize = 512;
/// Rows that are added at once.
const AT_ONCE: usize = 8;

/// Adds up what each of `cells` makes of a row from a column on, NaN being nothing, and writes what `answer` makes of a window's sums and, where
/// they are `counted`, of how many there were.
pub(crate) fn windows<const N: usize>(
    shape: &Shape,
    cells: [impl Fn(usize, &mut [f64]); N],
    counted: bool,
    answer: impl Fn([f64; N], [f64; N]) -> f64,
    out: &mut [f64],
) {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has it.
        return unsafe { windows_avx2(shape, cells, counted, answer, out) };
    }
    windows_by(shape, cells, counted, answer, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn windows_avx2<const N: usize>(
    shape: &Shape,
    cells: [impl Fn(usize, &mut [f64]); N],
    counted: bool,
    answer: impl Fn([f64; N], [f64; N]) -> f64,
    out: &mut [f64],
) {
    windows_by(shape, cells, counted, answer, out);
}

#[inline(always)]
fn windows_by<const N: usize>(
    shape: &Shape,
    cells: [impl Fn(usize, &mut [f64]); N],
    counted: bool,
    answer: impl Fn([f64; N], [f64; N]) -> f64,
    out: &mut [f64],
) {
    let &Shape { columns, window, rows } = shape;
    let tall = window.max(TALL);
    let mut strips: [Strip; N] = from_fn(|_| Strip::default());
    let mut sums = [[[0.0; STRIP]; 2]; N];
    for top in (0..rows).step_by(tall) {
        let height = tall.min(rows - top);
        for from in (0..columns).step_by(STRIP) {
            let wide = STRIP.min(columns - from);
            let mut counts = [[[window as f64; STRIP]; 2]; N];
            for (strip, cells) in strips.iter_mut().zip(&cells) {
                strip.fill(height + window - 1, wide, counted, |row, places| {
                    cells((top + row) * columns + from, places)
                });
            }
            let mut row = 0;
            while row < height {
                // Windows of a single column lie side by side as the columns of many do.
                let lanes = if columns == 1 { STRIP.min(height - row) } else { wide };
                let two = columns > 1 && row + 1 < height;
                for (n, strip) in strips.iter().enumerate() {
                    add_windows(&strip.cells[row * wide..], wide, window, lanes, two, &mut sums[n]);
                    if !strip.present.is_empty() {
                        add_windows(&strip.present[row * wide..], wide, window, lanes, two, &mut counts[n]);
                    }
                }
                for k in 0..=usize::from(two) {
                    for (j, out) in out[(top + row + k) * columns + from..][..lanes].iter_mut().enumerate() {
                        *out = answer(from_fn(|n| sums[n][k][j]), from_fn(|n| counts[n][k][j]));
                    }
                }
                row += if columns == 1 { lanes } else { 1 + usize::from(two) };
            }
        }
    }
}

/// Cells of some columns beside each other, 0 where one is missing; and where one is and they are counted, 1 for each that is not.
#[derive(Default)]
struct Strip {
    cells: Vec<f64>,
    present: Vec<f64>,
}

impl Strip {
    #[inline(always)]
    fn fill(&mut self, rows: usize, wide: usize, counted: bool, cells_of: impl Fn(usize, &mut [f64])) {
        let Strip { cells, present } = self;
        cells.resize(rows * wide, 0.0);
        present.clear();
        for (row, cells) in cells.chunks_exact_mut(wide).enumerate() {
            cells_of(row, cells);
        }
        let missing = cells.iter().fold(false, |missing, cell| missing | cell.is_nan());
        if missing && counted {
            present.extend(cells.iter().map(|cell| if cell.is_nan() { 0.0 } else { 1.0 }));
        }
        if missing {
            cells.iter_mut().for_each(|cell| *cell = if cell.is_nan() { 0.0 } else { *cell });
        }
    }
}

/// Sums of a window, and of the one a row further where `two` are asked for: rows that they share are read once for both.
#[inline(always)]
fn add_windows(cells: &[f64], wide: usize, window: usize, lanes: usize, two: bool, sums: &mut [[f64; STRIP]; 2]) {
    *sums = [[0.0; STRIP]; 2];
    let [first, second] = sums;
    if two {
        add_rows(cells, wide, 0..1, lanes, [first]);
        add_rows(cells, wide, 1..window, lanes, [first, second]);
        add_rows(cells, wide, window..window + 1, lanes, [second]);
    } else {
        add_rows(cells, wide, 0..window, lanes, [first]);
    }
}

/// Adds rows, which begin `wide` apart, some at once: so a sum is fetched and put away once for all of them.
#[inline(always)]
fn add_rows<const D: usize>(
    cells: &[f64],
    wide: usize,
    rows: Range<usize>,
    lanes: usize,
    mut sums: [&mut [f64; STRIP]; D],
) {
    let lanes = lanes.min(STRIP);
    let mut next = rows.start;
    while next + AT_ONCE <= rows.end {
        let rows: [&[f64]; AT_ONCE] = from_fn(|k| &cells[(next + k) * wide..][..lanes]);
        for j in 0..lanes {
            for sums in &mut sums {
                sums[j] = rows.iter().fold(sums[j], |sum, row| sum + row[j]);
            }
        }
        next += AT_ONCE;
    }
    for row in next..rows.end {
        let row = &cells[row * wide..][..lanes];
        for j in 0..lanes {
            for sums in &mut sums {
                sums[j] += row[j];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_added_up_from_its_first_row_to_its_last_whatever_stands_beside_it() {
        for (columns, rows, window) in [(1, 700, 1), (1, 700, 33), (65, 1030, 9), (130, 3, 20), (2, 5, 600)] {
            let values = crate::parallel::tests::cells((rows + window - 1) * columns, 1);
            let mut out = vec![0.5; rows * columns];
            let seen = |at: usize, places: &mut [f64]| places.copy_from_slice(&values[at..at + places.len()]);
            let shape = Shape { columns, window, rows };
            windows(&shape, [seen], true, |[sum], [count]| sum * 8192.0 + count, &mut out);
            for (i, &answer) in out.iter().enumerate() {
                let there = (0..window).map(|k| values[i + k * columns]).filter(|value| !value.is_nan());
                let (sum, count) = there.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
                assert_eq!(answer.to_bits(), (sum * 8192.0 + count).to_bits());
            }
        }
    }
}
