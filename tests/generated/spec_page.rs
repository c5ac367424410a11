//! `docs/spec.md`: every key of the spec, from its JSON Schema.

use serde_json::Value;
use std::collections::BTreeSet;

const INTRODUCTION: &str = "\
# The spec

<!-- Written by `UPDATE=1 cargo test --test generated` from the JSON Schema; change the comments in src/spec/. -->

A spec is one YAML file. This is the smallest one:

```yaml
name: shop-webhooks
queues:
  payments:
    visibilityTimeout: 90s
    maxReceiveCount: 3
endpoints:
  /webhook:
    queue: payments
```

- A **duration** is a whole number of seconds, or a whole number with `s`, `m`, `h` or `d` behind it: `90`, `15m`, `14d`.
- A **size** is a whole number of bytes, or a whole number with `B`, `KiB` or `MiB` behind it: `262144`, `256KiB`.
- A **text** that looks like a number or like `true` needs quotes.
- `{}` is a mapping with all its defaults. A key without a value is an error, and so is a key that is not listed here.
- Anchors, aliases, merge keys and tags are not allowed: what is deployed stands in the spec where it counts.

`hookweir schema` prints the JSON Schema of the spec, with which editors complete and check it. Each rule has a code, and
[diagnostics.md](diagnostics.md) explains it.
";

pub(crate) fn page() -> String {
    let schema: Value = serde_json::from_str(&hookweir::spec::json_schema()).unwrap();
    let mut page = Page { schema: &schema, text: INTRODUCTION.to_owned(), written: BTreeSet::new() };
    page.section("Top level", "", &schema);
    page.text
}

struct Page<'a> {
    schema: &'a Value,
    text: String,
    /// The titles of its sections: a mapping that stands in several places is shown once.
    written: BTreeSet<String>,
}

impl<'a> Page<'a> {
    /// A mapping with keys of its own, and behind it those that it leads to.
    fn section(&mut self, title: &str, place: &str, mapping: &'a Value) {
        self.text.push_str(&format!("\n## {title}\n\n"));
        let description = text(mapping, "description");
        self.text.push_str(&if place.is_empty() { format!("{description}\n") } else { format!("`{place}`: {description}\n") });
        self.text.push_str("\n| key | type | default | limits | meaning |\n|---|---|---|---|---|\n");
        for (key, property) in properties(mapping) {
            self.row(key, property, mapping);
        }
        for (key, property) in properties(mapping) {
            self.words(key, self.resolve(property));
        }
        for (key, property) in properties(mapping) {
            let here = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
            self.inner(&here, property);
        }
    }

