//! Loops over plain slices are compiled for the least processor of a platform; where this one has wider registers, small ones
//! are compiled for those too. Operations and their order stay as written, so the bits are the same.

/// Does `work`, a loop, with the widest registers there are.
#[inline(always)]
pub fn widest<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has them.
        return unsafe { avx2(work) };
    }
    work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2<R>(work: impl FnOnce() -> R) -> R {
    work()
}

/// Fills `out` with `of` each row of the columns, which knows nothing of the others, with the widest registers there are.
#[inline(always)]
pub fn fill<const I: usize>(out: &mut [f64], columns: [&[f64]; I], of: impl Fn([f64; I]) -> f64) {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has them.
        return unsafe { fill_avx2(out, columns, of) };
    }
    fill_rows(out, columns, of)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn fill_avx2<const I: usize>(out: &mut [f64], columns: [&[f64]; I], of: impl Fn([f64; I]) -> f64) {
    fill_rows(out, columns, of)
}

#[inline(always)]
fn fill_rows<const I: usize>(out: &mut [f64], columns: [&[f64]; I], of: impl Fn([f64; I]) -> f64) {
    let columns = columns.map(|column| &column[..out.len()]);
    for (row, answer) in out.iter_mut().enumerate() {
        *answer = of(std::array::from_fn(|at| columns[at][row]));
    }
}
