//! What resources are called.
//!
//! A name depends on the element alone, never on its position or its neighbours. Where the two spellings of an [`Id`]
//! would lose a part of the element's name (a letter's case, a sign, where one word ends), a short hash of that name is
//! part of the id, whether or not a neighbour collides today.

use crate::intake::{self, Method, Path};
use crate::stack::Id;
use sha2::{Digest, Sha256};

/// The dead-letter queue of a queue.
pub(super) fn dead_letter_queue(queue: &str) -> String {
    format!("{queue}-dlq")
}

/// A queue, and everything that belongs to it alone.
pub(super) fn queue(name: &str) -> Id {
    let words: Vec<&str> = name.split('-').collect();
    id(&words, name)
}

/// The policy of a queue's consumer. No queue is spelt with two underscores, so it never meets the policy of another's role.
pub(super) fn consumer(name: &str) -> Id {
    let Id { camel, snake } = queue(name);
    Id { camel: camel + "Consumer", snake: snake + "__consumer" }
}

/// An authorizer and the role to call one, each named by its content. No queue is spelt with two underscores.
pub(super) fn authorizer(content: &str) -> Id {
    let hash = hash(content);
    Id { camel: format!("Authorizer{}", hash.to_ascii_uppercase()), snake: format!("authorizer__{hash}") }
}

/// A parameter: as it is written on CloudFormation, where no resource begins with a small letter, and with underscores on
/// Terraform. Names hold letters and digits alone, so no two of them meet.
pub(super) fn parameter(name: &str) -> Id {
    let mut snake = String::with_capacity(name.len() + 8);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    Id { camel: name.to_owned(), snake }
}

/// The resource at the end of some segments of a path.
pub(super) fn resource(segments: &[intake::Segment]) -> Id {
    let texts: Vec<String> = segments.iter().map(ToString::to_string).collect();
    let words: Vec<&str> = texts.iter().map(String::as_str).collect();
    id(&words, &texts.join("/"))
}

/// A method of an endpoint.
pub(super) fn method(path: &Path, method: Method) -> Id {
    let Id { camel, snake } = resource(path.segments());
    let word = method.name().to_ascii_lowercase();
    Id { camel: camel + &capitalised(&word), snake: format!("{snake}_{word}") }
}

/// The method that answers a browser's question before.
pub(super) fn preflight(path: &Path) -> Id {
    part(&resource(path.segments()), "Options", "options")
}

/// One answer of a method.
pub(super) fn response(method: &Id, status: u32) -> Id {
    Id { camel: format!("{}{status}", method.camel), snake: format!("{}_{status}", method.snake) }
}

/// A fixed element, named by lower-case words.
pub(super) fn fixed(words: &[&str]) -> Id {
    id(words, "")
}

/// An element that belongs to another one.
pub(super) fn part(of: &Id, camel: &str, snake: &str) -> Id {
    Id { camel: format!("{}{camel}", of.camel), snake: format!("{}_{snake}", of.snake) }
}

/// A text, named by what it is and by its content.
pub(super) fn text(words: &[&str], content: &str) -> Id {
    let Id { camel, snake } = fixed(words);
    let hash = hash(content);
    Id { camel: camel + &hash.to_ascii_uppercase(), snake: format!("{snake}_{hash}") }
}

fn id(words: &[&str], name: &str) -> Id {
    if words.iter().all(|word| is_plain(word)) {
        return Id { camel: words.iter().map(|word| capitalised(word)).collect(), snake: words.join("_") };
    }
    let pieces: Vec<&str> = words
        .iter()
        .flat_map(|word| word.split(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|piece| !piece.is_empty())
        .collect();
    let hash = hash(name);
    let mut camel: String = pieces.iter().map(|piece| capitalised(piece)).collect();
    camel.push_str(&hash.to_ascii_uppercase());
    let mut snake = pieces.iter().map(|piece| piece.to_ascii_lowercase()).chain([hash]).collect::<Vec<_>>().join("_");
    if snake.starts_with(|first: char| first.is_ascii_digit()) {
        // A Terraform name does not start with a digit.
        snake.insert(0, '_');
    }
    Id { camel, snake }
}

/// Whether capitalising a word keeps all of it: where a word starts, and what its letters are.
fn is_plain(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// Which of so many nested stacks holds a queue, counted from 1. It depends on the queue's name, so another queue moves none.
pub(super) fn nested_stack(queue: &str, count: usize) -> usize {
    let number = Sha256::digest(queue).iter().take(4).fold(0, |number, byte| number << 8 | usize::from(*byte));
    number % count.max(1) + 1
}

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn plain_names_are_spelt_out() {
        assert_eq!(queue("payments"), Id { camel: "Payments".into(), snake: "payments".into() });
        assert_eq!(queue("orders-eu-dlq"), Id { camel: "OrdersEuDlq".into(), snake: "orders_eu_dlq".into() });
    }

    #[test]
    fn names_that_a_spelling_would_confuse_keep_a_hash_of_their_own() {
        let names = ["a-b", "aB", "a_b", "ab", "a-1", "a1", "A-b", "a--b", "a-b-", "AB"];
        let ids: Vec<Id> = names.iter().map(|name| queue(name)).collect();
        assert_eq!(ids.iter().map(|id| &id.camel).collect::<BTreeSet<_>>().len(), names.len());
        assert_eq!(ids.iter().map(|id| &id.snake).collect::<BTreeSet<_>>().len(), names.len());
        assert!(ids[4].camel.len() == "A1".len() + 8, "{:?}", ids[4]);
    }

    #[test]
    fn parameters_have_one_spelling_a_target() {
        assert_eq!(parameter("paymentsArn2"), Id { camel: "paymentsArn2".into(), snake: "payments_arn2".into() });
        let names = ["ab", "aB", "a1b", "a1B", "abC", "aBC"];
        let snakes: BTreeSet<String> = names.iter().map(|name| parameter(name).snake).collect();
        assert_eq!(snakes.len(), names.len(), "{snakes:?}");
    }

    #[test]
    fn the_policy_of_a_consumer_has_a_name_that_no_queue_has() {
        let queues = ["a-consumer", "a--consumer", "a_consumer", "aConsumer", "a__consumer"];
        assert!(queues.iter().all(|name| queue(name).snake != consumer("a").snake));
    }

    #[test]
    fn ids_hold_only_what_both_targets_take() {
        for name in ["3ds", "a.b:c", "{tenant}", "_", "2024"] {
            let Id { camel, snake } = id(&[name], name);
            assert!(camel.bytes().all(|b| b.is_ascii_alphanumeric()), "{camel}");
            assert!(
                !snake.as_bytes()[0].is_ascii_digit() && snake.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'),
                "{snake}"
            );
        }
    }
}
