//! Where something stands in a spec: the keys and indices that lead to it.

use std::fmt;

/// One step into a mapping or a sequence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The value behind a key of a mapping.
    Key(String),
    /// An item of a sequence, counted from 0.
    Index(usize),
}

/// The route from the top of a spec to one of its values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(Vec<Step>);

impl Pointer {
    /// A pointer that takes these steps.
    pub fn new(steps: Vec<Step>) -> Self {
        Pointer(steps)
    }

    /// The steps from the top.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The pointer to the value behind `key` of this mapping.
    pub fn key(&self, key: &str) -> Pointer {
        self.then(Step::Key(key.to_owned()))
    }

    /// The pointer one step further.
    pub fn then(&self, step: Step) -> Pointer {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Pointer(steps)
    }

    /// The last step and the pointer without it; nothing at the top.
    pub fn split_last(&self) -> Option<(Pointer, &Step)> {
        let (last, rest) = self.0.split_last()?;
        Some((Pointer(rest.to_vec()), last))
    }

    /// Whether `other` leads through the place of this pointer.
    pub fn covers(&self, other: &Pointer) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if position == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A pointer that is still on its way: it borrows its parents, so that walking a large spec costs nothing until a
/// problem needs the place.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Option<StepRef<'a>>,
}

#[derive(Debug, Clone, Copy)]
enum StepRef<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The top of the spec.
    pub fn top() -> At<'static> {
        At { parent: None, step: None }
    }

    /// The value behind `key`.
    pub fn key(&'a self, key: &'a str) -> At<'a> {
        At { parent: Some(self), step: Some(StepRef::Key(key)) }
    }

    /// The item at `index`.
    pub fn index(&'a self, index: usize) -> At<'a> {
        At { parent: Some(self), step: Some(StepRef::Index(index)) }
    }

    /// The last key on the way here.
    pub fn last_key(&self) -> &'a str {
        match (self.step, self.parent) {
            (Some(StepRef::Key(key)), _) => key,
            (_, Some(parent)) => parent.last_key(),
            (_, None) => "",
        }
    }

    /// The same place as a value of its own.
    pub fn pointer(&self) -> Pointer {
        let mut steps = Vec::new();
        let mut here = Some(self);
        while let Some(at) = here {
            match at.step {
                Some(StepRef::Key(key)) => steps.push(Step::Key(key.to_owned())),
                Some(StepRef::Index(index)) => steps.push(Step::Index(index)),
                None => {}
            }
            here = at.parent;
        }
        steps.reverse();
        Pointer(steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_reads_like_the_route_of_keys() {
        let top = At::top();
        let endpoints = top.key("endpoints");
        let endpoint = endpoints.key("/webhook");
        let types = endpoint.key("contentTypes");
        assert_eq!(types.index(1).pointer().to_string(), "endpoints./webhook.contentTypes[1]");
    }

    #[test]
    fn a_pointer_covers_what_stands_below_it() {
        let queue = Pointer::default().key("queues").key("payments");
        assert!(queue.covers(&queue.key("delay")));
        assert!(!queue.key("delay").covers(&queue));
    }
}
