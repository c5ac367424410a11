//! Values that are given when the stack is deployed, and where they stand.

use super::scalar::Text;
use super::schema;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// A value that is given when the stack is deployed: a parameter on CloudFormation, a variable on Terraform.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "parameter")]
pub struct Parameter {
    /// What the value is for, in words for whoever deploys: at most 1,000 bytes.
    #[schemars(length(min = 1, max = 1000), extend("examples" = ["The alias of the function that handles payments"]))]
    pub description: Option<Text>,
    /// What kind of value it is.
    #[schemars(extend("default" = "string"))]
    pub r#type: Option<ParameterType>,
    /// The value where none is given, at most 4,096 bytes. Without it, one must be given.
    #[schemars(length(max = 4096), extend("examples" = ["payments-function"]))]
    pub default: Option<Text>,
    /// Whether the value is kept out of consoles and logs: `NoEcho` on CloudFormation, `sensitive` on Terraform. A sensitive
    /// parameter has no default, because that would stand in the output.
    #[schemars(extend("default" = false))]
    pub sensitive: Option<bool>,
}

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum ParameterType {
    /// One text, which is what every key that takes a parameter asks for.
    String,
}

/// A text that is written in the spec, or a parameter that gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The text.
    Text(String),
    /// The name of a parameter.
    Parameter(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    parameter: Text,
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or `{parameter: NAME}`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
                Reference::deserialize(MapAccessDeserializer::new(map)).map(|reference| Value::Parameter(reference.parameter.0))
            }
        }
        deserializer.deserialize_any(ValueVisitor)
    }
}
