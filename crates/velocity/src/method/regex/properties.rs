//! `\p{...}` and the other classes with a name.

use super::class::Class;
use regex_syntax::hir::{Class as HirClass, HirKind};
use std::cell::RefCell;

/// The class that `\p{name}` means to Java; `None` when there is none.
///
/// Where the case does not count, the names of upper and lower case mean both.
pub(super) fn property(name: &str, unicode: bool, ignore_case: bool) -> Option<Class> {
    if ignore_case {
        match name {
            "Lower" | "Upper" if unicode => return table(r"[\p{Lowercase}\p{Uppercase}\p{Lt}]"),
            "Lower" | "Upper" => return posix("Alpha"),
            "Lu" | "Ll" | "Lt" | "IsLu" | "IsLl" | "IsLt" => return category("LC"),
            "javaLowerCase" | "javaUpperCase" | "javaTitleCase" | "IsLowercase" | "IsUppercase" | "IsTitlecase" => {
                return table(r"[\p{Lowercase}\p{Uppercase}\p{Lt}]");
            }
            _ => {}
        }
    }
    if let Some((kind, value)) = name.split_once('=') {
        return match kind.to_ascii_lowercase().as_str() {
            "sc" | "script" => script(value),
            "gc" | "general_category" => category(value),
            "blk" | "block" => block(value),
            _ => None,
        };
    }
    if let Some(value) = name.strip_prefix("In") {
        return block(value);
    }
    if let Some(value) = name.strip_prefix("Is") {
        return binary(value).or_else(|| category(value)).or_else(|| script(value));
    }
    if let (true, Some(class)) = (unicode, posix_in_unicode(name)) {
        return Some(class);
    }
    posix(name).or_else(|| category(name)).or_else(|| java(name))
}

/// Whether a code point has a property that is asked for often.
pub(in super::super) fn is_in(name: &'static str, point: u32) -> bool {
    thread_local! {
        static KNOWN: RefCell<Vec<(&'static str, Class)>> = const { RefCell::new(Vec::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some((_, class)) = known.iter().find(|(other, _)| *other == name) {
            return class.contains(point);
        }
        let class = property(name, false, false).unwrap_or_default();
        let found = class.contains(point);
        known.push((name, class));
        found
    })
}

/// The ASCII classes of POSIX.
pub(super) fn posix(name: &str) -> Option<Class> {
    Some(Class::of(match name {
        "Lower" => &[('a', 'z')],
        "Upper" => &[('A', 'Z')],
        "ASCII" => &[('\0', '\x7F')],
        "Alpha" => &[('A', 'Z'), ('a', 'z')],
        "Digit" => &[('0', '9')],
        "Alnum" => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        "Punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "Graph" => &[('!', '~')],
        "Print" => &[(' ', '~')],
        "Blank" => &[('\t', '\t'), (' ', ' ')],
        "Cntrl" => &[('\0', '\x1F'), ('\x7F', '\x7F')],
        "XDigit" => &[('0', '9'), ('A', 'F'), ('a', 'f')],
        "Space" => &[('\t', '\r'), (' ', ' ')],
        "Word" => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        _ => return None,
    }))
}

/// The same names, and `Word`, under the flag `U`.
pub(super) fn posix_in_unicode(name: &str) -> Option<Class> {
    let binary = |name| table(&format!(r"\p{{{name}}}"));
    match name {
        "Lower" => binary("Lowercase"),
        "Upper" => binary("Uppercase"),
        "Alpha" => binary("Alphabetic"),
        "Digit" => binary("Nd"),
        "Alnum" => table(r"[\p{Alphabetic}\p{Nd}]"),
        "Punct" => binary("P"),
        "Space" => binary("White_Space"),
        "Blank" => table(r"[\p{Zs}\t]"),
        "Cntrl" => binary("Cc"),
        "XDigit" => table(r"[\p{Nd}\p{Hex_Digit}]"),
        "Graph" => table(r"[^\p{White_Space}\p{Cc}\p{Cn}]"),
        "Print" => table(r"[[^\p{White_Space}\p{Cc}\p{Cn}]\p{Zs}]"),
        "Word" => table(r"[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]"),
        _ => None,
    }
}

