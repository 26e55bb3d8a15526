//! Cross-sections and windows over matrices.

use crate::{answer, disjoint, Result};
use napi::bindgen_prelude::{Float64ArraySlice, Int32ArraySlice, Uint8ArraySlice};
use napi_derive::napi;
use rustybt_kernels::{cross_section, matrix, pairs};

#[napi(catch_unwind)]
pub fn matrix_reduce(
    kind: f64,
    values: Float64ArraySlice,
    columns: f64,
    window: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    // SAFETY: the arrays are apart, and JavaScript waits for this call; so below.
    answer(
        disjoint(&values, &out)
            .and_then(|()| unsafe { Ok(matrix::reduce(kind, &values, columns, window, out.as_mut())?) }),
    )
}

#[napi(catch_unwind)]
pub fn matrix_weighted(
    kind: f64,
    values: Float64ArraySlice,
    columns: f64,
    weights: Float64ArraySlice,
    divisor: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = disjoint(&values, &out).and_then(|()| disjoint(&weights, &out));
    answer(
        checked
            .and_then(|()| unsafe { Ok(matrix::weighted(kind, &values, columns, &weights, divisor, out.as_mut())?) }),
    )
}

#[napi(catch_unwind)]
pub fn matrix_products(
    a: Float64ArraySlice,
    b: Float64ArraySlice,
    columns: f64,
    window: f64,
    divisor: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = apart(&a, &b, &out);
    answer(checked.and_then(|()| unsafe { Ok(matrix::products(&a, &b, columns, window, divisor, out.as_mut())?) }))
}

#[napi(catch_unwind)]
pub fn matrix_rank(
    values: Float64ArraySlice,
    columns: f64,
    groups: Int32ArraySlice,
    count: f64,
    method: f64,
    descending: bool,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = disjoint(&values, &out).and_then(|()| disjoint(&groups, &out));
    answer(checked.and_then(|()| unsafe {
        cross_section::rank(&values, columns, &groups, count, method, descending, out.as_mut())
    }))
}

#[napi(catch_unwind)]
pub fn matrix_top(
    values: Float64ArraySlice,
    columns: f64,
    groups: Int32ArraySlice,
    count: f64,
    size: f64,
    descending: bool,
    mut out: Uint8ArraySlice,
) -> Result<()> {
    let checked = disjoint(&values, &out).and_then(|()| disjoint(&groups, &out));
    answer(
        checked.and_then(|()| unsafe {
            cross_section::top(&values, columns, &groups, count, size, descending, out.as_mut())
        }),
    )
}

#[napi(catch_unwind)]
pub fn matrix_demean(
    values: Float64ArraySlice,
    columns: f64,
    groups: Int32ArraySlice,
    count: f64,
    standardized: bool,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = disjoint(&values, &out).and_then(|()| disjoint(&groups, &out));
    answer(
        checked.and_then(|()| unsafe {
            cross_section::demean(&values, columns, &groups, count, standardized, out.as_mut())
        }),
    )
}

fn apart(y: &[f64], x: &[f64], out: &[f64]) -> std::result::Result<(), rustybt_kernels::failure::Failure> {
    disjoint(y, out).and_then(|()| disjoint(x, out))
}

#[napi(catch_unwind)]
pub fn matrix_pearson(
    y: Float64ArraySlice,
    x: Float64ArraySlice,
    columns: f64,
    window: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    answer(apart(&y, &x, &out).and_then(|()| unsafe { Ok(pairs::pearson(&y, &x, columns, window, out.as_mut())?) }))
}

#[napi(catch_unwind)]
pub fn matrix_spearman(
    y: Float64ArraySlice,
    x: Float64ArraySlice,
    columns: f64,
    window: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    answer(apart(&y, &x, &out).and_then(|()| unsafe { Ok(pairs::spearman(&y, &x, columns, window, out.as_mut())?) }))
}

#[napi(catch_unwind)]
pub fn matrix_regress(
    y: Float64ArraySlice,
    x: Float64ArraySlice,
    columns: f64,
    window: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    answer(apart(&y, &x, &out).and_then(|()| unsafe { Ok(pairs::regress(&y, &x, columns, window, out.as_mut())?) }))
}

#[napi(catch_unwind)]
pub fn matrix_beta(
    y: Float64ArraySlice,
    x: Float64ArraySlice,
    columns: f64,
    window: f64,
    allowed: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    answer(
        apart(&y, &x, &out).and_then(|()| unsafe { Ok(pairs::beta(&y, &x, columns, window, allowed, out.as_mut())?) }),
    )
}
