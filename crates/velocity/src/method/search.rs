//! Finding a text in a text, by the units of UTF-16.

use crate::value::Thrown;
use crate::{Fuel, Text, TextBuilder};

/// The index of the first occurrence at an index or behind it.
pub(super) fn first(text: &Text, part: &Text, from: usize, fuel: &mut Fuel) -> Result<Option<usize>, Thrown> {
    fuel.scan(text.len_bytes() + part.len_bytes())?;
    if let (Some(all), Some(wanted)) = (text.as_str(), part.as_str()) {
        let Some(start) = byte_index(text, all, from) else {
            // Behind the end the empty text is found at the end; in the middle of a pair nothing is.
            return Ok(if from >= text.utf16_len() {
                wanted.is_empty().then(|| text.utf16_len())
            } else if wanted.is_empty() {
                Some(from)
            } else {
                let next = byte_index(text, all, from + 1).unwrap_or(all.len());
                all.get(next..).and_then(|rest| rest.find(wanted)).map(|at| unit_index(text, all, next + at))
            });
        };
        return Ok(all.get(start..).and_then(|rest| rest.find(wanted)).map(|at| unit_index(text, all, start + at)));
    }
    let (all, wanted) = (units(text), units(part));
    let from = from.min(all.len());
    charge_slow(&all, &wanted, fuel)?;
    if wanted.is_empty() {
        return Ok(Some(from));
    }
    Ok(all.get(from..).and_then(|rest| rest.windows(wanted.len()).position(|window| window == wanted)).map(|at| from + at))
}

/// The index of the last occurrence at an index or before it.
pub(super) fn last(text: &Text, part: &Text, from: i32, fuel: &mut Fuel) -> Result<Option<usize>, Thrown> {
    fuel.scan(text.len_bytes() + part.len_bytes())?;
    let Ok(from) = usize::try_from(from) else { return Ok(None) };
    if let (true, Some(all), Some(wanted)) = (text.is_ascii(), text.as_str(), part.as_str()) {
        let end = from.saturating_add(wanted.len()).min(all.len());
        return Ok(all.get(..end).and_then(|before| before.rfind(wanted)));
    }
    let (all, wanted) = (units(text), units(part));
    charge_slow(&all, &wanted, fuel)?;
    if wanted.is_empty() {
        return Ok(Some(from.min(all.len())));
    }
    let end = from.saturating_add(wanted.len()).min(all.len());
    Ok(all.get(..end).and_then(|before| before.windows(wanted.len()).rposition(|window| window == wanted)))
}

/// Whether a text stands at an index.
pub(super) fn is_at(text: &Text, part: &Text, at: usize, fuel: &mut Fuel) -> Result<bool, Thrown> {
    fuel.scan(text.len_bytes())?;
    if let (true, Some(all), Some(wanted)) = (text.is_ascii(), text.as_str(), part.as_str()) {
        return Ok(all.get(at..).is_some_and(|rest| rest.starts_with(wanted)));
    }
    let mut rest = text.units();
    for _ in 0..at {
        if rest.next().is_none() {
            return Ok(false);
        }
    }
    Ok(part.units().all(|unit| rest.next() == Some(unit)))
}

/// The index of the first occurrence of a code point at an index or behind it.
pub(super) fn first_unit(text: &Text, point: i32, from: usize) -> Option<usize> {
    let wanted = u32::try_from(point).ok()?;
    let mut index = 0;
    for point in text.code_points() {
        if index >= from && point == wanted {
            return Some(index);
        }
        index += if point > 0xFFFF { 2 } else { 1 };
    }
    // Half of a pair can be asked for too.
    let half = u16::try_from(wanted).ok().filter(|unit| (0xD800..0xE000).contains(unit))?;
    text.units().enumerate().skip(from).find(|&(_, unit)| unit == half).map(|(index, _)| index)
}

/// The index of the last occurrence of a code point at an index or before it.
pub(super) fn last_unit(text: &Text, point: i32, from: i32) -> Option<usize> {
    let (wanted, from) = (u32::try_from(point).ok()?, usize::try_from(from).ok()?);
    let (mut index, mut found) = (0, None);
    for point in text.code_points() {
        if index > from {
            break;
        }
        if point == wanted {
            found = Some(index);
        }
        index += if point > 0xFFFF { 2 } else { 1 };
    }
    found
}

/// The text with every occurrence replaced. The empty text occurs between all units, and at both ends.
pub(super) fn replace(text: &Text, old: &Text, new: &Text, fuel: &mut Fuel) -> Result<Text, Thrown> {
    fuel.scan(text.len_bytes())?;
    if let (Some(all), Some(old), Some(new), false) =
        (text.as_str(), old.as_str(), new.as_str(), old.is_empty() && !text.is_ascii())
    {
        let count = all.matches(old).count();
        if count == 0 {
            return Ok(text.clone());
        }
        fuel.grow(all.len().saturating_add(count.saturating_mul(new.len())))?;
        return Ok(Text::from(all.replace(old, new)));
    }
    let (all, old) = (units(text), units(old));
    charge_slow(&all, &old, fuel)?;
    let mut out = TextBuilder::new();
    let mut at = 0;
    while at <= all.len() {
        let here = all.get(at..).is_some_and(|rest| rest.starts_with(&old));
        if here {
            fuel.grow(new.len_bytes())?;
            out.push_text(new);
        }
        if here && !old.is_empty() {
            at += old.len();
            continue;
        }
        if let Some(&unit) = all.get(at) {
            fuel.grow(1)?;
            out.push_unit(unit);
        }
        at += 1;
    }
    Ok(out.finish())
}

fn units(text: &Text) -> Vec<u16> {
    text.units().collect()
}

/// The simple search may compare the whole part at every index.
fn charge_slow(all: &[u16], part: &[u16], fuel: &mut Fuel) -> Result<(), Thrown> {
    Ok(fuel.scan(all.len().saturating_mul(part.len().min(all.len())) / 4)?)
}

/// Where a unit starts in the bytes; `None` behind the end, and in the middle of a pair.
fn byte_index(text: &Text, all: &str, unit: usize) -> Option<usize> {
    if text.is_ascii() || unit == 0 {
        return (unit <= all.len()).then_some(unit);
    }
    let mut units = 0;
    for (at, char) in all.char_indices() {
        if units >= unit {
            return (units == unit).then_some(at);
        }
        units += char.len_utf16();
    }
    (units == unit).then_some(all.len())
}

fn unit_index(text: &Text, all: &str, byte: usize) -> usize {
    if text.is_ascii() {
        return byte;
    }
    all.get(..byte).map_or(0, |before| before.chars().map(char::len_utf16).sum())
}
