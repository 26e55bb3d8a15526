//! Rows in groups, each column of a group reduced to one value: minutes to longer bars, days to weeks.

use crate::failure::{Failure, Fault};

const FIRST: i32 = 0;
const MAX: i32 = 1;
const MIN: i32 = 2;
const LAST: i32 = 3;
const SUM: i32 = 4;

/// As `groupRows` in `native/interface.ts`.
pub fn group_rows(values: &[f64], bounds: &[i32], kinds: &[i32], out: &mut [f64]) -> Result<(), Failure> {
    let columns = kinds.len();
    if columns == 0
        || !values.len().is_multiple_of(columns)
        || bounds.is_empty()
        || out.len() != columns * (bounds.len() - 1)
    {
        return Err(Fault::ArrayLength.into());
    }
    let rows = values.len() / columns;
    let mut before = 0;
    for (place, &bound) in bounds.iter().enumerate() {
        if bound < before || bound as usize > rows {
            return Err(Fault::ResampleBounds.at(place));
        }
        before = bound;
    }
    if let Some(place) = kinds.iter().position(|kind| !(FIRST..=SUM).contains(kind)) {
        return Err(Fault::ResampleKind.at(place));
    }
    let groups = bounds.len() - 1;
    for (column, &kind) in kinds.iter().enumerate() {
        let values = &values[column * rows..(column + 1) * rows];
        let out = &mut out[column * groups..(column + 1) * groups];
        for (group, answer) in out.iter_mut().enumerate() {
            let value = reduce(kind, &values[bounds[group] as usize..bounds[group + 1] as usize]);
            // A NaN that arithmetic makes has a sign of the processor's choosing.
            *answer = if value.is_nan() { f64::NAN } else { value };
        }
    }
    Ok(())
}

fn reduce(kind: i32, values: &[f64]) -> f64 {
    let mut present = values.iter().copied().filter(|value| !value.is_nan());
    match kind {
        FIRST => present.next().unwrap_or(f64::NAN),
        LAST => present.next_back().unwrap_or(f64::NAN),
        MAX => present.reduce(|most, value| if value > most { value } else { most }).unwrap_or(f64::NAN),
        MIN => present.reduce(|least, value| if value < least { value } else { least }).unwrap_or(f64::NAN),
        _ => present.fold(0.0, |sum, value| sum + value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reduces_each_column_of_each_group() {
        let nan = f64::NAN;
        let values = [nan, 2.0, 1.0, 4.0, 3.0].repeat(5);
        let mut out = [7.0; 15];
        group_rows(&values, &[0, 3, 3, 5], &[FIRST, MAX, MIN, LAST, SUM], &mut out).unwrap();
        assert!([1, 4, 7, 10].iter().all(|&empty| out[empty].is_nan()));
        let rest: Vec<f64> = out.iter().copied().filter(|value| !value.is_nan()).collect();
        assert_eq!(rest, [2.0, 4.0, 2.0, 4.0, 1.0, 3.0, 1.0, 3.0, 3.0, 0.0, 7.0]);
    }

    #[test]
    fn refuses_bounds_that_fall_or_lie_outside() {
        let refused = |bounds: &[i32]| group_rows(&[1.0, 2.0], bounds, &[SUM], &mut vec![0.0; bounds.len() - 1]);
        assert_eq!(refused(&[0, 2, 1]), Err(Fault::ResampleBounds.at(2)));
        assert_eq!(refused(&[0, 3]), Err(Fault::ResampleBounds.at(1)));
        assert_eq!(refused(&[-1, 2]), Err(Fault::ResampleBounds.at(0)));
        assert_eq!(group_rows(&[1.0], &[0, 1], &[5], &mut [0.0]), Err(Fault::ResampleKind.at(0)));
    }
}
