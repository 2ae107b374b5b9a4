//! Reads the data of a page, which `site-gen` writes as JSON into a script element, using the
//! browser's JSON parser.
//!
//! Unlike `serde-wasm-bindgen`, this reader only accepts values that JSON can have, and throws at
//! the first unexpected one, with a single message: code for messages and error handling was most
//! of the size of such a reader (16 of 20 KB compressed).

use js_sys::{Array, Object, Reflect};
use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt;
use std::slice;
use wasm_bindgen::{JsCast, JsValue};

/// Reads the text of a script element that `request_builder::page_data::to_script` wrote. `None` if
/// the text is not JSON or is not a `T`.
pub fn from_script<T: DeserializeOwned>(text: &str) -> Option<T> {
    let value = js_sys::JSON::parse(text).ok()?;
    T::deserialize(Value(value)).ok()
}

/// The error type of this reader. It has no values, since the reader throws instead; so the
/// compiler removes all error branches, 4 KB compressed.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

/// Throws an exception in the script that started the program, which then leaves the page
/// unchanged.
fn unreadable<T>() -> T {
    wasm_bindgen::throw_str("the data on this page is not what its program expects")
}

// The default methods would format a message.
impl de::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unreadable()
    }
    fn invalid_type(_: de::Unexpected, _: &dyn de::Expected) -> Self {
        unreadable()
    }
    fn invalid_value(_: de::Unexpected, _: &dyn de::Expected) -> Self {
        unreadable()
    }
    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        unreadable()
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        unreadable()
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        unreadable()
    }
    fn missing_field(_: &'static str) -> Self {
        unreadable()
    }
    fn duplicate_field(_: &'static str) -> Self {
        unreadable()
    }
}

/// A value from the JSON parser.
struct Value(JsValue);

// Each type of the data is read by its own copy of the generic code below. What does not depend on
// the type is in functions that are never inlined, which saves 2 KB compressed.
impl Value {
    #[inline(never)]
    fn text(self) -> String {
        self.0.as_string().unwrap_or_else(unreadable)
    }

    #[inline(never)]
    fn items(self) -> Items {
        Items::of(self.0.dyn_into().unwrap_or_else(|_| unreadable()))
    }

    #[inline(never)]
    fn entries(self) -> Entries {
        let object: &Object = self.0.dyn_ref().unwrap_or_else(unreadable);
        Entries {
            pairs: Items::of(Object::entries(object)),
            value: None,
        }
    }

    #[inline(never)]
    fn variant(self) -> (String, Option<Value>) {
        if let Some(name) = self.0.as_string() {
            return (name, None);
        }
        let mut entries = self.entries();
        let name = entries.take().unwrap_or_else(unreadable);
        (name.text(), entries.value)
    }
}

impl<'de> de::Deserializer<'de> for Value {
    type Error = Never;

    /// Only for maps, which are written as a list if they are empty.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_map(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(self.0.as_bool().unwrap_or_else(unreadable))
    }

    // Numbers in the rules are small integers: revisions, days, distances and weights.
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let number = self.0.as_f64().unwrap_or_else(unreadable);
        #[expect(clippy::cast_possible_truncation)]
        visitor.visit_i64(number as i64)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_enum(self)
    }

    // Not via `deserialize_any`, so that only the code for the expected type is compiled.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_string(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(self.items())
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_map(self.entries())
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields {
            object: self.0,
            names: names.iter(),
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i16 i32 u8 u64 f32 f64 char bytes byte_buf unit unit_struct tuple_struct
    }
}

/// Iterates over an array.
struct Items {
    items: Array,
    next: u32,
}

impl Items {
    fn of(items: Array) -> Self {
        Self { items, next: 0 }
    }

    #[inline(never)]
    fn take(&mut self) -> Option<Value> {
        let more = self.next < self.items.length();
        more.then(|| {
            self.next += 1;
            Value(self.items.get(self.next - 1))
        })
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        self.take().map(|item| seed.deserialize(item)).transpose()
    }
}

/// The fields of a struct, in the order of its type. Looking up each field by name is smaller (2 KB
/// compressed) than comparing each name in the object with those of the type. A missing field has
/// its default value.
struct Fields {
    object: JsValue,
    names: slice::Iter<'static, &'static str>,
}

impl Fields {
    #[inline(never)]
    fn take(&mut self) -> Option<Value> {
        let name = self.names.next().unwrap_or_else(unreadable);
        let value = Reflect::get(&self.object, &JsValue::from_str(name));
        let value = value.unwrap_or_else(|_| unreadable());
        (!value.is_undefined()).then_some(Value(value))
    }
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        self.take().map(|value| seed.deserialize(value)).transpose()
    }
}

/// Iterates over the entries of an object.
struct Entries {
    /// Pairs: `[key, value]`.
    pairs: Items,
    value: Option<Value>,
}

impl Entries {
    #[inline(never)]
    fn take(&mut self) -> Option<Value> {
        let Value(pair) = self.pairs.take()?;
        let pair: Array = pair.dyn_into().unwrap_or_else(|_| unreadable());
        self.value = Some(Value(pair.get(1)));
        Some(Value(pair.get(0)))
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Never;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Never> {
        self.take().map(|key| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self.value.take().unwrap_or_else(unreadable))
    }
}

/// A variant is `"name"` or `{"name": value}`.
impl<'de> EnumAccess<'de> for Value {
    type Error = Never;
    type Variant = Variant;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Variant), Never> {
        let (name, value) = self.variant();
        let name: StrDeserializer<Never> = name.as_str().into_deserializer();
        Ok((seed.deserialize(name)?, Variant(value)))
    }
}

/// The value of a variant, if it has one.
struct Variant(Option<Value>);

impl<'de> VariantAccess<'de> for Variant {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self.0.unwrap_or_else(unreadable))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Never> {
        de::Deserializer::deserialize_tuple(self.0.unwrap_or_else(unreadable), len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        de::Deserializer::deserialize_struct(self.0.unwrap_or_else(unreadable), "", names, visitor)
    }
}
