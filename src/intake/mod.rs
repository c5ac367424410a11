//! What is meant: every default filled in, every value within its limits, every reference bound.
//!
//! `resolve` consumes the spec, so nothing that was not checked can leak on. A queue or an endpoint with a mistake is
//! reported and set aside; the whole ones go on to the rules of `check`.

mod access;
mod alarms;
mod api;
mod arn;
mod authorizer;
mod consumer;
mod cors;
mod domain;
mod encryption;
mod endpoint;
mod existing_api;
mod fifo;
mod http_api;
pub mod limits;
mod logging;
mod message;
mod parameter;
mod path;
mod quantity;
mod queue;
mod request_schema;
mod required_header;
mod text;

pub use access::{ApiKey, Quota};
pub use alarms::{Age, Alarms, Notify};
pub use api::{Api, EndpointType, Throttle};
pub use authorizer::{Authorization, Authorizer};
pub use consumer::{Consumer, Filter, Permissions, Scaling};
pub use cors::Cors;
pub use domain::{Domain, MutualTls};
pub use encryption::{Encryption, KmsKey};
pub use endpoint::{Endpoint, Response};
pub use existing_api::{ExistingApi, NamedApi};
pub use fifo::Deduplication;
pub use logging::{LogGroup, Logging};
pub(crate) use message::attribute_count;
pub use message::{Attribute, EnvelopeBody, HeaderFilter, Layout, Message, Source};
pub use parameter::{Parameter, Value};
pub use path::{Path, Segment};
pub(crate) use quantity::show;
pub use queue::{Existing, Queue};
pub use request_schema::RequestSchema;
pub use required_header::RequiredHeader;

// Words that need no resolving mean the same here as in the spec.
pub use crate::spec::{ApiKind, ApiLayout, CloudWatchRole, LogLevel, Method, OnDelete, Period, SecurityPolicy, Throughput};

use crate::diagnostic::{Code, Diagnostic, Place, quoted, shown};
use crate::pointer::At;
use crate::spec::{self, Parsed};
use endpoint::Named;
use parameter::Parameters;
use quantity::count;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A spec with nothing left open.
#[derive(Debug)]
pub struct Intake {
    /// The proposed name of the stack.
    pub name: String,
    /// What the stack is for.
    pub description: Option<String>,
    /// Tags for every resource that can carry them.
    pub tags: BTreeMap<String, String>,
    /// The parameters, sorted by name.
    pub parameters: Vec<Parameter>,
    /// The queues, sorted by name.
    pub queues: Vec<Queue>,
    /// The endpoints, sorted by path.
    pub endpoints: Vec<Endpoint>,
    /// The API in front of them.
    pub api: Api,
    /// The alarms, if any.
    pub alarms: Option<Alarms>,
    /// Whether there is a dashboard.
    pub dashboard: bool,
    /// Over how many nested stacks the queues are spread.
    pub nested_stacks: Option<usize>,
    /// Whether no queue and no endpoint was set aside. Rules that need all of them stay silent otherwise.
    pub complete: bool,
}

