//! The stack itself: name, description, tags, parameters.

use super::Change;
use super::found::{Found, pairs, replaced, risky, weakened};
use crate::pointer::Pointer;
use crate::stack::{Parameter, Stack};

const RENAMED: &str = "on Terraform every name begins with `name_prefix`, whose default changes: each queue is another queue, and \
     the plan destroys the old ones with their messages or, with `onDelete: retain`, is refused; keep them with the old name as \
     `name_prefix`. On CloudFormation the stack name that you pass decides";

pub(super) fn compare(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let mut found = Found::new("stack", "", Pointer::default());
    found.value(&["name"], old.name.as_str(), new.name.as_str(), Some(replaced(RENAMED)));
    found.setting(&["description"], old.description.clone(), new.description.clone(), None);
    for (key, (old, new)) in pairs(&old.tags, &new.tags) {
        found.setting(&["tags", key], old.cloned(), new.cloned(), None);
    }
    found.finish(out);
    let named = |stack: &'_ Stack| stack.parameters.iter().map(|parameter| parameter.id.camel.clone()).collect::<Vec<_>>();
    for (name, (old, new)) in pairs(named(old).into_iter().zip(&old.parameters), named(new).into_iter().zip(&new.parameters)) {
        let mut found = Found::new("parameter", &name, Pointer::default().key("parameters").key(&name));
        parameter(&mut found, old, new);
        found.finish(out);
    }
}

fn parameter(found: &mut Found<'_>, old: Option<&Parameter>, new: Option<&Parameter>) {
    let needed = || risky("a value must be given at the next deployment");
    let declared = |parameter: Option<&Parameter>| Some(if parameter.is_some() { "yes" } else { "no" }.to_owned());
    let (Some(before), Some(after)) = (old, new) else {
        let verdict = new.filter(|parameter| parameter.default.is_none()).map(|_| needed());
        found.setting(&["declared"], declared(old), declared(new), verdict);
        return;
    };
    let taken_away = before.default.is_some() && after.default.is_none();
    found.setting(&["default"], before.default.clone(), after.default.clone(), taken_away.then(needed));
    let visible = before.sensitive && !after.sensitive;
    found.plain(&["sensitive"], before.sensitive, after.sensitive, visible.then(|| weakened("consoles and logs show its value")));
    found.setting(&["description"], before.description.clone(), after.description.clone(), None);
}
