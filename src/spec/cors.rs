//! Senders that run in a browser.

use super::scalar::{Quantity, Text};
use super::schema;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// Lets pages in a browser send to the endpoint: an OPTIONS method answers the browser's question before (CORS), and every answer
/// says which pages may read it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "CORS")]
pub struct Cors {
    /// The origin of the pages, such as `https://shop.example.com`, or `*` for all. It is the same for all endpoints, because API
    /// Gateway's own answers carry it, too.
    #[schemars(schema_with = "origin")]
    pub allow_origin: Text,
    /// Headers that a page may send beside those that every page may. The default is `Content-Type`, without which a browser
    /// sends no JSON.
    #[serde(default)]
    #[schemars(schema_with = "headers", extend("default" = ["Content-Type"]))]
    pub allow_headers: Option<Vec<Text>>,
    /// How long a browser remembers the answer: up to a day, which some browsers shorten.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<0, 86_400>", extend("default" = "10m", "examples" = ["1h"]))]
    pub max_age: Option<Quantity>,
}

fn origin(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "pattern": r"^(\*|https?://[a-z0-9.-]+(:[0-9]{1,5})?)$",
        "patternErrorMessage": "an origin such as https://shop.example.com, without a path, or *",
        "examples": ["https://shop.example.com", "*"]
    })
}

fn headers(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": {
            "type": "string",
            "pattern": "^[A-Za-z0-9-]{1,256}$",
            "patternErrorMessage": "the name of a header: letters, digits and -",
            "examples": ["Content-Type", "X-Form"]
        },
        "examples": [["Content-Type", "X-Form"]]
    })
}
