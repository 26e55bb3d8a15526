//! Rolling reductions without subtraction. Rows are cut into blocks as long as the window; a window is then the end of
//! one block and the beginning of the next, so the reductions of all ends (backward through a block) and of all
//! beginnings (forward) make up every window. Nothing is ever taken away again: nothing drifts, and what a great value
//! has swallowed comes back as soon as it leaves. NaN and infinities are missing, as in pandas.

use crate::failure::Fault;
use crate::lanes::{fill, first};
use crate::whole;

trait Reduction: Copy + Default {
    /// Of so many values, by its two numbers.
    fn of(count: f64, numbers: [f64; 2]) -> Self;
    fn numbers(&self) -> [f64; 2];
    fn count(&self) -> f64;
    fn add(&mut self, value: f64);
    /// `self` followed by `later`.
    fn join(&self, later: &Self) -> Self;
}

/// A sum in two doubles, the second what the first has rounded off.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: f64,
    high: f64,
    low: f64,
}

impl Sum {
    #[inline(always)]
    fn total(&self) -> f64 {
        if self.high.is_finite() {
            self.high + self.low
        } else {
            self.high
        }
    }
}

/// a + b and what the addition has rounded off.
#[inline(always)]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}

impl Reduction for Sum {
    #[inline(always)]
    fn of(count: f64, [high, low]: [f64; 2]) -> Sum {
        Sum { count, high, low }
    }

    #[inline(always)]
    fn numbers(&self) -> [f64; 2] {
        [self.high, self.low]
    }

    #[inline(always)]
    fn count(&self) -> f64 {
        self.count
    }

    #[inline(always)]
    fn add(&mut self, value: f64) {
        let (high, low) = two_sum(self.high, value);
        *self = Sum { count: self.count + 1.0, high, low: self.low + low };
    }

    #[inline(always)]
    fn join(&self, later: &Sum) -> Sum {
        let (high, low) = two_sum(self.high, later.high);
        Sum { count: self.count + later.count, high, low: self.low + later.low + low }
    }
}

/// Mean and sum of squared distances from it (Welford; Chan, Golub and LeVeque for the join).
#[derive(Clone, Copy, Default)]
struct Spread {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Reduction for Spread {
    #[inline(always)]
    fn of(count: f64, [mean, squares]: [f64; 2]) -> Spread {
        Spread { count, mean, squares }
    }

    #[inline(always)]
    fn numbers(&self) -> [f64; 2] {
        [self.mean, self.squares]
    }

    #[inline(always)]
    fn count(&self) -> f64 {
        self.count
    }

    #[inline(always)]
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        let distance = value - self.mean;
        self.mean += distance / self.count;
        self.squares += distance * (value - self.mean);
    }

    #[inline(always)]
    fn join(&self, later: &Spread) -> Spread {
        if self.count == 0.0 {
            return *later;
        }
        if later.count == 0.0 {
            return *self;
        }
        let (count, distance) = (self.count + later.count, later.mean - self.mean);
        let share = later.count / count;
        Spread {
            count,
            mean: self.mean + distance * share,
            squares: self.squares + later.squares + distance * distance * self.count * share,
        }
    }
}

/// Rows that are gone over in stages.
const ROWS: usize = 256;

/// `finish` gets a window's reduction and, where all its values are the same, that value.
fn roll<R: Reduction>(
    values: &[f64],
    (window, min_periods): (usize, usize),
    out: &mut [f64],
    finish: impl Fn(&R, Option<f64>) -> f64,
) {
    if values.is_empty() {
        return;
    }
    let window = window.min(values.len());
    let finish = |whole: &R, same: Option<f64>| {
        let result = finish(whole, same);
        // A NaN that arithmetic makes has a sign of the processor's choosing.
        if result.is_nan() {
            f64::NAN
        } else {
            result
        }
    };
    let mut ends = vec![R::default(); window + 1];
    let mut alike = Alike { last: f64::NAN, run: 0.0 };
    // As many blocks as come behind the first.
    let blocks = (ROWS / window).max(1).min(values.len() / window - 1);
    let mut stages = Stages::new(window, blocks);
    // From where on no window that is known has a missing value.
    let (mut from, mut begin) = (0, window);
    while from < values.len() {
        let to = from + blocks * window;
        if from >= begin && from < to && to <= values.len() {
            match first([&values[from - window..to]], |[value]| !value.is_finite()) {
                None => {
                    stages.roll(values, from, out, &mut alike, finish);
                    from = to;
                    continue;
                }
                Some(row) => begin = from + row + 1,
            }
        }
        // The same a row at a time, where values are missing or windows not full.
        if from > 0 {
            for (row, &value) in values[from - window..from].iter().enumerate().rev() {
                ends[row] = ends[row + 1];
                if value.is_finite() {
                    ends[row].add(value);
                }
            }
        }
        let mut beginning = R::default();
        let rows = values.len().min(from + window);
        for (row, (&value, answer)) in values[from..rows].iter().zip(&mut out[from..rows]).enumerate() {
            if value.is_finite() {
                beginning.add(value);
                alike.add(value);
            }
            let whole = ends[row + 1].join(&beginning);
            let enough = whole.count() >= min_periods as f64;
            *answer = if enough { finish(&whole, alike.value(whole.count())) } else { f64::NAN };
        }
        from = rows;
    }
}

