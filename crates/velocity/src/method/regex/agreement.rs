//! The ways without the matcher answer what the matcher answers.

use super::cache::pattern;
use super::uses::{find, matches_generally, replace_generally, replace_literal};
use crate::value::Thrown;
use crate::{Fuel, Limits, Text};

/// Numbers without an order, always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.roll(from.len())).copied().unwrap_or_default()
    }

    fn many(&mut self, most: usize, from: &[&str]) -> String {
        (0..self.roll(most + 1)).map(|_| self.pick(from)).collect()
    }

    /// A text, now and then with half a pair.
    fn text(&mut self, most: usize) -> Text {
        let text = self.many(most, &["a", "b", "B", "ab", "'", "é", "É", "\u{1F600}", "\n", "{", "}", "k", "\u{212A}", " "]);
        let half = [0xD83D_u16, 0xDE00][self.roll(2)];
        match self.roll(8) {
            0 => Text::from(text).concat(&Text::from_utf16([half].into_iter())),
            1 => Text::from_utf16([half].into_iter()).concat(&text.into()),
            _ => text.into(),
        }
    }
}

fn shown(result: Result<Text, Thrown>) -> String {
    result.map_or_else(|thrown| format!("thrown {thrown}"), |text| format!("{:?}", text.as_wtf8()))
}

#[test]
fn words_and_sequences_match_what_the_matcher_matches() {
    let (mut dice, mut fuel) = (Dice(7), Fuel::new(&Limits { steps: u64::MAX, ..Limits::DEFAULT }));
    let (mut words, mut sequences, mut positive) = (0, 0, 0);
    for _ in 0..30_000 {
        let mut regex = dice.pick(&["", "", "(?i)", "(?s)", "(?iu)", "^", "(?m)", "(?d)"]).to_owned();
        let is_words = dice.roll(2) == 0;
        for _ in 0..=dice.roll(3) {
            if is_words {
                regex += &dice.many(3, &["a", "b", "B", "ab", "\\'", "é", "k", "\\{", "(?:", "(b)", "\\Q{}\\E"]);
                regex += dice.pick(&["|", "|", "", "$|", "|^", "(?i)", ")"]);
            } else {
                regex +=
                    dice.pick(&["a", "[ab]", ".", "[^a]", "\\s", "\\W", "é", "[{]", "(b)", "[\\p{L}]", "[a-zé]", "k", "(", ")"]);
                regex += dice.pick(&["", "*", "+", "?", "{2}", "{1,3}", "{0,2}", "*?", "++", "{2,}"]);
            }
        }
        regex += dice.pick(&["", "", "$", "\\z", "\\Z"]);
        let Ok(program) = pattern(&regex.as_str().into(), &mut fuel) else { continue };
        for _ in 0..6 {
            let text = dice.text(6);
            let expected = matches_generally(&text, &program, &mut fuel).unwrap();
            if let Some(known) = &program.plan.words {
                words += 1;
                assert_eq!(known.iter().any(|word| word.is(text.as_wtf8())), expected, "{regex} {text:?}");
            }
            if let Some(sequence) = &program.plan.sequence {
                let found = sequence.run(&text, &mut fuel).unwrap();
                sequences += usize::from(found.is_some());
                assert_eq!(found.unwrap_or(expected), expected, "{regex} {text:?}");
            }
            positive += usize::from(expected);
        }
    }
    assert!(words > 10_000 && sequences > 10_000 && positive > 5_000, "{words} {sequences} {positive}");
}

#[test]
fn literals_are_replaced_as_the_matcher_replaces_them() {
    let (mut dice, mut fuel) = (Dice(11), Fuel::new(&Limits { steps: u64::MAX, memory_bytes: usize::MAX, ..Limits::DEFAULT }));
    let (mut cases, mut found) = (0, 0);
    for _ in 0..30_000 {
        let regex =
            dice.many(3, &["a", "b", "ab", "\\'", "é", "\\{", "\\n", "(?:b)", "(b)", "[a]", "\\x{1F600}", "(?i)", "\\uD83D"]);
        let Ok(program) = pattern(&regex.as_str().into(), &mut fuel) else { continue };
        let (text, new) = (dice.text(8), dice.many(3, &["x", "$0", "\\\\", "\\$", "é", "$1", "$", "\\", "${a}", "\u{1F600}"]));
        let new = Text::from(new);
        let (Some(literal), Some(all)) = (&program.plan.literal, text.as_str()) else { continue };
        for most in [1, usize::MAX] {
            let expected = shown(replace_generally(&text, &new, &program, most, &mut fuel));
            let answer = shown(replace_literal(&text, all, literal, &new, &program, most, &mut fuel));
            assert_eq!(answer, expected, "{regex} {text:?} {new:?}");
            cases += 1;
            found += usize::from(find(all, literal).is_some());
        }
    }
    assert!(cases > 10_000 && found > 2_000, "{cases} {found}");
}

#[test]
fn long_texts_take_fuel_in_proportion() {
    let text = Text::from("ab ".repeat(100_000));
    for regex in ["(?s)[ ]*[a-z ]*", ".*b.*"] {
        let mut fuel = Fuel::new(&Limits { steps: 4_000, ..Limits::DEFAULT });
        assert!(super::matches(&text, &regex.into(), &mut fuel).is_err(), "{regex}");
        let mut fuel = Fuel::new(&Limits { steps: 10_000, ..Limits::DEFAULT });
        assert!(super::matches(&text, &regex.into(), &mut fuel).unwrap(), "{regex}");
    }
    let mut fuel = Fuel::new(&Limits { steps: 4_000, ..Limits::DEFAULT });
    assert!(super::replace_all(&text, &"x".into(), &"".into(), &mut fuel).is_err());
}
