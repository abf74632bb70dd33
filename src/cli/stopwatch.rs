//! How long everything takes. The only clock of the program; nothing it says reaches the site.

use std::{
    fmt::Write,
    sync::Mutex,
    time::{Duration, Instant},
};

/// Times of stages, in their order.
#[derive(Debug)]
pub struct Stopwatch {
    started: Instant,
    laps: Mutex<Vec<(&'static str, Instant)>>,
}

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        Self { started: now(), laps: Mutex::default() }
    }

    /// A stage begins, and the one before it ends.
    pub fn stage(&self, name: &'static str) {
        self.laps.lock().expect("no thread panics while it holds the laps").push((name, now()));
    }

    /// The last stage ends.
    pub fn stop(&self) {
        self.stage("");
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        now().duration_since(self.started)
    }

    /// One line for each stage, and the greatest memory the process had where the system tells it.
    pub fn table(&self) -> String {
        let laps = self.laps.lock().expect("no thread panics while it holds the laps");
        let mut table = String::new();
        for pair in laps.windows(2) {
            let seconds = pair[1].1.duration_since(pair[0].1).as_secs_f64();
            writeln!(table, "{:>10} {seconds:8.3} s", pair[0].0).expect("a string takes all text");
        }
        writeln!(table, "{:>10} {:8.3} s", "total", self.elapsed().as_secs_f64()).expect("a string takes all text");
        if let Some(peak) = peak_memory() {
            writeln!(table, "{:>10} {peak:8} MB", "memory").expect("a string takes all text");
        }
        table
    }
}

#[expect(clippy::disallowed_methods, reason = "the one clock, and it never reaches the site")]
fn now() -> Instant {
    Instant::now()
}

/// Peak resident memory in megabytes, from Linux's process file system.
#[expect(clippy::disallowed_methods, reason = "the process asks about itself")]
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? / 1024)
}
