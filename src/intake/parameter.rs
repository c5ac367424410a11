//! Parameters, and the values that they give.

use super::{limits, text};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, quoted, shown};
use crate::pointer::{At, Pointer};
use crate::spec;
use std::collections::{BTreeMap, BTreeSet};

/// A value that is given when the stack is deployed.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in the spec: letters and digits, the first one a lower-case letter.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The value where none is given.
    pub default: Option<String>,
    /// Whether it is kept out of consoles and logs.
    pub sensitive: bool,
    /// Whether anything in the spec takes it.
    pub used: bool,
    /// Where it stands in the spec.
    pub pointer: Pointer,
}

/// A text of the spec, or the position of the parameter that gives it in the intake's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The text.
    Text(String),
    /// The parameter.
    Parameter(usize),
}

/// The parameters while the rest of the spec is resolved.
pub(super) struct Parameters {
    /// Those without a mistake, sorted by name.
    list: Vec<Parameter>,
    /// The names of all.
    names: BTreeSet<String>,
}

/// What the other variables of a Terraform configuration are called, and the names that a `module` block reserves:
/// <https://developer.hashicorp.com/terraform/language/values/variables#declaring-an-input-variable>
const TAKEN: [&str; 10] =
    ["count", "dependsOn", "forEach", "lifecycle", "locals", "namePrefix", "provider", "providers", "source", "version"];

impl Parameters {
    pub(super) fn resolve(declared: BTreeMap<String, spec::Parameter>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Self {
        let names = declared.keys().cloned().collect();
        let list = declared.into_iter().filter_map(|(name, parameter)| resolve(name, parameter, at, out)).collect();
        Parameters { list, names }
    }

    /// The value behind a key. `check` looks at the text, or at the default of the parameter that gives it.
    pub(super) fn value(
        &mut self,
        written: spec::Value,
        at: &At<'_>,
        check: impl Fn(&str, &At<'_>) -> Option<Diagnostic>,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Value> {
        let name = match written {
            spec::Value::Text(text) => {
                let problem = check(&text, at);
                let right = problem.is_none();
                out.extend(problem);
                return right.then_some(Value::Text(text));
            }
            spec::Value::Parameter(name) => name,
        };
        let Ok(position) = self.list.binary_search_by(|parameter| parameter.name.cmp(&name)) else {
            // One with a mistake has been reported.
            if !self.names.contains(&name) {
                out.push(self.unknown(&name, &at.key("parameter")));
            }
            return None;
        };
        let parameter = &mut self.list[position];
        parameter.used = true;
        let default = parameter.default.as_deref();
        let problem = default.and_then(|default| check(default, &At::top().key("parameters").key(&name).key("default")));
        // Several keys may take the same parameter.
        out.extend(problem.filter(|problem| !out.contains(problem)));
        Some(Value::Parameter(position))
    }

    fn unknown(&self, name: &str, at: &At<'_>) -> Diagnostic {
        let known = || self.names.iter().map(String::as_str);
        let help = did_you_mean(name, known()).unwrap_or_else(|| match self.names.len() {
            0 => format!("declare it: `parameters: {{{}: {{description: ...}}}}`", shown(name)),
            1..=5 => format!("the parameters are {}", known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
            _ => "declare it under `parameters`, or name one that is there".to_owned(),
        });
        Diagnostic::at_value(Code::UnknownParameter, at, format!("there is no parameter `{}`", shown(name))).help(help)
    }

    pub(super) fn into_list(self) -> Vec<Parameter> {
        self.list
    }
}

fn resolve(name: String, parameter: spec::Parameter, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Parameter> {
    let before = out.len();
    let here = at.key(&name);
    if TAKEN.contains(&name.as_str()) {
        out.push(
            Diagnostic::at_key(Code::InvalidParameterName, &here, format!("a Terraform variable cannot be called `{name}`"))
                .help("use a longer name: hookweir and Terraform use this one themselves"),
        );
    } else if !text::is_parameter_name(&name) {
        let help = match camel(&name).filter(|name| !TAKEN.contains(&name.as_str())) {
            Some(name) => format!("write `{name}`"),
            None => {
                format!(
                    "use letters and digits, starting with a lower-case letter, at most {} characters",
                    limits::PARAMETER_NAME
                )
            }
        };
        out.push(
            Diagnostic::at_key(Code::InvalidParameterName, &here, format!("{} cannot name a parameter", quoted(&name)))
                .help(help),
        );
    }
    let description = parameter
        .description
        .and_then(|text| text::parameter_text(text, "the description", 1, limits::DESCRIPTION, &here.key("description"), out));
    let sensitive = parameter.sensitive.unwrap_or(false);
    let default = parameter
        .default
        .and_then(|text| text::parameter_text(text, "the default", 0, limits::PARAMETER_VALUE, &here.key("default"), out));
    if sensitive && default.is_some() {
        out.push(
            Diagnostic::at_key(
                Code::SensitiveDefault,
                &here.key("default"),
                format!("`{}` is sensitive, and its default would stand in the output", shown(&name)),
            )
            .help("remove `default`, and give the value when you deploy"),
        );
    }
    let pointer = here.pointer();
    (out.len() == before).then_some(Parameter { name, description, default, sensitive, used: false, pointer })
}

/// The same name in the spelling that a parameter has: `payments-arn` as `paymentsArn`.
fn camel(name: &str) -> Option<String> {
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next()?;
    let mut camel = first[..1].to_ascii_lowercase() + &first[1..];
    for word in words {
        camel.push_str(&word[..1].to_ascii_uppercase());
        camel.push_str(&word[1..]);
    }
    text::is_parameter_name(&camel).then_some(camel)
}

#[cfg(test)]
mod tests {
    use super::camel;

    #[test]
    fn a_name_in_another_spelling_is_answered_with_the_right_one() {
        let right = |name| camel(name).unwrap_or_default();
        assert_eq!(
            [right("payments-arn"), right("Payments_ARN"), right("payments arn 2")],
            ["paymentsArn", "paymentsARN", "paymentsArn2"]
        );
        for hopeless in ["", "-", "3ds", "ä"] {
            assert_eq!(camel(hopeless), None, "{hopeless}");
        }
    }
}
