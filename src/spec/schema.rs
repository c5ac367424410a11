//! The JSON Schema of the spec: draft-07, because that is what editors support best.
//!
//! Ranges and patterns stand here beside each other; `intake` enforces the same ones with better words, and a test
//! holds the two together.

use super::endpoint::{AttributeSource, Endpoint, HeaderRules};
use super::{Parameter, Queue};
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

/// A path into a JSON body: names and indices only, so that nothing in it can end the text that it is written into.
pub(super) const JSON_PATH: &str = r"^\$\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+|\[[0-9]{1,4}\])*$";

const DURATION_TEXT: &str = "^(0|[1-9][0-9]{0,9})(s|m|h|d)$";
const SIZE_TEXT: &str = "^[1-9][0-9]{0,9}(B|KiB|MiB)$";
const MEDIA_TYPE: &str = r"^[A-Za-z0-9!#&^_.+-]{1,127}/[A-Za-z0-9!#&^_.+-]{1,127}$";
const HEADER_NAME: &str = "^[A-Za-z0-9_.-]{1,128}$";
const HEADER_VALUE: &str = "^[ -&(-~]{1,1024}$";
const PARAMETER_NAME: &str = "^[a-z][A-Za-z0-9]{0,254}$";
const FUNCTION_ARN: &str =
    r"^arn:[a-z0-9-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]{1,64}(:(\$LATEST|[A-Za-z0-9_-]{1,128}))?$";

/// The schema of the whole spec as a JSON text with a line break at the end.
pub fn json_schema() -> String {
    let mut settings = SchemaSettings::draft07();
    settings.transforms.push(Box::new(NoNull));
    settings.transforms.push(Box::new(OneLineDescriptions));
    let mut schema = settings.into_generator().into_root_schema_for::<super::Spec>();
    schema.insert("$comment".into(), "written by `hookweir schema`".into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// An optional key may be left out; it may not be null.
#[derive(Debug, Clone)]
struct NoNull;

impl Transform for NoNull {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                schema.insert("type".into(), only);
            }
        }
        // A described reference is wrapped into a list of its own, which editors and readers have no use for.
        if let Some(Value::Array(branches)) = schema.get("allOf")
            && let [only] = branches.as_slice()
            && let Some(only) = only.as_object().cloned()
        {
            schema.remove("allOf");
            for (key, value) in only {
                schema.insert(key, value);
            }
        }
        if let Some(Value::Array(branches)) = schema.get_mut("anyOf") {
            branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
            if let [only] = branches.as_slice()
                && let Some(only) = only.as_object().cloned()
            {
                schema.remove("anyOf");
                // Draft-07 ignores what stands beside `$ref`, which is only words here; editors show them.
                for (key, value) in only {
                    schema.insert(key, value);
                }
            }
        }
        transform_subschemas(self, schema);
    }
}

/// Doc comments are wrapped for the reader of the source; a description is one line a paragraph.
#[derive(Debug, Clone)]
struct OneLineDescriptions;

impl Transform for OneLineDescriptions {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::String(text)) = schema.get_mut("description") {
            *text = text.split("\n\n").map(|part| part.replace('\n', " ")).collect::<Vec<_>>().join("\n\n");
        }
        transform_subschemas(self, schema);
    }
}

/// An enumeration whose values editors can describe one by one.
pub(super) fn describe_values(schema: &mut Schema) {
    let Some(Value::Array(branches)) = schema.remove("oneOf") else { return };
    let of = |key: &str| -> Vec<Value> { branches.iter().filter_map(|branch| branch.get(key).cloned()).collect() };
    let descriptions: Vec<Value> =
        of("description").into_iter().map(|text| text.as_str().unwrap_or_default().replace('\n', " ").into()).collect();
    schema.insert("type".into(), "string".into());
    schema.insert("enum".into(), of("const").into());
    schema.insert("enumDescriptions".into(), descriptions.clone().into());
    schema.insert("markdownEnumDescriptions".into(), descriptions.into());
}

