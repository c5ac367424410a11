//! The table of a map: keys in the order in which they came, and found by hashing.

use super::Value;
use super::key::Key;
use std::collections::HashMap;

/// A map up to this size is searched from end to end.
const SMALL: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Table {
    /// In the order in which they came. A removed one leaves a hole.
    slots: Vec<Option<(Key, Value)>>,
    /// Where each key is, once there are more than a few.
    index: Option<HashMap<Key, usize>>,
    len: usize,
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    fn find(&self, key: &Value) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(&Key(key.clone())).copied(),
            None => self.slots.iter().position(|slot| matches!(slot, Some((other, _)) if other.is(key))),
        }
    }

    pub(super) fn get(&self, key: &Value) -> Option<&Value> {
        self.slots.get(self.find(key)?)?.as_ref().map(|(_, value)| value)
    }

    /// The value of a key that is a text.
    pub(super) fn get_text(&self, key: &str) -> Option<&Value> {
        if self.index.is_some() {
            return self.get(&Value::from(key));
        }
        let is = |(other, _): &&(Key, Value)| matches!(&other.0, Value::Text(other) if other == key);
        self.slots.iter().flatten().find(is).map(|(_, value)| value)
    }

    /// Answers the old value when the key was there.
    pub(super) fn put(&mut self, key: Key, value: Value) -> Option<Value> {
        if let Some((_, old)) = self.find(&key.0).and_then(|at| self.slots.get_mut(at)?.as_mut()) {
            return Some(std::mem::replace(old, value));
        }
        let at = self.slots.len();
        if let Some(index) = &mut self.index {
            index.insert(key.clone(), at);
        }
        self.slots.push(Some((key, value)));
        self.len += 1;
        if self.index.is_none() && self.slots.len() > SMALL {
            self.rebuild();
        }
        None
    }

    pub(super) fn remove(&mut self, key: &Value) -> Option<Value> {
        let (key, value) = self.find(key).and_then(|at| self.slots.get_mut(at)?.take())?;
        if let Some(index) = &mut self.index {
            index.remove(&key);
        }
        self.len -= 1;
        if self.slots.len() > 2 * self.len + SMALL {
            self.rebuild();
        }
        Some(value)
    }

    /// Closes the holes, and indexes the keys if they are many.
    fn rebuild(&mut self) {
        self.slots.retain(Option::is_some);
        self.index = (self.len > SMALL).then(|| {
            let keys = self.slots.iter().flatten().map(|(key, _)| key.clone());
            keys.enumerate().map(|(at, key)| (key, at)).collect()
        });
    }

    /// The first entry at this slot or behind it, and its slot.
    pub(super) fn entry_from(&self, slot: usize) -> Option<(usize, &Value, &Value)> {
        let (offset, (key, value)) =
            self.slots.get(slot..)?.iter().enumerate().find_map(|(offset, slot)| Some((offset, slot.as_ref()?)))?;
        Some((slot + offset, &key.0, value))
    }

    /// All keys and values.
    pub(super) fn into_values(self) -> Vec<Value> {
        // The index holds the keys too: it must not be the last to hold them.
        drop(self.index);
        self.slots.into_iter().flatten().flat_map(|(key, value)| [key.0, value]).collect()
    }
}
