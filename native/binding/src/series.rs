//! Whole series at a time.

use crate::{answer, disjoint, Result};
use napi::bindgen_prelude::{Float64ArraySlice, Int32ArraySlice};
use napi_derive::napi;
use rustybt_kernels::{asof, bars, ewm as weighted, indicators, rolling_order};

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

#[napi(catch_unwind)]
pub fn rolling_order(
    kind: f64,
    values: Float64ArraySlice,
    window: f64,
    min_periods: f64,
    share: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    // SAFETY: as above.
    answer(
        disjoint(&values, &out).and_then(|()| unsafe {
            Ok(rolling_order::order(kind, &values, window, min_periods, share, out.as_mut())?)
        }),
    )
}

#[allow(clippy::too_many_arguments)]
#[napi(catch_unwind)]
pub fn ewm(
    kind: f64,
    values: Float64ArraySlice,
    com: f64,
    adjust: bool,
    ignore_missing: bool,
    min_periods: f64,
    biased: bool,
    mut out: Float64ArraySlice,
) -> Result<()> {
    // SAFETY: as above.
    answer(disjoint(&values, &out).and_then(|()| unsafe {
        Ok(weighted::ewm(kind, &values, com, adjust, ignore_missing, min_periods, biased, out.as_mut())?)
    }))
}

#[napi(catch_unwind)]
pub fn join_asof(
    kind: f64,
    left: Float64ArraySlice,
    right: Float64ArraySlice,
    tolerance: f64,
    mut out: Int32ArraySlice,
) -> Result<f64> {
    let checked = disjoint(&left, &out).and_then(|()| disjoint(&right, &out));
    // SAFETY: as above.
    answer(checked.and_then(|()| unsafe { asof::join(kind, &left, &right, tolerance, out.as_mut()) }))
}

#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments)]
pub fn bars_doubtful(
    times: Float64ArraySlice,
    open: Float64ArraySlice,
    high: Float64ArraySlice,
    low: Float64ArraySlice,
    close: Float64ArraySlice,
    volume: Float64ArraySlice,
    unit: f64,
    from: f64,
) -> Result<f64> {
    answer(bars::doubtful([&times, &open, &high, &low, &close, &volume], unit, from))
}
