//! What the tests share: the dialect of API Gateway, and as much of its `$input`, `$util` and `$context` as they need.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod generator;
pub mod host;
pub mod json;

use serde_json::{Value as Json, json};
use velocity::{Context, Dialect, Limits, RenderError, RenderErrorKind, Template, Value};

/// How API Gateway renders mapping templates.
pub const AWS: Dialect =
    Dialect { invalid_reference_is_empty_text: true, inline_macros: false, evaluate: false, foreach_limit: Some(1000) };

/// Renders a template without variables in plain Velocity 1.7.
pub fn plain(template: &str) -> String {
    render(template, &Dialect::VELOCITY_1_7).unwrap_or_else(|error| panic!("{template:?}: {error}"))
}

/// Renders a template without variables as API Gateway does.
pub fn aws(template: &str) -> String {
    render(template, &AWS).unwrap_or_else(|error| panic!("{template:?}: {error}"))
}

/// Why a template cannot be parsed or rendered in plain Velocity 1.7.
pub fn error(template: &str) -> String {
    render(template, &Dialect::VELOCITY_1_7).expect_err(template)
}

pub fn render(template: &str, dialect: &Dialect) -> Result<String, String> {
    let template = Template::parse(template, dialect).map_err(|error| error.to_string())?;
    let text = template.render(&mut Context::new(), &Limits::DEFAULT).map_err(|error| error.to_string())?;
    Ok(text.to_string_lossy().into_owned())
}

/// What a request that is written down as for the engine renders to: `{"template", "body", "headers" ...}` to
/// `{"out", "status"}` or `{"error", "status"}`.
pub fn answer(request: &Json, dialect: &Dialect) -> Json {
    let template = request["template"].as_str().unwrap_or_default();
    let context = json::value(&request["context"], json::Style::Context);
    let overrides = host::with_overrides(&context, request);
    let mut variables = Context::new();
    variables.set("input", Value::Object(std::rc::Rc::new(host::Input::new(request))));
    variables.set("util", Value::Object(std::rc::Rc::new(host::Util)));
    variables.set("context", Value::Map(overrides.clone()));
    variables.set("stageVariables", json::strings(&request["stageVariables"]));
    let template = match Template::parse(template, dialect) {
        Ok(template) => template,
        Err(error) => return json!({"error": error.to_string(), "status": 500}),
    };
    match template.render(&mut variables, &Limits::DEFAULT) {
        Ok(text) => json!({"out": text.to_string_lossy(), "status": status(&overrides)}),
        Err(error) => json!({"error": error.to_string(), "status": if is_bad_payload(&error) { 400 } else { 500 }}),
    }
}

fn is_bad_payload(error: &RenderError) -> bool {
    matches!(error.kind(), RenderErrorKind::Host(failure) if failure.0.to_string().starts_with("Could not process payload"))
}

fn status(context: &velocity::Map) -> i64 {
    match context.get("responseOverride") {
        Some(Value::Map(response)) => match response.get("status") {
            Some(Value::Number(number)) => number.long_value(),
            _ => 200,
        },
        _ => 200,
    }
}
