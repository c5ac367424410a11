//! What a change of the spec does to what is deployed: two stacks, compared element by element in the words of the spec.
//!
//! Each file compares one kind of element and says what is dangerous about a change of it. What no setting shows, but API
//! Gateway serves all the same, shows as a new deployment, so nothing that changes in the output goes unsaid.

mod access;
mod api;
mod authorization;
mod consumers;
mod deployment;
mod endpoints;
mod found;
mod message;
mod monitoring;
mod queues;
mod required_header;
mod top;
mod words;

use crate::diagnostic::shown;
use crate::pointer::Pointer;
use crate::stack::Stack;

/// What happens to an element, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It leaves the stack.
    Deleted,
    /// Another one takes its place.
    Replaced,
    /// More can be reached, or by more.
    Widened,
    /// Less is kept, taken or protected, or whoever reads the messages must follow.
    Weakened,
    /// It changes in place.
    Updated,
    /// It is new.
    Created,
}

impl Kind {
    /// Every kind, in the order of a report.
    pub const ALL: [Kind; 6] = [Kind::Deleted, Kind::Replaced, Kind::Widened, Kind::Weakened, Kind::Updated, Kind::Created];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Deleted => "deleted",
            Kind::Replaced => "replaced",
            Kind::Widened => "widened",
            Kind::Weakened => "weakened",
            Kind::Updated => "updated",
            Kind::Created => "created",
        }
    }

    /// Whether somebody should agree to it before it is deployed.
    pub fn needs_consent(self) -> bool {
        matches!(self, Kind::Deleted | Kind::Replaced | Kind::Widened)
    }
}

/// In which of the two specs something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The one that was deployed.
    Old,
    /// The one that will be.
    New,
}

/// A setting that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The key in the spec, such as `message.body`.
    pub setting: String,
    /// What it was, as the spec writes it; `None` is not set.
    pub old: Option<String>,
    /// What it becomes.
    pub new: Option<String>,
}

/// One thing that happens to one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happens.
    pub kind: Kind,
    /// What kind of element it is, such as `queue`.
    pub resource: &'static str,
    /// Its name in the spec; empty where there is only one.
    pub name: String,
    /// The settings that change.
    pub details: Vec<Detail>,
    /// What it means, where the settings do not say all.
    pub meaning: String,
    /// Whether webhooks can get lost or altered by it, or senders and consumers stop working, or somebody reaches what
    /// they did not reach.
    pub risk: bool,
    /// The spec in which it stands.
    pub side: Side,
    /// Where it stands there.
    pub pointer: Pointer,
}

impl Change {
    /// The whole of it on one line.
    pub fn message(&self) -> String {
        let value = |value: &Option<String>| value.as_deref().map_or("not set".to_owned(), shown);
        let details: Vec<String> = self
            .details
            .iter()
            .map(|detail| format!("{} {} -> {}", shown(&detail.setting), value(&detail.old), value(&detail.new)))
            .collect();
        let mut parts = vec![[self.resource, &shown(&self.name)].join(" ").trim_end().to_owned()];
        parts.extend(Some(details.join(", ")).filter(|details| !details.is_empty()));
        parts.extend(Some(self.meaning.clone()).filter(|meaning| !meaning.is_empty()));
        parts.join(": ")
    }
}

/// Everything that happens when `new` is deployed over `old`, by kind; within a kind in the order of the spec's keys.
pub fn compare(old: &Stack, new: &Stack) -> Vec<Change> {
    let mut changes = Vec::new();
    top::compare(old, new, &mut changes);
    queues::compare(old, new, &mut changes);
    consumers::compare(old, new, &mut changes);
    endpoints::compare(old, new, &mut changes);
    api::compare(old, new, &mut changes);
    access::compare(old, new, &mut changes);
    monitoring::compare(old, new, &mut changes);
    deployment::compare(old, new, &mut changes);
    // Stable, so that what belongs together stays together.
    changes.sort_by_key(|change| change.kind);
    changes
}
