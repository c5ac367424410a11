//! The operators of filters.

use super::PathError;
use super::node::{Node, equal};
use std::cmp::Ordering;
use velocity::{Fuel, Text, Value};

/// How the two sides of a comparison are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    StrictlyEqual,
    NotEqual,
    StrictlyNotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
    In,
    NotIn,
    Contains,
    Size,
    Exists,
    Empty,
    SubsetOf,
    /// `ALL`, `TYPE` and `MATCHES`, which can only be used from Java: nothing that can be written matches.
    Never,
}

impl Operator {
    pub(super) fn parse(text: &str) -> Result<Operator, PathError> {
        Ok(match text.to_uppercase().as_str() {
            "==" => Operator::Equal,
            "===" => Operator::StrictlyEqual,
            "!=" => Operator::NotEqual,
            "!==" => Operator::StrictlyNotEqual,
            "<" => Operator::Less,
            "<=" => Operator::LessOrEqual,
            ">" => Operator::Greater,
            ">=" => Operator::GreaterOrEqual,
            "=~" => Operator::Matches,
            "IN" => Operator::In,
            "NIN" => Operator::NotIn,
            "CONTAINS" => Operator::Contains,
            "SIZE" => Operator::Size,
            "EXISTS" => Operator::Exists,
            "EMPTY" => Operator::Empty,
            "SUBSETOF" => Operator::SubsetOf,
            "ALL" | "TYPE" | "MATCHES" => Operator::Never,
            _ => return Err(PathError::invalid(format!("{text:?} is no operator of a filter"))),
        })
    }

    pub(super) fn holds(self, left: &Node, right: &Node, fuel: &mut Fuel) -> Result<bool, PathError> {
        fuel.step(1)?;
        match self {
            Operator::Equal => equals(left, right, fuel),
            Operator::StrictlyEqual => Ok(left.same_class(right) && equals(left, right, fuel)?),
            Operator::NotEqual => Operator::Equal.holds(left, right, fuel).map(|holds| !holds),
            Operator::StrictlyNotEqual => Operator::StrictlyEqual.holds(left, right, fuel).map(|holds| !holds),
            Operator::Less => Ok(order(left, right).is_some_and(Ordering::is_lt)),
            Operator::LessOrEqual => Ok(order(left, right).is_some_and(Ordering::is_le)),
            Operator::Greater => Ok(order(left, right).is_some_and(Ordering::is_gt)),
            Operator::GreaterOrEqual => Ok(order(left, right).is_some_and(Ordering::is_ge)),
            Operator::Matches => match (left, right) {
                (Node::Pattern(_), Node::Pattern(_)) => Ok(false),
                (Node::Pattern(pattern), other) | (other, Node::Pattern(pattern)) => pattern.matches(&input(other), fuel),
                _ => Ok(false),
            },
            Operator::In => is_in(left, right, fuel),
            Operator::NotIn => is_in(left, right, fuel).map(|holds| !holds),
            Operator::Contains => contains(left, right, fuel),
            Operator::Size => size(left, right, fuel),
            Operator::Exists => match (left, right) {
                (Node::Bool(left), Node::Bool(right)) => Ok(left == right),
                (Node::Bool(_), _) | (_, Node::Bool(_)) => Err(PathError::invalid("expected true or false")),
                _ => Err(PathError::thrown("expected true or false")),
            },
            Operator::Empty => empty(left, right, fuel),
            Operator::SubsetOf => subset(left, right, fuel),
            Operator::Never => Err(PathError::invalid("the operator cannot be used here")),
        }
    }
}

fn equals(left: &Node, right: &Node, fuel: &mut Fuel) -> Result<bool, PathError> {
    match (left, right) {
        // JSON that was written in a filter is a text to Java when it is on the left.
        (Node::Json(left), Node::Json(_) | Node::JsonText(_)) => match right.json(fuel)? {
            Some(right) => equal(left, &right, fuel),
            None => Ok(false),
        },
        (Node::JsonText(_), Node::Json(_) | Node::JsonText(_)) => {
            right.json(fuel)?;
            Ok(false)
        }
        _ => Ok(left.equals(right)),
    }
}

fn order(left: &Node, right: &Node) -> Option<Ordering> {
    match (left, right) {
        (Node::Number(left), Node::Number(right)) => Some(left.compare(right)),
        (Node::Text(left), Node::Text(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// What a regular expression is applied to.
fn input(node: &Node) -> Text {
    match node {
        Node::Text(text) => text.clone(),
        Node::Number(number) => Text::from(number.to_string()),
        Node::Bool(value) => Text::from(if *value { "true" } else { "false" }),
        _ => Text::default(),
    }
}

fn member(node: &Node, list: &[Node], fuel: &mut Fuel) -> Result<bool, PathError> {
    fuel.step(list.len() as u64)?;
    Ok(list.iter().any(|item| node.equals(item)))
}

fn is_in(left: &Node, right: &Node, fuel: &mut Fuel) -> Result<bool, PathError> {
    if !right.is_json() {
        return Err(PathError::invalid("expected a list"));
    }
    match right.list(fuel)? {
        Some(list) => member(left, &list, fuel),
        None => Ok(false),
    }
}

fn contains(left: &Node, right: &Node, fuel: &mut Fuel) -> Result<bool, PathError> {
    if let (Node::Text(text), Node::Text(part)) = (left, right) {
        fuel.scan(text.len_bytes())?;
        let (text, part) = (text.to_string_lossy(), part.to_string_lossy());
        return Ok(text.contains(&*part));
    }
    match left.list(fuel)? {
        Some(list) => member(right, &list, fuel),
        None => Ok(false),
    }
}

fn subset(left: &Node, right: &Node, fuel: &mut Fuel) -> Result<bool, PathError> {
    if !right.is_json() {
        return Err(PathError::invalid("expected a list"));
    }
    let Some(all) = right.list(fuel)? else { return Ok(false) };
    if !left.is_json() {
        return Err(PathError::invalid("expected a list"));
    }
    let Some(part) = left.list(fuel)? else { return Ok(false) };
    for node in &part {
        if !member(node, &all, fuel)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn size(left: &Node, right: &Node, fuel: &mut Fuel) -> Result<bool, PathError> {
    let Node::Number(wanted) = right else { return Ok(false) };
    let length = match left {
        Node::Text(text) => text.utf16_len(),
        _ => match left.json(fuel)? {
            Some(Value::List(list)) => list.len(),
            // A map has the size -1.
            Some(_) => return Ok(wanted.truncated().is_some_and(|wanted| wanted == (-1).into())),
            None => return Ok(false),
        },
    };
    Ok(wanted.truncated().is_some_and(|wanted| wanted == length.into()))
}

fn empty(left: &Node, right: &Node, fuel: &mut Fuel) -> Result<bool, PathError> {
    let empty = match left {
        Node::Text(text) => text.is_empty(),
        _ => match left.json(fuel)? {
            Some(Value::List(list)) => list.is_empty(),
            Some(Value::Map(map)) => map.is_empty(),
            Some(Value::Text(text)) => text.is_empty(),
            Some(_) => true,
            None => return Ok(false),
        },
    };
    match right {
        Node::Bool(wanted) => Ok(empty == *wanted),
        _ => Err(PathError::invalid("expected true or false")),
    }
}
