//! Writing JSON as json-smart does.

use velocity::{Failure, Fuel, List, Map, Text, TextBuilder, Value};

/// What becomes of `/` in strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slash {
    /// `/`, as `$input.json` writes it.
    Plain,
    /// `\/`, as a list writes it that is printed.
    Escaped,
}

/// Writes a value as compact JSON.
///
/// # Errors
/// When the fuel is used up, which is how writing a list ends that holds itself.
pub fn write(value: &Value, slash: Slash, fuel: &mut Fuel) -> Result<Text, Failure> {
    let mut writer = Writer { out: TextBuilder::new(), slash, fuel, charged: 0 };
    writer.write(value.clone())?;
    Ok(writer.out.finish())
}

/// How a list prints that was read from JSON: `JSONArray.toString`.
///
/// # Errors
/// When the fuel is used up.
pub fn print_array(list: &List, fuel: &mut Fuel) -> Result<Text, Failure> {
    write(&Value::List(list.clone()), Slash::Escaped, fuel)
}

/// An array or object that is not written to its end yet.
enum Open {
    Array(std::vec::IntoIter<Value>),
    Object(std::vec::IntoIter<(Value, Value)>),
}

struct Writer<'f> {
    out: TextBuilder,
    slash: Slash,
    fuel: &'f mut Fuel,
    /// How much of the output the fuel knows of.
    charged: usize,
}

impl Writer<'_> {
    fn write(&mut self, value: Value) -> Result<(), Failure> {
        let mut open = Vec::new();
        open.extend(self.begin(value)?);
        let mut first = true;
        while let Some(container) = open.last_mut() {
            let next = match container {
                Open::Array(items) => items.next().map(|item| (None, item)),
                Open::Object(entries) => entries.next().map(|(key, item)| (Some(key), item)),
            };
            let Some((key, item)) = next else {
                self.out.push_str(if matches!(container, Open::Array(_)) { "]" } else { "}" });
                open.pop();
                first = false;
                continue;
            };
            if !std::mem::take(&mut first) {
                self.out.push_str(",");
            }
            if let Some(key) = key {
                self.string(&key)?;
                self.out.push_str(":");
            }
            if let Some(container) = self.begin(item)? {
                open.push(container);
                first = true;
            }
        }
        self.charge()
    }

    /// Writes a value, or what an array or object begins with.
    fn begin(&mut self, value: Value) -> Result<Option<Open>, Failure> {
        self.charge()?;
        match value {
            Value::List(list) => Ok(Some(self.array(&list)?)),
            Value::Map(map) => Ok(Some(self.object(&map)?)),
            Value::Null => {
                self.out.push_str("null");
                Ok(None)
            }
            Value::Bool(value) => {
                self.out.push_str(if value { "true" } else { "false" });
                Ok(None)
            }
            Value::Number(number) => {
                match number.to_string().as_str() {
                    "Infinity" | "-Infinity" => self.out.push_str("null"),
                    digits => self.out.push_str(digits),
                }
                Ok(None)
            }
            Value::Text(_) | Value::Object(_) => {
                self.string(&value)?;
                Ok(None)
            }
        }
    }

    fn array(&mut self, list: &List) -> Result<Open, Failure> {
        self.fuel.grow(list.len() * size_of::<Value>())?;
        self.out.push_str("[");
        Ok(Open::Array(list.to_vec().into_iter()))
    }

    fn object(&mut self, map: &Map) -> Result<Open, Failure> {
        self.fuel.grow(map.len() * size_of::<(Value, Value)>())?;
        self.out.push_str("{");
        Ok(Open::Object(map.iter().collect::<Vec<_>>().into_iter()))
    }

    /// Charges what was written since the last time, and one step.
    fn charge(&mut self) -> Result<(), Failure> {
        self.fuel.step(1)?;
        self.fuel.grow(self.out.len() - self.charged)?;
        self.charged = self.out.len();
        Ok(())
    }

    /// Writes a text, or what something else prints as a key, as a string.
    fn string(&mut self, value: &Value) -> Result<(), Failure> {
        self.out.push_str("\"");
        match value {
            Value::Text(text) => self.escape(text),
            Value::Object(object) => self.escape(&object.text()),
            Value::Number(number) => self.escape(&Text::from(number.to_string())),
            Value::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Value::Null | Value::List(_) | Value::Map(_) => self.out.push_str("null"),
        }
        self.out.push_str("\"");
        self.charge()
    }

    fn escape(&mut self, text: &Text) {
        if let Some(unicode) = text.as_str() {
            // Everything up to what needs an escape goes over in one piece.
            let mut rest = unicode;
            while let Some((at, char)) = rest.char_indices().find(|&(_, char)| self.needs_escape(u32::from(char))) {
                self.out.push_str(rest.get(..at).unwrap_or_default());
                self.escape_point(u32::from(char));
                rest = rest.get(at + char.len_utf8()..).unwrap_or_default();
            }
            return self.out.push_str(rest);
        }
        for point in text.code_points() {
            if self.needs_escape(point) {
                self.escape_point(point);
            } else {
                self.out.push_code_point(point);
            }
        }
    }

    fn needs_escape(&self, point: u32) -> bool {
        match point {
            0..=0x1F | 0x22 | 0x5C | 0x7F..=0x9F | 0x2000..=0x20FF => true,
            0x2F => self.slash == Slash::Escaped,
            _ => false,
        }
    }

    fn escape_point(&mut self, point: u32) {
        match point {
            0x08 => self.out.push_str("\\b"),
            0x09 => self.out.push_str("\\t"),
            0x0A => self.out.push_str("\\n"),
            0x0C => self.out.push_str("\\f"),
            0x0D => self.out.push_str("\\r"),
            0x22 => self.out.push_str("\\\""),
            0x2F => self.out.push_str("\\/"),
            0x5C => self.out.push_str("\\\\"),
            _ => self.out.push_str(&format!("\\u{point:04X}")),
        }
    }
}
