//! Fresh memory is given out a page at a time, when it is first written to; for large answers that takes longer than to
//! compute them.

/// Where it is worth it: two huge pages.
#[cfg(target_os = "linux")]
const LARGE: usize = 4 << 20;

/// Asks for large pages under what is about to be written. A hint: nothing is lost where the system declines it.
pub fn expect<T>(memory: &mut [T]) {
    #[cfg(target_os = "linux")]
    {
        let range = memory.as_mut_ptr_range();
        let (start, end) = ((range.start as usize).next_multiple_of(4096), range.end as usize & !4095);
        if end.saturating_sub(start) >= LARGE {
            // SAFETY: the pages lie within memory that the caller owns; the advice changes no content.
            unsafe { libc::madvise(start as *mut libc::c_void, end - start, libc::MADV_HUGEPAGE) };
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = memory;
}