/// The properties of Unicode that are yes or no.
fn binary(name: &str) -> Option<Class> {
    table(match name.to_ascii_uppercase().as_str() {
        "ALPHABETIC" => r"\p{Alphabetic}",
        "LETTER" => r"\p{L}",
        "IDEOGRAPHIC" => r"\p{Ideographic}",
        "LOWERCASE" => r"\p{Lowercase}",
        "UPPERCASE" => r"\p{Uppercase}",
        "TITLECASE" => r"\p{Lt}",
        "PUNCTUATION" => r"\p{P}",
        "CONTROL" => r"\p{Cc}",
        "WHITE_SPACE" | "WHITESPACE" => r"\p{White_Space}",
        "DIGIT" => r"\p{Nd}",
        "ALNUM" => r"[\p{Alphabetic}\p{Nd}]",
        "HEX_DIGIT" | "HEXDIGIT" => r"[\p{Nd}\p{Hex_Digit}]",
        "JOIN_CONTROL" | "JOINCONTROL" => r"\p{Join_Control}",
        "NONCHARACTER_CODE_POINT" | "NONCHARACTERCODEPOINT" => r"\p{Noncharacter_Code_Point}",
        "ASSIGNED" => r"\P{Cn}",
        _ => return None,
    })
}

fn category(name: &str) -> Option<Class> {
    const SURROGATES: (u32, u32) = (0xD800, 0xDFFF);
    let class = match name {
        "L" | "Lu" | "Ll" | "Lt" | "Lm" | "Lo" | "M" | "Mn" | "Me" | "Mc" | "N" | "Nd" | "Nl" | "No" | "Z" | "Zs" | "Zl"
        | "Zp" | "Cc" | "Cf" | "Co" | "Cn" | "P" | "Pd" | "Ps" | "Pe" | "Pc" | "Po" | "Pi" | "Pf" | "S" | "Sm" | "Sc" | "Sk"
        | "So" | "C" => table(&format!(r"\p{{{name}}}"))?,
        "Cs" => return Some(Class::new(vec![SURROGATES])),
        "LC" => table(r"[\p{Lu}\p{Ll}\p{Lt}]")?,
        "LD" => table(r"[\p{L}\p{Nd}]")?,
        "L1" => Class::new(vec![(0, 0xFF)]),
        "all" => Class::default().negate(),
        _ => return None,
    };
    Some(if name == "C" { class.union(&Class::new(vec![SURROGATES])) } else { class })
}

fn script(name: &str) -> Option<Class> {
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    plain.then(|| table(&format!(r"\p{{Script={name}}}")))?
}

/// The methods `is...` of `java.lang.Character`.
fn java(name: &str) -> Option<Class> {
    let name = name.strip_prefix("java")?;
    match name {
        "LowerCase" => table(r"\p{Lowercase}"),
        "UpperCase" => table(r"\p{Uppercase}"),
        "Alphabetic" => table(r"\p{Alphabetic}"),
        "Ideographic" => table(r"\p{Ideographic}"),
        "TitleCase" => table(r"\p{Lt}"),
        "Digit" => table(r"\p{Nd}"),
        "Defined" => Some(table(r"\P{Cn}")?.union(&Class::new(vec![(0xD800, 0xDFFF)]))),
        "Letter" => table(r"\p{L}"),
        "LetterOrDigit" => table(r"[\p{L}\p{Nd}]"),
        "SpaceChar" => table(r"\p{Z}"),
        "Whitespace" => table(r"[[\p{Z}--[\u{A0}\u{2007}\u{202F}]]\t-\r\x1C-\x1F]"),
        "ISOControl" => Some(Class::new(vec![(0, 0x1F), (0x7F, 0x9F)])),
        "JavaIdentifierStart" => table(r"[\p{L}\p{Nl}\p{Sc}\p{Pc}]"),
        "JavaIdentifierPart" => table(r"[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mc}\p{Mn}\p{Cf}\x00-\x08\x0E-\x1B\x7F-\x9F]"),
        _ => None,
    }
}