pub(super) fn duration<const MIN: i64, const MAX: i64>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [
            { "type": "string", "pattern": DURATION_TEXT, "patternErrorMessage": "a whole number with s, m, h or d behind it, such as 90s" },
            { "type": "integer", "minimum": MIN, "maximum": MAX }
        ]
    })
}

pub(super) fn size(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [
            { "type": "string", "pattern": SIZE_TEXT, "patternErrorMessage": "a whole number with B, KiB or MiB behind it, such as 256KiB" },
            { "type": "integer", "minimum": 1024, "maximum": 1_048_576 }
        ]
    })
}

pub(super) fn tags(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "maxProperties": 50,
        "propertyNames": {
            "title": "tag key",
            "minLength": 1,
            "maxLength": 128,
            "pattern": "^(?![Aa][Ww][Ss]:)",
            "patternErrorMessage": "a key that does not start with aws:"
        },
        "additionalProperties": { "type": "string", "maxLength": 256 },
        "examples": [{ "team": "checkout" }]
    })
}

pub(super) fn queues(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": {
            "title": "queue name",
            "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,73}$",
            "patternErrorMessage": "letters, digits, - and _, starting with a letter, at most 74 characters"
        },
        "additionalProperties": generator.subschema_for::<Queue>(),
        "examples": [{ "payments": { "visibilityTimeout": "90s" } }]
    })
}

/// The path of an endpoint or of a part of it.
pub(super) fn path() -> Schema {
    json_schema!({
        "title": "path",
        "pattern": r"^(/([A-Za-z0-9._:-]+|\{[A-Za-z0-9_-]+\}))+$",
        "patternErrorMessage": "a path such as /webhooks/stripe or /tenants/{tenant}/events"
    })
}

pub(super) fn endpoints(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": path(),
        "additionalProperties": generator.subschema_for::<Endpoint>(),
        "examples": [{ "/webhook": { "queue": "payments" } }]
    })
}

pub(super) fn vpc_endpoint_ids(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": {
            "type": "string",
            "pattern": "^vpce-[0-9a-f]{8,17}$",
            "patternErrorMessage": "the identifier of a VPC endpoint, such as vpce-0a1b2c3d4e5f60718",
            "examples": ["vpce-0a1b2c3d4e5f60718"]
        },
        "examples": [["vpce-0a1b2c3d4e5f60718"]]
    })
}

/// The ARN of a KMS key, not of an alias.
pub(super) fn kms_key_arn(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "pattern": r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]{1,128}$",
        "patternErrorMessage": "the ARN of a KMS key, such as arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
        "examples": ["arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d"]
    })
}

/// The ARN of an SNS topic that is no FIFO topic.
pub(super) fn topic_arn(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "pattern": r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$",
        "patternErrorMessage": "the ARN of a standard SNS topic, such as arn:aws:sns:eu-west-1:111122223333:on-call",
        "examples": ["arn:aws:sns:eu-west-1:111122223333:on-call"]
    })
}

pub(super) fn email(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": {
            "type": "string",
            "pattern": r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$",
            "patternErrorMessage": "an e-mail address such as on-call@example.com",
            "examples": ["on-call@example.com"]
        },
        "examples": [["on-call@example.com"]]
    })
}

pub(super) fn content_types(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": {
            "type": "string",
            "pattern": MEDIA_TYPE,
            "patternErrorMessage": "a media type without parameters, such as application/json",
            "examples": ["application/json", "application/x-www-form-urlencoded", "text/plain"]
        },
        "examples": [["application/json"]]
    })
}

pub(super) fn header_name(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "pattern": HEADER_NAME,
        "patternErrorMessage": "letters, digits, -, _ and ., at most 128 characters"
    })
}

pub(super) fn header_names(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": header_name(generator),
        "examples": [["Content-Type", "Stripe-Signature"]]
    })
}

