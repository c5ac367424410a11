//! Lists.

use super::{Failure, Value, release};
use crate::{Fuel, Text};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

/// How a list of the host prints. What it does should be charged to the fuel: a list may hold itself.
pub type Printer = fn(&List, &mut Fuel) -> Result<Text, Failure>;

/// A list that its holders share.
#[derive(Clone, Default)]
pub struct List(Rc<Body>);

#[derive(Default)]
struct Body {
    items: RefCell<Vec<Value>>,
    /// How often items came or went: what Java's iterators look at.
    modifications: Cell<u64>,
    /// How the whole list prints; `None` is Java's `[a, b]`.
    printer: Option<Printer>,
    /// Whether it is a `String[]`: of fixed length, and without a text worth printing.
    array: bool,
}

impl List {
    /// An empty list.
    pub fn new() -> Self {
        List::default()
    }

    /// A list that prints in a way of its own.
    pub fn with_printer(items: Vec<Value>, printer: Printer) -> Self {
        List::build(items, Some(printer), false)
    }

    /// An array of texts, which Velocity treats as a list.
    pub(crate) fn array(items: Vec<Value>) -> Self {
        List::build(items, None, true)
    }

    fn build(items: Vec<Value>, printer: Option<Printer>, array: bool) -> Self {
        List(Rc::new(Body { items: RefCell::new(items), modifications: Cell::default(), printer, array }))
    }

    pub(crate) fn is_array(&self) -> bool {
        self.0.array
    }

    pub(crate) fn printer(&self) -> Option<Printer> {
        self.0.printer
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.0.items.borrow().len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at the index.
    pub fn get(&self, index: usize) -> Option<Value> {
        self.0.items.borrow().get(index).cloned()
    }

    /// The items one by one, as they are when each is reached.
    pub fn iter(&self) -> Items<'_> {
        Items { list: self, next: 0 }
    }

    /// The items as they are now.
    pub fn to_vec(&self) -> Vec<Value> {
        self.0.items.borrow().clone()
    }

    /// Adds an item to the end.
    pub fn push(&self, value: Value) {
        self.modified();
        self.0.items.borrow_mut().push(value);
    }

    /// Puts an item at the index in place of another, which it answers; `None` when there is none.
    pub fn set(&self, index: usize, value: Value) -> Option<Value> {
        self.0.items.borrow_mut().get_mut(index).map(|item| std::mem::replace(item, value))
    }

    /// Puts items before the one at the index; false when the list is shorter than that.
    pub fn insert(&self, index: usize, values: Vec<Value>) -> bool {
        let mut items = self.0.items.borrow_mut();
        let fits = index <= items.len();
        if fits {
            self.modified();
            items.splice(index..index, values);
        }
        fits
    }

    /// Takes out the item at the index.
    pub fn remove(&self, index: usize) -> Option<Value> {
        let mut items = self.0.items.borrow_mut();
        (index < items.len()).then(|| {
            self.modified();
            items.remove(index)
        })
    }

    /// Takes out all items.
    pub fn clear(&self) {
        self.replace(Vec::new());
    }

    /// Puts other items in place of all.
    pub(crate) fn replace(&self, values: Vec<Value>) {
        self.modified();
        // The old ones are dropped when the list is no longer borrowed.
        let _old = self.0.items.replace(values);
    }

    /// Whether both are the same list, not only equal ones.
    pub fn is_same(&self, other: &List) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Where it is: what tells this list from an equal one.
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

impl From<Vec<Value>> for List {
    fn from(items: Vec<Value>) -> Self {
        List::build(items, None, false)
    }
}

impl FromIterator<Value> for List {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        List::from(Vec::from_iter(items))
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        release::release(self.items.take());
    }
}

/// Without the items: they may hold the list itself.
impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List({} items)", self.len())
    }
}

/// The items of a list one by one. The list may change meanwhile.
#[derive(Debug, Clone)]
pub struct Items<'a> {
    list: &'a List,
    next: usize,
}

impl Iterator for Items<'_> {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        let item = self.list.get(self.next)?;
        self.next += 1;
        Some(item)
    }
}

impl<'a> IntoIterator for &'a List {
    type Item = Value;
    type IntoIter = Items<'a>;

    fn into_iter(self) -> Items<'a> {
        self.iter()
    }
}
