//! Upper and lower case of texts.

use super::regex;
use crate::{Text, TextBuilder};

/// Java's `toLowerCase`, in a locale without rules of its own.
pub(super) fn lower(text: &Text) -> Text {
    map(text, str::to_lowercase)
}

/// Java's `toUpperCase`.
pub(super) fn upper(text: &Text) -> Text {
    map(text, str::to_uppercase)
}

/// Changes what is Unicode. A lone surrogate has no case.
fn map(text: &Text, change: fn(&str) -> String) -> Text {
    if let Some(text) = text.as_str() {
        return Text::from(change(text));
    }
    let (mut out, mut run) = (TextBuilder::new(), String::new());
    for point in text.code_points() {
        match char::from_u32(point) {
            Some(char) => run.push(char),
            None => {
                out.push_str(&change(&std::mem::take(&mut run)));
                out.push_code_point(point);
            }
        }
    }
    out.push_str(&change(&run));
    out.finish()
}

/// The code points with the case taken away, as Java compares them.
fn folded(text: &Text) -> impl Iterator<Item = u32> + '_ {
    text.code_points().map(regex::fold_case)
}

/// Java's `compareToIgnoreCase`: the difference of the first that differ, or of the lengths. It compares code points when
/// neither text is of Latin 1, and units otherwise.
pub(super) fn compare(left: &Text, right: &Text) -> i32 {
    let latin = |text: &Text| text.code_points().all(|point| point <= 0xFF);
    let different = if latin(left) || latin(right) {
        let units = |text: &Text| text.units().map(|unit| regex::fold_case(unit.into())).collect::<Vec<_>>();
        units(left).into_iter().zip(units(right)).find(|(left, right)| left != right)
    } else {
        folded(left).zip(folded(right)).find(|(left, right)| left != right)
    };
    match different {
        Some((left, right)) => left as i32 - right as i32,
        None => left.utf16_len() as i32 - right.utf16_len() as i32,
    }
}

/// Java's `equalsIgnoreCase`.
pub(super) fn equal(left: &Text, right: &Text) -> bool {
    match (left.as_str(), right.as_str()) {
        (Some(left), Some(right)) if left.is_ascii() && right.is_ascii() => left.eq_ignore_ascii_case(right),
        _ => folded(left).eq(folded(right)),
    }
}
