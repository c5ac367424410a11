//! JSON documents with references in them.

use super::Expr;
use std::borrow::Cow;

/// A JSON document whose texts may be known only when the stack is deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// A text.
    Text(Expr),
    /// A whole number.
    Number(usize),
    /// Any other number.
    Decimal(serde_json::Number),
    /// True or false.
    Bool(bool),
    /// A list.
    List(Vec<Document>),
    /// An object, in this order.
    Map(Vec<(Cow<'static, str>, Document)>),
}

impl Document {
    /// Plain text.
    pub fn text(text: &'static str) -> Self {
        Document::Text(Expr::text(text))
    }

    /// An object, in this order.
    pub fn map<K: Into<Cow<'static, str>>>(entries: impl IntoIterator<Item = (K, Document)>) -> Self {
        Document::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// The document as JSON on one line. `spell` writes an expression in a target's language; what it writes for plain text
    /// must be that text once the target has read it. A reference must lead to something that JSON need not escape.
    pub fn render(&self, spell: &impl Fn(&Expr) -> String) -> String {
        let mut json = String::new();
        self.write(spell, &mut json);
        json
    }

    /// How long that JSON is at most, in bytes, when `longest` tells how long what an expression stands for can be.
    pub fn length(&self, longest: &impl Fn(&Expr) -> usize) -> usize {
        match self {
            Document::Text(expr) => 2 + longest(&in_json(expr)),
            Document::Number(number) => number.to_string().len(),
            Document::Decimal(number) => number.to_string().len(),
            Document::Bool(value) => if *value { "true" } else { "false" }.len(),
            Document::List(items) => 1 + items.iter().map(|item| item.length(longest) + 1).sum::<usize>(),
            Document::Map(entries) => {
                1 + entries.iter().map(|(key, value)| key.len() + "\"\":,".len() + value.length(longest)).sum::<usize>()
            }
        }
    }

    fn write(&self, spell: &impl Fn(&Expr) -> String, json: &mut String) {
        match self {
            Document::Text(expr) => {
                json.push('"');
                json.push_str(&spell(&in_json(expr)));
                json.push('"');
            }
            Document::Number(number) => json.push_str(&number.to_string()),
            Document::Decimal(number) => json.push_str(&number.to_string()),
            Document::Bool(value) => json.push_str(if *value { "true" } else { "false" }),
            Document::List(items) => {
                json.push('[');
                for (position, item) in items.iter().enumerate() {
                    if position > 0 {
                        json.push(',');
                    }
                    item.write(spell, json);
                }
                json.push(']');
            }
            Document::Map(entries) => {
                json.push('{');
                for (position, (key, value)) in entries.iter().enumerate() {
                    if position > 0 {
                        json.push(',');
                    }
                    Document::Text(Expr::Text(key.clone())).write(spell, json);
                    json.push(':');
                    value.write(spell, json);
                }
                json.push('}');
            }
        }
    }
}

/// The same expression with its plain texts as they stand inside a JSON text.
fn in_json(expr: &Expr) -> Expr {
    match expr {
        Expr::Text(text) => {
            let quoted = serde_json::Value::from(text.as_ref()).to_string();
            Expr::Text(quoted[1..quoted.len() - 1].to_owned().into())
        }
        Expr::Concat(parts) => Expr::Concat(parts.iter().map(in_json).collect()),
        reference => reference.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_escaped_and_references_are_spelt_by_the_target() {
        let spell = |expr: &Expr| match expr {
            Expr::Text(text) => text.clone().into_owned(),
            Expr::Concat(parts) => parts
                .iter()
                .map(|part| match part {
                    Expr::Text(text) => text.clone().into_owned(),
                    _ => "<reference>".to_owned(),
                })
                .collect(),
            _ => "<reference>".to_owned(),
        };
        let document = Document::map([
            ("a", Document::List(vec![Document::Number(1), Document::Bool(true), Document::Text(Expr::Region)])),
            ("b", Document::Text(Expr::Concat(vec![Expr::text("\"\\\n"), Expr::Prefix]))),
        ]);
        assert_eq!(document.render(&spell), r#"{"a":[1,true,"<reference>"],"b":"\"\\\n<reference>"}"#);
    }
}
