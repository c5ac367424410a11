//! Running over the elements of a value, as `#foreach` and Java's iterators do.

use super::{Failure, List, MapView, Object, Part, Thrown, Value};
use crate::{Fuel, Text};
use std::cell::RefCell;
use std::rc::Rc;

/// Where a run over the elements of a value is.
#[derive(Debug)]
pub(crate) enum Iteration {
    List {
        list: List,
        next: usize,
        modifications: u64,
    },
    /// Java's iterator knows the next key of a map before it is asked for it.
    View {
        view: MapView,
        next: Option<(usize, Value)>,
        modifications: u64,
    },
    Items(std::vec::IntoIter<Value>),
    /// What is shared goes on where it was left.
    Shared(Rc<dyn Object>),
}

impl Iteration {
    /// A run over the elements of a value: of a list, the values of a map, a view, an iterator, or a collection of the host.
    /// `None` for anything else.
    pub(crate) fn over(value: &Value) -> Option<Iteration> {
        match value {
            Value::List(list) => Some(Iteration::List { list: list.clone(), next: 0, modifications: list.modifications() }),
            Value::Map(map) => Some(Iteration::of_view(MapView { map: map.clone(), part: Part::Values })),
            Value::Object(object) => {
                if value.downcast::<JavaIterator>().is_some() {
                    return Some(Iteration::Shared(Rc::clone(object)));
                }
                match value.downcast::<MapView>() {
                    Some(view) => Some(Iteration::of_view(view.clone())),
                    None => object.items().map(|items| Iteration::Items(items.into_iter())),
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
        }
    }

    fn of_view(view: MapView) -> Iteration {
        let (next, modifications) = (view.map.key_from(0), view.map.modifications());
        Iteration::View { view, next, modifications }
    }

    /// Java's `hasNext()`.
    pub(crate) fn has_next(&self) -> bool {
        match self {
            Iteration::List { list, next, .. } => *next != list.len(),
            Iteration::View { next, .. } => next.is_some(),
            Iteration::Items(items) => items.len() > 0,
            Iteration::Shared(object) => shared(object).is_some_and(|inner| inner.0.borrow().has_next()),
        }
    }

    /// Java's `next()`; `Ok(None)` behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<Value>, Thrown> {
        match self {
            Iteration::List { list, next, modifications } => {
                // An array has no iterator that could see a change, and its length is fixed.
                if list.modifications() != *modifications {
                    return Err(Thrown::concurrent_modification());
                }
                let item = list.get(*next);
                *next += usize::from(item.is_some());
                Ok(item)
            }
            Iteration::View { view, next, modifications } => {
                if view.map.modifications() != *modifications {
                    return Err(Thrown::concurrent_modification());
                }
                let Some((slot, key)) = next.take() else { return Ok(None) };
                *next = view.map.key_from(slot + 1);
                if view.part == Part::Keys {
                    return Ok(Some(key));
                }
                // The value may have been replaced since: that is no modification.
                let value = view.map.get_value(&key).unwrap_or_default();
                Ok(Some(view.element(key, value)))
            }
            Iteration::Items(items) => Ok(items.next()),
            Iteration::Shared(object) => match shared(object) {
                Some(inner) => inner.0.borrow_mut().next(),
                None => Ok(None),
            },
        }
    }
}

fn shared(object: &Rc<dyn Object>) -> Option<&JavaIterator> {
    (object.as_ref() as &dyn std::any::Any).downcast_ref()
}

/// A `java.util.Iterator`.
#[derive(Debug)]
pub(crate) struct JavaIterator(pub(crate) RefCell<Iteration>);

impl JavaIterator {
    pub(crate) fn new(iteration: Iteration) -> Self {
        JavaIterator(RefCell::new(iteration))
    }
}

// What follows is never asked: the methods are with those of the other classes of Java.
impl Object for JavaIterator {
    fn text(&self) -> Text {
        Text::from("java.util.Iterator@1")
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, _name: &str, _arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Ok(None)
    }
}