/// How many of the last values are the same.
struct Alike {
    last: f64,
    run: f64,
}

impl Alike {
    #[inline(always)]
    fn add(&mut self, value: f64) {
        self.run = if value == self.last { self.run + 1.0 } else { 1.0 };
        self.last = value;
    }

    /// The value, where so many are.
    #[inline(always)]
    fn value(&self, count: f64) -> Option<f64> {
        (count > 0.0 && self.run >= count).then_some(self.last)
    }
}

/// Blocks in which no value is missing, behind one in which none is: beginnings and ends are added up a row at a time, and joined many at once.
struct Stages {
    window: usize,
    /// How many of a row's window lie in its own block.
    counts: Vec<f64>,
    /// The numbers of the beginnings up to each row, and of the ends that belong to it.
    beginnings: [Vec<f64>; 2],
    ends: [Vec<f64>; 2],
}

impl Stages {
    fn new(window: usize, blocks: usize) -> Stages {
        let column = || vec![0.0; blocks * window];
        let counts = (0..blocks * window).map(|row| (row % window + 1) as f64).collect();
        Stages { window, counts, beginnings: [column(), column()], ends: [column(), column()] }
    }

    fn roll<R: Reduction>(
        &mut self,
        values: &[f64],
        from: usize,
        out: &mut [f64],
        alike: &mut Alike,
        finish: impl Fn(&R, Option<f64>) -> f64,
    ) {
        let (window, rows) = (self.window, self.counts.len());
        let size = window as f64;
        let [begin_first, begin_second] = self.beginnings.each_mut().map(|column| column.chunks_exact_mut(window));
        let [end_first, end_second] = self.ends.each_mut().map(|column| column.chunks_exact_mut(window));
        let befores = values[from - window..].chunks_exact(window);
        let blocks = values[from..].chunks_exact(window);
        let beginnings = begin_first.zip(begin_second);
        let ends = end_first.zip(end_second);
        for (((before, block), beginnings), ends) in befores.zip(blocks).zip(beginnings).zip(ends) {
            let (mut beginning, mut end) = (R::default(), R::default());
            for (row, &value) in block.iter().enumerate() {
                beginning.add(value);
                [beginnings.0[row], beginnings.1[row]] = beginning.numbers();
                // The last row's window has no end of the block before.
                let place = window - 1 - row;
                [ends.0[place], ends.1[place]] = end.numbers();
                end.add(before[place]);
            }
        }
        let out = &mut out[from..][..rows];
        let [[begin_first, begin_second], [end_first, end_second]] =
            [&self.beginnings, &self.ends].map(|columns| columns.each_ref().map(|column| &column[..]));
        let columns = [&self.counts, begin_first, begin_second, end_first, end_second];
        fill(out, columns, |[count, begin_first, begin_second, end_first, end_second]| {
            let beginning = R::of(count, [begin_first, begin_second]);
            finish(&R::of(size - count, [end_first, end_second]).join(&beginning), None)
        });
        let (before, after) = (&values[from - 1..][..rows], &values[from..][..rows]);
        if window > 1 && first([before, after], |[before, after]| before == after).is_none() {
            *alike = Alike { last: after[rows - 1], run: 1.0 };
            return;
        }
        for (&value, answer) in after.iter().zip(out) {
            alike.add(value);
            if let Some(value) = alike.value(size) {
                *answer = finish(&R::of(size, [0.0; 2]), Some(value));
            }
        }
    }
}

