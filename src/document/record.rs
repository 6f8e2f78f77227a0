//! Declaring records and closed sets of strings.

/// Declares a record: its Rust fields and their names in JSON. It gets the reader, the merge and the JSON form
/// that the contract gives to every object of the state.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $( $(#[$field_meta:meta])* $field:ident: $type:ty = $key:literal, )* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
            /// The keys that the record does not declare.
            pub unknown: $crate::document::UnknownKeys,
        }

        impl $name {
            /// The names of its fields in JSON.
            pub const KEYS: &[&str] = &[$( $key, )*];
        }

        impl $crate::document::Field for $name {
            fn read(value: $crate::document::Value, path: &$crate::document::Path<'_>) -> $crate::error::Result<Self> {
                use $crate::document::{Field, UnknownKeys, Value};
                $( let mut $field: Option<$type> = None; )*
                let mut unknown = UnknownKeys::default();
                for (key, value) in value.into_object(path)? {
                    let path = path.key(&key);
                    match key.as_str() {
                        $( $key => $field = Some(Field::read(value, &path)?), )*
                        _ => unknown.set(&key, value, &path)?,
                    }
                }
                Ok(Self {
                    $( $field: match $field {
                        Some(value) => value,
                        None => Field::read(Value::Undefined, &path.key($key))?,
                    }, )*
                    unknown,
                })
            }

            fn merge(
                &mut self,
                value: $crate::document::Value,
                path: &$crate::document::Path<'_>,
            ) -> $crate::error::Result<()> {
                use $crate::document::Value;
                for (key, value) in value.into_object(path)? {
                    let path = path.key(&key);
                    match key.as_str() {
                        $( $key => if <$type>::OPTIONAL || value != Value::Undefined {
                            $crate::document::Field::merge(&mut self.$field, value, &path)?;
                        }, )*
                        _ => self.unknown.set(&key, value, &path)?,
                    }
                }
                Ok(())
            }

            fn clear_optional(&mut self) {
                $( if <$type>::OPTIONAL {
                    self.$field.clear_optional();
                } )*
                self.unknown = $crate::document::UnknownKeys::default();
            }

            fn is_whole(value: &$crate::document::Value) -> bool {
                $( (<$type>::OPTIONAL || value.has_key($key)) && )* true
            }

            fn heap_size(&self) -> usize {
                $( $crate::document::Field::heap_size(&self.$field) + )* self.unknown.heap_size()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                use $crate::document::Field;
                let mut map = serializer.serialize_map(None)?;
                $( if !self.$field.is_absent() {
                    map.serialize_entry($key, &self.$field)?;
                } )*
                self.unknown.serialize_into(&mut map)?;
                map.end()
            }
        }
    };
}

/// Declares an enum of strings: its Rust variants and their names in JSON.
macro_rules! text_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
        pub enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $text)] $variant, )*
        }

        impl $name {
            /// The variants' names in JSON.
            pub const NAMES: &[&str] = &[$( $text, )*];

            /// Its name in JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$variant => $text, )*
                }
            }
        }

        impl $crate::document::Field for $name {
            fn read(value: $crate::document::Value, path: &$crate::document::Path<'_>) -> $crate::error::Result<Self> {
                use $crate::document::Value;
                let expected = || $crate::document::one_of(Self::NAMES);
                match &value {
                    $( Value::String(text) if text == $text => Ok(Self::$variant), )*
                    Value::String(_) => Err(value.refuse(path, &expected())),
                    _ => Err(value.mismatch(path, &expected())),
                }
            }

            fn heap_size(&self) -> usize {
                0
            }
        }
    };
}

pub(crate) use {record, text_enum};
