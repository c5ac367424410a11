//! How far a pattern looks behind.

use super::ast::{Kind, Node};

/// How many code points a part may take, as Java finds it out.
#[derive(Debug, Clone, Copy)]
struct Length {
    min: u32,
    /// An int to Java, which may overflow.
    max: i32,
    /// Whether `max` means anything.
    bounded: bool,
    /// Whether there is but one way to match.
    fixed: bool,
}

const NONE: Length = Length { min: 0, max: 0, bounded: true, fixed: true };

/// The fewest and the most code points that a part may take; `None` when Java sees no most, and so refuses the pattern. The
/// most may be less than zero: Java then counts as if it were not.
pub(super) fn reach(node: &Node) -> Option<(u32, i32)> {
    let mut chain = Vec::new();
    flatten(node, &mut chain);
    let length = of_chain(&chain, NONE);
    length.bounded.then_some((length.min, length.max))
}

/// Groups make no difference to the length, unless they are repeated.
fn flatten<'a>(node: &'a Node, chain: &mut Vec<&'a Node>) {
    match node {
        Node::Concat(nodes) => nodes.iter().for_each(|node| flatten(node, chain)),
        Node::Group(_, node) | Node::Atomic(node) => flatten(node, chain),
        _ => chain.push(node),
    }
}

fn of_node(node: &Node, before: Length) -> Length {
    let mut chain = Vec::new();
    flatten(node, &mut chain);
    of_chain(&chain, before)
}

fn of_chain(chain: &[&Node], mut length: Length) -> Length {
    for (at, node) in chain.iter().enumerate() {
        let more = |length: Length, most: i32| Length {
            min: length.min.saturating_add(1),
            max: length.max.wrapping_add(most),
            ..length
        };
        length = match node {
            Node::Char(..) | Node::Class(_) => more(length, 1),
            Node::LineBreak => more(length, 2),
            Node::BackReference(..) => Length { bounded: false, ..length },
            Node::Alternate(branches) => {
                let rest = chain.get(at + 1..).unwrap_or_default();
                return after_branches(branches.iter().map(|node| of_node(node, NONE)), rest, length);
            }
            Node::Repeat { node, min: 0, max: Some(1), kind } if is_single(node) || *kind == Kind::Possessive => {
                let once = of_node(node, length);
                Length { min: length.min, fixed: false, ..once }
            }
            Node::Repeat { node, min: 0, max: Some(1), .. } => {
                let rest = chain.get(at + 1..).unwrap_or_default();
                return after_branches([of_node(node, NONE), NONE].into_iter(), rest, length);
            }
            Node::Repeat { node, min, max: None, kind: Kind::Greedy } if matches!(**node, Node::Char(..) | Node::Class(_)) => {
                Length { min: length.min.saturating_add(*min), max: length.max.wrapping_add(i32::MAX), fixed: false, ..length }
            }
            Node::Repeat { node, min, max, kind } => {
                let once = of_node(node, NONE);
                if !once.fixed && !is_single(node) && *kind != Kind::Possessive {
                    // A loop: Java looks no further.
                    return Length { bounded: false, fixed: false, ..length };
                }
                repeated(length, once, *min, *max)
            }
            _ => length,
        };
    }
    length
}

fn is_single(node: &Node) -> bool {
    matches!(node, Node::Char(..) | Node::Class(_) | Node::LineBreak)
}

fn repeated(before: Length, once: Length, min: u32, max: Option<u32>) -> Length {
    let times = max.and_then(|max| i32::try_from(max).ok()).unwrap_or(i32::MAX);
    let most = once.max.wrapping_mul(times).wrapping_add(before.max);
    Length {
        min: before.min.saturating_add(once.min.saturating_mul(min)),
        max: most,
        bounded: before.bounded && once.bounded && most >= before.max,
        fixed: before.fixed && once.fixed && Some(min) == max,
    }
}

/// What follows branches is counted on its own, and then added.
fn after_branches(branches: impl Iterator<Item = Length>, rest: &[&Node], before: Length) -> Length {
    let all = branches.reduce(|all, branch| Length {
        min: all.min.min(branch.min),
        max: all.max.max(branch.max),
        bounded: all.bounded && branch.bounded,
        fixed: false,
    });
    let (all, rest) = (all.unwrap_or(NONE), of_chain(rest, NONE));
    Length {
        min: before.min.saturating_add(all.min).saturating_add(rest.min),
        max: before.max.wrapping_add(all.max).wrapping_add(rest.max),
        bounded: before.bounded && all.bounded && rest.bounded,
        fixed: false,
    }
}
