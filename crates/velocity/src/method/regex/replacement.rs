//! The text that is put in place of a match: `$1`, `${name}` and `\$`.

use super::matcher::Matcher;
use super::program::Program;
use crate::Text;
use crate::value::Thrown;

/// A part of a replacement.
enum Part {
    Point(u32),
    Group(usize),
}

/// A replacement, read once and put in place of many matches.
pub(super) struct Replacement(Vec<Part>);

impl Replacement {
    pub(super) fn read(text: &Text, program: &Program) -> Result<Self, Thrown> {
        let points: Vec<u32> = text.code_points().collect();
        let mut parts = Vec::with_capacity(points.len());
        let mut rest = points.as_slice();
        while let [point, tail @ ..] = rest {
            rest = match char::from_u32(*point) {
                Some('\\') => {
                    let (escaped, tail) = tail.split_first().ok_or_else(|| illegal("character to be escaped is missing"))?;
                    parts.push(Part::Point(*escaped));
                    tail
                }
                Some('$') => {
                    let (group, tail) = group(tail, program)?;
                    parts.push(Part::Group(group));
                    tail
                }
                _ => {
                    parts.push(Part::Point(*point));
                    tail
                }
            };
        }
        Ok(Replacement(parts))
    }

    /// What it is for a pattern without groups that always matches the same.
    pub(super) fn constant(&self, whole: &str) -> String {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Point(point) => text.extend(char::from_u32(*point)),
                Part::Group(_) => text.push_str(whole),
            }
        }
        text
    }

    /// Puts it in place of the match that was found last. A group that holds nothing is nothing.
    pub(super) fn write(&self, matcher: &Matcher<'_>, mut push: impl FnMut(&[u32]) -> Result<(), Thrown>) -> Result<(), Thrown> {
        for part in &self.0 {
            match part {
                Part::Point(point) => push(&[*point])?,
                Part::Group(number) => push(matcher.group(*number).unwrap_or_default())?,
            }
        }
        Ok(())
    }
}

/// The group behind a dollar sign, and what stands behind it.
fn group<'a>(rest: &'a [u32], program: &Program) -> Result<(usize, &'a [u32]), Thrown> {
    let digit = |point: &u32| char::from_u32(*point).and_then(|char| char.to_digit(10)).map(|digit| digit as usize);
    let (first, mut rest) = rest.split_first().ok_or_else(|| illegal("Illegal group reference: group index is missing"))?;
    if *first == u32::from('{') {
        let length =
            rest.iter().take_while(|&&point| char::from_u32(point).is_some_and(|char| char.is_ascii_alphanumeric())).count();
        let name: String = rest.iter().take(length).copied().filter_map(char::from_u32).collect();
        if name.is_empty() {
            return Err(illegal("named capturing group is missing trailing '}'"));
        }
        if rest.get(length) != Some(&u32::from('}')) {
            return Err(illegal("named capturing group is missing trailing '}'"));
        }
        let found = program.names.iter().find(|(other, _)| *other == name);
        let (_, number) = found.ok_or_else(|| illegal(&format!("No group with name {{{name}}}")))?;
        return Ok((*number, rest.get(length + 1..).unwrap_or_default()));
    }
    let mut number = digit(first).ok_or_else(|| illegal("Illegal group reference"))?;
    if number > program.groups {
        return Err(Thrown::exception("IndexOutOfBoundsException", format!("No group {number}")));
    }
    while let Some((next, tail)) = rest.split_first()
        && let Some(digit) = digit(next)
        && number * 10 + digit <= program.groups
    {
        number = number * 10 + digit;
        rest = tail;
    }
    Ok((number, rest))
}

fn illegal(message: &str) -> Thrown {
    Thrown::exception("IllegalArgumentException", message)
}
