//! `Parameters`. Nothing in them is read as a function: texts stand as they are.

use crate::stack::{Parameter, Stack};
use serde::Serialize;
use serde::ser::Serializer;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Declaration<'a> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_echo: Option<bool>,
}

pub(super) struct Parameters<'a>(pub(super) &'a Stack);

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.parameters.iter().map(|parameter| (&parameter.id.camel, declaration(parameter))))
    }
}

fn declaration(parameter: &Parameter) -> Declaration<'_> {
    Declaration {
        r#type: "String",
        description: parameter.description.as_deref(),
        default: parameter.default.as_deref(),
        no_echo: parameter.sensitive.then_some(true),
    }
}
