//! Cells of a matrix moved: laid out from series, picked, and listed.

use crate::failure::{Failure, Fault};
use crate::whole;
use std::collections::HashMap;

/// Rows and series that are moved together, so that what is read and what is written both stay in the cache.
const TILE: usize = 32;

pub fn transpose(values: &[f64], rows: f64, out: &mut [f64], columns: f64, from: f64) -> Result<(), Fault> {
    let (Some(rows), Some(columns), Some(from)) = (whole(rows), whole(columns), whole(from)) else {
        return Err(Fault::MatrixShape);
    };
    if rows == 0 || columns == 0 || !values.len().is_multiple_of(rows) || from + values.len() / rows > columns {
        return Err(Fault::MatrixShape);
    }
    if out.len() != rows * columns {
        return Err(Fault::ArrayLength);
    }
    let series = values.len() / rows;
    for top in (0..rows).step_by(TILE) {
        for first in (0..series).step_by(TILE) {
            for row in top..(top + TILE).min(rows) {
                let last = (first + TILE).min(series);
                let line = &mut out[row * columns + from + first..row * columns + from + last];
                for (k, cell) in line.iter_mut().enumerate() {
                    *cell = values[(first + k) * rows + row];
                }
            }
        }
    }
    Ok(())
}

pub fn gather(values: &[f64], cells: &[i32], out: &mut [f64]) -> Result<(), Failure> {
    if cells.len() != out.len() {
        return Err(Fault::ArrayLength.into());
    }
    for (i, (&cell, out)) in cells.iter().zip(out).enumerate() {
        *out = *values.get(cell as usize).ok_or(Fault::MatrixCell.at(i))?;
    }
    Ok(())
}

pub fn choose(
    mask: &[u8],
    wanted: &[u8],
    cells: &mut [i32],
    places: &mut [i32],
    begins: &mut [i32],
) -> Result<(), Fault> {
    let columns = wanted.len();
    if columns == 0 || !mask.len().is_multiple_of(columns) {
        return Err(Fault::MatrixShape);
    }
    let rows = mask.len() / columns;
    if cells.len() != mask.len() || places.len() != mask.len() || begins.len() != rows + 1 {
        return Err(Fault::ArrayLength);
    }
    let mut count = 0;
    for (row, flags) in mask.chunks(columns).enumerate() {
        begins[row] = count as i32;
        for (j, (flag, wanted)) in flags.iter().zip(wanted).enumerate() {
            if flag & wanted & 1 == 1 {
                cells[count] = (row * columns + j) as i32;
                places[count] = j as i32;
                count += 1;
            }
        }
    }
    begins[rows] = count as i32;
    Ok(())
}

pub fn codes(mask: &[u8], codes: &mut [i32]) -> Result<(), Fault> {
    if codes.len() != mask.len() {
        return Err(Fault::ArrayLength);
    }
    for (code, flag) in codes.iter_mut().zip(mask) {
        *code = i32::from(flag & 1) - 1;
    }
    Ok(())
}

/// Numbers below this, not negative, are looked up in a table; others by their bits.
const TABLE: usize = 1 << 12;

/// A group for each number that occurs where the mask is 1, by first appearance; `missing` and NaN are in none. Answers how many there are.
pub fn groups(values: &[f64], missing: f64, mask: &[u8], codes: &mut [i32]) -> Result<usize, Fault> {
    if codes.len() != values.len() || mask.len() != values.len() {
        return Err(Fault::ArrayLength);
    }
    let mut table = vec![-1i32; TABLE];
    let mut rest: HashMap<u64, i32> = HashMap::new();
    let mut count = 0;
    for ((code, &value), &flag) in codes.iter_mut().zip(values).zip(mask) {
        if flag & 1 == 0 || value == missing || value.is_nan() {
            *code = -1;
            continue;
        }
        let known = if value >= 0.0 && value < TABLE as f64 && value.trunc() == value {
            &mut table[value as usize]
        } else {
            rest.entry(value.to_bits()).or_insert(-1)
        };
        if *known < 0 {
            *known = count;
            count += 1;
        }
        *code = *known;
    }
    Ok(count as usize)
}

/// The group of each label, which are numbered from 1 on, where the mask is 1; label 0 is in none.
pub fn labels(labels: &[i32], mask: &[u8], codes: &mut [i32]) -> Result<(), Fault> {
    if codes.len() != labels.len() || mask.len() != labels.len() {
        return Err(Fault::ArrayLength);
    }
    for ((code, &label), &flag) in codes.iter_mut().zip(labels).zip(mask) {
        *code = if flag & 1 == 1 { label.wrapping_sub(1) } else { -1 };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_become_columns() {
        let mut out = [0.0; 6];
        transpose(&[1.0, 2.0, 3.0, 4.0], 2.0, &mut out, 3.0, 1.0).unwrap();
        assert_eq!(out, [0.0, 1.0, 3.0, 0.0, 2.0, 4.0]);
        assert_eq!(transpose(&[1.0, 2.0], 1.0, &mut out, 6.0, 5.0), Err(Fault::MatrixShape));
    }

    #[test]
    fn chosen_cells_are_listed_and_gathered() {
        let (mut cells, mut places, mut begins) = ([0; 6], [0; 6], [0; 3]);
        choose(&[1, 0, 1, 1, 1, 1], &[1, 1, 0], &mut cells, &mut places, &mut begins).unwrap();
        assert_eq!((begins, &cells[..3], &places[..3]), ([0, 1, 3], &[0, 3, 4][..], &[0, 0, 1][..]));
        let mut out = [0.0; 2];
        gather(&[5.0, 6.0, 7.0], &[2, 0], &mut out).unwrap();
        assert_eq!(out, [7.0, 5.0]);
        assert_eq!(gather(&[5.0], &[0, -1], &mut out), Err(Fault::MatrixCell.at(1)));
    }

    #[test]
    fn numbers_and_labels_become_groups() {
        let mut codes = [0; 6];
        let values = [7.0, -3.5, 7.0, -1.0, f64::NAN, -3.5];
        assert_eq!(groups(&values, -1.0, &[1, 1, 1, 1, 1, 0], &mut codes), Ok(2));
        assert_eq!(codes, [0, 1, 0, -1, -1, -1]);
        labels(&[2, 0, 1, 2, 2, 2], &[1, 1, 1, 1, 0, 0], &mut codes).unwrap();
        assert_eq!(codes, [1, -1, 0, 1, -1, -1]);
    }
}
