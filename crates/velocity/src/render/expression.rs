//! The values of expressions, and whether they are true.

use super::define::DefinedBlock;
use super::output::Output;
use super::{Flow, Renderer};
use crate::syntax::tree::{Chain, Expression, Interpolated, Link, Offset, Operator};
use crate::{List, Map, Number, Text, Value};
use std::cmp::Ordering;
use std::mem::size_of;

impl Renderer<'_, '_> {
    pub(super) fn value(&mut self, expression: &Expression) -> Flow<Value> {
        Ok(match expression {
            Expression::Nothing => Value::Null,
            Expression::Bool(value) => Value::Bool(*value),
            Expression::Number(number) => Value::Number(number.clone()),
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Interpolated(string) => self.interpolated(string)?,
            Expression::Reference(reference) => self.reference(reference)?,
            Expression::List(items) => self.nested(0, |renderer| renderer.list(items))?,
            Expression::Map(entries) => self.nested(0, |renderer| renderer.map(entries))?,
            Expression::Range(ends) => {
                let (from, to) = (self.value(&ends.0)?, self.value(&ends.1)?);
                self.range(&from, &to)?
            }
            Expression::Truth { .. } => Value::Bool(self.is_true(expression)?),
            Expression::Chain(chain) => self.nested(chain.at, |renderer| renderer.chain(chain))?,
        })
    }

    /// What `#if` makes of an expression: `true`, and a reference to anything but `false` and nothing. What is no reference
    /// and no condition is false.
    pub(super) fn is_true(&mut self, expression: &Expression) -> Flow<bool> {
        match expression {
            Expression::Bool(value) => Ok(*value),
            Expression::Reference(reference) => Ok(match self.reference(reference)? {
                Value::Null => false,
                Value::Bool(value) => value,
                value => value.downcast::<DefinedBlock>().is_none() || self.text(&value, reference.at)?.is_some(),
            }),
            Expression::Truth { operand, negate } => Ok(self.nested(0, |renderer| renderer.is_true(operand))? != *negate),
            Expression::Chain(chain) => match chain.links.first().map(|link| link.operator) {
                Some(Operator::Or | Operator::And) => self.nested(chain.at, |renderer| renderer.connected(chain)),
                Some(operator) if operator.is_arithmetic() => Ok(false),
                _ => Ok(matches!(self.value(expression)?, Value::Bool(true))),
            },
            _ => Ok(false),
        }
    }

    /// `a && b && ..` or `a || b || ..`
    fn connected(&mut self, chain: &Chain) -> Flow<bool> {
        let mut result = self.is_true(&chain.first)?;
        for link in &chain.links {
            if result == (link.operator == Operator::Or) {
                break;
            }
            result = self.is_true(&link.operand)?;
        }
        Ok(result)
    }

    fn chain(&mut self, chain: &Chain) -> Flow<Value> {
        if matches!(chain.links.first(), Some(Link { operator: Operator::Or | Operator::And, .. })) {
            return self.connected(chain).map(Value::Bool);
        }
        let mut left = self.value(&chain.first)?;
        for link in &chain.links {
            Self::fueled(chain.at, self.fuel.step(1))?;
            let right = self.value(&link.operand)?;
            left = match link.operator {
                Operator::Equal => Value::Bool(self.equal(&left, &right, chain.at)?),
                Operator::NotEqual => Value::Bool(!self.equal(&left, &right, chain.at)?),
                operator if operator.is_arithmetic() => self.arithmetic(left, link, right, chain.at)?,
                operator => Value::Bool(Self::ordered(&left, operator, &right, chain.at)?),
            };
        }
        Ok(left)
    }

    fn equal(&mut self, left: &Value, right: &Value, at: Offset) -> Flow<bool> {
        let is_block = |value: &Value| value.downcast::<DefinedBlock>().is_some();
        if (is_block(left) || is_block(right)) && !left.is_null() && !right.is_null() {
            return Ok(self.text(left, at)? == self.text(right, at)?);
        }
        Self::at(at, left.equals_in_template(right, &mut self.fuel))
    }

