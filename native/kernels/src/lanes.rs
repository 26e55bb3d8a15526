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

/// The first row of which `of` is true.
#[inline(always)]
pub fn first<const I: usize>(columns: [&[f64]; I], of: impl Fn([f64; I]) -> bool) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has them.
        return unsafe { first_avx2(columns, of) };
    }
    first_rows(columns, of)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn first_avx2<const I: usize>(columns: [&[f64]; I], of: impl Fn([f64; I]) -> bool) -> Option<usize> {
    first_rows(columns, of)
}

#[inline(always)]
fn first_rows<const I: usize>(columns: [&[f64]; I], of: impl Fn([f64; I]) -> bool) -> Option<usize> {
    let rows = columns[0].len();
    let columns = columns.map(|column| &column[..rows]);
    let row = |row: usize| of(std::array::from_fn(|at| columns[at][row]));
    let found = (0..rows).fold(0u64, |found, at| found | u64::from(row(at)));
    if found == 0 {
        return None;
    }
    (0..rows).find(|&at| row(at))
}
