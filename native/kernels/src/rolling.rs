//! Rolling reductions without subtraction. Rows are cut into blocks as long as the window; a window is then the end of
//! one block and the beginning of the next, so the reductions of all ends (backward through a block) and of all
//! beginnings (forward) make up every window. Nothing is ever taken away again: nothing drifts, and what a great value
//! has swallowed comes back as soon as it leaves. NaN and infinities are missing, as in pandas.

use crate::failure::Fault;
use crate::whole;

trait Reduction: Copy + Default {
    fn add(&mut self, value: f64);
    /// `self` followed by `later`.
    fn join(&self, later: &Self) -> Self;
    fn count(&self) -> u32;
}

/// A sum in two doubles, the second what the first has rounded off.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: u32,
    high: f64,
    low: f64,
}

impl Sum {
    fn total(&self) -> f64 {
        if self.high.is_finite() {
            self.high + self.low
        } else {
            self.high
        }
    }
}

/// a + b and what the addition has rounded off.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}

impl Reduction for Sum {
    fn add(&mut self, value: f64) {
        let (high, low) = two_sum(self.high, value);
        *self = Sum { count: self.count + 1, high, low: self.low + low };
    }

    fn join(&self, later: &Sum) -> Sum {
        let (high, low) = two_sum(self.high, later.high);
        Sum { count: self.count + later.count, high, low: self.low + later.low + low }
    }

    fn count(&self) -> u32 {
        self.count
    }
}

/// Mean and sum of squared distances from it (Welford; Chan, Golub and LeVeque for the join).
#[derive(Clone, Copy, Default)]
struct Spread {
    count: u32,
    mean: f64,
    squares: f64,
}

impl Reduction for Spread {
    fn add(&mut self, value: f64) {
        self.count += 1;
        let distance = value - self.mean;
        self.mean += distance / self.count as f64;
        self.squares += distance * (value - self.mean);
    }

    fn join(&self, later: &Spread) -> Spread {
        if self.count == 0 {
            return *later;
        }
        if later.count == 0 {
            return *self;
        }
        let (count, distance) = (self.count + later.count, later.mean - self.mean);
        let share = later.count as f64 / count as f64;
        Spread {
            count,
            mean: self.mean + distance * share,
            squares: self.squares + later.squares + distance * distance * self.count as f64 * share,
        }
    }

    fn count(&self) -> u32 {
        self.count
    }
}

/// `finish` gets a window's reduction and, where all its values are the same, that value.
fn roll<R: Reduction>(
    values: &[f64],
    (window, min_periods): (usize, usize),
    out: &mut [f64],
    finish: impl Fn(&R, Option<f64>) -> f64,
) {
    let window = window.min(values.len().max(1));
    let mut ends = vec![R::default(); window + 1];
    let (mut last, mut run) = (f64::NAN, 0u32);
    for (block, rows) in values.chunks(window).enumerate() {
        if block > 0 {
            for row in (0..window).rev() {
                let value = values[(block - 1) * window + row];
                ends[row] = ends[row + 1];
                if value.is_finite() {
                    ends[row].add(value);
                }
            }
        }
        let mut beginning = R::default();
        for (row, &value) in rows.iter().enumerate() {
            if value.is_finite() {
                beginning.add(value);
                run = if value == last { run.saturating_add(1) } else { 1 };
                last = value;
            }
            let whole = ends[row + 1].join(&beginning);
            let count = whole.count();
            let enough = count as usize >= min_periods;
            let result = if enough { finish(&whole, (count > 0 && run >= count).then_some(last)) } else { f64::NAN };
            // A NaN that arithmetic makes has a sign of the processor's choosing.
            out[block * window + row] = if result.is_nan() { f64::NAN } else { result };
        }
    }
}

pub fn sum(values: &[f64], window: f64, min_periods: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sizes = check(values, window, min_periods, out)?;
    roll(values, sizes, out, |sum: &Sum, same| same.map_or(sum.total(), |value| value * sum.count as f64));
    Ok(())
}

pub fn mean(values: &[f64], window: f64, min_periods: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sizes = check(values, window, min_periods, out)?;
    roll(values, sizes, out, |sum: &Sum, same| same.unwrap_or(sum.total() / sum.count as f64));
    Ok(())
}

pub fn std(values: &[f64], window: f64, min_periods: f64, ddof: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sizes = check(values, window, min_periods, out)?;
    whole(ddof).ok_or(Fault::RollingWindow)?;
    roll(values, sizes, out, |spread: &Spread, same| {
        let freedom = spread.count as f64 - ddof;
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