    /// Only numbers have an order.
    fn ordered(left: &Value, operator: Operator, right: &Value, at: Offset) -> Flow<bool> {
        let (Value::Number(left), Value::Number(right)) = (left, right) else { return Ok(false) };
        let order = Self::at(at, left.compare(right))?;
        Ok(match operator {
            Operator::Less => order == Ordering::Less,
            Operator::LessOrEqual => order != Ordering::Greater,
            Operator::Greater => order == Ordering::Greater,
            _ => order != Ordering::Less,
        })
    }

    /// A calculation without a result is null: with what is no number, and a division by zero.
    fn arithmetic(&mut self, left: Value, link: &Link, right: Value, at: Offset) -> Flow<Value> {
        let has_text = matches!((&left, &right), (Value::Text(_), _) | (_, Value::Text(_)));
        if has_text && link.operator == Operator::Add {
            return self.concatenation(&left, link, &right, at);
        }
        let (Value::Number(left), Value::Number(right)) = (left, right) else { return Ok(Value::Null) };
        let fuel = &mut self.fuel;
        let result = match link.operator {
            Operator::Add => left.add(&right, fuel).map(Some),
            Operator::Subtract => left.subtract(&right, fuel).map(Some),
            Operator::Multiply => left.multiply(&right, fuel).map(Some),
            Operator::Divide => left.divide(&right, fuel),
            _ => left.modulo(&right, fuel),
        };
        Ok(Self::at(at, result)?.map(Value::Number).unwrap_or_default())
    }

    /// A text and something else. What has no value adds its own source.
    fn concatenation(&mut self, left: &Value, link: &Link, right: &Value, at: Offset) -> Flow<Value> {
        let source = |side: usize| link.sources.as_ref().map(|sources| sources[side].clone());
        let mut sides = [Text::default(), Text::default()];
        for (side, value) in [left, right].into_iter().enumerate() {
            let text = if value.is_null() { source(side) } else { self.text(value, at)? };
            let Some(text) = text else {
                return Self::fail(at, "expected a text to add, found a block that is in itself too often");
            };
            sides[side] = text;
        }
        Self::fueled(at, self.fuel.grow(sides[0].len_bytes() + sides[1].len_bytes()))?;
        Ok(Value::Text(sides[0].concat(&sides[1])))
    }

    fn interpolated(&mut self, string: &Interpolated) -> Flow<Value> {
        let mut output = Output::of_string();
        self.block(&string.block, &mut output)?;
        let text = output.finish();
        if string.drop_last && !text.is_empty() {
            let kept = text.substring(0, text.utf16_len() - 1);
            return Ok(Value::Text(kept.unwrap_or_default()));
        }
        Ok(Value::Text(text))
    }

    fn list(&mut self, items: &[Expression]) -> Flow<Value> {
        Self::fueled(0, self.fuel.grow((items.len() + 2) * size_of::<Value>()))?;
        let items = items.iter().map(|item| self.value(item)).collect::<Flow<Vec<Value>>>()?;
        Ok(Value::List(List::from(items)))
    }

    fn map(&mut self, entries: &[(Expression, Expression)]) -> Flow<Value> {
        let map = Map::new();
        for (key, value) in entries {
            Self::fueled(0, self.fuel.grow(4 * size_of::<Value>()))?;
            let (key, value) = (self.value(key)?, self.value(value)?);
            map.put(key, value);
        }
        Ok(Value::Map(map))
    }

    /// `[from..to]`, up or down; null when an end is no number.
    fn range(&mut self, from: &Value, to: &Value) -> Flow<Value> {
        let (Value::Number(from), Value::Number(to)) = (from, to) else { return Ok(Value::Null) };
        let (from, to) = (from.int_value(), to.int_value());
        let Ok(length) = usize::try_from(from.wrapping_sub(to).wrapping_abs().wrapping_add(1)) else {
            return Self::fail(0, format!("expected a shorter range than from {from} to {to}"));
        };
        Self::fueled(0, self.fuel.step(length as u64))?;
        Self::fueled(0, self.fuel.grow(length.saturating_mul(size_of::<Value>())))?;
        let step = if from >= to { -1 } else { 1 };
        let mut next = from;
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            items.push(Value::Number(Number::Integer(next)));
            next = next.wrapping_add(step);
        }
        Ok(Value::List(List::from(items)))
    }
}

impl Operator {
    fn is_arithmetic(self) -> bool {
        matches!(self, Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Modulus)
    }
}
