use super::columns::{PART, ROWS};
use super::ring::{Ring, EPSILON};
use super::task::Task;
use crate::failure::Fault;
use crate::lanes::{fill, first};
use std::ops::Range;

/// After so many windows sums are made anew, so that no rounding stays.
const WINDOWS: usize = 32;

/// Sums over windows: from row to row they change by what comes and what leaves. Most rows need no more, so many are gone over before it is
/// looked whether the sums still hold.
trait Sums {
    fn pace(&mut self) -> &mut Pace;
    /// Goes on over `count` rows, up to the first whose sums do not hold; answers how many there were before it.
    fn go(&mut self, row: usize, count: usize) -> usize;
    /// Makes the sums of the window that ends with the row anew, about new shifts.
    fn anew(&mut self, row: usize);

    #[inline(always)]
    fn run(&mut self, rows: Range<usize>) {
        let mut row = rows.start;
        while row < rows.end {
            let pace = self.pace();
            let count = pace.count.min(rows.end - row).min(pace.left - 1);
            let held = if count > 0 { self.go(row, count) } else { 0 };
            row += held;
            let pace = self.pace();
            pace.left -= held;
            pace.count = if held < count { 8 } else { ROWS.min(2 * pace.count) };
            if row < rows.end && (held < count || pace.left == 1) {
                pace.left = pace.windows;
                self.anew(row);
                row += 1;
            }
        }
    }
}

struct Pace {
    /// Rows after which sums are made anew, and how many there are until then.
    windows: usize,
    left: usize,
    /// How many rows to go over at once.
    count: usize,
}

impl Pace {
    /// Due at once: the first window that is full.
    fn new(period: usize) -> Pace {
        Pace { windows: WINDOWS * period, left: 1, count: ROWS }
    }
}

/// Variances of the last `period` values, of sums about a shift that is moved where it has become too distant.
pub struct Variance {
    period: usize,
    share: f64,
    shift: f64,
    sum: f64,
    squares: f64,
    pace: Pace,
    told: Box<[[f64; ROWS]; 2]>,
}

impl Variance {
    pub fn new(period: usize) -> Variance {
        Variance {
            period,
            share: 1.0 / period as f64,
            shift: 0.0,
            sum: 0.0,
            squares: 0.0,
            pace: Pace::new(period),
            told: Box::new([[0.0; ROWS]; 2]),
        }
    }

    /// Those of the next rows, as `of` makes them of the variance; NaN where the window is not full.
    pub fn run(&mut self, values: &[f64], rows: Range<usize>, out: &mut [f64], of: impl Fn(f64) -> f64) {
        let full = rows.end.min(rows.start.max(self.period - 1));
        out[rows.start..full].fill(f64::NAN);
        Variances { state: self, values, out, of }.run(full..rows.end);
    }
}

#[inline(always)]
fn spread(share: f64, sum: f64, squares: f64) -> f64 {
    let mean = sum * share;
    squares * share - mean * mean
}

struct Variances<'a, F> {
    state: &'a mut Variance,
    values: &'a [f64],
    out: &'a mut [f64],
    of: F,
}

impl<F: Fn(f64) -> f64> Sums for Variances<'_, F> {
    #[inline(always)]
    fn pace(&mut self) -> &mut Pace {
        &mut self.state.pace
    }

    #[inline(always)]
    fn go(&mut self, row: usize, count: usize) -> usize {
        let state = &mut self.state;
        let (shift, share) = (state.shift, state.share);
        let come = &self.values[row..][..count];
        let leave = &self.values[row - state.period..][..count];
        let [steps, squares] = state.told.each_mut().map(|told| &mut told[..count]);
        step(steps, [come, leave], shift);
        step_of_squares(squares, [come, leave], shift);
        sum(count, [state.sum, state.squares], &mut state.told);
        let told = &*state.told;
        let columns = [&told[0][..count], &told[1][..count], leave];
        let off = |[sum, squares, leave]: [f64; 3]| {
            let (all, leave) = (squares * share, leave - shift);
            (all - sum * share * (sum * share) < 1e-6 * all) | (leave * leave > 1e6 * squares)
        };
        let held = first(columns, off).unwrap_or(count);
        let of = &self.of;
        fill(&mut self.out[row..][..held], [&told[0], &told[1]], |[sum, squares]| of(spread(share, sum, squares)));
        if held > 0 {
            (state.sum, state.squares) = (told[0][held - 1], told[1][held - 1]);
        }
        held
    }

    fn anew(&mut self, row: usize) {
        let state = &mut self.state;
        let window = &self.values[row + 1 - state.period..=row];
        state.shift = total(window) * state.share;
        (state.sum, state.squares) = (0.0, 0.0);
        for value in window {
            let distance = value - state.shift;
            state.sum += distance;
            state.squares += distance * distance;
        }
        let variance = spread(state.share, state.sum, state.squares);
        let nothing = variance < 1e-12 * (state.squares * state.share);
        self.out[row] = (self.of)(if nothing { 0.0 } else { variance });
    }
}

