//! `$input`.

use super::PayloadError;
use super::parameters::PLACES;
use crate::gateway::json::{self, JsonPath, PathError, ReadError, Slash};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use velocity::{Failure, Fuel, Map, Object, Text, Value};

/// `$input`: the body and the parameters. The body is read as JSON when a template first asks for it, and once: what a
/// template changes in a value of `$input.path` stays changed. AWS may well read it anew; what it does is unknown.
pub(super) struct Input {
    body: Text,
    parameters: Map,
    document: OnceCell<Result<Value, ReadError>>,
    paths: RefCell<HashMap<Text, Rc<JsonPath>>>,
}

/// Without the body, which may be long and secret.
impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Input({} bytes)", self.body.len_bytes())
    }
}

impl Input {
    /// An empty body is `{}`, whatever the content type (recorded by LocalStack, `test_input_body_formatting`).
    pub(super) fn new(body: Text, parameters: Map) -> Self {
        let body = if body.is_empty() { Text::from("{}") } else { body };
        Input { body, parameters, document: OnceCell::new(), paths: RefCell::default() }
    }

    fn document(&self, fuel: &mut Fuel) -> Result<&Value, Failure> {
        match self.document.get_or_init(|| json::read(&self.body, fuel)) {
            Ok(document) => Ok(document),
            Err(ReadError::Syntax(message)) => Err(Failure(Box::new(PayloadError { message: message.clone() }))),
            Err(ReadError::Exhausted(limit)) => Err(Failure::from(*limit)),
            Err(error) => Err(Failure(Box::new(error.clone()))),
        }
    }

    /// What a path leads to; null when there is nothing.
    fn find(&self, path: &Text, fuel: &mut Fuel) -> Result<Value, Failure> {
        let document = self.document(fuel)?;
        if *path == "$" {
            return Ok(document.clone());
        }
        if document.is_null() {
            return Err(Failure::from("the body is null, and no path can be applied to it"));
        }
        let found = self.compiled(path, fuel).and_then(|path| path.find(document, fuel));
        match found {
            Ok(found) => Ok(found.unwrap_or_default()),
            Err(PathError::Exhausted(limit)) => Err(Failure::from(limit)),
            Err(error) => Err(Failure(Box::new(error))),
        }
    }

    fn compiled(&self, path: &Text, fuel: &mut Fuel) -> Result<Rc<JsonPath>, PathError> {
        if let Some(known) = self.paths.borrow().get(path) {
            return Ok(Rc::clone(known));
        }
        let length = path.len_bytes() as u64;
        fuel.step(length + length.saturating_mul(length) / 1024)?;
        let compiled = Rc::new(JsonPath::compile(&path.to_string_lossy())?);
        fuel.grow(size_of::<JsonPath>() + path.len_bytes())?;
        self.paths.borrow_mut().insert(path.clone(), Rc::clone(&compiled));
        Ok(compiled)
    }

    /// A parameter of the path, else of the query string, else a header; names are told apart by case. One that is missing
    /// is "" (recorded).
    fn parameter(&self, name: &Value) -> Value {
        let places = PLACES.iter().filter_map(|place| match self.parameters.get(place) {
            Some(Value::Map(map)) => map.get_value(name),
            _ => None,
        });
        places.into_iter().next().unwrap_or_else(|| Value::from(""))
    }
}

impl Object for Input {
    /// `{}`
    fn text(&self) -> Text {
        Text::from("{}")
    }

    fn property(&self, name: &str) -> Option<Value> {
        (name == "body").then(|| Value::Text(self.body.clone()))
    }

    fn call(&self, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Ok(Some(match (name, arguments) {
            ("params", []) => Value::Map(self.parameters.clone()),
            ("params", [name @ (Value::Text(_) | Value::Null)]) => self.parameter(name),
            ("path", [Value::Text(path)]) => or_empty(self.find(path, fuel)?),
            ("json", [Value::Text(path)]) => {
                let found = or_empty(self.find(path, fuel)?);
                Value::Text(json::write(&found, Slash::Plain, fuel)?)
            }
            ("path" | "json", [Value::Null]) => return Err(Failure::from("a path must not be null")),
            _ => return Ok(None),
        }))
    }
}

/// "" stands for null (recorded by LocalStack, `test_input_path_template_formatting`).
fn or_empty(value: Value) -> Value {
    if value.is_null() { Value::from("") } else { value }
}
