//! `hookweir serve` as a process, and in this one where time must pass faster.

use crate::client::{Answer, Client};
use hookweir::serve::{Destination, Farewell, Server, Settings, SqsEndpoint, Timeouts, runtime};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use tempfile::TempDir;
use tokio::sync::oneshot;

pub(crate) const SPEC: &str = "name: shop
queues:
  orders: {visibilityTimeout: 30, maxReceiveCount: 3}
endpoints:
  /webhook:
    queue: orders
    contentTypes: [application/json, text/plain]
    message: {layout: bare, body: text}
  /envelope/{shop}:
    queue: orders
    message: {body: text}
";

pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) announcement: String,
    _folder: TempDir,
}

/// How a process ended, and what it said on the error stream.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stderr: String,
}

/// The command on a spec, in a folder of its own.
pub(crate) fn command(spec: &str, arguments: &[&str]) -> (Command, TempDir) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("hookweir.yaml"), spec).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hookweir"));
    command.arg("serve").args(arguments).current_dir(folder.path());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    (command, folder)
}

impl Program {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Program::start_at("127.0.0.1:0", arguments)
    }

    pub(crate) fn start_at(address: &str, arguments: &[&str]) -> Self {
        let (mut command, folder) = command(SPEC, &[&["--listen", address], arguments].concat());
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut announcement = String::new();
        while !announcement.contains("/_hookweir/") {
            assert_ne!(stdout.read_line(&mut announcement).unwrap(), 0, "it ended at once");
        }
        let address = announcement.lines().next().unwrap().strip_prefix("listening on http://").unwrap().parse().unwrap();
        Program { child, address, announcement, _folder: folder }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    pub(crate) fn send(&self, body: &str) -> Answer {
        self.client().request("POST", "/webhook", &[("Content-Type", "text/plain")], body.as_bytes())
    }

    /// A call of the JSON API.
    pub(crate) fn api(&self, method: &str, path: &str, body: &str) -> Value {
        let answer = self.client().request(method, &format!("/_hookweir/api/{path}"), &[], body.as_bytes());
        assert!(answer.status < 300, "{method} {path}: {answer:?}");
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    pub(crate) fn messages(&self, queue: &str) -> Vec<Value> {
        self.api("GET", &format!("queues/{queue}/messages?limit=1000"), "")["messages"].as_array().unwrap().clone()
    }

    /// What the journal says of the last request.
    pub(crate) fn last_request(&self) -> Value {
        self.api("GET", "requests", "")["requests"][0].clone()
    }

    pub(crate) fn signal(&self, name: &str) {
        let killed = Command::new("kill").args([format!("-{name}"), self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }

    pub(crate) fn end(mut self) -> Ended {
        let mut stderr = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        Ended { code: self.child.wait().unwrap().code(), stderr }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server in this process.
pub(crate) struct Local {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Farewell>>,
}

impl Local {
    pub(crate) fn start(sqs_endpoint: Option<&str>, timeouts: Timeouts) -> Self {
        let destination = match sqs_endpoint {
            Some(url) => Destination::Sqs(SqsEndpoint { url: url.to_owned(), account: "000000000000".to_owned() }),
            None => Destination::Memory { limit: 1_000_000 },
        };
        let settings = Settings { destination, timeouts };
        let stack = hookweir::understand(SPEC.as_bytes()).unwrap().2.unwrap();
        let (tell, told) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            runtime().unwrap().block_on(async {
                let server = Server::bind(&stack, "127.0.0.1:0", &settings).await.unwrap();
                tell.send(server.address()).unwrap();
                server
                    .run(async {
                        let _ = stopped.await;
                    })
                    .await
            })
        });
        Local { address: told.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    pub(crate) fn end(mut self) -> Farewell {
        self.stop.take().unwrap().send(()).unwrap();
        self.thread.take().unwrap().join().unwrap()
    }
}
