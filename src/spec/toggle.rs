//! What is switched on or off, with or without settings.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// `true`, `false`, or a mapping of settings, which also means on.
#[derive(Debug, Clone)]
pub enum Toggle<T> {
    /// On with the defaults, or off.
    Switch(bool),
    /// On with these settings.
    With(T),
}

impl<T: Default> Toggle<T> {
    /// The settings when it is on. `default` says whether it is on when nothing is written.
    pub fn settings(toggle: Option<Self>, default: bool) -> Option<T> {
        match toggle {
            None => default.then(T::default),
            Some(Toggle::Switch(on)) => on.then(T::default),
            Some(Toggle::With(settings)) => Some(settings),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Toggle<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ToggleVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ToggleVisitor<T> {
            type Value = Toggle<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false or a mapping")
            }

            fn visit_bool<E: Error>(self, on: bool) -> Result<Toggle<T>, E> {
                Ok(Toggle::Switch(on))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Toggle<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Toggle::With)
            }
        }
        deserializer.deserialize_any(ToggleVisitor(PhantomData))
    }
}

pub(super) fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [generator.subschema_for::<T>(), { "type": "boolean" }] })
}
