//! Windows of two matrices side by side: correlation, regression, beta. The second may have one column, for all of the first.

use crate::cross_section::ORDERING;
use crate::failure::Fault;
use crate::lanes::widest;
use crate::matrix::{blocks, clean, shape, Shape};
use crate::{parallel, whole};

const BLOCK: usize = 512;

/// The windows of both sides.
struct Sides<'a> {
    shape: Shape,
    y: &'a [f64],
    x: &'a [f64],
    /// Whether x has a column for each of y's.
    across: bool,
}

impl<'a> Sides<'a> {
    fn new(y: &'a [f64], x: &'a [f64], columns: f64, window: f64, out: usize, parts: usize) -> Result<Self, Fault> {
        let shape = shape(y, columns, window, out, parts)?;
        let across = x.len() == y.len();
        if !across && x.len() * shape.columns != y.len() {
            return Err(Fault::ArrayLength);
        }
        Ok(Sides { shape, y, x, across })
    }

    /// So many windows from the row on.
    fn part(&self, row: usize, rows: usize) -> Self {
        let Shape { columns, window, .. } = self.shape;
        let x = &self.x[if self.across { row * columns } else { row }..];
        Sides { shape: Shape { columns, window, rows }, y: &self.y[row * columns..], x, across: self.across }
    }

    /// Steps that a row of windows takes, of so many for a cell.
    fn steps(&self, cell: usize) -> usize {
        self.shape.columns * self.shape.window * cell
    }

    /// Calls `take` with both values of each column of a row.
    #[inline(always)]
    fn row(&self, row: usize, from: usize, to: usize, mut take: impl FnMut(usize, f64, f64)) {
        let columns = self.shape.columns;
        let y = &self.y[row * columns + from..row * columns + to];
        if self.across {
            let x = &self.x[row * columns + from..row * columns + to];
            y.iter().zip(x).enumerate().for_each(|(j, (&y, &x))| take(j, y, x));
        } else {
            let x = self.x[row];
            y.iter().enumerate().for_each(|(j, &y)| take(j, y, x));
        }
    }
}

/// Means, and means of the squared distances from them and of their products, of a block's columns.
struct Moments {
    mean_y: [f64; BLOCK],
    mean_x: [f64; BLOCK],
    yy: [f64; BLOCK],
    xx: [f64; BLOCK],
    xy: [f64; BLOCK],
}

impl Moments {
    fn new() -> Self {
        let zeros = [0.0; BLOCK];
        Moments { mean_y: zeros, mean_x: zeros, yy: zeros, xx: zeros, xy: zeros }
    }

    fn of(&mut self, sides: &Sides, row: usize, from: usize, to: usize) {
        let (width, length) = (to - from, sides.shape.window as f64);
        let Moments { mean_y, mean_x, yy, xx, xy } = self;
        let (mean_y, mean_x) = (&mut mean_y[..width], &mut mean_x[..width]);
        let (yy, xx, xy) = (&mut yy[..width], &mut xx[..width], &mut xy[..width]);
        for sums in [&mut *mean_y, &mut *mean_x, &mut *yy, &mut *xx, &mut *xy] {
            sums.fill(0.0);
        }
        for k in row..row + sides.shape.window {
            widest(|| {
                sides.row(k, from, to, |j, y, x| {
                    mean_y[j] += y;
                    mean_x[j] += x;
                });
            });
        }
        for mean in mean_y.iter_mut().chain(mean_x.iter_mut()) {
            *mean /= length;
        }
        for k in row..row + sides.shape.window {
            widest(|| {
                sides.row(k, from, to, |j, y, x| {
                    let (a, b) = (y - mean_y[j], x - mean_x[j]);
                    yy[j] += a * a;
                    xx[j] += b * b;
                    xy[j] += a * b;
                });
            });
        }
        for sum in yy.iter_mut().chain(xx.iter_mut()).chain(xy.iter_mut()) {
            *sum /= length;
        }
    }
}

pub fn pearson(y: &[f64], x: &[f64], columns: f64, window: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sides = Sides::new(y, x, columns, window, out.len(), 1)?;
    parallel::rows(out, sides.shape.columns, sides.steps(1), |first, out| {
        let sides = sides.part(first, out.len() / sides.shape.columns);
        let mut moments = Moments::new();
        blocks(&sides.shape, |row, from, to| {
            moments.of(&sides, row, from, to);
            let answer = &mut out[row * sides.shape.columns + from..row * sides.shape.columns + to];
            for (j, answer) in answer.iter_mut().enumerate() {
                *answer = clean(moments.xy[j] / (moments.xx[j] * moments.yy[j]).sqrt());
            }
        });
        Ok(())
    })
}

