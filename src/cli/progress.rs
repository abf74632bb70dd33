//! How collecting goes on: a bar on a terminal, a few plain lines elsewhere, nothing when quiet.

use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{environment::Environment, report};
use crate::collect::Progress;

/// Shows progress on standard error.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    plain: bool,
    total: AtomicUsize,
    done: AtomicUsize,
}

/// Plain output has at most about this many lines.
const LINES: usize = 20;

impl Bar {
    /// A bar, plain lines or nothing, as the environment allows.
    pub fn new(environment: &Environment, quiet: bool) -> Self {
        let animate = environment.animate && !quiet;
        let target = if animate { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        Self { bar, plain: !animate && !quiet, total: AtomicUsize::new(0), done: AtomicUsize::new(0) }
    }

    /// A stage begins.
    pub fn stage(&self, name: &str) {
        let template =
            if name == "collect" { "{msg:>9} {bar:30} {pos}/{len} {prefix}" } else { "{msg:>9} {spinner} {elapsed}" };
        self.bar.set_style(ProgressStyle::with_template(template).expect("the template is well-formed"));
        self.bar.set_message(name.to_owned());
        if name != "collect" {
            self.bar.enable_steady_tick(std::time::Duration::from_millis(120));
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn total(&self, repositories: usize) {
        self.total.store(repositories, Ordering::Relaxed);
        self.bar.set_length(repositories as u64);
    }

    fn done(&self, repository: &str) {
        self.bar.set_prefix(report::harmless(repository));
        self.bar.inc(1);
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total.load(Ordering::Relaxed);
        let step = total.div_ceil(LINES).max(1);
        if self.plain && (done.is_multiple_of(step) || done == total) {
            report::note(&format!("collect {done}/{total} {repository}"));
        }
    }
}
