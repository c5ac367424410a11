//! Where statements print to.

use crate::{Exhausted, Fuel, Text, TextBuilder};

/// What was printed so far.
pub(super) struct Output {
    text: TextBuilder,
    /// How many more bytes fit; `None` for a string inside of the template, which takes memory instead.
    left: Option<usize>,
}

impl Output {
    /// The output of the template. It starts with room for `expected` bytes.
    pub(super) fn new(limit: usize, expected: usize) -> Self {
        Output { text: TextBuilder::with_capacity(expected.min(limit)), left: Some(limit) }
    }

    /// The output of a string inside of the template.
    pub(super) fn of_string() -> Self {
        Output { text: TextBuilder::default(), left: None }
    }

    pub(super) fn print(&mut self, text: &Text, fuel: &mut Fuel) -> Result<(), Exhausted> {
        let bytes = text.len_bytes();
        match &mut self.left {
            Some(left) => {
                *left = left.checked_sub(bytes).ok_or(Exhausted::Output)?;
                fuel.scan(bytes)?;
            }
            None => fuel.grow(bytes)?,
        }
        self.text.push_text(text);
        Ok(())
    }

    pub(super) fn finish(self) -> Text {
        self.text.finish()
    }
}