pub fn spearman(y: &[f64], x: &[f64], columns: f64, window: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sides = Sides::new(y, x, columns, window, out.len(), 1)?;
    parallel::rows(out, sides.shape.columns, sides.steps(2 * ORDERING), |first, out| {
        let sides = sides.part(first, out.len() / sides.shape.columns);
        let Shape { columns, window, rows } = sides.shape;
        let (mut ranked_y, mut ranked_x) = (vec![0.0; window], vec![0.0; window]);
        let mut places: Vec<(u64, u32)> = Vec::with_capacity(window);
        let mut moments = Moments::new();
        for row in 0..rows {
            for j in 0..columns {
                rank((row..row + window).map(|k| sides.y[k * columns + j]), &mut places, &mut ranked_y);
                let place = |k: usize| if sides.across { sides.x[k * columns + j] } else { sides.x[k] };
                rank((row..row + window).map(place), &mut places, &mut ranked_x);
                let shape = Shape { columns: 1, window, rows: 1 };
                moments.of(&Sides { shape, y: &ranked_y, x: &ranked_x, across: true }, 0, 0, 1);
                out[row * columns + j] = clean(moments.xy[0] / (moments.xx[0] * moments.yy[0]).sqrt());
            }
        }
        Ok(())
    })
}

/// Ranks from 1, equals sharing the mean of their places; all NaN where a value is missing.
fn rank(values: impl Iterator<Item = f64>, places: &mut Vec<(u64, u32)>, out: &mut [f64]) {
    places.clear();
    for (k, value) in values.enumerate() {
        if value.is_nan() {
            out.fill(f64::NAN);
            return;
        }
        let bits = if value == 0.0 { 0 } else { value.to_bits() };
        places.push((if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }, k as u32));
    }
    places.sort_unstable();
    let mut begin = 0;
    for equals in places.chunk_by(|a, b| a.0 == b.0) {
        let end = begin + equals.len();
        for &(_, k) in equals {
            out[k as usize] = (begin + 1 + end) as f64 / 2.0;
        }
        begin = end;
    }
}

pub fn regress(y: &[f64], x: &[f64], columns: f64, window: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sides = Sides::new(y, x, columns, window, out.len(), 4)?;
    let columns = sides.shape.columns;
    let share = parallel::share(sides.shape.rows, sides.steps(1)) * columns;
    let mut answers = out.chunks_mut((out.len() / 4).max(1)).map(|answer| answer.chunks_mut(share));
    let (Some(a), Some(b), Some(c), Some(d)) = (answers.next(), answers.next(), answers.next(), answers.next()) else {
        return Ok(());
    };
    let parts = a.zip(b).zip(c.zip(d)).enumerate().collect();
    parallel::each(parts, |(part, ((alpha, slope), (r, stderr)))| {
        let rows = alpha.len() / columns;
        lines(&sides.part(part * share / columns, rows), [alpha, slope, r, stderr]);
    });
    Ok(())
}

/// The line through each window: where it begins, its slope, the correlation and the slope's standard error.
fn lines(sides: &Sides, [alphas, slopes, correlations, errors]: [&mut [f64]; 4]) {
    let window = sides.shape.window as f64;
    let mut moments = Moments::new();
    blocks(&sides.shape, |row, from, to| {
        moments.of(sides, row, from, to);
        for j in 0..to - from {
            let (yy, xx, xy) = (moments.yy[j], moments.xx[j], moments.xy[j]);
            let slope = xy / xx;
            let r = if xx == 0.0 || yy == 0.0 {
                if xy == 0.0 {
                    f64::NAN
                } else {
                    0.0
                }
            } else {
                xy / (xx * yy).sqrt()
            };
            let r = if r > 1.0 {
                1.0
            } else if r < -1.0 {
                -1.0
            } else {
                r
            };
            let stderr = if window == 2.0 { 0.0 } else { ((1.0 - r * r) * yy / xx / (window - 2.0)).sqrt() };
            let at = row * sides.shape.columns + from + j;
            alphas[at] = clean(moments.mean_y[j] - slope * moments.mean_x[j]);
            slopes[at] = clean(slope);
            correlations[at] = clean(r);
            errors[at] = if slope.is_nan() { f64::NAN } else { clean(stderr) };
        }
    });
}