/// What comes less what leaves, about a shift.
#[inline(always)]
fn step(steps: &mut [f64], columns: [&[f64]; 2], shift: f64) {
    fill(steps, columns, |[come, leave]| (come - shift) - (leave - shift));
}

/// The same of their squares.
#[inline(always)]
fn step_of_squares(steps: &mut [f64], columns: [&[f64]; 2], shift: f64) {
    fill(steps, columns, |[come, leave]| {
        let (come, leave) = (come - shift, leave - shift);
        (come - leave) * (come + leave)
    });
}

/// Turns changes of the sums into the sums.
#[inline(always)]
fn sum<const N: usize>(rows: usize, mut sums: [f64; N], told: &mut [[f64; ROWS]; N]) {
    for row in 0..rows.min(ROWS) {
        for (sum, told) in sums.iter_mut().zip(told.iter_mut()) {
            *sum += told[row];
            told[row] = *sum;
        }
    }
}

fn total(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |total, value| total + value)
}

/// Sums of pairs and of their products over the last `period` of them: of x, y, xx, xy and yy, about shifts that are moved where they have become
/// too distant.
struct Pairs {
    period: usize,
    shifts: [f64; 2],
    sums: [f64; 5],
    pace: Pace,
    told: Box<[[f64; ROWS]; 5]>,
}

impl Pairs {
    fn new(period: usize) -> Pairs {
        Pairs { period, shifts: [0.0; 2], sums: [0.0; 5], pace: Pace::new(period), told: Box::new([[0.0; ROWS]; 5]) }
    }

    /// What `of` makes of the sums of the next rows; of their sums and the squares that have left, `off` tells which do not hold.
    fn run(
        &mut self,
        columns: [&[f64]; 2],
        rows: Range<usize>,
        out: &mut [f64],
        off: impl Fn([f64; 7]) -> bool,
        of: impl Fn([f64; 5]) -> f64,
    ) {
        Products { state: self, columns, out, off, of }.run(rows);
    }
}

struct Products<'a, F, G> {
    state: &'a mut Pairs,
    columns: [&'a [f64]; 2],
    out: &'a mut [f64],
    off: F,
    of: G,
}

impl<F: Fn([f64; 7]) -> bool, G: Fn([f64; 5]) -> f64> Sums for Products<'_, F, G> {
    #[inline(always)]
    fn pace(&mut self) -> &mut Pace {
        &mut self.state.pace
    }

    #[inline(always)]
    fn go(&mut self, row: usize, count: usize) -> usize {
        let state = &mut self.state;
        let [shift_x, shift_y] = state.shifts;
        let count = count.min(ROWS);
        let [x, y] = self.columns.map(|column| &column[row..][..count]);
        let [left_x, left_y] = self.columns.map(|column| &column[row - state.period..][..count]);
        let [steps_x, steps_y, xx, xy, yy] = state.told.each_mut().map(|told| &mut told[..count]);
        step(steps_x, [x, left_x], shift_x);
        step(steps_y, [y, left_y], shift_y);
        step_of_squares(xx, [x, left_x], shift_x);
        step_of_squares(yy, [y, left_y], shift_y);
        fill(xy, [x, y, left_x, left_y], |[x, y, left_x, left_y]| {
            (x - shift_x) * (y - shift_y) - (left_x - shift_x) * (left_y - shift_y)
        });
        sum(count, state.sums, &mut state.told);
        let told = &*state.told;
        let [x, y, xx, xy, yy] = told.each_ref().map(|sums| &sums[..count]);
        let off = |[x, y, xx, xy, yy, left_x, left_y]: [f64; 7]| {
            let (left_x, left_y) = (left_x - shift_x, left_y - shift_y);
            (self.off)([x, y, xx, xy, yy, left_x * left_x, left_y * left_y])
        };
        let held = first([x, y, xx, xy, yy, left_x, left_y], off).unwrap_or(count);
        fill(&mut self.out[row..][..held], [x, y, xx, xy, yy], &self.of);
        if held > 0 {
            state.sums = told.each_ref().map(|sums| sums[held - 1]);
        }
        held
    }

    fn anew(&mut self, row: usize) {
        let state = &mut self.state;
        let [xs, ys] = self.columns.map(|column| &column[row + 1 - state.period..=row]);
        let [shift_x, shift_y] = [xs, ys].map(|window| total(window) / state.period as f64);
        let [mut sum_x, mut sum_y, mut xx, mut xy, mut yy] = [0.0; 5];
        for (x, y) in xs.iter().zip(ys) {
            let (x, y) = (x - shift_x, y - shift_y);
            sum_x += x;
            sum_y += y;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        state.shifts = [shift_x, shift_y];
        state.sums = [sum_x, sum_y, xx, xy, yy];
        self.out[row] = (self.of)(state.sums);
    }
}

