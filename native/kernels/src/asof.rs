//! Joins as of a time: each row of one series with the row of another that was the last before it, the first after it, or the nearest.

use crate::failure::{Failure, Fault};

const BACKWARD: i32 = 0;
#[cfg(test)]
const FORWARD: i32 = 1;
const NEAREST: i32 = 2;
const BEFORE: i32 = 3;
const AFTER: i32 = 4;

/// As `joinAsof` in `native/interface.ts`.
pub fn join(kind: f64, left: &[f64], right: &[f64], tolerance: f64, out: &mut [i32]) -> Result<f64, Failure> {
    if out.len() != left.len() || right.len() > i32::MAX as usize {
        return Err(Fault::ArrayLength.into());
    }
    let known = kind as i32;
    if f64::from(known) != kind || !(BACKWARD..=AFTER).contains(&known) || tolerance.is_nan() || tolerance < 0.0 {
        return Err(Fault::AsofKind.into());
    }
    rises(left)?;
    rises(right)?;
    // Rows of `right` up to which a row of `left` has them before it: equal ones too, or without them.
    let Some(&first) = left.first() else { return Ok(0.0) };
    let mut through = right.partition_point(|&time| time <= first);
    let mut below = right.partition_point(|&time| time < first);
    let mut count = 0;
    for (&time, row) in left.iter().zip(out) {
        while through < right.len() && right[through] <= time {
            through += 1;
        }
        while below < right.len() && right[below] < time {
            below += 1;
        }
        let place = match known {
            BACKWARD => through.checked_sub(1),
            BEFORE => below.checked_sub(1),
            AFTER => Some(through),
            NEAREST if through > 0 && (below >= right.len() || time - right[through - 1] <= right[below] - time) => {
                Some(through - 1)
            }
            // Forward, or the nearest.
            _ => Some(below),
        };
        let found = place.filter(|&place| place < right.len() && (time - right[place]).abs() <= tolerance);
        *row = found.map_or(-1, |place| place as i32);
        count += usize::from(found.is_some());
    }
    Ok(count as f64)
}

fn rises(times: &[f64]) -> Result<(), Failure> {
    let falls = |pair: &[f64]| !(pair[0] <= pair[1]);
    if times.first().is_some_and(|time| time.is_nan()) {
        return Err(Fault::AsofOrder.at(0));
    }
    times.windows(2).position(falls).map_or(Ok(()), |row| Err(Fault::AsofOrder.at(row + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: [f64; 5] = [0.0, 10.0, 14.0, 16.0, 99.0];
    const RIGHT: [f64; 4] = [10.0, 10.0, 20.0, 30.0];

    fn joined(kind: i32, tolerance: f64) -> ([i32; 5], f64) {
        let mut out = [7; 5];
        let count = join(f64::from(kind), &LEFT, &RIGHT, tolerance, &mut out).unwrap();
        (out, count)
    }

    #[test]
    fn finds_the_last_before_the_first_after_and_the_nearest() {
        let all = f64::INFINITY;
        assert_eq!(joined(BACKWARD, all), ([-1, 1, 1, 1, 3], 4.0));
        assert_eq!(joined(BEFORE, all), ([-1, -1, 1, 1, 3], 3.0));
        assert_eq!(joined(FORWARD, all), ([0, 0, 2, 2, -1], 4.0));
        assert_eq!(joined(AFTER, all), ([0, 2, 2, 2, -1], 4.0));
        assert_eq!(joined(NEAREST, all), ([0, 1, 1, 2, 3], 5.0));
        assert_eq!(joined(NEAREST, 4.0), ([-1, 1, 1, 2, -1], 3.0));
        assert_eq!(joined(BACKWARD, 0.0), ([-1, 1, -1, -1, -1], 1.0));
    }

    #[test]
    fn refuses_times_that_fall_and_what_it_does_not_know() {
        let refused =
            |kind: f64, left: &[f64], right: &[f64], tolerance: f64| join(kind, left, right, tolerance, &mut [0; 2]);
        assert_eq!(refused(0.0, &[2.0, 1.0], &[1.0], 0.0), Err(Fault::AsofOrder.at(1)));
        assert_eq!(refused(0.0, &[1.0, 2.0], &[f64::NAN], 0.0), Err(Fault::AsofOrder.at(0)));
        assert_eq!(refused(5.0, &[1.0, 2.0], &[1.0], 0.0), Err(Fault::AsofKind.into()));
        assert_eq!(refused(0.0, &[1.0, 2.0], &[1.0], -1.0), Err(Fault::AsofKind.into()));
        assert_eq!(refused(0.0, &[1.0], &[1.0], 0.0), Err(Fault::ArrayLength.into()));
        assert_eq!(join(0.0, &[], &[1.0], 0.0, &mut []), Ok(0.0));
    }
}
