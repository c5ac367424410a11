//! One endpoint: what is accepted, what is stored, what is answered.

use super::authorizer::{self, Access};
use super::fifo::{self, Deduplication};
use super::scalar::{Quantity, Text};
use super::schema;
use super::{Cors, RequiredHeader, Throttle};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// A path that takes webhooks and puts each of them into a queue.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "endpoint")]
pub struct Endpoint {
    /// The queue that stores what arrives: a name under `queues`.
    #[schemars(extend("examples" = ["payments"]))]
    pub queue: Text,
    /// The HTTP methods that are accepted.
    #[schemars(length(min = 1), extend("default" = ["POST"], "uniqueItems" = true))]
    pub methods: Option<Vec<Method>>,
    /// The media types that are accepted, without parameters. What has another type is answered 503 and not stored. The
    /// default is JSON for a `json` body, else the common ones: JSON, form, text, XML, CloudEvents, and with a `base64` body
    /// `application/octet-stream` too.
    #[serde(default)]
    #[schemars(schema_with = "schema::content_types")]
    pub content_types: Option<Vec<Text>>,
    /// What the message in the queue looks like.
    pub message: Option<Message>,
    /// How long a message from this endpoint stays hidden: 0 seconds to 15 minutes. The default is the queue's delay.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<0, 900>", extend("examples" = ["10s"]))]
    pub delay: Option<Quantity>,
    /// What the sender gets for a webhook that is stored. A failure after which it should try again is answered 503.
    pub response: Option<Response>,
    /// On a FIFO queue, which needs it: the messages that keep their order among each other, by a value that they share. A
    /// value that is missing or not 1 to 128 printable ASCII characters without a blank makes a message a group of its own.
    pub group: Option<AttributeSource>,
    /// On a FIFO queue: the value by which SQS recognises a webhook that is sent again within five minutes, and stores it
    /// once. The default, also for a value that is missing or not 1 to 128 printable ASCII characters without a blank, is the
    /// extended request id, with which none is recognised.
    #[serde(default)]
    #[schemars(schema_with = "fifo::deduplication", extend("examples" = [{ "header": "X-GitHub-Delivery" }]))]
    pub deduplication: Option<Deduplication>,
    /// What a request must bring to be taken.
    #[serde(default)]
    #[schemars(schema_with = "authorizer::access", extend("default" = "none"))]
    pub authorization: Option<Access>,
    /// Lets pages in a browser send to it.
    pub cors: Option<Cors>,
    /// How many requests each of its methods takes, instead of what `api.throttle` says.
    pub throttle: Option<Throttle>,
    /// A header that a request must bring, for a sender that sends a shared secret and signs nothing.
    pub require_header: Option<RequiredHeader>,
    /// Headers that a request must bring with any value: at most 10. A request that lacks one is answered 403 and not stored.
    #[serde(default)]
    #[schemars(schema_with = "schema::header_names", extend("maxItems" = 10, "examples" = [["X-GitHub-Event"]]))]
    pub required_headers: Option<Vec<Text>>,
    /// A JSON Schema that a webhook's body must match: the path of a JSON file, from the folder of the spec. A body that does not match
    /// is answered 400 and not stored, so it is lost if the sender does not send it again in another form. Only the keywords of draft 4
    /// count that API Gateway is sure to know.
    #[schemars(length(min = 1, max = 255), extend("examples" = ["order.schema.json"]))]
    pub request_schema: Option<Text>,
}

/// An HTTP method that carries a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[schemars(transform = schema::describe_values)]
pub enum Method {
    /// What nearly every sender uses.
    Post,
    /// For senders that replace a resource.
    Put,
    /// For senders that change a resource.
    Patch,
}

impl Method {
    /// The method as HTTP writes it.
    pub fn name(self) -> &'static str {
        match self {
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
        }
    }
}

/// The message that is stored for a webhook.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "message")]
pub struct Message {
    /// How the request's body is carried.
    #[schemars(extend("default" = "text"))]
    pub body: Option<Body>,
    /// Where the body stands in the message.
    #[schemars(extend("default" = "envelope"))]
    pub layout: Option<Layout>,
    /// The request headers that are carried: all but credentials by default in an envelope, none by default in the bare
    /// layout, where each one is a message attribute.
    #[serde(default)]
    #[schemars(schema_with = "schema::headers")]
    pub headers: Option<Headers>,
    /// Message attributes, at most 10: name to where the value comes from. A value that is missing or empty adds no
    /// attribute.
    #[serde(default)]
    #[schemars(schema_with = "schema::attributes")]
    pub attributes: Option<BTreeMap<String, AttributeSource>>,
}

/// How a body is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum Body {
    /// As text, exactly as received.
    Text,
    /// As base64, exactly as received; the one that also carries bytes that are not UTF-8.
    Base64,
    /// As a JSON value that API Gateway writes anew, with the headers beside it and nothing else of the request: easy to
    /// read, useless for checking a signature.
    Json,
}

/// Where the body stands in the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum Layout {
    /// The message is a JSON object with the body, the headers and, unless `body: json`, the rest of the request.
    Envelope,
    /// The message is the body; headers travel as message attributes.
    Bare,
}

/// Which headers are carried: a word or a rule.
#[derive(Debug, Clone)]
pub enum Headers {
    /// Every header, credentials too.
    All,
    /// No header.
    None,
    /// What the rule says.
    Rules(HeaderRules),
}

