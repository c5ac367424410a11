//! Following a path through a document.

use super::filter::{Operand, Predicate};
use super::node::Node;
use super::token::{Token, is_definite, is_upstream_definite};
use super::{JsonPath, PathError};
use crate::gateway::json::write;
use velocity::{Fuel, List, Map, Text, Value};

/// How deep steps and filters may run inside each other.
const MAX_DEPTH: usize = 300;

/// The work on one document.
pub(super) struct Evaluation<'a> {
    pub(super) document: &'a Value,
    pub(super) fuel: &'a mut Fuel,
    depth: usize,
}

/// A path on its way, and what it found.
pub(super) struct Walk<'p> {
    pub(super) tokens: &'p [Token],
    /// Whether a property that is missing ends the search, as when a filter asks whether a path leads somewhere.
    pub(super) strict: bool,
    pub(super) found: Vec<Value>,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(document: &'a Value, fuel: &'a mut Fuel) -> Self {
        Evaluation { document, fuel, depth: 0 }
    }

    /// What the path leads to from a value: one value, or a list of what was found.
    pub(super) fn value(&mut self, path: &JsonPath, start: &Value, strict: bool) -> Result<Value, PathError> {
        let mut walk = Walk { tokens: &path.tokens, strict, found: Vec::new() };
        self.follow(&mut walk, 0, start)?;
        if path.definite {
            // Functions on the way leave their results too.
            return walk.found.pop().ok_or(PathError::NotFound);
        }
        Ok(Value::List(List::with_printer(walk.found, write::print_array)))
    }

    /// Follows the tokens from one on.
    pub(super) fn follow(&mut self, walk: &mut Walk<'_>, at: usize, model: &Value) -> Result<(), PathError> {
        self.fuel.step(1)?;
        let Some(token) = walk.tokens.get(at) else {
            self.fuel.grow(size_of::<Value>())?;
            walk.found.push(model.clone());
            return Ok(());
        };
        if self.depth >= MAX_DEPTH {
            return Err(PathError::thrown("the path runs too deep"));
        }
        self.depth += 1;
        let done = match token {
            Token::Properties(names) => self.properties(walk, at, model, names),
            Token::Wildcard => self.wildcard(walk, at, model),
            Token::Scan => self.scan(walk, at, model),
            Token::Indexes(indexes) => self.indexes(walk, at, model, indexes),
            Token::Slice(from, to) => self.slice(walk, at, model, *from, *to),
            Token::Filter(predicate) => self.filter(walk, at, model, predicate),
            Token::Function(name, given) => self.function(walk, at, model, name, given),
        };
        self.depth -= 1;
        done
    }

    fn properties(&mut self, walk: &mut Walk<'_>, at: usize, model: &Value, names: &[Text]) -> Result<(), PathError> {
        let Value::Map(map) = model else {
            return if is_upstream_definite(walk.tokens, at) { Err(PathError::NotFound) } else { Ok(()) };
        };
        if names.len() > 1 && at + 1 == walk.tokens.len() {
            return self.merged(walk, map, names);
        }
        names.iter().try_for_each(|name| self.property(walk, at, map, name))
    }

    fn property(&mut self, walk: &mut Walk<'_>, at: usize, map: &Map, name: &Text) -> Result<(), PathError> {
        if let Some(value) = map.get_value(&Value::Text(name.clone())) {
            return self.follow(walk, at + 1, &value);
        }
        let leaf = at + 1 == walk.tokens.len();
        let definite = is_upstream_definite(walk.tokens, at) && is_definite(walk.tokens, at);
        if walk.strict || !leaf && definite { Err(PathError::NotFound) } else { Ok(()) }
    }

    /// Several properties at the end of a path become one object.
    fn merged(&mut self, walk: &mut Walk<'_>, map: &Map, names: &[Text]) -> Result<(), PathError> {
        let merged = Map::new();
        for name in names {
            self.fuel.step(1)?;
            match map.get_value(&Value::Text(name.clone())) {
                Some(value) => {
                    merged.put(name.clone(), value);
                }
                None if walk.strict => return Err(PathError::NotFound),
                None => {}
            }
        }
        self.fuel.grow(names.len() * size_of::<(Value, Value)>())?;
        walk.found.push(Value::Map(merged));
        Ok(())
    }

    fn wildcard(&mut self, walk: &mut Walk<'_>, at: usize, model: &Value) -> Result<(), PathError> {
        match model {
            Value::Map(map) => {
                for (_, value) in map {
                    self.follow(walk, at + 1, &value)?;
                }
                Ok(())
            }
            Value::List(list) => {
                for item in list {
                    match self.follow(walk, at + 1, &item) {
                        Err(PathError::NotFound) if !walk.strict => {}
                        done => done?,
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The list that an index or slice is applied to; `None` when that does not matter.
    fn list<'v>(&self, walk: &Walk<'_>, at: usize, model: &'v Value) -> Result<Option<&'v List>, PathError> {
        match model {
            Value::List(list) => Ok(Some(list)),
            _ if is_upstream_definite(walk.tokens, at) => Err(PathError::NotFound),
            _ => Ok(None),
        }
    }

    fn indexes(&mut self, walk: &mut Walk<'_>, at: usize, model: &Value, indexes: &[i64]) -> Result<(), PathError> {
        let Some(list) = self.list(walk, at, model)? else { return Ok(()) };
        indexes.iter().try_for_each(|&index| self.index(walk, at, list, index))
    }

    /// An index below zero counts from the end; one that leads nowhere finds nothing.
    fn index(&mut self, walk: &mut Walk<'_>, at: usize, list: &List, index: i64) -> Result<(), PathError> {
        let length = length(list);
        let index = if index < 0 { length + index } else { index };
        match usize::try_from(index).ok().and_then(|index| list.get(index)) {
            Some(item) => self.follow(walk, at + 1, &item),
            None => Ok(()),
        }
    }

    fn slice(
        &mut self,
        walk: &mut Walk<'_>,
        at: usize,
        model: &Value,
        from: Option<i64>,
        to: Option<i64>,
    ) -> Result<(), PathError> {
        let Some(list) = self.list(walk, at, model)? else { return Ok(()) };
        let length = length(list);
        let (from, to) = match (from, to) {
            (Some(from), None) => (if from < 0 { length + from } else { from }.max(0), length),
            // Here an end below zero does not count from the end, but each index of the slice does.
            (Some(from), Some(to)) => (from.max(-length), to.min(length)),
            (None, Some(to)) => (0, if to < 0 { length + to } else { to }.min(length)),
            (None, None) => (0, 0),
        };
        (from..to).try_for_each(|index| self.index(walk, at, list, index))
    }

    fn filter(&mut self, walk: &mut Walk<'_>, at: usize, model: &Value, predicate: &Predicate) -> Result<(), PathError> {
        match model {
            Value::Map(_) => {
                if self.accepts(predicate, model)? {
                    self.follow(walk, at + 1, model)?;
                }
                Ok(())
            }
            Value::List(list) => {
                for item in list {
                    if self.accepts(predicate, &item)? {
                        self.follow(walk, at + 1, &item)?;
                    }
                }
                Ok(())
            }
            _ if is_upstream_definite(walk.tokens, at) => Err(PathError::invalid("a filter needs a list or a map")),
            _ => Ok(()),
        }
    }

    /// Whether a value meets a filter. What is no valid comparison does not.
    pub(super) fn accepts(&mut self, predicate: &Predicate, item: &Value) -> Result<bool, PathError> {
        match self.holds(predicate, item) {
            Err(error) if error.is_no_match() => Ok(false),
            result => result,
        }
    }

    fn holds(&mut self, predicate: &Predicate, item: &Value) -> Result<bool, PathError> {
        self.fuel.step(1)?;
        match predicate {
            Predicate::Any(predicates) => {
                for predicate in predicates {
                    if self.holds(predicate, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Predicate::All(predicates) => {
                for predicate in predicates {
                    if !self.holds(predicate, item)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Predicate::Not(predicate) => self.holds(predicate, item).map(|holds| !holds),
            Predicate::Relation(left, operator, right) => {
                let (left, right) = (self.node(left, item)?, self.node(right, item)?);
                operator.holds(&left, &right, self.fuel)
            }
            // Such a path starts at the item, even with `$`.
            Predicate::Exists(path, wanted) => match self.value(path, item, true) {
                Ok(_) => Ok(*wanted),
                Err(PathError::NotFound) => Ok(!wanted),
                Err(error) => Err(error),
            },
        }
    }

    fn node(&mut self, operand: &Operand, item: &Value) -> Result<Node, PathError> {
        let path = match operand {
            Operand::Node(node) => return Ok(node.clone()),
            Operand::Path(path) => path,
        };
        let document = self.document;
        match self.value(path, if path.from_document { document } else { item }, false) {
            Ok(value) => Node::from_value(value),
            Err(PathError::NotFound) => Ok(Node::Undefined),
            Err(error) => Err(error),
        }
    }
}

fn length(list: &List) -> i64 {
    i64::try_from(list.len()).unwrap_or(i64::MAX)
}
