//! Memory for answers.

use crate::Result;
use napi::bindgen_prelude::{Env, Error, Float64ArraySlice};
use napi_derive::napi;
use rustybt_kernels::memory;

#[napi(catch_unwind)]
pub fn memory_take(env: &Env, length: u32) -> Result<Option<Float64ArraySlice<'_>>> {
    let length = length as usize;
    let Some(lent) = memory::Lent::take(length) else { return Ok(None) };
    // SAFETY: the memory is the array's alone until that has been collected, which drops what was lent.
    let array = unsafe { Float64ArraySlice::from_external(env, lent.data(), length, lent, |_, lent| drop(lent)) };
    array.map(Some).map_err(|error| Error::new("MEMORY".to_string(), error.reason.to_string()))
}

#[napi(catch_unwind)]
pub fn memory_trim() -> f64 {
    memory::trim() as f64
}
