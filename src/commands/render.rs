//! `hookweir render`: evaluate any mapping template of API Gateway.

use crate::gateway::DIALECT;
use crate::gateway::variables::{MethodRequest, PayloadError, Variables, context_from_json};
use crate::outcome::{Failure, Outcome};
use crate::output;
use crate::report;
use clap::Args;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use velocity::{Limits, RenderErrorKind, Template};

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
const MAX_TEMPLATE_BYTES: usize = 300 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The template
    template: PathBuf,
    /// The request as JSON: body, headers, querystring, path, context and stageVariables, each optional; - is standard input
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Evaluate it as a response template, for an integration that answered with this status
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(100..=599))]
    response: Option<u16>,
}

/// What a template can read.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Input {
    /// The body of the request; for a response template that of the integration's response.
    body: String,
    headers: BTreeMap<String, String>,
    querystring: BTreeMap<String, String>,
    path: BTreeMap<String, String>,
    context: serde_json::Map<String, serde_json::Value>,
    stage_variables: BTreeMap<String, String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let file = arguments.template.display().to_string();
    let text = fs::read(&arguments.template).map_err(|error| Failure::new(format!("cannot read `{file}`: {error}")))?;
    let text = String::from_utf8(text)
        .map_err(|error| Failure::new(format!("`{file}` is not UTF-8, from byte {} on", error.utf8_error().valid_up_to() + 1)))?;
    let mut input = arguments.input.as_deref().map(read_input).transpose()?.unwrap_or_default();
    if text.len() > MAX_TEMPLATE_BYTES {
        output::say(&format!("warning: `{file}` has {} bytes, and API Gateway takes {MAX_TEMPLATE_BYTES}\n", text.len()));
    }
    if let Some(status) = arguments.response {
        let integration = input.context.entry("integration").or_insert_with(|| serde_json::json!({}));
        if let Some(integration) = integration.as_object_mut() {
            integration.insert("status".to_owned(), status.to_string().into());
        }
    }
    let wrong = |line: u32, column: u32, message: &str| {
        output::say(&report::snippet(&file, &text, line as usize, column as usize, message, true));
        Ok(Outcome::Findings)
    };
    let template = match Template::parse(&text, &DIALECT) {
        Ok(template) => template,
        Err(error) => return wrong(error.line(), error.column(), error.message()),
    };
    let list = |map: BTreeMap<String, String>| map.into_iter().collect::<Vec<_>>();
    let variables = Variables::new(MethodRequest {
        body: input.body.as_str().into(),
        path: &list(input.path),
        query_string: &list(input.querystring),
        headers: &list(input.headers),
        context: context_from_json(&input.context.into()),
        stage_variables: &list(input.stage_variables),
    });
    let mut context = match arguments.response {
        Some(_) => variables.for_response(input.body.as_str().into()),
        None => variables.for_request(),
    };
    match template.render(&mut context, &Limits::DEFAULT) {
        Ok(rendered) => output::print(&rendered.to_string_lossy())?,
        Err(error) => {
            let message = match error.kind() {
                RenderErrorKind::Host(failure) if failure.0.is::<PayloadError>() => {
                    format!("{}; API Gateway answers 400", failure.0)
                }
                RenderErrorKind::Host(failure) => format!("{}; API Gateway answers 500", failure.0),
                RenderErrorKind::Exhausted(limit) => limit.to_string(),
                RenderErrorKind::Template(message) => format!("{message}; API Gateway answers 500"),
                kind => format!("{kind:?}"),
            };
            return wrong(error.line(), error.column(), &message);
        }
    }
    let overrides = variables.overrides();
    if let Some(status) = overrides.response.status.or(arguments.response.map(i32::from)) {
        output::say(&format!("status: {status}\n"));
    }
    for (kind, values) in [
        ("request path", &overrides.request.path),
        ("request query parameter", &overrides.request.query_string),
        ("request header", &overrides.request.header),
        ("response header", &overrides.response.header),
    ] {
        for (name, value) in values {
            output::say(&format!("{kind}: {name}: {value}\n"));
        }
    }
    Ok(Outcome::Fine)
}

fn read_input(file: &Path) -> Result<Input, Failure> {
    let name = file.display();
    let mut text = Vec::new();
    let read = match file.to_str() {
        Some("-") => std::io::stdin().lock().read_to_end(&mut text),
        _ => fs::File::open(file).and_then(|mut file| file.read_to_end(&mut text)),
    };
    read.map_err(|error| Failure::new(format!("cannot read `{name}`: {error}")))?;
    serde_json::from_slice(&text).map_err(|error| Failure::new(format!("`{name}` is no input for a template: {error}")))
}
