//! The Velocity texts that API Gateway evaluates, rendered from `templates/`.
//!
//! Everything that a spec's author writes is inert in them: in form position it is percent-encoded, and what stands in
//! a pattern, a name or a path is held to letters, digits and a few signs by the intake.

mod settings;

use crate::intake::{Deduplication, Message, Path, RequiredHeader, Source};
use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderError, RenderErrorReason};
use serde::Serialize;
use settings::Settings;

/// What decides the text of a request template; endpoints that agree in it share one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Request<'a> {
    /// The message.
    pub message: &'a Message,
    /// Seconds for which the message stays hidden, where the endpoint says so.
    pub delay: Option<u32>,
    /// The endpoint's path, where it has parameters; all other paths read the same.
    pub path: Option<&'a Path>,
    /// The group that a message belongs to, on a FIFO queue.
    pub group: Option<&'a Source>,
    /// What tells a message from others, on a FIFO queue.
    pub deduplication: Option<&'a Deduplication>,
    /// The header without which nothing is stored.
    pub required: Option<&'a RequiredHeader>,
    /// The headers without any of which nothing is stored, whatever their values.
    pub present: &'a [String],
}

/// The templates, parsed.
pub struct Templates(Handlebars<'static>);

/// Name and source of every template.
const SOURCES: [(&str, &str); 13] = [
    ("request", include_str!("../../templates/request.hbs")),
    ("envelope", include_str!("../../templates/envelope.hbs")),
    ("json", include_str!("../../templates/json.hbs")),
    ("map", include_str!("../../templates/map.hbs")),
    ("text", include_str!("../../templates/text.hbs")),
    ("value", include_str!("../../templates/value.hbs")),
    ("attribute", include_str!("../../templates/attribute.hbs")),
    ("identifier", include_str!("../../templates/identifier.hbs")),
    ("required", include_str!("../../templates/required.hbs")),
    ("present", include_str!("../../templates/present.hbs")),
    ("stored", include_str!("../../templates/stored.hbs")),
    ("failed", include_str!("../../templates/failed.hbs")),
    ("refused", include_str!("../../templates/refused.hbs")),
];

/// A template that does not parse or render is a mistake in hookweir, never in a spec; a test renders them all.
pub type TemplateError = RenderError;

impl Templates {
    /// Parses the templates.
    pub fn new() -> Result<Self, TemplateError> {
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        handlebars.register_escape_fn(percent_encode);
        handlebars.register_helper("literal", Box::new(literal));
        for (name, source) in SOURCES {
            handlebars.register_template_string(name, one_line(source)).map_err(RenderErrorReason::from)?;
        }
        Ok(Templates(handlebars))
    }

    /// The request template of an endpoint: the form of the SendMessage call.
    pub fn request(&self, request: Request<'_>) -> Result<String, TemplateError> {
        self.0.render("request", &Settings::new(request))
    }

    /// The answer for a stored webhook: the spec's own constant, or a JSON object with the request id.
    pub fn stored(&self, body: Option<&str>) -> Result<String, TemplateError> {
        match body {
            None => self.0.render("stored", &()),
            // An empty template would hand the queue's own answer to the sender; this one prints nothing.
            Some("") => Ok("#set($body = \"\")".to_owned()),
            Some(body) if body.contains(['$', '#']) => Ok(format!("$util.base64Decode(\"{}\")", base64(body))),
            Some(body) => Ok(body.to_owned()),
        }
    }

    /// The answer for a webhook that was not stored.
    pub fn failed(&self) -> Result<String, TemplateError> {
        self.0.render("failed", &())
    }

    /// The same on an endpoint that requires a header: a request without it is answered 403.
    pub fn refused(&self) -> Result<String, TemplateError> {
        self.0.render("refused", &())
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(SOURCES.iter().map(|(name, _)| name)).finish()
    }
}

/// Line breaks in a template's source, and the blanks behind them, are for its reader.
fn one_line(source: &str) -> String {
    source.lines().map(str::trim_start).collect()
}

/// Leaves only what means nothing to Velocity, to a form and to JSON.
fn percent_encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// `{{literal '...'}}`: fixed text of the message.
fn literal(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let text = helper.param(0).and_then(|param| param.value().as_str());
    let text = text.ok_or(RenderErrorReason::ParamNotFoundForIndex("literal", 0))?;
    out.write(&percent_encode(text))?;
    Ok(())
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// A list of names as a pattern that matches each of them.
fn alternatives<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(|name| pattern(name)).collect::<Vec<_>>().join("|")
}

/// A header's name as a pattern; the dot is the only sign in it that means something there.
fn pattern(name: &str) -> String {
    name.replace('.', "[.]")
}

/// What `{{#if}}` needs in strict mode: every key of a template is always there.
#[derive(Debug, Serialize)]
struct Segment {
    fixed: String,
    parameter: Option<String>,
}

#[cfg(test)]
mod tests;
