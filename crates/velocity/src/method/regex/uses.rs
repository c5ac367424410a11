//! What the methods of `String` do with a pattern.

use super::cache::pattern;
use super::matcher::Matcher;
use super::replacement::Replacement;
use crate::value::{List, Thrown, Value};
use crate::{Fuel, Text, TextBuilder};

/// Whether the whole text matches.
pub(in crate::method) fn matches(text: &Text, regex: &Text, fuel: &mut Fuel) -> Result<bool, Thrown> {
    let program = pattern(regex, fuel)?;
    let points = points(text, fuel)?;
    Matcher::new(&program, &points).matches(fuel)
}

/// The text with every match replaced.
pub(in crate::method) fn replace_all(text: &Text, regex: &Text, new: &Text, fuel: &mut Fuel) -> Result<Text, Thrown> {
    replace(text, regex, new, usize::MAX, fuel)
}

/// The text with the first match replaced.
pub(in crate::method) fn replace_first(text: &Text, regex: &Text, new: &Text, fuel: &mut Fuel) -> Result<Text, Thrown> {
    replace(text, regex, new, 1, fuel)
}

fn points(text: &Text, fuel: &mut Fuel) -> Result<Vec<u32>, Thrown> {
    fuel.scan(4 * text.len_bytes())?;
    Ok(text.code_points().collect())
}

fn replace(text: &Text, regex: &Text, new: &Text, most: usize, fuel: &mut Fuel) -> Result<Text, Thrown> {
    let program = pattern(regex, fuel)?;
    let points = points(text, fuel)?;
    let mut found = Found::new(Matcher::new(&program, &points));
    let mut out = TextBuilder::new();
    let (mut copied, mut count, mut replacement) = (0, 0, None);
    while count < most
        && let Some((start, end)) = found.next(fuel)?
    {
        push(&mut out, points.get(copied..start).unwrap_or_default(), fuel)?;
        // Java reads the replacement when there is a match to replace: a bad one is no error before.
        let replacement = match &replacement {
            Some(replacement) => replacement,
            None => replacement.insert(Replacement::read(new, &program)?),
        };
        replacement.write(&found.matcher, |points| push(&mut out, points, fuel))?;
        (copied, count) = (end, count + 1);
    }
    if count == 0 {
        return Ok(text.clone());
    }
    push(&mut out, points.get(copied..).unwrap_or_default(), fuel)?;
    Ok(out.finish())
}

fn push(out: &mut TextBuilder, points: &[u32], fuel: &mut Fuel) -> Result<(), Thrown> {
    fuel.grow(points.len())?;
    points.iter().for_each(|&point| out.push_code_point(point));
    Ok(())
}

/// The parts between the matches: an array of Java's.
pub(in crate::method) fn split(text: &Text, regex: &Text, limit: i32, fuel: &mut Fuel) -> Result<Value, Thrown> {
    let program = pattern(regex, fuel)?;
    let points = points(text, fuel)?;
    let mut found = Found::new(Matcher::new(&program, &points));
    let most = usize::try_from(limit).ok().filter(|&limit| limit > 0).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    let mut from = 0;
    while parts.len() < most - 1
        && let Some((start, end)) = found.next(fuel)?
    {
        // Nothing stands before an empty match at the start.
        if end > 0 {
            parts.push(part(&points, from, start, fuel)?);
            from = end;
        }
    }
    if from == 0 && parts.is_empty() {
        return Ok(Value::List(List::array(vec![Value::Text(text.clone())])));
    }
    parts.push(part(&points, from, points.len(), fuel)?);
    if limit == 0 {
        while matches!(parts.last(), Some(Value::Text(last)) if last.is_empty()) {
            parts.pop();
        }
    }
    Ok(Value::List(List::array(parts)))
}

fn part(points: &[u32], start: usize, end: usize, fuel: &mut Fuel) -> Result<Value, Thrown> {
    let mut text = TextBuilder::with_capacity(end.saturating_sub(start));
    fuel.grow(size_of::<Value>())?;
    push(&mut text, points.get(start..end).unwrap_or_default(), fuel)?;
    Ok(Value::Text(text.finish()))
}

/// One match after the other.
struct Found<'a> {
    matcher: Matcher<'a>,
    from: usize,
}

impl<'a> Found<'a> {
    fn new(matcher: Matcher<'a>) -> Self {
        Found { matcher, from: 0 }
    }

    fn next(&mut self, fuel: &mut Fuel) -> Result<Option<(usize, usize)>, Thrown> {
        let found = self.matcher.find(self.from, fuel)?;
        // Behind an empty match the search goes on one further.
        self.from = found.map_or(usize::MAX, |(start, end)| if start == end { end + 1 } else { end });
        Ok(found)
    }
}
