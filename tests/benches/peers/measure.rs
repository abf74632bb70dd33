//! A program's processor time, memory and output, seen from outside (Linux).

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use super::tools::Tool;

/// What a run cost and gave.
pub struct Run {
    /// Seconds of user and system time, of the process and all that it waited for.
    pub processor: f64,
    /// Seconds on the clock.
    pub wall: f64,
    /// Most memory of the process itself, in kB.
    pub memory: u64,
    /// Bytes of all files written.
    pub bytes: u64,
    /// Files written.
    pub files: u64,
}

/// Runs a tool in its folder; none when it fails. What earlier runs left is moved aside and not deleted: for some
/// seconds ext4 looks again and again at what was just deleted before it makes a new file.
pub fn run(tool: &Tool, folder: &Path, number: usize) -> Option<Run> {
    let output = folder.join(tool.output);
    let aside = folder.with_extension(format!("before-{number}"));
    fs::create_dir_all(&aside).ok()?;
    for left in [tool.output, ".cache"].map(|left| folder.join(left)).iter().filter(|left| left.exists()) {
        fs::rename(left, aside.join(left.file_name()?)).ok()?;
    }
    let (processor, start) = (children(), Instant::now());
    let mut child = Command::new(&tool.program)
        .args(&tool.arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let status = Path::new("/proc").join(child.id().to_string()).join("status");
    let mut memory = 0;
    while child.try_wait().ok()?.is_none() {
        memory = memory.max(high_water(&status));
        std::thread::sleep(Duration::from_millis(5));
    }
    let wall = start.elapsed().as_secs_f64();
    let (bytes, files) = size(&output);
    (child.wait().ok()?.success() && files > 0).then(|| Run {
        processor: children() - processor,
        wall,
        memory,
        bytes,
        files,
    })
}

/// Seconds of processor time of all processes that were waited for, in steps of 10 ms.
fn children() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    (ticks(13) + ticks(14)) / 100.0
}

fn high_water(status: &Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Bytes and number of all files below a folder.
fn size(folder: &Path) -> (u64, u64) {
    let (mut bytes, mut files) = (0, 0);
    for entry in fs::read_dir(folder).into_iter().flatten().map_while(Result::ok) {
        let Ok(metadata) = entry.metadata() else { continue };
        let (more, others) = if metadata.is_dir() { size(&entry.path()) } else { (metadata.len(), 1) };
        bytes += more;
        files += others;
    }
    (bytes, files)
}
