//! Memory for large answers, which is used again: fresh pages are cleared by the system when they are first written to,
//! which takes as long as many an answer does to compute.

use crate::pages;
use std::alloc::{alloc, dealloc, Layout};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A huge page; blocks are whole ones.
const PAGE: usize = 2 << 20;
/// How much may wait to be used again, and how much may be out: JavaScript gives blocks back only when its event loop
/// turns, so a loop that never waits takes what is beyond as usual.
const KEPT: usize = 256 << 20;
const LENT: usize = 512 << 20;

struct Shelf {
    /// Those that wait, longest first.
    blocks: Vec<Block>,
    kept: usize,
    lent: usize,
    /// Counts calls of `trim`.
    now: u64,
}

static SHELF: Mutex<Shelf> = Mutex::new(Shelf { blocks: Vec::new(), kept: 0, lent: 0, now: 0 });

fn shelf() -> MutexGuard<'static, Shelf> {
    SHELF.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whole pages of any content. It is dropped to be used again.
pub struct Lent(Option<Block>);

struct Block {
    data: *mut u8,
    layout: Layout,
    since: u64,
}

// SAFETY: a block is memory that nobody else knows of; it may be freed by any thread.
unsafe impl Send for Block {}

impl Lent {
    /// Room for `length` doubles; none where too much is out, or where the system has none.
    pub fn take(length: usize) -> Option<Lent> {
        let size = length.checked_mul(size_of::<f64>())?.checked_next_multiple_of(PAGE)?;
        let mut shelf = shelf();
        if size == 0 || shelf.lent + size > LENT {
            return None;
        }
        let block = match shelf.blocks.iter().position(|block| block.layout.size() == size) {
            Some(at) => {
                shelf.kept -= size;
                shelf.blocks.remove(at)
            }
            None => Block::new(size)?,
        };
        shelf.lent += size;
        Some(Lent(Some(block)))
    }

    pub fn data(&self) -> *mut f64 {
        self.0.as_ref().map_or(std::ptr::null_mut(), |block| block.data.cast())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(mut block) = self.0.take() else { return };
        let size = block.layout.size();
        let mut shelf = shelf();
        shelf.lent -= size;
        if size > KEPT {
            return;
        }
        // What has waited longest makes room: lengths change from one piece of work to the next.
        while shelf.kept + size > KEPT {
            shelf.kept -= shelf.blocks.remove(0).layout.size();
        }
        block.since = shelf.now;
        shelf.kept += size;
        shelf.blocks.push(block);
    }
}

impl Block {
    fn new(size: usize) -> Option<Block> {
        let layout = Layout::from_size_align(size, PAGE).ok()?;
        // SAFETY: the size is not 0.
        let data = unsafe { alloc(layout) };
        if data.is_null() {
            return None;
        }
        // SAFETY: the memory is ours; only its address and its length are looked at.
        pages::expect(unsafe { std::slice::from_raw_parts_mut(data.cast::<std::mem::MaybeUninit<u8>>(), size) });
        Some(Block { data, layout, since: 0 })
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        // SAFETY: allocated so, and nobody's any more.
        unsafe { dealloc(self.data, self.layout) }
    }
}

/// Gives back to the system what has waited since the last call; answers how many bytes are out or wait.
pub fn trim() -> usize {
    let mut shelf = shelf();
    let now = shelf.now;
    shelf.blocks.retain(|block| block.since == now);
    shelf.kept = shelf.blocks.iter().map(|block| block.layout.size()).sum();
    shelf.now += 1;
    shelf.lent + shelf.kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_used_again_until_it_has_waited_too_long() {
        let first = Lent::take(1000).unwrap();
        let data = first.data();
        assert_eq!(data as usize % PAGE, 0);
        assert_eq!(trim(), PAGE);
        drop(first);
        // Memory for another length of as many pages.
        let second = Lent::take(2000).unwrap();
        assert_eq!(second.data(), data);
        let third = Lent::take(2000).unwrap();
        assert_ne!(third.data(), data);
        drop((second, third));
        assert_eq!(trim(), 2 * PAGE);
        assert_eq!(trim(), 0);

        assert!(Lent::take(0).is_none());
        assert!(Lent::take(usize::MAX).is_none());
        let most: Vec<Lent> = std::iter::from_fn(|| Lent::take(LENT / 8 / 4)).collect();
        assert_eq!(most.len(), 4);
        drop(most);
        // What is given back last is kept in place of what came before.
        drop(Lent::take(1000).unwrap());
        assert_eq!(trim(), KEPT - LENT / 4 + PAGE);
        assert_eq!(trim(), 0);
    }
}
