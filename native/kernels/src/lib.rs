//! The numeric core, free of any foreign interface: what `native/interface.ts` promises, on plain slices.
//! `native/reference` is the same in TypeScript; both give the same bytes and the same failures.

pub mod account;
pub mod asof;
pub mod bars;
pub mod cells;
pub mod cross_section;
pub mod csv;
pub mod decimal;
mod dictionary;
pub mod ewm;
pub mod failure;
pub mod figures;
pub mod indicators;
mod lanes;
pub mod matrix;
pub mod memory;
pub mod pages;
pub mod pairs;
mod parallel;
pub mod parquet;
pub mod quantile;
pub mod resample;
pub mod rolling;
pub mod rolling_order;
mod sums;
pub mod sweep;
mod wide;

/// A size that came as a double: whole, not negative, at most 2^32 - 1.
fn whole(number: f64) -> Option<usize> {
    (0.0..=u32::MAX as f64).contains(&number).then_some(number as usize).filter(|&size| size as f64 == number)
}
