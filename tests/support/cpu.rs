//! Time that a thread had on a processor, whatever else the machine did meanwhile.

use cpu_time::ThreadTime;

/// Times that each of two is measured before the answer may be believed, and at most.
const ROUNDS: std::ops::Range<u32> = 4..60;

/// Nanoseconds that `work` takes, the mean of many times in a row when it is short.
pub fn cost(work: &dyn Fn()) -> Option<f64> {
    let start = ThreadTime::try_now().ok()?;
    for times in 1..=400_u32 {
        work();
        let so_far = start.try_elapsed().ok()?;
        if so_far.as_millis() >= 4 || times == 400 {
            return Some(so_far.as_nanos() as f64 / f64::from(times));
        }
    }
    None
}

/// How much more the second costs than the first, and what the second costs in nanoseconds; nothing where a thread's
/// time is not to be had. The least of each counts, since other programs, which share caches and memory, only add to
/// it, and both are measured in turn, so that they had the same neighbours. As long as the answer is more than
/// `enough` they are measured again: what is truly slower stays slower.
pub fn ratio(first: &dyn Fn(), second: &dyn Fn(), enough: f64) -> Option<(f64, f64)> {
    let (mut less, mut more) = (f64::INFINITY, f64::INFINITY);
    for round in 1..ROUNDS.end {
        less = less.min(cost(first)?);
        more = more.min(cost(second)?);
        if round >= ROUNDS.start && more / less <= enough {
            break;
        }
    }
    Some((more / less, more))
}
