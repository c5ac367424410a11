//! The functions of JsonPath 2.4.

use super::PathError;
use super::evaluate::{Evaluation, Walk};
use super::token::Argument;
use crate::gateway::json::{read, write};
use velocity::{List, TextBuilder, Value};

impl Evaluation<'_> {
    /// Calls a function on what the path found so far. Its result is found, also when the path goes on behind it.
    pub(super) fn function(
        &mut self,
        walk: &mut Walk<'_>,
        at: usize,
        model: &Value,
        name: &str,
        given: &[Argument],
    ) -> Result<(), PathError> {
        let known = matches!(name, "avg" | "stddev" | "sum" | "min" | "max" | "concat" | "length" | "size" | "append");
        if !known {
            return Err(PathError::invalid(format!("there is no function {name:?}")));
        }
        let result = match name {
            "length" | "size" => length(model),
            "concat" => self.concatenate(model, given)?,
            "append" => self.append(model, given)?,
            _ => Value::from(self.aggregate(model, name, given)?),
        };
        if at + 1 < walk.tokens.len() {
            walk.found.push(result.clone());
        }
        self.follow(walk, at + 1, &result)
    }

    /// An argument for this document. JsonPath 2.4 keeps what the first document gave, for as long as it keeps the path.
    fn argument(&mut self, argument: &Argument) -> Result<Value, PathError> {
        match argument {
            Argument::Path(path) => {
                let document = self.document;
                self.value(path, document, false)
            }
            Argument::Json(text) => read(text, self.fuel).map_err(|error| PathError::thrown(error.to_string())),
        }
    }

    fn aggregate(&mut self, model: &Value, name: &str, given: &[Argument]) -> Result<f64, PathError> {
        let mut numbers = Vec::new();
        let mut take = |value: &Value| {
            if let Value::Number(number) = value {
                numbers.push(number.double_value());
            }
        };
        if let Value::List(list) = model {
            self.fuel.grow(list.len() * size_of::<f64>())?;
            list.iter().for_each(|item| take(&item));
        }
        for argument in given {
            take(&self.argument(argument)?);
        }
        if numbers.is_empty() {
            return Err(PathError::thrown("the function needs numbers"));
        }
        let (count, sum) = (numbers.len() as f64, numbers.iter().fold(0.0, |sum, number| sum + number));
        Ok(match name {
            "sum" => sum,
            "avg" => sum / count,
            "min" => numbers.into_iter().fold(f64::MAX, |least, number| if least > number { number } else { least }),
            // Java starts from the least double above zero, so that no result is below it.
            "max" => numbers.into_iter().fold(f64::from_bits(1), |most, number| if most < number { number } else { most }),
            _ => {
                let squares = numbers.iter().fold(0.0, |sum, number| sum + number * number);
                (squares / count - sum * sum / count / count).sqrt()
            }
        })
    }

    fn concatenate(&mut self, model: &Value, given: &[Argument]) -> Result<Value, PathError> {
        let mut built = TextBuilder::new();
        if let Value::List(list) = model {
            for item in list {
                if let Value::Text(text) = item {
                    self.fuel.grow(text.len_bytes())?;
                    built.push_text(&text);
                }
            }
        }
        for argument in given {
            match self.argument(argument)? {
                Value::Null => {}
                Value::Text(text) => {
                    self.fuel.grow(text.len_bytes())?;
                    built.push_text(&text);
                }
                value => {
                    let text = self.printed(&value)?;
                    built.push_text(&text);
                }
            }
        }
        Ok(Value::Text(built.finish()))
    }

    /// Java's `toString`.
    fn printed(&mut self, value: &Value) -> Result<velocity::Text, PathError> {
        Ok(match value {
            Value::Map(map) => {
                let mut built = TextBuilder::new();
                built.push_str("{");
                for (index, (key, value)) in map.iter().enumerate() {
                    self.fuel.step(1)?;
                    built.push_str(if index == 0 { "" } else { ", " });
                    if let Value::Text(key) = key {
                        built.push_text(&key);
                    }
                    built.push_str("=");
                    match value {
                        Value::Text(text) => built.push_text(&text),
                        // A map in a map prints as JSON here and not as in Java: nobody joins texts with maps.
                        value => built.push_text(&write::write(&value, write::Slash::Escaped, self.fuel)?),
                    }
                }
                built.push_str("}");
                built.finish()
            }
            Value::Number(number) => number.to_string().into(),
            value => write::write(value, write::Slash::Escaped, self.fuel)?,
        })
    }

    /// A list with more at its end. Java changes the document; here each call finds the document as it was read.
    fn append(&mut self, model: &Value, given: &[Argument]) -> Result<Value, PathError> {
        let Value::List(list) = model else { return Ok(model.clone()) };
        if given.is_empty() {
            return Ok(model.clone());
        }
        self.fuel.grow((list.len() + given.len()) * size_of::<Value>())?;
        let mut items = list.to_vec();
        for argument in given {
            items.push(self.argument(argument)?);
        }
        Ok(Value::List(List::with_printer(items, write::print_array)))
    }
}

fn length(model: &Value) -> Value {
    let length = match model {
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        _ => return Value::Null,
    };
    Value::from(i32::try_from(length).unwrap_or(i32::MAX))
}