    fn row(&mut self, key: &str, property: &Value, mapping: &Value) {
        let behind = self.resolve(property);
        let required = mapping["required"].as_array().is_some_and(|required| required.iter().any(|name| name == key));
        let default = match property.get("default").or_else(|| behind.get("default")) {
            Some(Value::String(word)) => format!("`{word}`"),
            Some(Value::Array(items)) => format!("`[{}]`", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
            Some(value) => format!("`{value}`"),
            None if required => "required".to_owned(),
            None => String::new(),
        };
        let limits = self.limits(behind).join("; ");
        let cells = [format!("`{key}`"), self.kind(property), default, limits, text(property, "description").to_owned()];
        self.text.push_str(&format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | ")));
    }

    /// What each word of a choice means.
    fn words(&mut self, key: &str, property: &Value) {
        let of = if property["type"] == "array" { self.resolve(&property["items"]) } else { property };
        let branches = of["anyOf"].as_array().map_or(std::slice::from_ref(of), Vec::as_slice);
        // What stands behind a reference has a section of its own.
        for branch in branches.iter().filter(|branch| of.get("anyOf").is_some() && branch.get("$ref").is_none()) {
            for (key, property) in properties(branch) {
                self.words(key, self.resolve(property));
            }
        }
        let choices: Vec<&Value> = branches.iter().map(|branch| self.resolve(branch)).collect();
        for choice in choices.into_iter().filter(|branch| branch.get("enum").is_some()) {
            self.text.push_str(&format!("\n`{key}`:\n\n"));
            let (words, meanings) = (choice["enum"].as_array().unwrap(), choice["enumDescriptions"].as_array().unwrap());
            for (word, meaning) in words.iter().zip(meanings) {
                self.text.push_str(&format!("- `{}`: {}\n", plain(word), plain(meaning)));
            }
        }
    }

    /// The sections of what stands below a key.
    fn inner(&mut self, place: &str, property: &'a Value) {
        let behind = self.resolve(property);
        if behind.get("properties").is_some() {
            let title = heading(text(behind, "title"));
            if self.written.insert(title.clone()) {
                self.section(&title, place, behind);
            }
        } else if behind["additionalProperties"].is_object() {
            let name = text(&behind["propertyNames"], "title").split(' ').next_back().unwrap_or_default().to_uppercase();
            self.inner(&format!("{place}.{name}"), &behind["additionalProperties"]);
        }
        if behind["items"].get("$ref").is_some() {
            self.inner(place, &behind["items"]);
        }
        for branch in behind["anyOf"].as_array().into_iter().flatten().filter(|branch| branch.get("$ref").is_some()) {
            // Several keys can lead to the same settings.
            let title = heading(text(self.resolve(branch), "title"));
            if !self.text.contains(&format!("\n## {title}\n")) {
                self.inner(place, branch);
            }
        }
    }

    fn kind(&self, property: &Value) -> String {
        let behind = self.resolve(property);
        if let Some(branches) = behind["anyOf"].as_array() {
            return match text(&branches[0], "patternErrorMessage") {
                words if words.contains("90s") => "duration".to_owned(),
                words if words.contains("KiB") => "size".to_owned(),
                _ => branches.iter().map(|branch| self.kind(branch)).collect::<Vec<_>>().join(", or "),
            };
        }
        if let Some(words) = behind["enum"].as_array() {
            return words.iter().map(|word| format!("`{}`", plain(word))).collect::<Vec<_>>().join(", ");
        }
        match text(behind, "type") {
            "string" => "text".to_owned(),
            "integer" => "whole number".to_owned(),
            "boolean" => "`true`, `false`".to_owned(),
            "number" => "number".to_owned(),
            "array" => format!("list of {}", self.kind(&behind["items"])),
            "object" if behind["additionalProperties"].is_object() => {
                format!("{} to {}", text(&behind["propertyNames"], "title"), self.kind(&behind["additionalProperties"]))
            }
            // A branch with one key is shown by it.
            "object" if behind["required"].as_array().is_some_and(|keys| keys.len() == 1) && property.get("$ref").is_none() => {
                let key = plain(&behind["required"][0]);
                let value = self.resolve(&behind["properties"][&key]);
                match value["enum"].as_array().map(Vec::as_slice) {
                    Some([only]) => format!("`{{{key}: {}}}`", plain(only)),
                    _ if value["type"] == "array" => format!("`{{{key}: [...]}}`"),
                    _ => format!("`{{{key}: ...}}`"),
                }
            }
            _ => {
                let title = text(behind, "title");
                format!("[{title}](#{})", title.to_lowercase().replace(' ', "-"))
            }
        }
    }

    fn limits(&self, behind: &Value) -> Vec<String> {
        let mut limits = Vec::new();
        let number = |schema: &Value, key: &str| schema.get(key).and_then(Value::as_i64);
        // A duration or a size has its range in the second of two branches.
        let ranged = behind["anyOf"].as_array().and_then(|branches| branches.get(1)).unwrap_or(behind);
        let (min, max) = (number(ranged, "minimum"), number(ranged, "maximum"));
        let unit = self.kind(behind);
        let shown = |value: i64| match unit.as_str() {
            "duration" => in_units(value, &[(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")]),
            "size" => in_units(value, &[(1_048_576, "MiB"), (1024, "KiB"), (1, "B")]),
            _ => value.to_string(),
        };
        match (min, number(ranged, "exclusiveMinimum"), max) {
            (Some(min), _, Some(max)) => limits.push(format!("{} to {}", shown(min), shown(max))),
            (None, Some(min), Some(max)) => limits.push(format!("more than {}, at most {}", shown(min), shown(max))),
            _ => {}
        }
        let counts = [("maxLength", "characters"), ("maxItems", "items"), ("maxProperties", "entries")];
        let counted = counts.into_iter().filter_map(|(key, what)| number(behind, key).map(|most| (most, what)));
        limits.extend(counted.filter(|(most, _)| *most > 1).map(|(most, what)| format!("at most {most} {what}")));
        for part in [Some(behind), behind.get("items"), behind.get("propertyNames")].into_iter().flatten() {
            limits.extend(part.get("patternErrorMessage").map(plain));
        }
        limits
    }

    fn resolve<'v>(&self, property: &'v Value) -> &'v Value
    where
        'a: 'v,
    {
        let target = property.get("$ref").and_then(Value::as_str).map(|target| target.trim_start_matches('#'));
        target.map_or(property, |target| self.schema.pointer(target).unwrap())
    }
}

fn properties(mapping: &Value) -> impl Iterator<Item = (&String, &Value)> {
    mapping["properties"].as_object().into_iter().flatten()
}

fn text<'v>(schema: &'v Value, key: &str) -> &'v str {
    schema.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A title as a heading: with a capital letter at its front.
fn heading(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A number in the largest unit that leaves no rest.
fn in_units(value: i64, units: &[(i64, &str)]) -> String {
    let unit = units.iter().find(|(size, _)| value != 0 && value % size == 0);
    unit.map_or_else(|| value.to_string(), |(size, name)| format!("{}{name}", value / size))
}
