//! `hookweir serve`: the endpoints of a spec on this machine.

use super::{DEFAULT_SPEC, show, understand};
use crate::outcome::{Failure, Outcome};
use crate::output;
use crate::serve::{self, Destination, Farewell, ServeError, Server, Settings, SqsEndpoint, Timeouts};
use crate::stack::Stack;
use crate::{diagnostic, severity_for};
use clap::Args;
use std::fmt::Write as _;
use std::io;
use std::pin::pin;
use tokio::sync::oneshot;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The spec, or - for standard input
    #[arg(default_value = DEFAULT_SPEC)]
    spec: String,
    /// The address to listen on; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: String,
    /// How much memory messages may take, such as 64MiB; when it is full, new ones are refused
    #[arg(long, value_name = "SIZE", default_value = "256MiB", value_parser = parse_size)]
    memory: usize,
    /// Send messages on to this endpoint, which speaks SQS, such as http://localhost:4566
    #[arg(long, value_name = "URL")]
    sqs_endpoint: Option<String>,
    /// The account in the queues' URLs at the SQS endpoint
    #[arg(long, value_name = "ACCOUNT", default_value = "000000000000", value_parser = parse_account)]
    sqs_account: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let spec = arguments.spec.as_str();
    let (document, diagnostics, stack) = understand(spec)?;
    let errors: Vec<_> = diagnostics.into_iter().filter(|found| found.severity() == diagnostic::Severity::Error).collect();
    show(spec, &document, &errors, |diagnostic| severity_for(diagnostic, None));
    let Some(stack) = stack else { return Ok(Outcome::Findings) };
    let destination = match &arguments.sqs_endpoint {
        Some(url) => Destination::Sqs(SqsEndpoint { url: url.clone(), account: arguments.sqs_account.clone() }),
        None => Destination::Memory { limit: arguments.memory },
    };
    let settings = Settings { destination, timeouts: Timeouts::DEFAULT };
    let runtime = serve::runtime().map_err(|error| Failure::new(format!("cannot start threads: {error}")))?;
    let ended = runtime.block_on(serve(&stack, &arguments.listen, &settings));
    // What is still under way was waited for long enough.
    runtime.shutdown_background();
    ended
}

async fn serve(stack: &Stack, listen: &str, settings: &Settings) -> Result<Outcome, Failure> {
    let server = match Server::bind(stack, listen, settings).await {
        Ok(server) => server,
        Err(error @ ServeError::ReservedPath) => {
            output::say(&format!("error: {error}\n"));
            return Ok(Outcome::Findings);
        }
        Err(error) => return Err(Failure::new(error.to_string())),
    };
    let mut signals = Signals::new().map_err(|error| Failure::new(format!("cannot wait for signals: {error}")))?;
    output::print(&announcement(&server, settings))?;
    if stack.api.has_access_rules() {
        output::say("note: who may call the API on AWS is not tried here; everyone who reaches this address may\n");
    }
    if !server.address().ip().is_loopback() {
        output::say("warning: whoever reaches this address can send webhooks and read, change and delete the messages\n");
    }
    let (stop, stopped) = oneshot::channel();
    let mut running = pin!(server.run(async {
        let _ = stopped.await;
    }));
    tokio::select! {
        farewell = &mut running => return Ok(say_farewell(farewell)),
        () = signals.next() => {}
    }
    output::say("finishing what is in flight; once more to stop at once\n");
    let _ = stop.send(());
    tokio::select! {
        farewell = running => Ok(say_farewell(farewell)),
        () = signals.next() => Err(Failure::new("stopped before everything in flight was finished")),
    }
}

fn announcement(server: &Server, settings: &Settings) -> String {
    let base = format!("http://{}", server.address());
    let mut text = format!("listening on {base}\n");
    for endpoint in server.endpoints() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {} {base}{} -> {}", endpoint.method, endpoint.path, endpoint.queue);
    }
    let _ = match &settings.destination {
        Destination::Memory { .. } => writeln!(text, "messages: {base}/_hookweir/"),
        Destination::Sqs(endpoint) => writeln!(text, "messages go to {}; requests: {base}/_hookweir/", endpoint.url),
    };
    text
}

fn say_farewell(farewell: Farewell) -> Outcome {
    match farewell.messages {
        0 => {}
        1 => output::say("1 message was in memory and is gone\n"),
        messages => output::say(&format!("{messages} messages were in memory and are gone\n")),
    }
    match farewell.connections {
        0 => {}
        connections => output::say(&format!("connections that were cut off, as they took too long: {connections}\n")),
    }
    Outcome::Fine
}

/// What asks the program to end.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// What asks the program to end.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Signals)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// A number of bytes, such as 64MiB.
fn parse_size(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|sign: char| !sign.is_ascii_digit());
    let unit: usize = match &text[digits.len()..] {
        "" | "B" => 1,
        "KiB" => 1024,
        "MiB" => 1024 * 1024,
        "GiB" => 1024 * 1024 * 1024,
        _ => return Err("write a number and B, KiB, MiB or GiB".to_owned()),
    };
    let number: usize = digits.parse().map_err(|_| "write a number and B, KiB, MiB or GiB".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "that is more than there can be".to_owned())
}

fn parse_account(text: &str) -> Result<String, String> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    plain.then(|| text.to_owned()).ok_or_else(|| "an account has digits, letters, - and _ only".to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse_size;

    #[test]
    fn sizes_have_binary_units() {
        assert_eq!(parse_size("64KiB"), Ok(65_536));
        assert_eq!(parse_size("256MiB"), Ok(268_435_456));
        assert_eq!(parse_size("1000"), Ok(1000));
        for wrong in ["", "MiB", "64MB", "-1KiB", "1.5GiB", "99999999999GiB"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }
}