/// A list of headers to keep, or one of headers to leave out.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct HeaderRules {
    /// Only these headers, in any case.
    #[serde(default)]
    #[schemars(schema_with = "schema::header_names")]
    pub only: Option<Vec<Text>>,
    /// Every header but these, in any case.
    #[serde(default)]
    #[schemars(schema_with = "schema::header_names")]
    pub except: Option<Vec<Text>>,
}

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct HeadersVisitor;
        impl<'de> Visitor<'de> for HeadersVisitor {
            type Value = Headers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`all`, `none`, `{only: [...]}` or `{except: [...]}`")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Headers, E> {
                match word {
                    "all" => Ok(Headers::All),
                    "none" => Ok(Headers::None),
                    _ => Err(E::unknown_variant(word, &["all", "none", "{only: [...]}", "{except: [...]}"])),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Headers, A::Error> {
                HeaderRules::deserialize(MapAccessDeserializer::new(map)).map(Headers::Rules)
            }
        }
        deserializer.deserialize_any(HeadersVisitor)
    }
}

/// Where a value comes from: exactly one of these.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "value source", extend("minProperties" = 1, "maxProperties" = 1))]
pub struct AttributeSource {
    /// A request header, in any case.
    #[serde(default)]
    #[schemars(schema_with = "schema::header_name", extend("examples" = ["X-GitHub-Event"]))]
    pub header: Option<Text>,
    /// A parameter of the query string, in this case.
    #[schemars(extend("pattern" = "^[A-Za-z0-9._~-]{1,128}$", "examples" = ["shop"]))]
    #[schemars(extend("patternErrorMessage" = "letters, digits, ., _, ~ and -, at most 128 characters"))]
    pub query: Option<Text>,
    /// A parameter of the path, such as `tenant` in `/tenants/{tenant}/events`.
    #[schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,64}$", "examples" = ["tenant"]))]
    #[schemars(extend("patternErrorMessage" = "letters, digits, - and _, at most 64 characters"))]
    pub path_parameter: Option<Text>,
    /// A text, number or boolean in a JSON body: a path such as `$.type` or `$.data.items[0].id`. A value of
    /// more than 256 characters, with braces, or with other signs than printable ASCII counts as missing.
    #[schemars(extend("pattern" = schema::JSON_PATH, "examples" = ["$.type"]))]
    #[schemars(extend("patternErrorMessage" = "a path of names and indices such as $.type or $.data.items[0].id"))]
    pub body: Option<Text>,
    /// Something that API Gateway knows about the request.
    #[schemars(extend("examples" = ["identity.sourceIp"]))]
    pub context: Option<ContextVariable>,
    /// A constant of 1 to 256 characters.
    #[schemars(length(min = 1, max = 256), extend("examples" = ["shop"]))]
    pub value: Option<Text>,
}

/// A variable of API Gateway's `$context`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[schemars(transform = schema::describe_values)]
pub enum ContextVariable {
    /// The identifier of the request.
    #[serde(rename = "requestId")]
    RequestId,
    /// The extended identifier of the request.
    #[serde(rename = "extendedRequestId")]
    ExtendedRequestId,
    /// When the request arrived, in milliseconds since 1970.
    #[serde(rename = "requestTimeEpoch")]
    RequestTimeEpoch,
    /// When the request arrived, as text.
    #[serde(rename = "requestTime")]
    RequestTime,
    /// The address of the sender, or of the last proxy before API Gateway.
    #[serde(rename = "identity.sourceIp")]
    SourceIp,
    /// The sender's user agent.
    #[serde(rename = "identity.userAgent")]
    UserAgent,
    /// The HTTP method.
    #[serde(rename = "httpMethod")]
    HttpMethod,
    /// The path of the endpoint, as the spec has it.
    #[serde(rename = "resourcePath")]
    ResourcePath,
    /// The name of the stage.
    #[serde(rename = "stage")]
    Stage,
    /// The identifier of the API.
    #[serde(rename = "apiId")]
    ApiId,
    /// The host name that the sender called.
    #[serde(rename = "domainName")]
    DomainName,
}

impl ContextVariable {
    /// The name behind `$context.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::RequestId => "requestId",
            Self::ExtendedRequestId => "extendedRequestId",
            Self::RequestTimeEpoch => "requestTimeEpoch",
            Self::RequestTime => "requestTime",
            Self::SourceIp => "identity.sourceIp",
            Self::UserAgent => "identity.userAgent",
            Self::HttpMethod => "httpMethod",
            Self::ResourcePath => "resourcePath",
            Self::Stage => "stage",
            Self::ApiId => "apiId",
            Self::DomainName => "domainName",
        }
    }
}

/// The answer for a webhook that is stored.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "response")]
pub struct Response {
    /// The status: 200 to 299.
    #[schemars(range(min = 200, max = 299), extend("default" = 200, "examples" = [202]))]
    pub status: Option<i64>,
    /// The body, a constant text of at most 8 KiB. The default is a JSON object with the request id.
    #[schemars(length(max = 8192), extend("examples" = ["ok"]))]
    pub body: Option<Text>,
    /// Headers with constant values.
    #[serde(default)]
    #[schemars(schema_with = "schema::response_headers")]
    pub headers: Option<BTreeMap<String, Text>>,
}
