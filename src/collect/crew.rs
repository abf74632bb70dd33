//! A bounded number of threads that wait for disk and network.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// Runs `work` for every number below `count` on at most `threads` threads; results come in the order of the numbers.
pub fn run<T: Send>(count: usize, threads: usize, work: &(dyn Fn(usize) -> T + Sync)) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<T>>> = (0..count).map(|_| Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, count.max(1)) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(place) = results.get(number) else { break };
                    let result = work(number);
                    *place.lock().expect("only this thread takes the place") = Some(result);
                }
            });
        }
    });
    let taken = results.into_iter().map(|place| place.into_inner().expect("no thread panicked"));
    taken.map(|result| result.expect("every number was worked on")).collect()
}
