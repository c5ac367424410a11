//! A webhook through `hookweir serve` and back, on one connection over loopback: what a sender waits for.
//!
//! `cargo bench --bench serve`; for many senders at once see `docs/serve.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use divan::Bencher;
use divan::counter::ItemsCount;
use hookweir::serve::{Destination, Server, Settings, Timeouts, runtime};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;

const SPEC: &str = "name: bench\nqueues:\n  orders: {}\nendpoints:\n  /webhook:\n    queue: orders\n    message:\n      attributes:\n        \
                    event: { header: X-Event }\n";

fn main() {
    divan::main();
}

/// A connection to a server that runs until the program ends.
fn connect() -> TcpStream {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let stack = hookweir::understand(SPEC.as_bytes()).unwrap().2.expect("the spec is right");
        let settings = Settings { destination: Destination::Memory { limit: 1 << 30 }, timeouts: Timeouts::DEFAULT };
        runtime().unwrap().block_on(async {
            let server = Server::bind(&stack, "127.0.0.1:0", &settings).await.unwrap();
            tell.send(server.address()).unwrap();
            server.run(std::future::pending()).await
        })
    });
    let stream = TcpStream::connect(told.recv().unwrap()).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

#[divan::bench(args = [200, 10_000], sample_count = 100, sample_size = 50)]
fn stored(bencher: Bencher, bytes: usize) {
    let mut stream = connect();
    let body = format!("{{\"text\":\"{}\"}}", "x".repeat(bytes));
    let head = "POST /webhook HTTP/1.1\r\nHost: localhost\r\nX-Event: paid\r\nContent-Type: application/json\r\n";
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    let mut answer = [0; 4096];
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        stream.write_all(request.as_bytes()).unwrap();
        let mut read = 0;
        // Every answer ends with the closing brace of its JSON.
        while read == 0 || answer[read - 1] != b'}' {
            read += stream.read(&mut answer[read..]).unwrap();
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer[..read]));
    });
}
