//! Dropping values that nest deep, without using the stack.

use super::Value;
use std::cell::{Cell, RefCell};

thread_local! {
    static WAITING: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Drops the content of a list or a map. Lists and maps that get dropped by this wait until it is done, so that the stack
/// stays as deep as it is however deep they nest.
pub(super) fn release(values: Vec<Value>) {
    // Only these can hold others.
    if !values.iter().any(|value| matches!(value, Value::List(_) | Value::Map(_) | Value::Object(_))) {
        return;
    }
    let Ok(busy) = BUSY.try_with(|busy| busy.replace(true)) else { return };
    let waits = WAITING.try_with(|waiting| waiting.try_borrow_mut().map(|mut waiting| waiting.extend(values)));
    if busy || waits.is_err() {
        return;
    }
    while let Ok(Some(value)) = WAITING.try_with(|waiting| waiting.try_borrow_mut().ok().and_then(|mut waiting| waiting.pop())) {
        drop(value);
    }
    let _ = BUSY.try_with(|busy| busy.set(false));
}
