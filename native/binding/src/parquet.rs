//! Files come in as the memory that JavaScript holds: nothing of them is copied but what is decoded.

use crate::{answer, disjoint, Result};
use bytes::Bytes;
use napi::bindgen_prelude::{External, Float64ArraySlice, Int32ArraySlice, Uint8Array, Uint8ArraySlice};
use napi_derive::napi;
use rustybt_kernels::failure::Fault;
use rustybt_kernels::parquet;

#[napi(catch_unwind)]
pub fn parquet_write(runs: Int32ArraySlice, columns: Float64ArraySlice, mut out: Uint8ArraySlice) -> Result<f64> {
    let checked = disjoint(&runs, &out).and_then(|()| disjoint(&columns, &out));
    // SAFETY: the arrays are apart, and JavaScript waits for this call.
    answer(checked.and_then(|()| unsafe { parquet::write(&runs, &columns, out.as_mut()) })).map(|length| length as f64)
}

#[napi(catch_unwind)]
pub fn parquet_begin(runs: Int32ArraySlice, columns: Float64ArraySlice) -> External<Option<parquet::Writing>> {
    External::new(Some(parquet::begin(&runs, &columns)))
}

#[napi(catch_unwind)]
pub fn parquet_end(writing: &mut External<Option<parquet::Writing>>, mut out: Uint8ArraySlice) -> Result<f64> {
    let begun = writing.take().ok_or_else(|| Fault::ParquetInvalid.into());
    // SAFETY: JavaScript waits for this call.
    answer(begun.and_then(|writing| unsafe { parquet::end(writing, out.as_mut()) })).map(|length| length as f64)
}

#[napi(catch_unwind)]
pub fn parquet_rows(file: Uint8Array) -> Result<f64> {
    answer(parquet::rows(&Bytes::from_owner(file))).map(|rows| rows as f64)
}

#[napi(catch_unwind)]
pub fn parquet_read(file: Uint8Array, row: f64, mut columns: Float64ArraySlice) -> Result<()> {
    let checked = disjoint(&file, &columns);
    // SAFETY: as above.
    answer(checked.and_then(|()| unsafe { parquet::read(&Bytes::from_owner(file), row as usize, columns.as_mut()) }))
}

#[napi(catch_unwind)]
pub fn parquet_read_sids(file: Uint8Array, row: f64, mut sids: Int32ArraySlice) -> Result<()> {
    let checked = disjoint(&file, &sids);
    // SAFETY: as above.
    answer(checked.and_then(|()| unsafe { parquet::read_sids(&Bytes::from_owner(file), row as usize, sids.as_mut()) }))
}
