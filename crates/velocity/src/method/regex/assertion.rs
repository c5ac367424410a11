//! What must be so at a place of a text.

use super::ast::Assertion;
use super::properties::is_in;

impl Assertion {
    /// Whether it is so at the place; `last` is where the match before ended.
    pub(super) fn holds(self, text: &[u32], at: usize, last: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| text.get(before)).copied();
        let here = text.get(at).copied();
        match self {
            Assertion::Start => at == 0,
            Assertion::End => here.is_none(),
            Assertion::Continue => at == last,
            Assertion::LineStart { unix } => match before {
                None => here.is_some(),
                // Not behind a line terminator that ends the text, nor inside of one.
                Some(before) => ends_line(before, unix) && here.is_some() && !is_pair(Some(before), here, unix),
            },
            Assertion::LineEnd { unix } => here.is_none_or(|here| ends_line(here, unix)) && !is_pair(before, here, unix),
            Assertion::LastLineEnd { unix } => {
                let rest = text.get(at..).unwrap_or_default();
                match rest {
                    [] => true,
                    [only] => ends_line(*only, unix) && !is_pair(before, here, unix),
                    [0x0D, 0x0A] => !unix,
                    _ => false,
                }
            }
            Assertion::Word => is_word(text, at.checked_sub(1)) != is_word(text, Some(at)),
            Assertion::NotWord => is_word(text, at.checked_sub(1)) == is_word(text, Some(at)),
        }
    }
}

fn ends_line(point: u32, unix: bool) -> bool {
    point == 0x0A || (!unix && matches!(point, 0x0D | 0x85 | 0x2028 | 0x2029))
}

/// Whether the place is inside of `\r\n`.
fn is_pair(before: Option<u32>, here: Option<u32>, unix: bool) -> bool {
    !unix && (before, here) == (Some(0x0D), Some(0x0A))
}

/// Whether there is a letter, digit or underscore. JDKs up to 18 take those of all scripts for this, and a mark behind one.
fn is_word(text: &[u32], at: Option<usize>) -> bool {
    let Some(&point) = at.and_then(|at| text.get(at)) else { return false };
    if let Ok(byte) = u8::try_from(point)
        && byte.is_ascii()
    {
        return byte.is_ascii_alphanumeric() || byte == b'_';
    }
    if !is_in("Mn", point) {
        return is_in("LD", point);
    }
    let mut back = text.get(..=at.unwrap_or(0)).unwrap_or_default().iter().rev().skip_while(|&&point| is_in("Mn", point));
    back.next().is_some_and(|&base| is_in("LD", base))
}