pub fn sum(values: &[f64], window: f64, min_periods: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sizes = check(values, window, min_periods, out)?;
    roll(values, sizes, out, |sum: &Sum, same| same.map_or(sum.total(), |value| value * sum.count));
    Ok(())
}

pub fn mean(values: &[f64], window: f64, min_periods: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sizes = check(values, window, min_periods, out)?;
    roll(values, sizes, out, |sum: &Sum, same| same.unwrap_or(sum.total() / sum.count));
    Ok(())
}

pub fn std(values: &[f64], window: f64, min_periods: f64, ddof: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sizes = check(values, window, min_periods, out)?;
    whole(ddof).ok_or(Fault::RollingWindow)?;
    roll(values, sizes, out, |spread: &Spread, same| {
        let freedom = spread.count - ddof;
        match same {
            _ if freedom <= 0.0 => f64::NAN,
            Some(_) => 0.0,
            None => (spread.squares / freedom).sqrt(),
        }
    });
    Ok(())
}

fn check(values: &[f64], window: f64, min_periods: f64, out: &[f64]) -> Result<(usize, usize), Fault> {
    if values.len() != out.len() {
        return Err(Fault::ArrayLength);
    }
    match (whole(window), whole(min_periods)) {
        (Some(window), Some(periods)) if window >= 1 && periods <= window => Ok((window, periods)),
        _ => Err(Fault::RollingWindow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;

    fn run(rolling: impl Fn(&[f64], &mut [f64]) -> Result<(), Fault>, values: &[f64]) -> Vec<String> {
        let mut out = vec![0.0; values.len()];
        rolling(values, &mut out).unwrap();
        out.iter().map(f64::to_string).collect()
    }

    #[test]
    fn sums_means_and_deviations_by_hand() {
        let values = [1.0, 2.0, 4.0, NAN, 8.0, f64::INFINITY, 16.0];
        assert_eq!(run(|v, o| sum(v, 2.0, 2.0, o), &values), ["NaN", "3", "6", "NaN", "NaN", "NaN", "NaN"]);
        assert_eq!(run(|v, o| sum(v, 3.0, 1.0, o), &values), ["1", "3", "7", "6", "12", "8", "24"]);
        assert_eq!(
            run(|v, o| mean(v, 3.0, 2.0, o), &values),
            ["NaN", "1.5", "2.3333333333333335", "3", "6", "NaN", "12"]
        );
        assert_eq!(run(|v, o| std(v, 2.0, 1.0, 0.0, o), &values), ["0", "0.5", "1", "0", "0", "0", "0"]);
        assert_eq!(run(|v, o| sum(v, 9.0, 0.0, o), &[NAN, 5.0]), ["0", "5"]);
        assert_eq!(run(|v, o| mean(v, 9.0, 0.0, o), &[NAN, 5.0]), ["NaN", "5"]);
        assert!(run(|v, o| sum(v, 9.0, 0.0, o), &[]).is_empty());
    }

    #[test]
    fn what_a_great_value_swallowed_comes_back() {
        let values = [1e20, 0.1, 0.1, 0.1, 0.3];
        assert_eq!(run(|v, o| sum(v, 3.0, 3.0, o), &values)[3..], ["0.30000000000000004", "0.5"]);
        assert_eq!(run(|v, o| mean(v, 3.0, 3.0, o), &values)[3], "0.1");
        assert_eq!(run(|v, o| std(v, 3.0, 3.0, 1.0, o), &values)[3], "0");
    }

    #[test]
    fn sizes_that_make_no_sense_are_refused() {
        let mut out = [0.0; 2];
        for (window, periods) in [(0.0, 0.0), (2.0, 3.0), (1.5, 1.0), (2.0, -1.0), (NAN, 0.0)] {
            assert_eq!(sum(&[1.0, 2.0], window, periods, &mut out), Err(Fault::RollingWindow));
        }
        assert_eq!(std(&[1.0, 2.0], 2.0, 1.0, 0.5, &mut out), Err(Fault::RollingWindow));
        assert_eq!(mean(&[1.0], 1.0, 1.0, &mut out), Err(Fault::ArrayLength));
    }
}
