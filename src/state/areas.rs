//! From the list of areas: [`Area`](super::Area), [`Document`](super::Document) and what goes by them.

/// Makes, of the records of all areas, the set of areas and the one type of their documents.
macro_rules! areas {
    ($( $module:ident::$record:ident, )*) => {
        /// An area of the state.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Area {
            $( #[doc = concat!("See [`", stringify!($module), "`].")] $record, )*
        }

        impl Area {
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// All of them, in the order of the state's JSON.
            pub const ALL: [Self; [$( stringify!($record), )*].len()] = [$( Self::$record, )*];

            /// What the area is.
            #[must_use]
            pub fn spec(self) -> &'static Spec {
                match self {
                    $( Self::$record => const { &<$module::$record as Record>::SPEC }, )*
                }
            }

            /// Reads the name of a document.
            ///
            /// # Errors
            /// [`Error::ArgType`], or [`Error::ArgValue`] where the names are a closed set.
            pub fn read_name(self, name: crate::document::Value) -> Result<crate::document::Text> {
                use crate::document::{Field, Path, Text, Value, one_of};
                let spec = self.spec();
                let path = Path::Root(spec.key);
                let Some(names) = spec.names else { return Text::read(name, &path) };
                match name {
                    Value::String(name) if names.contains(&name.as_str()) => Ok(name),
                    Value::String(_) => Err(name.refuse(&path, &one_of(names))),
                    _ => Err(name.mismatch(&path, &one_of(names))),
                }
            }

            /// The documents that it holds by default.
            fn defaults(self, setting: &Setting) -> Vec<Entry> {
                match self {
                    $( Self::$record => {
                        let defaults = <$module::$record as Record>::defaults(setting);
                        defaults.into_iter().map(|(key, document)| Entry::set(key, document)).collect()
                    } )*
                }
            }

            /// The fields of a new document that an initial state need not give.
            fn initial_fields(
                self,
                name: &str,
                setting: &Setting,
            ) -> Vec<(crate::document::Text, crate::document::Value)> {
                match self {
                    $( Self::$record => <$module::$record as Record>::initial_fields(name, setting), )*
                }
            }

            /// True if a value has every part of a document.
            fn is_whole(self, value: &crate::document::Value) -> bool {
                match self {
                    $( Self::$record => <$module::$record as crate::document::Field>::is_whole(value), )*
                }
            }
        }

        /// A document of any area.
        #[derive(Clone, Debug)]
        pub enum Document {
            $( #[doc = concat!("Of [`", stringify!($module), "`].")] $record(Arc<$module::$record>), )*
        }

        impl Document {
            /// Reads a document of an area.
            ///
            /// # Errors
            /// [`Error::ArgType`] or [`Error::ArgValue`] with the path of the offending value.
            pub fn read(
                area: Area,
                value: crate::document::Value,
                path: &crate::document::Path<'_>,
            ) -> Result<Self> {
                match area {
                    $( Area::$record => crate::document::Field::read(value, path).map(Self::$record), )*
                }
            }

            /// The document with a value laid over it.
            ///
            /// # Errors
            /// As [`Document::read`].
            pub fn merged(
                &self,
                value: crate::document::Value,
                path: &crate::document::Path<'_>,
            ) -> Result<Self> {
                match self {
                    $( Self::$record(document) => {
                        let mut document = $module::$record::clone(document);
                        let value = <$module::$record as Record>::by_hand(value);
                        crate::document::Field::merge(&mut document, value, path)?;
                        Ok(Self::$record(Arc::new(document)))
                    } )*
                }
            }

            /// The document without its optional fields and unknown keys.
            #[must_use]
            pub fn without_optional(&self) -> Self {
                match self {
                    $( Self::$record(document) => {
                        let mut document = $module::$record::clone(document);
                        crate::document::Field::clear_optional(&mut document);
                        Self::$record(Arc::new(document))
                    } )*
                }
            }

            /// About how many bytes it holds.
            #[must_use]
            pub fn size(&self) -> usize {
                match self {
                    $( Self::$record(document) => crate::document::Field::heap_size(document), )*
                }
            }

            /// True if there is nothing in it.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                match self {
                    $( Self::$record(document) => Record::is_empty(&**document), )*
                }
            }

            /// The transition that leads out of the state in which it is.
            #[must_use]
            pub fn under_way(&self) -> Option<transitions::Transition> {
                match self {
                    $( Self::$record(document) => Record::under_way(&**document), )*
                }
            }

            /// True if what is under way is as far as in a document that this one takes the place of.
            #[must_use]
            pub fn is_as_far(&self, before: &Self) -> bool {
                match (self, before) {
                    $( (Self::$record(document), Self::$record(before)) => Record::is_as_far(&**document, &**before), )*
                    _ => false,
                }
            }

            /// What it is looked up by in a list, and what a transition names.
            #[must_use]
            pub fn id(&self) -> &str {
                match self {
                    $( Self::$record(document) => Record::id(&**document), )*
                }
            }
        }

        impl PartialEq for Document {
            fn eq(&self, other: &Self) -> bool {
                match (self, other) {
                    $( (Self::$record(one), Self::$record(other)) => Arc::ptr_eq(one, other) || one == other, )*
                    _ => false,
                }
            }
        }

        impl serde::Serialize for Document {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Self::$record(document) => document.serialize(serializer), )*
                }
            }
        }

        /// A record that is the document of an area.
        pub trait Stored: Record + 'static {
            /// The area.
            const AREA: Area;

            /// The record, if a document is one of this area.
            fn from_document(document: &Document) -> Option<&Arc<Self>>;

            /// The record as a document.
            fn into_document(self: Arc<Self>) -> Document;
        }

        $( impl Stored for $module::$record {
            const AREA: Area = Area::$record;

            fn from_document(document: &Document) -> Option<&Arc<Self>> {
                if let Document::$record(record) = document { Some(record) } else { None }
            }

            fn into_document(self: Arc<Self>) -> Document {
                Document::$record(self)
            }
        } )*
    };
}

pub(super) use areas;
