//! As much of HTTP/1.1 as a service behind a proxy needs: one request a connection, bounded in size and time.
//! When you need more (TLS, HTTP/2, streaming), put `hyper` or `axum` here; `service` stays as it is.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

/// The most bytes that a request's head may have.
const LARGEST_HEAD: u64 = 16 * 1024;
/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(10);

/// The parts of a request that the service looks at.
#[derive(Debug)]
pub struct Request {
    /// `GET`, `POST` …
    pub method: String,
    /// Decoded, without the query.
    pub path: String,
    query: Vec<(String, String)>,
}

impl Request {
    /// A request for a target such as `/hello?name=Ada`.
    pub fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pair = |part: &str| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            (decode(&key.replace('+', " ")), decode(&value.replace('+', " ")))
        };
        Self {
            method: method.to_owned(),
            path: decode(path),
            query: query.split('&').filter(|part| !part.is_empty()).map(pair).collect(),
        }
    }

    /// The first value of a query parameter.
    pub fn query(&self, name: &str) -> Option<String> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }
}

/// What goes back.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// JSON.
    pub body: String,
}

impl Response {
    /// A JSON response.
    pub fn json(status: u16, body: &str) -> Self {
        Self { status, body: body.to_owned() }
    }

    /// An error, as a small problem document.
    pub fn problem(status: u16, title: &str) -> Self {
        Self::json(status, &format!(r#"{{"status":{status},"title":{}}}"#, json_string(title)))
    }

    fn write(&self, stream: &mut TcpStream, with_body: bool) -> io::Result<()> {
        let reason = match self.status {
            200 => "OK",
            400 => "Bad Request",
            404 => "Not Found",
            405 => "Method Not Allowed",
            431 => "Request Header Fields Too Large",
            _ => "Status",
        };
        write!(
            stream,
            "HTTP/1.1 {} {reason}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.status,
            self.body.len(),
        )?;
        if with_body {
            stream.write_all(self.body.as_bytes())?;
        }
        stream.flush()
    }
}

/// Serves until the listener fails.
pub fn serve(listener: &TcpListener, respond: fn(&Request) -> Response) -> io::Result<()> {
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || {
            if let Err(error) = answer(stream, respond) {
                let _ = writeln!(io::stderr(), "connection: {error}");
            }
        });
    }
    Ok(())
}

fn answer(mut stream: TcpStream, respond: fn(&Request) -> Response) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    match read_head(&stream)? {
        Ok(request) => {
            let response = respond(&request);
            log(&request, response.status);
            response.write(&mut stream, request.method != "HEAD")
        }
        Err(status) => Response::problem(status, "this is no request").write(&mut stream, true),
    }
}

/// One line per answer. A log that nobody reads any more must not stop the service.
fn log(request: &Request, status: u16) {
    let _ = writeln!(io::stdout(), "{} {} {status}", request.method, request.path);
}

/// Reads the request line and skips the headers. The inner error is the status to answer with.
fn read_head(stream: &TcpStream) -> io::Result<Result<Request, u16>> {
    let mut head = BufReader::new(stream.take(LARGEST_HEAD));
    let mut line = String::new();
    head.read_line(&mut line)?;
    let mut parts = line.split_whitespace();
    let (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0")) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(Err(400));
    };
    let request = Request::new(method, target);
    loop {
        let mut header = String::new();
        if head.read_line(&mut header)? == 0 {
            return Ok(Err(if head.get_ref().limit() == 0 { 431 } else { 400 }));
        }
        if header.trim_end().is_empty() {
            return Ok(Ok(request));
        }
    }
}

/// Undoes percent encoding; what is not valid stays as it stands.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.filter(|_| bytes[at] == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// A string as JSON, quotes included.
pub fn json_string(text: &str) -> String {
    let mut json = String::from('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            control if control < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => json.push(other),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::{decode, json_string};

    #[test]
    fn decodes_and_encodes() {
        for (text, decoded) in [("a%20b", "a b"), ("100%", "100%"), ("%zz", "%zz"), ("%C3%A9", "é")] {
            assert_eq!(decode(text), decoded);
        }
        assert_eq!(json_string("a\"\\\n"), r#""a\"\\\u000a""#);
    }
}
