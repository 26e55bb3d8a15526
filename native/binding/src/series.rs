//! Whole series at a time.

use crate::{answer, disjoint, Result};
use napi::bindgen_prelude::Float64ArraySlice;
use napi_derive::napi;
use rustybt_kernels::indicators;

#[napi(catch_unwind)]
pub fn indicator(
    kind: f64,
    a: Float64ArraySlice,
    b: Float64ArraySlice,
    c: Float64ArraySlice,
    d: Float64ArraySlice,
    parameters: Float64ArraySlice,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = [&a, &b, &c, &d, &parameters].into_iter().try_for_each(|input| disjoint(input, &out));
    // SAFETY: the arrays are apart, and JavaScript waits for this call.
    answer(
        checked.and_then(|()| unsafe { Ok(indicators::indicator(kind, [&a, &b, &c, &d], &parameters, out.as_mut())?) }),
    )
}
