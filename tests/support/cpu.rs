//! Time that a thread had on a processor, whatever else the machine did meanwhile.

use cpu_time::ThreadTime;

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
