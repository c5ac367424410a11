//! What the methods of `String` do with a pattern.

use super::cache::pattern;
use super::matcher::Matcher;
use super::program::Program;
use super::replacement::Replacement;
use crate::value::{List, Thrown, Value};
use crate::{Fuel, Text, TextBuilder};

/// Whether the whole text matches.
pub(crate) fn matches(text: &Text, regex: &Text, fuel: &mut Fuel) -> Result<bool, Thrown> {
    let program = pattern(regex, fuel)?;
    if let Some(words) = &program.plan.words {
        fuel.step(words.len() as u64 / 8)?;
        return Ok(words.iter().any(|word| word.is(text.as_wtf8())));
    }
    if let Some(sequence) = &program.plan.sequence
        && let Some(matches) = sequence.matches(text, fuel)?
    {
        return Ok(matches);
    }
    matches_generally(text, &program, fuel)
}

pub(super) fn matches_generally(text: &Text, program: &Program, fuel: &mut Fuel) -> Result<bool, Thrown> {
    let points = points(text, fuel)?;
    Matcher::new(program, &points).matches(fuel)
}

/// The text with every match replaced.
pub(crate) fn replace_all(text: &Text, regex: &Text, new: &Text, fuel: &mut Fuel) -> Result<Text, Thrown> {
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
    match (&program.plan.literal, text.as_str(), new.as_str()) {
        (Some(literal), Some(all), Some(_)) => replace_literal(text, all, literal, new, &program, most, fuel),
        _ => replace_generally(text, new, &program, most, fuel),
    }
}

/// Where no surrogates are, a text without classes and the like is found as it stands.
pub(super) fn replace_literal(
    text: &Text,
    all: &str,
    literal: &str,
    new: &Text,
    program: &Program,
    most: usize,
    fuel: &mut Fuel,
) -> Result<Text, Thrown> {
    fuel.scan(all.len())?;
    let Some(first) = find(all, literal) else { return Ok(text.clone()) };
    let new = Replacement::read(new, program)?.constant(literal);
    let mut out = String::new();
    let (mut rest, mut next, mut count) = (all, Some(first), 0);
    while count < most
        && let Some((before, matched)) = next.and_then(|at| rest.split_at_checked(at))
    {
        fuel.grow(before.len() + new.len())?;
        out.push_str(before);
        out.push_str(&new);
        rest = matched.get(literal.len()..).unwrap_or_default();
        (next, count) = (find(rest, literal), count + 1);
    }
    fuel.grow(rest.len())?;
    out.push_str(rest);
    Ok(Text::from(out))
}

pub(super) fn find(text: &str, literal: &str) -> Option<usize> {
    let mut chars = literal.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => text.find(only),
        _ => text.find(literal),
    }
}

pub(super) fn replace_generally(
    text: &Text,
    new: &Text,
    program: &Program,
    most: usize,
    fuel: &mut Fuel,
) -> Result<Text, Thrown> {
    let points = points(text, fuel)?;
    let mut found = Found::new(Matcher::new(program, &points));
    let mut out = TextBuilder::new();
    let (mut copied, mut count, mut replacement) = (0, 0, None);
    while count < most
        && let Some((start, end)) = found.next(fuel)?
    {
        push(&mut out, points.get(copied..start).unwrap_or_default(), fuel)?;
        // Java reads the replacement when there is a match to replace: a bad one is no error before.
        let replacement = match &replacement {
            Some(replacement) => replacement,
            None => replacement.insert(Replacement::read(new, program)?),
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
