//! Java's `toString()`.

use super::{DEPTH, Entry, List, Map, MapView, Thrown, Value};
use crate::{Fuel, Number, Text, TextBuilder};

/// What is still to print, the next at the end.
enum Task {
    Text(&'static str),
    Value(Value),
    List(List, usize),
    Map(Map, usize),
    View(MapView, usize),
}

impl Value {
    /// What the value prints: Java's `toString()`, and `null` for null.
    pub(crate) fn text(&self, fuel: &mut Fuel) -> Result<Text, Thrown> {
        match self {
            Value::Text(text) => Ok(text.clone()),
            Value::Null => Ok(Text::from("null")),
            Value::Bool(bool) => Ok(Text::from(if *bool { "true" } else { "false" })),
            Value::Number(number) => number_text(number, fuel),
            Value::List(list) if list.is_array() => Ok(Text::from("[Ljava.lang.String;@1")),
            Value::Object(object) if self.downcast::<MapView>().is_none() && self.downcast::<Entry>().is_none() => {
                Ok(object.text())
            }
            Value::List(list) => match list.printer() {
                Some(printer) => Ok(printer(list, fuel)?),
                None => nested_text(self.clone(), fuel),
            },
            Value::Map(_) | Value::Object(_) => nested_text(self.clone(), fuel),
        }
    }
}

/// Lists and maps, which nest: with a stack of its own, because the stack of the thread would not do for all of them.
fn nested_text(value: Value, fuel: &mut Fuel) -> Result<Text, Thrown> {
    let mut out = TextBuilder::new();
    let mut tasks = vec![Task::Value(value)];
    while let Some(task) = tasks.pop() {
        fuel.step(1)?;
        // An entry of a map is four tasks.
        if tasks.len() > 4 * DEPTH {
            return Err(Thrown::too_deep());
        }
        match task {
            Task::Text(text) => out.push_str(text),
            Task::Value(value) => start(value, &mut tasks, &mut out, fuel)?,
            Task::List(list, index) => match list.get(index) {
                Some(item) => {
                    separate(index, &mut out);
                    let itself = matches!(&item, Value::List(item) if item.is_same(&list));
                    tasks.push(Task::List(list, index + 1));
                    tasks.push(if itself { Task::Text("(this Collection)") } else { Task::Value(item) });
                }
                None => out.push_str("]"),
            },
            Task::Map(map, slot) => match map.entry_from(slot) {
                Some((at, key, value)) => {
                    separate(slot, &mut out);
                    let part = |part: Value| match &part {
                        Value::Map(inner) if inner.is_same(&map) => Task::Text("(this Map)"),
                        _ => Task::Value(part),
                    };
                    let parts = [part(value), Task::Text("="), part(key)];
                    tasks.push(Task::Map(map, at + 1));
                    tasks.extend(parts);
                }
                None => out.push_str("}"),
            },
            Task::View(view, slot) => match view.map.entry_from(slot) {
                Some((at, key, value)) => {
                    separate(slot, &mut out);
                    let element = view.element(key, value);
                    tasks.push(Task::View(view, at + 1));
                    tasks.push(Task::Value(element));
                }
                None => out.push_str("]"),
            },
        }
        fuel.grow(2)?;
    }
    Ok(out.finish())
}

fn start(value: Value, tasks: &mut Vec<Task>, out: &mut TextBuilder, fuel: &mut Fuel) -> Result<(), Thrown> {
    match value {
        Value::List(list) if !list.is_array() && list.printer().is_none() => {
            out.push_str("[");
            tasks.push(Task::List(list, 0));
        }
        Value::Map(map) if map.is_silent() => {}
        Value::Map(map) => {
            out.push_str("{");
            tasks.push(Task::Map(map, 0));
        }
        value => {
            if let Some(view) = value.downcast::<MapView>() {
                out.push_str("[");
                tasks.push(Task::View(view.clone(), 0));
            } else if let Some(entry) = value.downcast::<Entry>() {
                tasks.extend([Task::Value(entry.value()), Task::Text("="), Task::Value(entry.key.clone())]);
            } else {
                let text = value.text(fuel)?;
                fuel.grow(text.len_bytes())?;
                out.push_text(&text);
            }
        }
    }
    Ok(())
}

fn separate(before: usize, out: &mut TextBuilder) {
    if before > 0 {
        out.push_str(", ");
    }
}

fn number_text(number: &Number, fuel: &mut Fuel) -> Result<Text, Thrown> {
    number.charge_digits(fuel)?;
    Ok(Text::from(number.to_string()))
}
