//! Work that is cut into parts which know nothing of each other: the answer is the same on any number of threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;

/// Steps of work, about a nanosecond each, below which a thread costs more than it brings.
const WORTH: usize = 1 << 19;

#[cfg(not(test))]
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
fn threads() -> usize {
    tests::THREADS.get()
}

/// Does `work` on the rows of `out`, each `wide` long and of about so many `steps`: on parts of them side by side where there is much to do.
/// `work` gets the number of its part's first row. Of failures the one of the first rows is told.
pub fn rows<T: Send, E: Send>(
    out: &mut [T],
    wide: usize,
    steps: usize,
    work: impl Fn(usize, &mut [T]) -> Result<(), E> + Sync,
) -> Result<(), E> {
    if wide == 0 || out.is_empty() {
        return work(0, out);
    }
    let share = share(out.len() / wide, steps);
    let parts = out.chunks_mut(share * wide).enumerate().collect();
    each(parts, |(part, out)| work(part * share, out)).into_iter().collect()
}

/// How many of the rows one thread takes.
pub fn share(rows: usize, steps: usize) -> usize {
    let parts = if rows.saturating_mul(steps) < WORTH { 1 } else { threads() };
    rows.div_ceil(parts).max(1)
}

/// Does `work` on each item, on as many threads as there are cores; answers come in the items' order.
pub fn each<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = threads().min(items.len());
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
pub(crate) mod tests {
    use super::{each, rows};
    use std::cell::Cell;

    thread_local! {
        pub static THREADS: Cell<usize> = const { Cell::new(2) };
    }

    /// The bits that `work` leaves in `out` are the same on 1, 2 and 7 threads.
    pub fn same_bits(size: usize, work: impl Fn(&mut [f64])) {
        let run = |threads: usize| -> Vec<u64> {
            THREADS.set(threads);
            let mut out = vec![0.5; size];
            work(&mut out);
            out.into_iter().map(f64::to_bits).collect()
        };
        let one = run(1);
        assert!(one.iter().any(|&bits| bits != 0.5f64.to_bits()));
        assert!(run(2) == one && run(7) == one);
        THREADS.set(2);
    }

    /// Cells without order, many equal, some missing.
    pub fn cells(size: usize, seed: u64) -> Vec<f64> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 40) as f64
        };
        (0..size).map(|i| if i % 211 == 7 { f64::NAN } else { (next() % 4096.0 - 2048.0) / 7.0 }).collect()
    }

    #[test]
    fn rows_are_cut_where_there_is_much_to_do_and_the_first_failure_is_told() {
        for (threads, steps, parts) in [(1, 1 << 19, 1), (2, 1 << 19, 2), (7, 1 << 19, 5), (7, 1, 1)] {
            THREADS.set(threads);
            let mut out = [0; 30];
            let told = rows(&mut out, 3, steps, |row, part| {
                part.iter_mut().enumerate().for_each(|(i, cell)| *cell = row * 3 + i);
                if row > 0 || parts == 1 {
                    Err(row)
                } else {
                    Ok(())
                }
            });
            assert!(out.iter().enumerate().all(|(i, &cell)| cell == i));
            assert_eq!(told, Err(if parts == 1 { 0 } else { 10usize.div_ceil(threads) }));
        }
    }

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
