//! The macro behind every enumeration: known values are variants, unknown ones survive.

/// Declares an enumeration whose values come from Okta and may grow at any time.
///
/// Each known value is a variant; any other text is kept in `Unknown`, so that it survives a round
/// trip. Okta's recorded answers hold values that its specification does not list.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$variant_meta])* #[doc = concat!("\n\nOn the wire: `", $text, "`.")] $variant, )*
            /// A value that this version does not know, as Okta sent it.
            Unknown(String),
        }

        impl $name {
            /// The values that this version knows.
            pub const KNOWN: &'static [Self] = &[$( Self::$variant ),*];

            /// The value as Okta writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$variant, )*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $( $text => Self::$variant, )*
                    _ => Self::Unknown(text),
                }
            }
        }

        impl From<&str> for $crate::Patch<$name> {
            fn from(text: &str) -> Self {
                $crate::Patch::Set(text.into())
            }
        }

        impl From<&$name> for $crate::Patch<$name> {
            fn from(value: &$name) -> Self {
                $crate::Patch::Set(value.clone())
            }
        }

        $crate::shown::shown_by_debug!($name);

        impl From<$name> for $crate::Operand {
            fn from(value: $name) -> Self {
                value.as_str().into()
            }
        }

        impl From<&$name> for $crate::Operand {
            fn from(value: &$name) -> Self {
                value.as_str().into()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl ::serde::de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        formatter.write_str("a string")
                    }

                    fn visit_str<E: ::serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        Ok(text.into())
                    }

                    fn visit_string<E: ::serde::de::Error>(self, text: String) -> Result<$name, E> {
                        Ok(text.into())
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}

pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    open_enum! {
        /// For the tests.
        pub enum Colour {
            /// Red.
            Red = "RED",
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_survives_a_round_trip(text in ".*") {
            let json = serde_json::to_string(&text).unwrap();
            let colour: Colour = serde_json::from_str(&json).unwrap();
            assert_eq!(colour.as_str(), text);
            assert_eq!(serde_json::to_string(&colour).unwrap(), json);
        }
    }

    #[test]
    fn a_known_value_is_a_variant_and_another_is_unknown() {
        assert_eq!(Colour::from("RED"), Colour::Red);
        assert_eq!(Colour::from("red"), Colour::Unknown("red".to_owned()));
        assert_eq!(Colour::KNOWN, [Colour::Red]);
    }
}
