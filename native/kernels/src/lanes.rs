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
