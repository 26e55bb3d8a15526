//! Order statistics of windows. NaN is missing; infinities are values. The least and the greatest are heads of a queue in
//! which each row stands once; the others come from the window kept in order.

use crate::failure::Fault;
use crate::whole;
use std::collections::VecDeque;

const MIN: usize = 0;
const MAX: usize = 1;
const MEDIAN: usize = 2;
const QUANTILE: usize = 3;
const RANK: usize = 4;

/// `kind` of each window (`ORDER` in `native/interface.ts`); `share` is the quantile's.
pub fn order(
    kind: f64,
    values: &[f64],
    window: f64,
    min_periods: f64,
    share: f64,
    out: &mut [f64],
) -> Result<(), Fault> {
    if values.len() != out.len() {
        return Err(Fault::ArrayLength);
    }
    let (window, periods) = match (whole(window), whole(min_periods)) {
        (Some(window), Some(periods)) if window >= 1 && periods <= window => (window, periods),
        _ => return Err(Fault::RollingWindow),
    };
    match whole(kind) {
        Some(MIN) => extremes(values, window, periods, out, |value, other| value <= other),
        Some(MAX) => extremes(values, window, periods, out, |value, other| value >= other),
        Some(MEDIAN) => sorted(values, window, periods, out, |ordered, _| median(ordered)),
        Some(QUANTILE) if (0.0..=1.0).contains(&share) => {
            sorted(values, window, periods, out, |ordered, _| quantile(ordered, share))
        }
        Some(RANK) => sorted(values, window, periods, out, rank),
        _ => return Err(Fault::RollingOrder),
    }
    Ok(())
}

/// A queue of rows whose values fall behind each other: its head is the window's extreme.
fn extremes(values: &[f64], window: usize, periods: usize, out: &mut [f64], beats: impl Fn(f64, f64) -> bool) {
    let mut queue: VecDeque<usize> = VecDeque::new();
    let mut present = 0;
    for (row, (&value, answer)) in values.iter().zip(out).enumerate() {
        if row >= window {
            present -= usize::from(!values[row - window].is_nan());
            if queue.front() == Some(&(row - window)) {
                queue.pop_front();
            }
        }
        if !value.is_nan() {
            present += 1;
            while queue.back().is_some_and(|&last| beats(value, values[last])) {
                queue.pop_back();
            }
            queue.push_back(row);
        }
        *answer = match queue.front() {
            Some(&best) if present >= periods => values[best],
            _ => f64::NAN,
        };
    }
}

/// `of` each window's values in order (-0 before 0) and of its last value, where it has one.
fn sorted(values: &[f64], window: usize, periods: usize, out: &mut [f64], of: impl Fn(&[f64], f64) -> f64) {
    let mut ordered: Vec<f64> = Vec::with_capacity(window.min(values.len()) + 1);
    let place = |ordered: &[f64], value: f64| ordered.partition_point(|other| other.total_cmp(&value).is_lt());
    for (row, (&value, answer)) in values.iter().zip(out).enumerate() {
        if row >= window && !values[row - window].is_nan() {
            ordered.remove(place(&ordered, values[row - window]));
        }
        if !value.is_nan() {
            ordered.insert(place(&ordered, value), value);
        }
        *answer = if ordered.is_empty() || ordered.len() < periods { f64::NAN } else { of(&ordered, value) };
    }
}

fn median(ordered: &[f64]) -> f64 {
    let half = ordered.len() / 2;
    if ordered.len() % 2 == 1 {
        ordered[half]
    } else {
        (ordered[half - 1] + ordered[half]) / 2.0
    }
}

fn quantile(ordered: &[f64], share: f64) -> f64 {
    let place = share * (ordered.len() - 1) as f64;
    let below = place as usize;
    let part = place - below as f64;
    let (low, high) = (ordered[below], ordered[(below + 1).min(ordered.len() - 1)]);
    if low == high {
        low
    } else if part >= 0.5 {
        high - (high - low) * (1.0 - part)
    } else {
        low + (high - low) * part
    }
}

/// The mean place, from 1, of the window's last value among it; NaN where that is missing.
fn rank(ordered: &[f64], value: f64) -> f64 {
    if value.is_nan() {
        return f64::NAN;
    }
    let less = ordered.partition_point(|&other| other < value);
    let not_more = ordered.partition_point(|&other| other <= value);
    (less + 1 + not_more) as f64 / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_by_hand() {
        let values = [3.0, f64::NAN, 1.0, 2.0, 2.0];
        let run = |kind: usize, share: f64| {
            let mut out = [0.0; 5];
            order(kind as f64, &values, 3.0, 1.0, share, &mut out).unwrap();
            out.map(|value| value.to_string())
        };
        assert_eq!(run(MIN, 0.0), ["3", "3", "1", "1", "1"]);
        assert_eq!(run(MAX, 0.0), ["3", "3", "3", "2", "2"]);
        assert_eq!(run(MEDIAN, 0.0), ["3", "3", "2", "1.5", "2"]);
        assert_eq!(run(QUANTILE, 0.25), ["3", "3", "1.5", "1.25", "1.5"]);
        assert_eq!(run(RANK, 0.0), ["1", "NaN", "1", "2", "2.5"]);
        assert_eq!(order(3.0, &values, 3.0, 1.0, 1.5, &mut [0.0; 5]), Err(Fault::RollingOrder));
        assert_eq!(order(5.0, &values, 3.0, 1.0, 0.0, &mut [0.0; 5]), Err(Fault::RollingOrder));
        assert_eq!(order(0.0, &values, 0.0, 0.0, 0.0, &mut [0.0; 5]), Err(Fault::RollingWindow));
    }
}
