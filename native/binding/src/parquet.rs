//! Files come in as the memory that JavaScript holds: nothing of them is copied but what is decoded.

use crate::{answer, disjoint, Result};
use bytes::Bytes;
use napi::bindgen_prelude::{External, Float64ArraySlice, Int32ArraySlice, Uint8Array};
use napi_derive::napi;
use rustybt_kernels::parquet;

#[napi(catch_unwind)]
pub fn parquet_maker(rows: f64) -> Result<External<parquet::Maker>> {
    answer(parquet::Maker::new(rows)).map(External::new)
}

#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments)]
pub fn parquet_add(
    maker: &mut External<parquet::Maker>,
    sid: i32,
    times: Float64ArraySlice,
    open: Float64ArraySlice,
    high: Float64ArraySlice,
    low: Float64ArraySlice,
    close: Float64ArraySlice,
    volume: Float64ArraySlice,
) -> Result<()> {
    answer(maker.add(sid, [&times, &open, &high, &low, &close, &volume]))
}

#[napi(catch_unwind)]
pub fn parquet_begin(maker: &mut External<parquet::Maker>) -> Result<()> {
    answer(maker.begin())
}

#[napi(catch_unwind)]
pub fn parquet_end(maker: &mut External<parquet::Maker>) -> Result<Uint8Array> {
    answer(maker.end()).map(Uint8Array::from)
}

#[napi(catch_unwind)]
pub fn parquet_rows(file: Uint8Array) -> Result<f64> {
    answer(parquet::rows(&Bytes::from_owner(file))).map(|rows| rows as f64)
}

#[napi(catch_unwind)]
pub fn parquet_read(file: Uint8Array, row: f64, mut columns: Float64ArraySlice) -> Result<()> {
    let checked = disjoint(&file, &columns);
    // SAFETY: the arrays are apart, and JavaScript waits for this call.
    answer(checked.and_then(|()| unsafe { parquet::read(&Bytes::from_owner(file), row as usize, columns.as_mut()) }))
}

#[napi(catch_unwind)]
pub fn parquet_read_sids(file: Uint8Array, row: f64, mut sids: Int32ArraySlice) -> Result<()> {
    let checked = disjoint(&file, &sids);
    // SAFETY: as above.
    answer(checked.and_then(|()| unsafe { parquet::read_sids(&Bytes::from_owner(file), row as usize, sids.as_mut()) }))
}
