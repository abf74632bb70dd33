//! `callboard serve`: what changes is built and shown, to this machine alone, and nothing else of this machine is.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use crate::support::site::Place;

/// A preview that runs until the test ends.
struct Preview {
    child: Child,
    port: u16,
}

impl Preview {
    fn start(place: &Place) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_callboard"))
            .args(["serve", "--port", "0"])
            .current_dir(place.path(""))
            .env("HOME", place.path("home"))
            .env_remove("XDG_CACHE_HOME")
            .env("CI", "true")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
        let url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("http://127.0.0.1:")?.1.to_owned()));
        let port = url.and_then(|url| url.trim_end_matches('/').parse().ok()).expect("it says where it is");
        // Whoever prints into a pipe that nobody reads ends.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port }
    }

    /// Asks as the words say, and gives status and body.
    fn ask(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
        (head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status"), format!("{head}\n\n{body}"))
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const ORGANISATION: &str = "\
-- home/keep --
-- callboard.yaml --
sources: [org]
-- secret.html --
not to be seen
-- org/mkdocs.yml --
site_name: Handbook
-- org/docs/index.md --
# Before
";

#[test]
fn what_changes_is_shown_to_this_machine_alone() {
    let place = Place::new(ORGANISATION);
    let preview = Preview::start(&place);
    let (status, page) = preview.get("/docs/repo/org/");
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("Before") && page.contains("/.callboard/reload.js") && page.contains("text/html"), "{page}");
    let (status, missing) = preview.get("/nothing.html");
    assert!(status == 404 && missing.contains("<html"), "{missing}");
    for path in ["/../secret.html", "/%2e%2e/secret.html", "/docs/..%2f..%2fsecret.html", "//etc/passwd", "/.%00/x"] {
        let (status, answer) = preview.get(path);
        assert!(status >= 400 && !answer.contains("not to be seen"), "{path}: {answer}");
    }
    for (request, expected) in [
        ("GET / HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n\r\n", 421),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 421),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 405),
    ] {
        assert_eq!(preview.ask(request).0, expected, "{request}");
    }

    // A page that waits hears of the change, and finds it.
    place.put("org/docs/index.md", "# After\n");
    let (_, news) = preview.get("/.callboard/changes.js?since=0");
    assert!(news.contains("(1, null)"), "{news}");
    assert!(preview.get("/docs/repo/org/index.html").1.contains("After"));

    // What cannot be built changes nothing but what pages say.
    place.put("callboard.yaml", "sources: [org]\nnonsense: true\n");
    let (_, news) = preview.get("/.callboard/changes.js?since=1");
    assert!(news.contains("(2, \"the configuration is wrong\")"), "{news}");
    assert!(preview.get("/docs/repo/org/index.html").1.contains("After"));
    place.put("callboard.yaml", "sources: [org]\n");
    let (_, news) = preview.get("/.callboard/changes.js?since=2");
    assert!(news.contains("(3, null)"), "{news}");
}

/// What a reader sees while somebody writes.
#[test]
fn a_page_is_loaded_again_when_it_changes() {
    let place = Place::new(ORGANISATION);
    let preview = Preview::start(&place);
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(tests.join("node_modules").is_dir(), "the packages are missing: npm ci --prefix tests/browser");
    let mut reader = Command::new("node")
        .arg(tests.join("serve.mjs"))
        .arg(format!("http://127.0.0.1:{}/docs/repo/org/index.html", preview.port))
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed");
    let mut seen = BufReader::new(reader.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
    let mut sees = |words: &str| {
        let line = seen.by_ref().find(|line| line.contains(words) || line.starts_with("console"));
        assert!(line.as_ref().is_some_and(|line| line.contains(words)), "{words}: {line:?}");
    };
    sees("Before");
    place.put("org/docs/index.md", "# After\n");
    sees("After");
    place.put("callboard.yaml", "nonsense: true\n");
    sees("the configuration is wrong");
    place.put("callboard.yaml", "sources: [org]\n");
    place.put("org/docs/index.md", "# Last\n");
    sees("Last");
    assert!(reader.wait().expect("it ends").success());
}
