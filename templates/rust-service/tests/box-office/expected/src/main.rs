//! Listens, and hands each connection to a thread.

mod http;
mod service;

use std::{env, io, net::TcpListener, process::ExitCode};

/// Where it listens unless `PORT` says otherwise.
const PORT: u16 = 9090;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ticket-printer: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let port = match env::var("PORT") {
        Ok(text) => text.parse().map_err(|_| io::Error::other(format!("PORT is no port: {text}")))?,
        Err(_) => PORT,
    };
    let listener = TcpListener::bind(("0.0.0.0", port))?;
    println!("listening on {}", listener.local_addr()?);
    http::serve(&listener, service::respond)
}
