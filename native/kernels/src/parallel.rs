//! Work that is cut into parts which know nothing of each other: the answer is the same on any number of threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;

/// Does `work` on each item, on as many threads as there are cores; answers come in the items' order.
pub fn each<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(items.len());
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let places: Vec<Mutex<(Option<T>, Option<R>)>> =
        items.into_iter().map(|item| Mutex::new((Some(item), None))).collect();
    let next = AtomicUsize::new(0);
    let run = || {
        while let Some(place) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
            // Nobody else takes this place, so that it is held for as long as the work takes.
            let mut held = place.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            if let Some(item) = held.0.take() {
                held.1 = Some(work(item));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
    places.into_iter().filter_map(|place| place.into_inner().ok()?.1).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn answers_in_the_order_of_the_items() {
        let answers =
            each((0..1000).collect(), |item: u64| (0..item % 97).fold(item, |sum, x| sum.wrapping_mul(31) + x));
        assert_eq!(answers.len(), 1000);
        assert!((0..1000)
            .all(|item| answers[item as usize] == (0..item % 97).fold(item, |sum, x| sum.wrapping_mul(31) + x)));
        assert!(each(Vec::<u8>::new(), |item| item).is_empty());
    }
}
