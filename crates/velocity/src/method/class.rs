//! `java.lang.Class`, of which a template gets the name and nothing else: no way leads from it to other classes.

use crate::value::{Character, Failure, Object};
use crate::{Fuel, Number, Text, Value};

/// The class of a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct JavaClass(&'static str);

impl JavaClass {
    /// The class of a value; `None` for those that Java does not name, or that are the host's.
    pub(super) fn of(value: &Value) -> Option<JavaClass> {
        Some(JavaClass(match value {
            Value::Bool(_) => "java.lang.Boolean",
            Value::Number(Number::Integer(_)) => "java.lang.Integer",
            Value::Number(Number::Long(_)) => "java.lang.Long",
            Value::Number(Number::BigInteger(_)) => "java.math.BigInteger",
            Value::Number(Number::Float(_)) => "java.lang.Float",
            Value::Number(Number::Double(_)) => "java.lang.Double",
            Value::Number(Number::BigDecimal(_)) => "java.math.BigDecimal",
            Value::Text(_) => "java.lang.String",
            Value::List(list) if list.is_array() => "[Ljava.lang.String;",
            Value::List(list) if list.printer().is_none() => "java.util.ArrayList",
            Value::Map(_) => "java.util.LinkedHashMap",
            Value::Object(_) if value.downcast::<Character>().is_some() => "java.lang.Character",
            Value::Null | Value::List(_) | Value::Object(_) => return None,
        }))
    }

    fn simple_name(self) -> &'static str {
        if self.0.starts_with('[') { "String[]" } else { self.0.rsplit('.').next().unwrap_or(self.0) }
    }
}

pub(super) fn call(class: &JavaClass, name: &str, arguments: &[Value]) -> Option<Value> {
    match (name, arguments) {
        ("getName" | "getTypeName", []) => Some(Value::from(class.0)),
        ("getSimpleName", []) => Some(Value::from(class.simple_name())),
        _ => None,
    }
}

impl Object for JavaClass {
    fn text(&self) -> Text {
        Text::from(format!("class {}", self.0))
    }

    fn property(&self, name: &str) -> Option<Value> {
        match name {
            "name" | "Name" => Some(Value::from(self.0)),
            "simpleName" | "SimpleName" => Some(Value::from(self.simple_name())),
            _ => None,
        }
    }

    fn call(&self, name: &str, arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Ok(call(self, name, arguments))
    }
}
