//! What ssh says when a conversation over it ends before it begins. gix listens to it for five milliseconds only, so
//! it is asked once more, and heard to the end.

use std::{
    io::Read,
    process::{Child, Command, Stdio},
    sync::mpsc::channel,
    time::Duration,
};

use super::{address::Address, trouble::Trouble};

/// ssh that never asks and never waits for ever.
pub const COMMAND: &str =
    "ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15 -o ServerAliveCountMax=3";

/// The most that is read of what ssh says, in bytes.
const MOST_WORDS: u64 = 16 * 1024;

/// Why a conversation with `address` ended: asks ssh for it as git would, for no longer than `patience`.
pub fn reason(address: &Address, patience: Duration) -> Trouble {
    match start(address) {
        Ok(child) => Trouble::of_ssh(&listen(child, patience)),
        Err(_) => Trouble::of_ssh(""),
    }
}

#[expect(clippy::disallowed_methods, reason = "ssh is the one program that an address may ask for")]
fn start(address: &Address) -> std::io::Result<Child> {
    let mut words = COMMAND.split(' ');
    let mut command = Command::new(words.next().unwrap_or_default());
    // A master connection would stay, and hold the pipe open.
    command.args(words).args(["-o", "ControlMaster=no"]);
    if let Some(port) = address.port {
        command.arg(format!("-p{port}"));
    }
    let path = address.path.replace('\'', r"'\''");
    command.arg(address.login()).args(["git-upload-pack".to_owned(), format!("'{path}'")]);
    command.env("LANG", "C").env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()
}

fn listen(mut child: Child, patience: Duration) -> String {
    let (told, news) = channel();
    if let Some(stderr) = child.stderr.take() {
        std::thread::spawn(move || {
            let mut said = Vec::new();
            // What was read before an error is as good as all of it.
            let _ = stderr.take(MOST_WORDS).read_to_end(&mut said);
            let _ = told.send(said);
        });
    }
    let said = news.recv_timeout(patience).unwrap_or_default();
    // It has ended already, or is silent for too long.
    let _ = child.kill();
    let _ = child.wait();
    String::from_utf8_lossy(&said).into_owned()
}