pub fn beta(y: &[f64], x: &[f64], columns: f64, window: f64, allowed: f64, out: &mut [f64]) -> Result<(), Fault> {
    let allowed = whole(allowed).ok_or(Fault::MatrixShape)? as f64;
    let sides = Sides::new(y, x, columns, window, out.len(), 1)?;
    let length = sides.shape.window as f64;
    parallel::rows(out, sides.shape.columns, sides.steps(1), |first, out| {
        let sides = sides.part(first, out.len() / sides.shape.columns);
        let zeros = [0.0; BLOCK];
        let (mut sums, mut present, mut products, mut squares) = (zeros, zeros, zeros, zeros);
        blocks(&sides.shape, |row, from, to| {
            let width = to - from;
            let (sums, present) = (&mut sums[..width], &mut present[..width]);
            let (products, squares) = (&mut products[..width], &mut squares[..width]);
            for each in [&mut *sums, &mut *present, &mut *products, &mut *squares] {
                each.fill(0.0);
            }
            for k in row..row + sides.shape.window {
                sides.row(k, from, to, |j, y, x| {
                    let there = !(y.is_nan() | x.is_nan());
                    sums[j] += if there { x } else { 0.0 };
                    present[j] += if there { 1.0 } else { 0.0 };
                });
            }
            for (mean, present) in sums.iter_mut().zip(&*present) {
                *mean /= present;
            }
            for k in row..row + sides.shape.window {
                sides.row(k, from, to, |j, y, x| {
                    let there = !(y.is_nan() | x.is_nan());
                    let distance = x - sums[j];
                    products[j] += if there { distance * y } else { 0.0 };
                    squares[j] += if there { distance * distance } else { 0.0 };
                });
            }
            for j in 0..width {
                let answer = products[j] / present[j] / (squares[j] / present[j]);
                out[row * sides.shape.columns + from + j] =
                    if length - present[j] > allowed { f64::NAN } else { clean(answer) };
            }
        });
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_again() {
        let x = [1.0, 2.0, 4.0];
        let y = [5.0, 7.0, 11.0];
        let mut out = [0.0; 4];
        regress(&y, &x, 1.0, 3.0, &mut out).unwrap();
        assert_eq!(out.map(|value| (value * 1e9).round() / 1e9), [3.0, 2.0, 1.0, 0.0]);
        pearson(&y, &x, 1.0, 3.0, &mut out[..1]).unwrap();
        assert_eq!((out[0] * 1e12).round(), 1e12);
        spearman(&[3.0, 1.0, 2.0], &x, 1.0, 3.0, &mut out[..1]).unwrap();
        assert_eq!(out[0], -0.5);
    }

    #[test]
    fn the_bits_are_the_same_on_any_number_of_threads() {
        let (y, all) = (parallel::tests::cells(120 * 600, 1), parallel::tests::cells(120 * 600, 2));
        for x in [&all[..], &all[..120]] {
            let size = 101 * 600;
            parallel::tests::same_bits(size, |out| pearson(&y, x, 600.0, 20.0, out).unwrap());
            parallel::tests::same_bits(size, |out| spearman(&y, x, 600.0, 20.0, out).unwrap());
            parallel::tests::same_bits(size, |out| beta(&y, x, 600.0, 20.0, 5.0, out).unwrap());
            parallel::tests::same_bits(size * 4, |out| regress(&y, x, 600.0, 20.0, out).unwrap());
        }
    }

    #[test]
    fn beta_leaves_out_what_is_missing() {
        let y = [2.0, f64::NAN, 4.0, 8.0];
        let x = [1.0, 9.0, 2.0, 4.0];
        let mut out = [0.0];
        beta(&y, &x, 1.0, 4.0, 1.0, &mut out).unwrap();
        assert_eq!((out[0] * 1e12).round(), 2e12);
        beta(&y, &x, 1.0, 4.0, 0.0, &mut out).unwrap();
        assert!(out[0].is_nan());
        assert_eq!(beta(&y, &x[..3], 1.0, 4.0, 0.0, &mut out), Err(Fault::ArrayLength));
    }
}
