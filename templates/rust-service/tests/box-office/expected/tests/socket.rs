//! Starts the real binary and talks to it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn answers_over_a_socket() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ticket-printer"));
    let mut running = Running(command.env("PORT", "0").stdout(Stdio::piped()).spawn().expect("the binary starts"));
    let mut line = String::new();
    let output = running.0.stdout.take().expect("its output is piped");
    BufReader::new(output).read_line(&mut line).expect("it says where it listens");
    let port = line.trim().rsplit(':').next().expect("an address ends in a port").to_owned();

    let ask = |request: &str| {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).expect("it accepts connections");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers and closes");
        answer
    };
    let healthy = ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(healthy.starts_with("HTTP/1.1 200 OK\r\n"), "{healthy}");
    assert!(healthy.ends_with(r#"{"status":"ok"}"#), "{healthy}");
    assert!(ask("rubbish\r\n\r\n").starts_with("HTTP/1.1 400 "));
    assert!(ask("HEAD /hello HTTP/1.1\r\n\r\n").ends_with("\r\n\r\n"));
}