/// Resolves a spec. What could not be resolved is in the diagnostics and not in the intake.
pub fn resolve(parsed: Parsed) -> (Intake, Vec<Diagnostic>) {
    let Parsed { spec, complete, set_aside, empty, files, .. } = parsed;
    let mut diagnostics = Vec::new();
    let top = At::top();
    let out = &mut diagnostics;
    http_api::refuse_what_it_cannot_do(&spec, out);

    if spec.name.is_empty() && !complete {
        // The name was set aside and reported.
    } else if !text::is_stack_name(&spec.name) {
        out.push(
            Diagnostic::at_value(Code::InvalidName, &top.key("name"), format!("{} cannot name a stack", quoted(&spec.name)))
                .help(format!(
                    "use lower-case letters, digits and -, starting with a letter, at most {} characters",
                    limits::STACK_NAME
                )),
        );
    }
    let description = spec.description.and_then(|description| text::description(description, &top.key("description"), out));
    let tags = text::tags(spec.tags.unwrap_or_default(), &top.key("tags"), out);
    let mut parameters = Parameters::resolve(spec.parameters.unwrap_or_default(), &top.key("parameters"), out);
    let api = api::resolve(spec.api.unwrap_or_default(), &mut parameters, &top.key("api"), out);

    if api.existing.is_some() {
        existing_api::alarms_of_the_owner(spec.alarms.as_ref(), &top.key("alarms"), out);
    }
    let alarms = spec.alarms.and_then(|alarms| alarms::resolve(alarms, &top.key("alarms"), out));
    let dashboard = spec.dashboard.unwrap_or(false);
    let nested_stacks = nested_stacks(spec.nested_stacks, &api, out);

    let queues_at = top.key("queues");
    let endpoints_at = top.key("endpoints");
    for (is_empty, at, word) in [(empty.queues, &queues_at, "queue"), (empty.endpoints, &endpoints_at, "endpoint")] {
        if is_empty {
            out.push(
                Diagnostic::at_key(Code::EmptyCollection, at, format!("`{word}s` holds no {word}"))
                    .help(format!("add at least one {word}")),
            );
        }
    }

    let mut names: BTreeSet<String> = set_aside;
    names.extend(spec.queues.keys().cloned());
    let mut queues = Vec::with_capacity(spec.queues.len());
    for (name, queue) in spec.queues {
        queues.extend(queue::resolve(&name, queue, &mut parameters, &queues_at.key(&name), out));
    }
    let mut endpoints = Vec::with_capacity(spec.endpoints.len());
    let named = Named { queues: &queues, queue_names: &names, files: &files };
    for (path, endpoint) in spec.endpoints {
        let at = endpoints_at.key(&path);
        endpoints.extend(endpoint::resolve(&path, endpoint, named, &mut parameters, &at, out));
    }

    let complete = complete && diagnostics.is_empty();
    let parameters = parameters.into_list();
    let intake = Intake {
        name: spec.name.0,
        description,
        tags,
        parameters,
        queues,
        endpoints,
        api,
        alarms,
        dashboard,
        nested_stacks,
        complete,
    };
    (intake, diagnostics)
}

fn nested_stacks(written: Option<i64>, api: &Api, out: &mut Vec<Diagnostic>) -> Option<usize> {
    let at = At::top();
    let at = at.key("nestedStacks");
    let count = count(Some(written?), 0, limits::NESTED_STACKS, &at, out)?;
    if let Some(ExistingApi { named: NamedApi::LogicalId(_), .. }) = api.existing {
        out.push(
            Diagnostic::at_key(Code::NestedFragment, &at, "a fragment of another template cannot bring nested stacks along")
                .help("remove `nestedStacks`, or name the API by `restApiId` and `rootResourceId`"),
        );
        return None;
    }
    usize::try_from(count).ok()
}

/// The values of a list that must not be empty and must not repeat itself, in whatever case they are written.
fn distinct<T: Clone>(items: &[T], at: &At<'_>, name: impl Fn(&T) -> &str, out: &mut Vec<Diagnostic>) -> Option<Vec<T>> {
    if items.is_empty() {
        out.push(
            Diagnostic::at_key(Code::EmptyCollection, at, format!("`{}` holds nothing", at.last_key()))
                .help("add an item, or remove the key"),
        );
        return None;
    }
    let before = out.len();
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let first = *seen.entry(name(item).to_ascii_lowercase()).or_insert(index);
        if first != index {
            let message = format!("`{}` stands in `{}` twice", shown(name(item)), at.last_key());
            out.push(
                Diagnostic::at_value(Code::RepeatedItem, &at.index(index), message)
                    .label(Place::Value(at.index(first).pointer()), "first written here")
                    .help("keep one of the two"),
            );
        }
    }
    (out.len() == before).then(|| items.to_vec())
}

/// The texts of a list, checked one by one.
fn texts(
    items: &[spec::Text],
    at: &At<'_>,
    check: impl Fn(&str, &At<'_>) -> Option<Diagnostic>,
    out: &mut Vec<Diagnostic>,
) -> Option<Vec<String>> {
    let items = distinct(items, at, |item| &item.0, out)?;
    let before = out.len();
    for (index, item) in items.iter().enumerate() {
        out.extend(check(item, &at.index(index)));
    }
    (out.len() == before).then(|| items.into_iter().map(|item| item.0).collect())
}
