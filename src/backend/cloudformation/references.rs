//! The references in a template: `Ref`, `Fn::GetAtt`, and both inside `Fn::Sub`.

use serde_json::{Map, Value as Json, json};

/// What leads to a resource, a parameter or a pseudo parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// Its logical id.
    pub(super) id: String,
    /// The attribute of a resource; `None` is `Ref`.
    pub(super) attribute: Option<String>,
}

impl Reference {
    fn parse(text: &str) -> Self {
        match text.split_once('.') {
            Some((id, attribute)) => Reference { id: id.to_owned(), attribute: Some(attribute.to_owned()) },
            None => Reference { id: text.to_owned(), attribute: None },
        }
    }

    fn text(&self) -> String {
        self.attribute.as_ref().map_or_else(|| self.id.clone(), |attribute| format!("{}.{attribute}", self.id))
    }

    /// Whether it leads to something that every template knows.
    pub(super) fn is_pseudo(&self) -> bool {
        self.id.starts_with("AWS::")
    }

    /// A name of letters and digits for what it stands for.
    pub(super) fn name(&self) -> String {
        self.text().replace("AWS::", "").replace('.', "")
    }

    /// The reference by itself.
    pub(super) fn json(&self) -> Json {
        match &self.attribute {
            Some(attribute) => json!({ "Fn::GetAtt": [self.id, attribute] }),
            None => json!({ "Ref": self.id }),
        }
    }
}

/// Every reference in a part of a template.
pub(super) fn of(value: &Json) -> Vec<Reference> {
    let mut found = Vec::new();
    replace(&mut value.clone(), &mut |reference| {
        found.push(reference.clone());
        None
    });
    found
}

/// Puts another reference in the place of each for which there is one.
pub(super) fn replace(value: &mut Json, with: &mut impl FnMut(&Reference) -> Option<Reference>) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(|item| replace(item, with)),
        Json::Object(map) => {
            if let Some(reference) = single(map) {
                if let Some(other) = with(&reference) {
                    *value = other.json();
                }
                return;
            }
            match map.get_mut("Fn::Sub") {
                Some(Json::String(text)) => *text = substituted(text, &Map::new(), with),
                Some(Json::Array(parts)) => {
                    if let [Json::String(text), Json::Object(own)] = parts.as_mut_slice() {
                        *text = substituted(text, own, with);
                        own.values_mut().for_each(|value| replace(value, with));
                    }
                }
                _ => map.values_mut().for_each(|value| replace(value, with)),
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// The reference that an object is.
fn single(map: &Map<String, Json>) -> Option<Reference> {
    let (function, argument) = map.iter().next().filter(|_| map.len() == 1)?;
    match (function.as_str(), argument) {
        ("Ref", Json::String(id)) => Some(Reference { id: id.clone(), attribute: None }),
        ("Fn::GetAtt", Json::Array(parts)) => {
            let parts: Vec<&str> = parts.iter().filter_map(Json::as_str).collect();
            Some(Reference::parse(&parts.join(".")))
        }
        _ => None,
    }
}

/// The text of an `Fn::Sub`, which knows some names of its own.
fn substituted(text: &str, own: &Map<String, Json>, with: &mut impl FnMut(&Reference) -> Option<Reference>) -> String {
    let mut pieces = text.split("${");
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        written.push_str("${");
        match piece.split_once('}') {
            Some((name, behind)) if !name.starts_with('!') && !own.contains_key(name) => {
                let other = with(&Reference::parse(name));
                written.push_str(&other.map_or_else(|| name.to_owned(), |other| other.text()));
                written.push('}');
                written.push_str(behind);
            }
            _ => written.push_str(piece),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_found_and_replaced_wherever_it_stands() {
        let mut value = json!({
            "a": { "Ref": "Old" },
            "b": [{ "Fn::GetAtt": ["Old", "Arn"] }, "Old"],
            "c": { "Fn::Sub": "${Old}/${Old.Arn}/${!Old}/${Other}" },
            "d": { "Fn::Sub": ["${Old}${own}", { "own": { "Fn::Split": [":", { "Ref": "Old" }] } }] }
        });
        replace(&mut value, &mut |reference| {
            (reference.id == "Old").then(|| Reference { id: "New".into(), attribute: reference.attribute.clone() })
        });
        let expected = json!({
            "a": { "Ref": "New" },
            "b": [{ "Fn::GetAtt": ["New", "Arn"] }, "Old"],
            "c": { "Fn::Sub": "${New}/${New.Arn}/${!Old}/${Other}" },
            "d": { "Fn::Sub": ["${New}${own}", { "own": { "Fn::Split": [":", { "Ref": "New" }] } }] }
        });
        assert_eq!(value, expected);
    }
}
