//! Cross-sections and windows over matrices.

use crate::{answer, disjoint, Result};
use napi::bindgen_prelude::{Float64ArraySlice, Int32ArraySlice, Uint8ArraySlice};
use napi_derive::napi;
use rustybt_kernels::{cells, cross_section, matrix, pairs, quantile};

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

#[napi(catch_unwind)]
pub fn matrix_transpose(
    values: Float64ArraySlice,
    rows: f64,
    mut out: Float64ArraySlice,
    columns: f64,
    from: f64,
) -> Result<()> {
    let checked = disjoint(&values, &out);
    answer(checked.and_then(|()| unsafe { Ok(cells::transpose(&values, rows, out.as_mut(), columns, from)?) }))
}

#[napi(catch_unwind)]
pub fn matrix_gather(values: Float64ArraySlice, cells: Int32ArraySlice, mut out: Float64ArraySlice) -> Result<()> {
    let checked = disjoint(&values, &out).and_then(|()| disjoint(&cells, &out));
    answer(checked.and_then(|()| unsafe { cells::gather(&values, &cells, out.as_mut()) }))
}

#[napi(catch_unwind)]
pub fn matrix_choose(
    mask: Uint8ArraySlice,
    wanted: Uint8ArraySlice,
    mut cells: Int32ArraySlice,
    mut places: Int32ArraySlice,
    mut begins: Int32ArraySlice,
) -> Result<()> {
    let checked = disjoint(&mask, &cells)
        .and_then(|()| disjoint(&mask, &places))
        .and_then(|()| disjoint(&cells, &places))
        .and_then(|()| disjoint(&places, &begins));
    answer(
        checked.and_then(|()| unsafe {
            Ok(cells::choose(&mask, &wanted, cells.as_mut(), places.as_mut(), begins.as_mut())?)
        }),
    )
}

#[napi(catch_unwind)]
pub fn matrix_codes(mask: Uint8ArraySlice, mut codes: Int32ArraySlice) -> Result<()> {
    let checked = disjoint(&mask, &codes);
    answer(checked.and_then(|()| unsafe { Ok(cells::codes(&mask, codes.as_mut())?) }))
}

#[napi(catch_unwind)]
pub fn matrix_groups(
    values: Float64ArraySlice,
    missing: f64,
    mask: Uint8ArraySlice,
    mut codes: Int32ArraySlice,
) -> Result<u32> {
    let checked = disjoint(&values, &codes).and_then(|()| disjoint(&mask, &codes));
    answer(checked.and_then(|()| unsafe { Ok(cells::groups(&values, missing, &mask, codes.as_mut())? as u32) }))
}

#[napi(catch_unwind)]
pub fn matrix_labels(labels: Int32ArraySlice, mask: Uint8ArraySlice, mut codes: Int32ArraySlice) -> Result<()> {
    let checked = disjoint(&labels, &codes).and_then(|()| disjoint(&mask, &codes));
    answer(checked.and_then(|()| unsafe { Ok(cells::labels(&labels, &mask, codes.as_mut())?) }))
}

#[napi(catch_unwind)]
pub fn matrix_peers(
    columns: f64,
    groups: Int32ArraySlice,
    count: f64,
    missing: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = disjoint(&groups, &out);
    answer(checked.and_then(|()| unsafe { quantile::peers(columns, &groups, count, missing, out.as_mut()) }))
}

#[napi(catch_unwind)]
pub fn matrix_percentiles(
    values: Float64ArraySlice,
    columns: f64,
    groups: Int32ArraySlice,
    count: f64,
    shares: Float64ArraySlice,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = apart(&values, &shares, &out).and_then(|()| disjoint(&groups, &out));
    answer(
        checked
            .and_then(|()| unsafe { quantile::percentiles(&values, columns, &groups, count, &shares, out.as_mut()) }),
    )
}

#[napi(catch_unwind)]
pub fn matrix_bins(
    values: Float64ArraySlice,
    columns: f64,
    groups: Int32ArraySlice,
    count: f64,
    edges: Float64ArraySlice,
    missing: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = apart(&values, &edges, &out).and_then(|()| disjoint(&groups, &out));
    answer(
        checked
            .and_then(|()| unsafe { quantile::bins(&values, columns, &groups, count, &edges, missing, out.as_mut()) }),
    )
}

#[napi(catch_unwind)]
pub fn matrix_between(
    values: Float64ArraySlice,
    columns: f64,
    groups: Int32ArraySlice,
    count: f64,
    edges: Float64ArraySlice,
    mut out: Uint8ArraySlice,
) -> Result<()> {
    let checked = disjoint(&values, &out).and_then(|()| disjoint(&edges, &out)).and_then(|()| disjoint(&groups, &out));
    answer(checked.and_then(|()| unsafe { quantile::between(&values, columns, &groups, count, &edges, out.as_mut()) }))
}

#[napi(catch_unwind)]
pub fn matrix_winsorize(
    values: Float64ArraySlice,
    columns: f64,
    groups: Int32ArraySlice,
    count: f64,
    least: f64,
    greatest: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = disjoint(&values, &out).and_then(|()| disjoint(&groups, &out));
    answer(
        checked.and_then(|()| unsafe {
            quantile::winsorize(&values, columns, &groups, count, least, greatest, out.as_mut())
        }),
    )
}

#[napi(catch_unwind)]
pub fn matrix_maximum(
    values: Float64ArraySlice,
    columns: f64,
    groups: Int32ArraySlice,
    count: f64,
    mut out: Uint8ArraySlice,
) -> Result<()> {
    let checked = disjoint(&values, &out).and_then(|()| disjoint(&groups, &out));
    answer(checked.and_then(|()| unsafe { quantile::maximum(&values, columns, &groups, count, out.as_mut()) }))
}
