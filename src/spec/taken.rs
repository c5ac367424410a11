//! Items that were taken out of lists because they could not be read, so that what stands behind them is still found.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::{Pointer, Step};

/// The lists that lost items, with the places of these items in the text.
#[derive(Debug, Default)]
pub struct Taken(Vec<(Pointer, usize)>);

impl Taken {
    /// Remembers an item by its place in the text.
    pub(super) fn add(&mut self, list: Pointer, index: usize) {
        self.0.push((list, index));
        self.0.sort();
    }

    /// The place in the text of what a pointer finds among the items that are left.
    pub(super) fn in_text(&self, pointer: &Pointer) -> Pointer {
        pointer.steps().iter().fold(Pointer::default(), |list, step| match step {
            Step::Key(key) => list.key(key),
            Step::Index(index) => {
                let gaps = self.0.iter().filter(|(of, _)| *of == list).map(|(_, gap)| *gap);
                let index = gaps.fold(*index, |index, gap| if gap <= index { index + 1 } else { index });
                list.then(Step::Index(index))
            }
        })
    }

    /// Moves findings about the items that are left to their places in the text. A list that is empty only because its
    /// items were taken is no finding.
    pub fn relocate(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.0.is_empty() {
            return;
        }
        diagnostics.retain(|diagnostic| match &diagnostic.place {
            Place::Key(pointer) => diagnostic.code != Code::EmptyCollection || !self.0.iter().any(|(list, _)| list == pointer),
            Place::Value(_) | Place::Span(_) => true,
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_behind_a_gap_keep_their_places() {
        let list = Pointer::default().key("methods");
        let mut taken = Taken::default();
        taken.add(list.clone(), 2);
        taken.add(list.clone(), 0);
        let places: Vec<String> = (0..3).map(|index| taken.in_text(&list.then(Step::Index(index))).to_string()).collect();
        assert_eq!(places, ["methods[1]", "methods[3]", "methods[4]"]);
    }
}