/// The blocks that somebody might ask for. The tables at hand do not have them.
fn block(name: &str) -> Option<Class> {
    let name: String = name.chars().filter(|char| char.is_ascii_alphanumeric()).map(|char| char.to_ascii_lowercase()).collect();
    let range = match name.as_str() {
        "basiclatin" | "ascii" => (0, 0x7F),
        "latin1supplement" | "latin1" => (0x80, 0xFF),
        "latinextendeda" => (0x100, 0x17F),
        "latinextendedb" => (0x180, 0x24F),
        "ipaextensions" => (0x250, 0x2AF),
        "spacingmodifierletters" => (0x2B0, 0x2FF),
        "combiningdiacriticalmarks" => (0x300, 0x36F),
        "greek" | "greekandcoptic" => (0x370, 0x3FF),
        "cyrillic" => (0x400, 0x4FF),
        "armenian" => (0x530, 0x58F),
        "hebrew" => (0x590, 0x5FF),
        "arabic" => (0x600, 0x6FF),
        "devanagari" => (0x900, 0x97F),
        "thai" => (0xE00, 0xE7F),
        "georgian" => (0x10A0, 0x10FF),
        "hanguljamo" => (0x1100, 0x11FF),
        "latinextendedadditional" => (0x1E00, 0x1EFF),
        "greekextended" => (0x1F00, 0x1FFF),
        "generalpunctuation" => (0x2000, 0x206F),
        "superscriptsandsubscripts" => (0x2070, 0x209F),
        "currencysymbols" => (0x20A0, 0x20CF),
        "letterlikesymbols" => (0x2100, 0x214F),
        "numberforms" => (0x2150, 0x218F),
        "arrows" => (0x2190, 0x21FF),
        "mathematicaloperators" => (0x2200, 0x22FF),
        "boxdrawing" => (0x2500, 0x257F),
        "geometricshapes" => (0x25A0, 0x25FF),
        "miscellaneoussymbols" => (0x2600, 0x26FF),
        "dingbats" => (0x2700, 0x27BF),
        "cjksymbolsandpunctuation" => (0x3000, 0x303F),
        "hiragana" => (0x3040, 0x309F),
        "katakana" => (0x30A0, 0x30FF),
        "bopomofo" => (0x3100, 0x312F),
        "cjkunifiedideographs" => (0x4E00, 0x9FFF),
        "hangulsyllables" => (0xAC00, 0xD7AF),
        "privateusearea" => (0xE000, 0xF8FF),
        "halfwidthandfullwidthforms" => (0xFF00, 0xFFEF),
        "emoticons" => (0x1_F600, 0x1_F64F),
        _ => return None,
    };
    Some(Class::new(vec![range]))
}

/// A class from the tables of Unicode.
fn table(pattern: &str) -> Option<Class> {
    let hir = regex_syntax::Parser::new().parse(pattern).ok()?;
    match hir.kind() {
        HirKind::Class(HirClass::Unicode(class)) => {
            Some(Class::new(class.iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()))
        }
        // Of a single character it makes no class.
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).ok()?.chars().next().map(|char| Class::single(char.into())),
        _ => None,
    }
}

/// `\h`
pub(super) fn horizontal_space() -> Class {
    Class::of(&[
        (' ', ' '),
        ('\t', '\t'),
        ('\u{A0}', '\u{A0}'),
        ('\u{1680}', '\u{1680}'),
        ('\u{180E}', '\u{180E}'),
        ('\u{2000}', '\u{200A}'),
        ('\u{202F}', '\u{202F}'),
        ('\u{205F}', '\u{205F}'),
        ('\u{3000}', '\u{3000}'),
    ])
}

/// `\v`
pub(super) fn vertical_space() -> Class {
    Class::of(&[('\n', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')])
}

/// What ends a line, when not only `\n` does.
pub(super) fn line_terminators() -> Class {
    Class::of(&[('\n', '\n'), ('\r', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')])
}
