//! The server: loopback only, reading only.

use std::{
    io::{self, Cursor},
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tiny_http::{Header, Method, Request, Response};

use super::{
    address::is_local,
    answer::{Answer, RELOAD, answer},
};

/// The script that hears of changes.
const SCRIPT: &str = include_str!("reload.js");

/// Where it asks.
const CHANGES: &str = "/.callboard/changes.js?since=";

/// So long a page waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(25);

/// So many pages wait at the same time; others ask again.
const MOST_WAITING: usize = 32;

/// Threads that answer.
const THREADS: usize = 4;

/// How often the site was built, and why it was not at last.
#[derive(Debug, Default)]
pub struct News {
    state: Mutex<(u64, Option<String>)>,
    told: Condvar,
    waiting: AtomicUsize,
}

impl News {
    /// A new site stands.
    pub fn changed(&self) {
        self.tell(None);
    }

    /// The old site stays, because of this.
    pub fn failed(&self, reason: String) {
        self.tell(Some(reason));
    }

    fn tell(&self, problem: Option<String>) {
        let mut state = self.state.lock().expect("no thread panics while it holds the news");
        *state = (state.0 + 1, problem);
        self.told.notify_all();
    }

    /// What a page hears that knows the news up to `since`: a script.
    fn hear(&self, since: Option<u64>) -> String {
        let state = self.state.lock().expect("no thread panics while it holds the news");
        let free = self.waiting.fetch_add(1, Ordering::Relaxed) < MOST_WAITING;
        let patience = if free && since.is_some() { PATIENCE } else { Duration::ZERO };
        let known = |state: &mut (u64, Option<String>)| Some(state.0) == since;
        let (state, _) =
            self.told.wait_timeout_while(state, patience, known).expect("no thread panics while it holds the news");
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        // What stands in a script must not end it, and JSON is a script but for two characters.
        let problem = serde_json::to_string(&state.1).unwrap_or_else(|_| "null".to_owned());
        let problem = problem.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        format!("globalThis.callboardChanges?.({}, {problem});\n", state.0)
    }
}

/// A running server.
pub struct Server {
    port: u16,
}

impl Server {
    /// Serves the site at a port of this machine.
    pub fn start(port: u16, site: PathBuf, news: Arc<News>) -> Result<Self, String> {
        let taken = |error: io::Error| format!("port {port}: {error}; `--port 0` takes one that is free");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(taken)?;
        let port = listener.local_addr().map_err(taken)?.port();
        let server = tiny_http::Server::from_listener(listener, None).map_err(|error| error.to_string())?;
        let server = Arc::new(server);
        for _ in 0..THREADS {
            let (server, site, news) = (Arc::clone(&server), site.clone(), Arc::clone(&news));
            std::thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    handle(request, &site, &news);
                }
            });
        }
        Ok(Self { port })
    }

    /// Where it is found.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }
}

fn handle(request: Request, site: &std::path::Path, news: &Arc<News>) {
    let host = request.headers().iter().find(|header| header.field.equiv("Host"));
    if !host.is_some_and(|host| is_local(host.value.as_str())) {
        return respond(request, plain(421, "this server is for 127.0.0.1 alone"));
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return respond(request, plain(405, "this server is only read from"));
    }
    let url = request.url().to_owned();
    let script = |text: String| Answer { status: 200, media: "text/javascript; charset=utf-8", bytes: text.into() };
    if url == RELOAD {
        return respond(request, script(SCRIPT.to_owned()));
    }
    let Some(since) = url.strip_prefix(CHANGES) else { return respond(request, answer(site, &url)) };
    let (since, news) = (since.parse().ok(), Arc::clone(news));
    // Waiting takes a thread of its own, so that other pages are answered meanwhile.
    std::thread::spawn(move || respond(request, script(news.hear(since))));
}

fn plain(status: u16, text: &str) -> Answer {
    Answer { status, media: "text/plain; charset=utf-8", bytes: text.as_bytes().to_vec() }
}

fn respond(request: Request, answer: Answer) {
    let headers = [
        ("Content-Type", answer.media),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];
    let header = |(name, value): (&str, &str)| Header::from_bytes(name, value).ok();
    let headers = headers.into_iter().filter_map(header).collect();
    let length = answer.bytes.len();
    let response = Response::new(answer.status.into(), headers, Cursor::new(answer.bytes), Some(length), None);
    // A browser that has gone hears nothing more.
    let _ = request.respond(response);
}
