//! The names of the variables of a template, and their slots.

use super::tree::Slot;
use std::collections::HashMap;

/// Gives each name a slot.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    slots: HashMap<Box<str>, Slot>,
    names: Vec<Box<str>>,
}

impl Names {
    pub(crate) fn slot(&mut self, name: &str) -> Slot {
        if let Some(&slot) = self.slots.get(name) {
            return slot;
        }
        // A template has fewer names than bytes, and fewer bytes than a `u32` counts.
        let slot = Slot(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.slots.insert(name.into(), slot);
        self.names.push(name.into());
        slot
    }

    /// The names, by slot.
    pub(crate) fn names(&self) -> &[Box<str>] {
        &self.names
    }
}
