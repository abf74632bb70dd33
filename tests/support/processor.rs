//! Time that a thread had on a processor, whatever else the machine did meanwhile.

/// Nanoseconds that this thread ran so far (Linux; elsewhere there is no such file).
fn ran() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// Nanoseconds that `work` takes, a few times in a row when it is short.

pub fn cost(work: &dyn Fn()) -> Option<f64> {
    let before = ran()?;
    for times in 1..=50_u32 {
        work();
        let so_far = ran()? - before;
        if so_far > 2_000_000 || times == 50 {
            return Some(so_far as f64 / f64::from(times));
        }
    }
    None
}

/// How much more the second costs than the first. The least of each counts, since whatever else happens only adds to
/// it; it is tried again as long as the answer is more than `enough`, and at most eight times.
pub fn ratio(first: &dyn Fn(), second: &dyn Fn(), enough: f64) -> f64 {
    let (mut least, mut most) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..8 {
        let (Some(short), Some(long)) = (cost(first), cost(second)) else { return 0.0 };
        least = least.min(short);
        most = most.min(long);
        if most / least <= enough {
            break;
        }
    }
    most / least
}
