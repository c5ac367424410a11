//! An endpoint that speaks as much SQS as it is told to.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

pub(crate) struct FakeSqs {
    pub(crate) address: SocketAddr,
    /// Every request, as it came.
    pub(crate) requests: Receiver<String>,
}

impl FakeSqs {
    /// Answers everything with these bytes; with none of them, not at all.
    pub(crate) fn start(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, requests) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let tell = tell.clone();
                std::thread::spawn(move || serve(stream.unwrap(), answer, &tell));
            }
        });
        FakeSqs { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// SQS's answer to a message that it stored.
pub(crate) const STORED: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 71\r\n\r\n\
                                 {\"SendMessageResponse\":{\"SendMessageResult\":{\"MessageId\":\"message-1\"}}}";

fn serve(mut stream: TcpStream, answer: &str, tell: &Sender<String>) {
    let (mut read, mut piece) = (Vec::new(), [0; 65_536]);
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        let length =
            text.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok());
        if let (Some((head, body)), Some(length)) = (text.split_once("\r\n\r\n"), length)
            && body.len() >= length
        {
            read.drain(..head.len() + 4 + length);
            let _ = tell.send(text);
            stream.write_all(answer.as_bytes()).unwrap();
            continue;
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(length) => read.extend_from_slice(&piece[..length]),
        }
    }
}