/// Pearson's correlation of the last `period` pairs; 0 where one of them does not vary.
pub fn correlation(task: Task) -> Result<(), Fault> {
    let period = task.period(0)?;
    let (_, columns, [out]) = task.split()?;
    let share = 1.0 / period as f64;
    let squares = |squares: f64, sum: f64| squares - sum * sum * share;
    let full = out.len().min(period - 1);
    out[..full].fill(f64::NAN);
    Pairs::new(period).run(
        columns,
        full..out.len(),
        out,
        |[x, y, xx, _, yy, left_x, left_y]| {
            (squares(xx, x) < 1e-6 * xx) | (squares(yy, y) < 1e-6 * yy) | (left_x > 1e6 * xx) | (left_y > 1e6 * yy)
        },
        |[x, y, xx, xy, yy]| {
            let (squares_x, squares_y) = (squares(xx, x), squares(yy, y));
            let correlation = (xy - x * y * share) / (squares_x * squares_y).sqrt();
            let correlation = if correlation > 1.0 { 1.0 } else { correlation };
            let correlation = if correlation < -1.0 { -1.0 } else { correlation };
            if (squares_x > EPSILON * xx) & (squares_y > EPSILON * yy) {
                correlation
            } else {
                0.0
            }
        },
    );
    Ok(())
}

/// Slope of the changes of the second series on those of the first (TA-Lib's first is the market).
pub fn beta(task: Task) -> Result<(), Fault> {
    let period = task.period(0)?;
    let (_, columns, [out]) = task.split::<2, 1>()?;
    let size = period as f64;
    let divisor = |x: f64, xx: f64| size * xx - x * x;
    let mut pairs = Pairs::new(period);
    let full = out.len().min(period);
    out[..full].fill(f64::NAN);
    // The changes of some rows and of the windows before them; of the first row there is none.
    let part = period.max(PART);
    let mut changes = [vec![0.0; period + part], vec![0.0; period + part]];
    for from in (full..out.len()).step_by(part) {
        let first = from - period;
        let count = (period + part).min(out.len() - first);
        let none = usize::from(first == 0);
        for (changes, column) in changes.iter_mut().zip(columns) {
            let (before, after) = (&column[first + none - 1..], &column[first + none..]);
            fill(&mut changes[none..count], [before, after], |[before, after]| change(before, after));
        }
        pairs.run(
            changes.each_ref().map(|changes| &changes[..]),
            period..count,
            &mut out[first..][..count],
            |[x, _, xx, _, _, left_x, _]| (divisor(x, xx) < 1e-6 * (size * xx)) | (left_x > 1e3 * xx),
            |[x, y, xx, xy, _]| {
                let divisor = divisor(x, xx);
                let slope = (size * xy - x * y) / divisor;
                if divisor > EPSILON * (size * xx) {
                    slope
                } else {
                    0.0
                }
            },
        );
    }
    Ok(())
}

#[inline(always)]
fn change(from: f64, to: f64) -> f64 {
    if from > -EPSILON && from < EPSILON {
        0.0
    } else {
        (to - from) / from
    }
}

/// The straight line through the last `period` values, its rows counted from 0.
pub struct Line {
    ring: Ring,
    period: f64,
    rows: f64,
    divisor: f64,
    sum: f64,
    weighted: f64,
    seen: usize,
    left: usize,
    slope: f64,
    intercept: f64,
}

impl Line {
    pub fn new(period: usize) -> Line {
        let size = period as f64;
        let rows = size * (size - 1.0) / 2.0;
        let squares = size * (size - 1.0) * (2.0 * size - 1.0) / 6.0;
        Line {
            ring: Ring::new(period),
            period: size,
            rows,
            divisor: rows * rows - size * squares,
            sum: 0.0,
            weighted: 0.0,
            seen: 0,
            left: 0,
            slope: 0.0,
            intercept: 0.0,
        }
    }

    /// `of` the intercept, the slope and the period, once the window is full.
    #[inline(always)]
    pub fn next(&mut self, value: f64, of: impl Fn(f64, f64, f64) -> f64) -> f64 {
        let period = self.period;
        let gone = self.ring.oldest();
        self.ring.push(value);
        if self.seen < self.ring.values.len() {
            self.seen += 1;
            if self.seen < self.ring.values.len() {
                return f64::NAN;
            }
            self.anew();
        } else {
            self.weighted = self.weighted + self.sum - period * gone;
            self.sum = self.sum - gone + value;
            self.left -= 1;
            if self.left == 0 || gone.abs() > 1e3 * self.sum.abs() {
                self.anew();
            }
        }
        self.slope = (period * self.weighted - self.rows * self.sum) / self.divisor;
        self.intercept = (self.sum - self.slope * self.rows) / period;
        of(self.intercept, self.slope, period)
    }

    #[inline(always)]
    fn anew(&mut self) {
        self.left = WINDOWS * self.ring.values.len();
        (self.sum, self.weighted) = Line::again(self.ring.parts());
    }

    /// The sum, and the sum that takes the newest value 0 times, the one before once, and so on.
    #[cold]
    #[inline(never)]
    fn again((older, newer): (&[f64], &[f64])) -> (f64, f64) {
        let period = older.len() + newer.len();
        let (mut sum, mut weighted) = (0.0, 0.0);
        for (at, value) in older.iter().chain(newer).enumerate() {
            sum += value;
            weighted += (period - 1 - at) as f64 * value;
        }
        (sum, weighted)
    }
}
