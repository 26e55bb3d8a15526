//! Many files a call: they are read side by side.

use crate::{answer, Result};
use napi::bindgen_prelude::{Float64ArraySlice, Int32ArraySlice, Uint8ArraySlice};
use napi_derive::napi;
use rustybt_kernels::csv::{self, Sheet};
use rustybt_kernels::failure::{Failure, Fault};

#[napi(catch_unwind)]
pub fn csv_rows(text: Uint8ArraySlice, at: f64) -> f64 {
    csv::rows(&text, at as usize) as f64
}

#[napi(catch_unwind)]
pub fn csv_read(
    texts: Vec<Uint8ArraySlice>,
    fields: Vec<Int32ArraySlice>,
    mut lines: Vec<Int32ArraySlice>,
    mut columns: Vec<Float64ArraySlice>,
    mut states: Vec<Float64ArraySlice>,
) -> Result<()> {
    let count = texts.len();
    if [fields.len(), lines.len(), columns.len(), states.len()].iter().any(|&length| length != count) {
        return answer(Err(Fault::ArrayLength.into()));
    }
    let mut ranges: Vec<Range> = Vec::with_capacity(count * 5);
    ranges.extend(texts.iter().map(|array| range(array, false)));
    ranges.extend(fields.iter().map(|array| range(array, false)));
    ranges.extend(lines.iter().map(|array| range(array, true)));
    ranges.extend(columns.iter().map(|array| range(array, true)));
    ranges.extend(states.iter().map(|array| range(array, true)));
    answer(apart(ranges))?;
    let sheets = texts.iter().zip(&fields).zip(&mut lines).zip(columns.iter_mut().zip(&mut states)).map(
        |(((text, fields), lines), (columns, state))| {
            // SAFETY: what is written is apart from all else, and JavaScript waits for this call.
            let (lines, columns, state) = unsafe { (lines.as_mut(), columns.as_mut(), state.as_mut()) };
            Sheet { text, fields, lines, columns, state }
        },
    );
    answer(csv::read(sheets.collect()))
}

struct Range {
    start: usize,
    end: usize,
    is_written: bool,
}

fn range<T>(array: &[T], is_written: bool) -> Range {
    let bounds = array.as_ptr_range();
    Range { start: bounds.start as usize, end: bounds.end as usize, is_written }
}

/// No memory is written that another array has.
fn apart(mut ranges: Vec<Range>) -> std::result::Result<(), Failure> {
    ranges.retain(|range| range.start < range.end);
    ranges.sort_by_key(|range| range.start);
    let (mut end, mut written_end) = (0, 0);
    for range in ranges {
        if range.start < if range.is_written { end } else { written_end } {
            return Err(Fault::ArraysOverlap.into());
        }
        end = end.max(range.end);
        if range.is_written {
            written_end = written_end.max(range.end);
        }
    }
    Ok(())
}
