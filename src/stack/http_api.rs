//! What only an HTTP API writes: route keys, and parameters of SendMessage in place of a request template.

use super::{Api, Message, Method, Source};
use std::collections::BTreeMap;

impl Api {
    /// The method and the path, such as `POST /webhooks/{tenant}`.
    pub fn route_key(&self, method: &Method) -> String {
        format!("{} /{}", method.http_method, self.segments(method.resource).join("/"))
    }
}

impl Message {
    /// The parameters of SendMessage but for the queue, as an HTTP API maps them. A webhook is refused where a value is missing,
    /// so all of them but the body are always there.
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html>
    pub fn parameter_mapping(&self) -> BTreeMap<&'static str, String> {
        let mut mapping = BTreeMap::from([("MessageBody", "$request.body".to_owned())]);
        mapping.extend(self.delay.map(|seconds| ("DelaySeconds", seconds.to_string())));
        mapping.extend(self.group.as_ref().map(|source| ("MessageGroupId", expression(source))));
        mapping.extend(self.deduplication.as_ref().map(|source| ("MessageDeduplicationId", expression(source))));
        mapping
    }
}

fn expression(source: &Source) -> String {
    match source {
        Source::Header(name) => format!("$request.header.{name}"),
        Source::Query(name) => format!("$request.querystring.{name}"),
        Source::Path(name) => format!("$request.path.{name}"),
        Source::Body(path) => format!("$request.body{}", path.trim_start_matches('$')),
        Source::Context(name) => format!("$context.{name}"),
        Source::Constant(text) => text.clone(),
    }
}