pub(super) fn headers(generator: &mut SchemaGenerator) -> Schema {
    let rules = HeaderRules::json_schema(generator);
    let rule = |name: &str| {
        json!({
            "type": "object",
            "title": name,
            "properties": { name: rules.as_value()["properties"][name] },
            "required": [name],
            "additionalProperties": false
        })
    };
    json_schema!({
        "anyOf": [
            rule("only"),
            rule("except"),
            {
                "type": "string",
                "enum": ["all", "none"],
                "enumDescriptions": ["Every header, credentials too.", "No header."],
                "markdownEnumDescriptions": ["Every header, credentials too.", "No header."]
            }
        ],
        "examples": [{ "only": ["Content-Type", "Stripe-Signature"] }]
    })
}

pub(super) fn attributes(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "maxProperties": 10,
        "propertyNames": {
            "title": "attribute name",
            "pattern": r"^(?![Aa][Ww][Ss]\.|[Aa][Mm][Aa][Zz][Oo][Nn]\.)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$",
            "maxLength": 256,
            "patternErrorMessage": "letters, digits, -, _ and single dots; not starting with AWS. or Amazon."
        },
        "additionalProperties": generator.subschema_for::<AttributeSource>(),
        "examples": [{ "event": { "header": "X-GitHub-Event" } }]
    })
}

pub(super) fn response_headers(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "maxProperties": 20,
        "propertyNames": {
            "title": "header name",
            "pattern": "^[A-Za-z0-9_-]{1,128}$",
            "patternErrorMessage": "letters, digits, - and _, at most 128 characters"
        },
        "additionalProperties": {
            "type": "string",
            "pattern": HEADER_VALUE,
            "patternErrorMessage": "1 to 1,024 printable ASCII characters without an apostrophe"
        },
        "examples": [{ "Cache-Control": "no-store" }]
    })
}

pub(super) fn parameters(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "maxProperties": 200,
        "propertyNames": {
            "title": "parameter name",
            "pattern": PARAMETER_NAME,
            "patternErrorMessage": "letters and digits, starting with a lower-case letter, at most 255 characters"
        },
        "additionalProperties": generator.subschema_for::<Parameter>(),
        "examples": [{ "paymentsFunctionArn": { "description": "The function that handles payments" } }]
    })
}

/// A text of some form, or a parameter that gives it.
pub(super) fn or_parameter(text: &Schema) -> Schema {
    json_schema!({
        "anyOf": [
            {
                "type": "object",
                "title": "parameter reference",
                "properties": {
                    "parameter": {
                        "description": "The name of a parameter under `parameters`.",
                        "type": "string",
                        "examples": ["paymentsFunctionArn"]
                    }
                },
                "required": ["parameter"],
                "additionalProperties": false
            },
            text
        ]
    })
}

pub(super) fn function_arn(_: &mut SchemaGenerator) -> Schema {
    let mut schema = or_parameter(&json_schema!({
        "type": "string",
        "pattern": FUNCTION_ARN,
        "patternErrorMessage": "the ARN of a function, a version or an alias, such as arn:aws:lambda:eu-west-1:123456789012:function:payments"
    }));
    schema.insert(
        "examples".into(),
        json!([{ "parameter": "paymentsFunctionArn" }, "arn:aws:lambda:eu-west-1:123456789012:function:payments:live"]),
    );
    schema
}

pub(super) fn role_name(_: &mut SchemaGenerator) -> Schema {
    let mut schema = or_parameter(&json_schema!({
        "type": "string",
        "pattern": "^[A-Za-z0-9_+=,.@-]{1,64}$",
        "patternErrorMessage": "letters, digits and _+=,.@-, at most 64 characters"
    }));
    schema.insert("examples".into(), json!(["payments-function", { "parameter": "paymentsFunctionRole" }]));
    schema
}

pub(super) fn filters(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "minItems": 1,
        "maxItems": 10,
        "items": {
            "type": "object",
            "title": "filter",
            "properties": {
                "body": {
                    "description": "A pattern for the message, in the form of EventBridge patterns.",
                    "examples": [{ "httpMethod": ["POST"] }]
                }
            },
            "required": ["body"],
            "additionalProperties": false
        },
        "examples": [[{ "body": { "httpMethod": ["POST"] } }]]
    })
}
