//! Variables of the spec's own. Descriptions and defaults are literal positions: nothing in them is a template.

use super::expr::variable_name;
use crate::stack::Stack;
use serde_json::{Map, Value as Json, json};

pub(super) fn variables(stack: &Stack, variables: &mut Map<String, Json>) {
    for (position, parameter) in stack.parameters.iter().enumerate() {
        let mut variable = json!({ "type": "string" });
        if let Some(default) = &parameter.default {
            variable["default"] = default.as_str().into();
        }
        if let Some(description) = &parameter.description {
            variable["description"] = description.as_str().into();
        }
        if parameter.sensitive {
            variable["sensitive"] = true.into();
        }
        variables.insert(variable_name(stack, position).to_owned(), variable);
    }
}
