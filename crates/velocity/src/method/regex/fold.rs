//! Upper and lower case of single code points, as `java.lang.Character` knows them.

use super::ast::Fold;
use std::sync::OnceLock;

/// Java's `toUpperCase` of a code point: itself when the upper case takes more than one.
pub(in super::super) fn upper(point: u32) -> u32 {
    match char::from_u32(point).map(char::to_uppercase) {
        Some(mut upper) if upper.len() == 1 => upper.next().map_or(point, u32::from),
        _ => point,
    }
}

/// Java's `toLowerCase` of a code point. The one that takes more than one is I with a dot.
pub(in super::super) fn lower(point: u32) -> u32 {
    char::from_u32(point).and_then(|char| char.to_lowercase().next()).map_or(point, u32::from)
}

/// Java compares without case by the lower case of the upper case.
pub(in super::super) fn unicode(point: u32) -> u32 {
    lower(upper(point))
}

/// What two code points have in common when they are the same but for the case.
pub(super) fn folded(point: u32, fold: Fold) -> u32 {
    match fold {
        Fold::None => point,
        Fold::Ascii => u8::try_from(point).map_or(point, |byte| u32::from(byte.to_ascii_lowercase())),
        Fold::Unicode => unicode(point),
    }
}

/// The code points of which the upper case, or the lower case of it, is in a set.
pub(super) fn others_in_unicode(contains: impl Fn(u32) -> bool) -> Vec<u32> {
    static CASED: OnceLock<Vec<(u32, u32, u32)>> = OnceLock::new();
    // The last letter that has a case is in the block Adlam.
    let cased = CASED.get_or_init(|| {
        let all = (0..0x1_E944).map(|point| (point, upper(point), unicode(point)));
        all.filter(|&(point, upper, lower)| upper != point || lower != point).collect()
    });
    cased.iter().filter(|&&(_, upper, lower)| contains(upper) || contains(lower)).map(|&(point, ..)| point).collect()
}
