//! The variables that API Gateway gives to a mapping template: `$input`, `$util`, `$context` and `$stageVariables`.
//!
//! What is said to be recorded was seen on AWS by the tests of LocalStack (`tests/aws/services/apigateway`, with their
//! snapshots) and of airspeed; the reference is
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html>. Where AWS is
//! unknown, these do what the libraries do that AWS is known to use.

mod bytes;
mod context;
mod input;
mod javascript;
mod parameters;
mod payload;
pub(super) mod url;
mod util;

pub use context::{Overrides, RequestOverride, ResponseOverride, context_from_json};
pub use javascript::escape as escape_java_script;
pub use parameters::DROPPED_HEADERS;
pub use payload::PayloadError;
pub use url::{decode as url_decode, encode as url_encode};

use input::Input;
use std::rc::Rc;
use util::Util;
use velocity::{Context, Map, Text, Value};

/// What a template can know about the request that a method got. Names and values are as the sender meant them: decoded.
#[derive(Debug, Clone)]
pub struct MethodRequest<'a> {
    /// The body as text. Bytes that are not UTF-8 have become U+FFFD before (recorded).
    pub body: Text,
    /// The path parameters.
    pub path: &'a [(String, String)],
    /// The parameters of the query string.
    pub query_string: &'a [(String, String)],
    /// The headers, also those that templates never see. Of two with the same name the last one counts; what AWS does is
    /// unknown.
    pub headers: &'a [(String, String)],
    /// `$context`, such as [`context_from_json`] makes; what is always in it need not be there.
    pub context: Map,
    /// The variables of the stage.
    pub stage_variables: &'a [(String, String)],
}

/// The variables of one request, for its request template and then for its response template: what the first sets in
/// `$context.requestOverride`, the second can read (recorded).
#[derive(Debug)]
pub struct Variables {
    body: Text,
    parameters: Map,
    context: Map,
    stage_variables: Map,
}

impl Variables {
    /// The variables of a request.
    pub fn new(request: MethodRequest<'_>) -> Self {
        Variables {
            parameters: parameters::parameters(&request),
            context: context::complete(request.context),
            stage_variables: parameters::texts(request.stage_variables),
            body: request.body,
        }
    }

    /// What a request template works on.
    pub fn for_request(&self) -> Context {
        self.with_body(self.body.clone())
    }

    /// What a response template works on, whose `$input` holds the body of the back end's response and the parameters of
    /// the method's request (recorded for path parameters).
    pub fn for_response(&self, body: Text) -> Context {
        self.with_body(body)
    }

    fn with_body(&self, body: Text) -> Context {
        let mut context = Context::new();
        context.set("input", Value::Object(Rc::new(Input::new(body, self.parameters.clone()))));
        context.set("util", Value::Object(Rc::new(Util)));
        context.set("context", Value::Map(self.context.clone()));
        context.set("stageVariables", Value::Map(self.stage_variables.clone()));
        context
    }

    /// What the templates have set in `$context.requestOverride` and `$context.responseOverride` so far.
    pub fn overrides(&self) -> Overrides {
        context::overrides(&self.context)
    }
}
