//! What was taken out of a spec because it could not be read, so that what is left is still found and blamed rightly.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::{Pointer, Step};
use std::collections::BTreeSet;

/// The lists and mappings that lost something.
#[derive(Debug, Default)]
pub struct Taken {
    /// Lists, each with the place of a lost item in the text.
    items: BTreeSet<(Pointer, usize)>,
    /// Mappings that lost a key.
    mappings: BTreeSet<Pointer>,
}

impl Taken {
    /// Remembers an item or a key by its place in the text.
    pub(super) fn add(&mut self, container: Pointer, step: &Step) {
        match step {
            Step::Index(index) => self.items.insert((container, *index)),
            Step::Key(_) => self.mappings.insert(container),
        };
    }

    /// The place in the text of what a pointer finds among the items that are left.
    pub(super) fn in_text(&self, pointer: &Pointer) -> Pointer {
        pointer.steps().iter().fold(Pointer::default(), |list, step| match step {
            Step::Key(key) => list.key(key),
            Step::Index(index) => {
                let gaps = self.items_of(&list);
                let index = gaps.fold(*index, |index, gap| if gap <= index { index + 1 } else { index });
                list.then(Step::Index(index))
            }
        })
    }

    /// Moves findings about what is left to their places in the text. What is empty only because something was taken is
    /// no finding.
    pub fn relocate(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.items.is_empty() && self.mappings.is_empty() {
            return;
        }
        diagnostics.retain(|diagnostic| match (&diagnostic.place, diagnostic.code) {
            (Place::Key(list), Code::EmptyCollection) => self.items_of(list).next().is_none(),
            (Place::Key(mapping), Code::NotExactlyOne | Code::FunctionPermissions) => !self.mappings.contains(mapping),
            (_, Code::UnknownParameter) => !self.mappings.contains(&Pointer::default().key("parameters")),
            _ => true,
        });
        for diagnostic in diagnostics {
            let labels = diagnostic.labels.iter_mut().map(|label| &mut label.place);
            for place in labels.chain([&mut diagnostic.place]) {
                if let Place::Key(pointer) | Place::Value(pointer) = place {
                    *pointer = self.in_text(pointer);
                }
            }
        }
    }

    fn items_of(&self, list: &Pointer) -> impl Iterator<Item = usize> {
        self.items.range((list.clone(), 0)..=(list.clone(), usize::MAX)).map(|(_, index)| *index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_behind_a_gap_keep_their_places() {
        let list = Pointer::default().key("methods");
        let mut taken = Taken::default();
        taken.add(list.clone(), &Step::Index(2));
        taken.add(list.clone(), &Step::Index(0));
        let places: Vec<String> = (0..3).map(|index| taken.in_text(&list.then(Step::Index(index))).to_string()).collect();
        assert_eq!(places, ["methods[1]", "methods[3]", "methods[4]"]);
    }
}
