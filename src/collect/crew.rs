//! A bounded number of threads that wait for disk and network.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// Runs `work` for every number below `count` on at most `threads` threads; results come in the order of the numbers.
pub fn run<T: Send>(count: usize, threads: usize, work: &(dyn Fn(usize) -> T + Sync)) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<T>>> = (0..count).map(|_| Mutex::new(None)).collect();
    let one = || {
        let take = || next.fetch_add(1, Ordering::Relaxed);
        for number in std::iter::from_fn(|| Some(take()).filter(|number| *number < count)) {
            let result = work(number);
            *results[number].lock().expect("only this thread takes the place") = Some(result);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, count.max(1)) {
            scope.spawn(one);
        }
    });
    let taken = results.into_iter().map(|place| place.into_inner().expect("no thread panicked"));
    taken.map(|result| result.expect("every number was worked on")).collect()
}
