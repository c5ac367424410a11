//! `hookweir simulate`: what a request becomes.

use super::{DEFAULT_SPEC, file_name, show, understand};
use crate::gateway::{Gateway, Request, Simulation, simulate};
use crate::outcome::{Failure, Outcome};
use crate::output;
use crate::{diagnostic, severity_for};
use clap::{Args, ValueEnum};
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;

#[derive(Debug, Args)]
#[command(override_usage = "hookweir simulate [OPTIONS] [SPEC] <ENDPOINT>")]
pub(crate) struct Arguments {
    /// The spec, or - for standard input [default: hookweir.yaml], and the path of an endpoint, such as /webhook?shop=eu
    #[arg(required = true, num_args = 1..=2, value_names = ["SPEC", "ENDPOINT"])]
    spec_and_endpoint: Vec<String>,
    /// The HTTP method; the endpoint's only one, or POST
    #[arg(short = 'X', long = "request", value_name = "METHOD")]
    method: Option<String>,
    /// A header, as 'Name: value'; again for more
    #[arg(short = 'H', long = "header", value_name = "HEADER")]
    headers: Vec<String>,
    /// The body, byte for byte, or @FILE that holds it; @- is standard input
    #[arg(short = 'd', long = "data", value_name = "BODY", allow_hyphen_values = true)]
    body: Option<String>,
    /// Let SQS answer with this status
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(100..=599))]
    sqs_status: Option<u16>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let (spec, endpoint) = match arguments.spec_and_endpoint.as_slice() {
        [endpoint] => (DEFAULT_SPEC, endpoint),
        [spec, endpoint, ..] => (spec.as_str(), endpoint),
        [] => return Err(Failure::new("an endpoint is needed, such as /webhook")),
    };
    if spec == "-" && arguments.body.as_deref() == Some("@-") {
        return Err(Failure::new("the spec and the body cannot both come from standard input"));
    }
    let (document, diagnostics, stack) = understand(spec)?;
    let errors: Vec<_> = diagnostics.into_iter().filter(|found| found.severity() == diagnostic::Severity::Error).collect();
    show(spec, &document, &errors, |diagnostic| severity_for(diagnostic, None));
    let Some(stack) = stack else { return Ok(Outcome::Findings) };
    let gateway = Gateway::new(&stack).map_err(crate::internal)?;

    let (path, query) = endpoint.split_once('?').unwrap_or((endpoint, ""));
    let methods = gateway.methods_of(path);
    let method = match (&arguments.method, methods.as_slice()) {
        (Some(method), _) => method.to_ascii_uppercase(),
        (None, [only]) => (*only).to_owned(),
        (None, _) => "POST".to_owned(),
    };
    if let Some(problem) = misdirected(&gateway, &file_name(spec), path, &method) {
        output::say(&format!("error: {problem}\n"));
        return Ok(Outcome::Findings);
    }
    let request = Request {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers: arguments.headers.iter().map(|header| parse_header(header)).collect::<Result<_, _>>()?,
        body: arguments.body.as_deref().map(read_body).transpose()?.unwrap_or_default(),
        // Addresses for documentation (RFC 5737), and a time and an id that say that they are made up.
        source_ip: "203.0.113.1".to_owned(),
        request_id: "00000000-0000-0000-0000-000000000000".to_owned(),
        time_epoch: 1_700_000_000_000,
    };
    let simulation = simulate(&stack, &gateway, &request, arguments.sqs_status);
    let text = match arguments.format {
        Format::Text => as_text(&simulation),
        Format::Json => serde_json::to_string_pretty(&simulation).map_err(|error| Failure::new(error.to_string()))? + "\n",
    };
    output::print(&text)?;
    // A status that was asked for is no finding.
    let refused = simulation.message.is_none() && arguments.sqs_status.is_none();
    Ok(if refused { Outcome::Findings } else { Outcome::Fine })
}

/// What is wrong with the path or the method, if anything is.
fn misdirected(gateway: &Gateway, spec: &str, path: &str, method: &str) -> Option<String> {
    let methods = gateway.methods_of(path);
    if methods.is_empty() {
        let paths = gateway.paths();
        let help = if path.starts_with('/') {
            diagnostic::did_you_mean(path, paths.iter().copied()).unwrap_or_else(|| format!("there {}", listed(&paths)))
        } else {
            "it begins with a slash".to_owned()
        };
        return Some(format!("`{spec}` has no endpoint `{path}`; {help}"));
    }
    (!methods.contains(&method)).then(|| format!("`{path}` takes {}, not {method}", methods.join(", ")))
}

fn listed(paths: &[&str]) -> String {
    match paths {
        [only] => format!("is `{only}`"),
        [first, ..] => format!("are {}, the first is `{first}`", paths.len()),
        [] => "is none".to_owned(),
    }
}

fn parse_header(header: &str) -> Result<(String, String), Failure> {
    let parsed = header.split_once(':').map(|(name, value)| (name.trim(), value.trim()));
    match parsed {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(Failure::new(format!("`{header}` is no header; write 'Name: value'"))),
    }
}

fn read_body(argument: &str) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("cannot read the body `{argument}`: {error}"));
    match argument.strip_prefix('@') {
        Some("-") => {
            let mut body = Vec::new();
            std::io::stdin().lock().read_to_end(&mut body).map_err(failed)?;
            Ok(body)
        }
        Some(file) => fs::read(file).map_err(failed),
        None => Ok(argument.as_bytes().to_vec()),
    }
}

fn as_text(simulation: &Simulation) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(&mut text, simulation);
    text
}

fn write_text(out: &mut String, simulation: &Simulation) -> std::fmt::Result {
    if let Some(call) = &simulation.call {
        writeln!(out, "SendMessage")?;
        for (name, value) in &call.parameters {
            writeln!(out, "  {name} = {}", shown(value))?;
        }
        writeln!(out)?;
    }
    match &simulation.message {
        Some(message) => {
            writeln!(out, "stored in {}", message.queue)?;
            writeln!(out, "{}", indented(&readable(&message.sent.body)))?;
            for (name, attribute) in &message.sent.attributes {
                let value = String::from_utf8_lossy(attribute.value.as_bytes());
                writeln!(out, "  attribute {name} ({}) = {}", attribute.data_type, shown(&value))?;
            }
            if let Some(delay) = message.sent.delay_seconds {
                writeln!(out, "  hidden for {delay} s")?;
            }
        }
        None => writeln!(out, "not stored")?,
    }
    writeln!(out, "\nthe sender is answered {}", simulation.response.status)?;
    for (name, value) in &simulation.response.headers {
        writeln!(out, "  {name}: {}", shown(value))?;
    }
    if !simulation.response.body.is_empty() {
        writeln!(out, "{}", indented(&shown(&String::from_utf8_lossy(&simulation.response.body))))?;
    }
    if !simulation.notes.is_empty() {
        writeln!(out)?;
        simulation.notes.iter().try_for_each(|note| writeln!(out, "note: {}", shown(note)))?;
    }
    Ok(())
}

/// JSON with line breaks; other text as it is.
fn readable(body: &str) -> String {
    let json = body.starts_with(['{', '[']).then(|| serde_json::from_str::<serde_json::Value>(body).ok()).flatten();
    json.and_then(|json| serde_json::to_string_pretty(&json).ok()).unwrap_or_else(|| shown(body))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// Text without what would steer a terminal.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{fffd}' } else { c }).collect()
}
