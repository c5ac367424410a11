//! `..`: a token at every depth.

use super::PathError;
use super::evaluate::{Evaluation, Walk};
use super::token::{Token, is_definite};
use velocity::Value;

impl Evaluation<'_> {
    /// Visits each map and list of the value before what is in it, and applies the next token where it may match.
    pub(super) fn scan(&mut self, walk: &mut Walk<'_>, at: usize, model: &Value) -> Result<(), PathError> {
        let next = at + 1;
        let Some(target) = walk.tokens.get(next) else { return Ok(()) };
        let leaf = next + 1 == walk.tokens.len();
        let mut waiting = vec![model.clone()];
        while let Some(model) = waiting.pop() {
            self.fuel.step(1)?;
            let matches = match &model {
                Value::Map(_) | Value::List(_) => self.may_match(walk, next, target, &model)?,
                _ => false,
            };
            match &model {
                Value::Map(map) => {
                    if matches {
                        self.follow(walk, next, &model)?;
                    }
                    self.fuel.grow(map.len() * size_of::<Value>())?;
                    let start = waiting.len();
                    waiting.extend(map.iter().map(|(_, value)| value));
                    reverse(&mut waiting, start);
                }
                Value::List(list) => {
                    if matches && leaf {
                        self.follow(walk, next, &model)?;
                    } else if matches {
                        // Whatever the token asks of a list, JsonPath 2.4 goes on with all of its items.
                        for item in list {
                            self.follow(walk, next + 1, &item)?;
                        }
                    }
                    self.fuel.grow(list.len() * size_of::<Value>())?;
                    let start = waiting.len();
                    waiting.extend(list.iter());
                    reverse(&mut waiting, start);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn may_match(&mut self, walk: &Walk<'_>, at: usize, target: &Token, model: &Value) -> Result<bool, PathError> {
        match target {
            Token::Properties(names) => Ok(match model {
                Value::Map(map) if is_definite(walk.tokens, at) => {
                    names.iter().all(|name| map.contains_key(&Value::Text(name.clone())))
                }
                Value::Map(_) => true,
                _ => false,
            }),
            Token::Indexes(_) | Token::Slice(..) => Ok(matches!(model, Value::List(_))),
            Token::Wildcard => Ok(true),
            Token::Filter(predicate) => self.accepts(predicate, model),
            Token::Function(..) | Token::Scan => Ok(false),
        }
    }
}

fn reverse(values: &mut [Value], start: usize) {
    if let Some(added) = values.get_mut(start..) {
        added.reverse();
    }
}
