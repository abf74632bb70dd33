//! Servers for tests.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A running server; it ends with this value.
pub struct Server {
    child: Child,
    log: PathBuf,
    /// `http://127.0.0.1:<port>` or the same with https.
    pub url: String,
}

impl Server {
    /// Serves the repositories in `root`; over https when there is a certificate.
    pub fn start(root: &Path, certificate: Option<&Certificate>) -> Self {
        let log = root.join("requests.log");
        fs::write(&log, "").expect("writable");
        let mut command = Command::new("node");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/servers/serve.mjs")).arg(root).arg(&log);
        if let Some(certificate) = certificate {
            command.arg(&certificate.key).arg(&certificate.certificate);
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node is installed");
        let mut port = String::new();
        let output = child.stdout.take().expect("it is piped");
        BufReader::new(output).read_line(&mut port).expect("it prints its port");
        let scheme = if certificate.is_some() { "https" } else { "http" };
        Self { child, log, url: format!("{scheme}://127.0.0.1:{}", port.trim()) }
    }

    /// The requests since the last call, as `method URL status`.
    pub fn requests(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.log).expect("it is there");
        fs::write(&self.log, "").expect("writable");
        text.lines().map(str::to_owned).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A certificate for 127.0.0.1 that signs itself.
pub struct Certificate {
    key: PathBuf,
    /// The file to trust.
    pub certificate: PathBuf,
}

impl Certificate {
    /// The one that was made in `folder`.
    pub fn at(folder: &Path) -> Self {
        Self { key: folder.join("key.pem"), certificate: folder.join("certificate.pem") }
    }

    /// Makes one in `folder`.
    pub fn make(folder: &Path) -> Self {
        let Self { key, certificate } = Self::at(folder);
        let subject = "/CN=127.0.0.1";
        let names = "subjectAltName=IP:127.0.0.1,DNS:localhost";
        let mut command = Command::new("openssl");
        command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
        command.args(["-days", "2", "-subj", subject, "-addext", names]);
        command.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
        command.arg("-keyout").arg(&key).arg("-out").arg(&certificate);
        let output = command.output().expect("openssl is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { key, certificate }
    }
}
