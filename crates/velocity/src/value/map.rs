//! Maps.

use super::key::Key;
use super::table::Table;
use super::{Value, release};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

/// A map that its holders share. Its keys stay in the order in which they came, as in a `LinkedHashMap`.
#[derive(Clone, Default)]
pub struct Map(Rc<Body>);

#[derive(Default)]
struct Body {
    table: RefCell<Table>,
    /// How often keys came or went: what Java's iterators look at.
    modifications: Cell<u64>,
    silent: bool,
}

impl Map {
    /// An empty map.
    pub fn new() -> Self {
        Map::default()
    }

    /// An empty map that prints nothing, whatever will be in it.
    pub fn silent() -> Self {
        Map(Rc::new(Body { table: RefCell::default(), modifications: Cell::default(), silent: true }))
    }

    /// Whether it prints nothing instead of Java's `{a=b, c=d}`.
    pub fn is_silent(&self) -> bool {
        self.0.silent
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.0.table.borrow().len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a key that is a text.
    pub fn get(&self, key: &str) -> Option<Value> {
        self.0.table.borrow().get_text(key).cloned()
    }

    /// The value of a key.
    pub fn get_value(&self, key: &Value) -> Option<Value> {
        self.0.table.borrow().get(key).cloned()
    }

    /// Whether the key is there, even if with null.
    pub fn contains_key(&self, key: &Value) -> bool {
        self.0.table.borrow().get(key).is_some()
    }

    /// Gives a key a value, and answers the one that it had. A known key keeps its place in the order.
    pub fn put(&self, key: impl Into<Value>, value: Value) -> Option<Value> {
        let old = self.0.table.borrow_mut().put(Key(key.into()), value);
        if old.is_none() {
            self.modified();
        }
        old
    }

    /// Takes out a key, and answers the value that it had.
    pub fn remove(&self, key: &Value) -> Option<Value> {
        let old = self.0.table.borrow_mut().remove(key);
        if old.is_some() {
            self.modified();
        }
        old
    }

    /// Takes out all keys.
    pub fn clear(&self) {
        self.modified();
        // The old ones are dropped when the map is no longer borrowed.
        let old = self.0.table.take();
        release::release(old.into_values());
    }

    /// The keys and their values one by one, as they are when each is reached.
    pub fn iter(&self) -> Entries<'_> {
        Entries { map: self, slot: 0 }
    }

    /// Whether both are the same map, not only equal ones.
    pub fn is_same(&self, other: &Map) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// The first entry at this slot or behind it, and its slot.
    pub(super) fn entry_from(&self, slot: usize) -> Option<(usize, Value, Value)> {
        let table = self.0.table.borrow();
        table.entry_from(slot).map(|(slot, key, value)| (slot, key.clone(), value.clone()))
    }

    /// The first key at this slot or behind it, and its slot.
    pub(super) fn key_from(&self, slot: usize) -> Option<(usize, Value)> {
        let table = self.0.table.borrow();
        table.entry_from(slot).map(|(slot, key, _)| (slot, key.clone()))
    }

    /// Where it is: what tells this map from an equal one.
    pub(crate) fn address(&self) -> usize {
        Rc::as_ptr(&self.0).addr()
    }

    pub(crate) fn modifications(&self) -> u64 {
        self.0.modifications.get()
    }

    fn modified(&self) {
        self.0.modifications.set(self.0.modifications.get().wrapping_add(1));
    }
}

impl<K: Into<Value>> FromIterator<(K, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(entries: I) -> Self {
        let map = Map::new();
        for (key, value) in entries {
            map.put(key, value);
        }
        map
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        release::release(self.table.take().into_values());
    }
}

/// Without the entries: they may hold the map itself.
impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Map({} entries)", self.len())
    }
}

/// The entries of a map one by one. The map may change meanwhile.
#[derive(Debug, Clone)]
pub struct Entries<'a> {
    map: &'a Map,
    slot: usize,
}

impl Iterator for Entries<'_> {
    type Item = (Value, Value);

    fn next(&mut self) -> Option<(Value, Value)> {
        let (slot, key, value) = self.map.entry_from(self.slot)?;
        self.slot = slot + 1;
        Some((key, value))
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = (Value, Value);
    type IntoIter = Entries<'a>;

    fn into_iter(self) -> Entries<'a> {
        self.iter()
    }
}
