//! The macro behind every object that Okta sends: known members typed, the rest kept.

/// Which known members of an object came as `null`, one bit each in the order of declaration.
///
/// An `Option` cannot tell `null` from absent, and callers should not have to; the difference
/// matters only when the object is written again, so it is remembered here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nulls(u64);

impl Nulls {
    pub(crate) fn set(&mut self, member: usize) {
        self.0 |= 1 << member;
    }

    pub(crate) fn unset(&mut self, member: usize) {
        self.0 &= !(1 << member);
    }

    pub(crate) fn contains(self, member: usize) -> bool {
        self.0 & (1 << member) != 0
    }
}

/// Declares an object that is read from Okta without losing anything.
///
/// `required` members are those without which the object means nothing (its id); all others are
/// `Option`s, since "required" in Okta's specification does not mean present on the wire. A known
/// member that came as `null` is `None` and written as `null` again; members that this version does
/// not know are in `extra`. Decoding then encoding gives the same JSON.
///
/// A member of another form than documented is `None` as well and stays in `extra` under its own name, when the object is
/// decoded by an operation or by [`RawJson`](crate::RawJson); see `lenient.rs`.
///
/// `times` are instants. Recorded events hold some that are none (the 31st of September): such a text
/// stays in `extra` under its own name, and the record is not lost for it (okta-sdk-golang#459).
macro_rules! wire_struct {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( required { $( $(#[$required_meta:meta])* $required:ident : $required_type:ty = $required_key:literal, )* } )?
            optional { $( $(#[$optional_meta:meta])* $optional:ident : $optional_type:ty = $optional_key:literal, )* }
            $( times { $( $(#[$time_meta:meta])* $time:ident = $time_key:literal, )* } )?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $( $( $(#[$required_meta])* pub $required: $required_type, )* )?
            $( $(#[$optional_meta])* pub $optional: Option<$optional_type>, )*
            $( $( $(#[$time_meta])* pub $time: Option<::jiff::Timestamp>, )* )?
            /// Members that this version does not know, by Okta's name.
            pub extra: ::serde_json::Map<String, ::serde_json::Value>,
            nulls: $crate::wire_struct::Nulls,
        }

        const _: () = {
            #[derive(Clone, Copy)]
            #[expect(non_camel_case_types, reason = "the variants are named after the members")]
            enum Member { $( $( $required, )* )? $( $optional, )* $( $( $time, )* )? }

            enum Key { Known(Member), Extra(String) }

            impl<'de> ::serde::Deserialize<'de> for Key {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct KeyVisitor;
                    impl ::serde::de::Visitor<'_> for KeyVisitor {
                        type Value = Key;

                        fn expecting(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                            formatter.write_str("a member name")
                        }

                        fn visit_str<E: ::serde::de::Error>(self, key: &str) -> Result<Key, E> {
                            Ok(match key {
                                $( $( $required_key => Key::Known(Member::$required), )* )?
                                $( $optional_key => Key::Known(Member::$optional), )*
                                $( $( $time_key => Key::Known(Member::$time), )* )?
                                other => Key::Extra(other.to_owned()),
                            })
                        }
                    }
                    deserializer.deserialize_identifier(KeyVisitor)
                }
            }

            struct ObjectVisitor;

            impl<'de> ::serde::de::Visitor<'de> for ObjectVisitor {
                type Value = $name;

                fn expecting(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    formatter.write_str(concat!("a ", stringify!($name), " object"))
                }

                fn visit_map<A: ::serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                    $( $( let mut $required: Option<$required_type> = None; )* )?
                    $( let mut $optional: Option<$optional_type> = None; )*
                    $( $( let mut $time: Option<::jiff::Timestamp> = None; )* )?
                    let mut extra = ::serde_json::Map::new();
                    let mut nulls = $crate::wire_struct::Nulls::default();
                    while let Some(key) = map.next_key::<Key>()? {
                        match key {
                            $( $( Key::Known(Member::$required) => { $required = Some(map.next_value()?); } )* )?
                            $(
                                Key::Known(Member::$optional) => {
                                    // The last of two members with one name counts.
                                    if !extra.is_empty() {
                                        extra.remove($optional_key);
                                    }
                                    nulls.unset(Member::$optional as usize);
                                    $optional = None;
                                    match $crate::lenient::Sent::<$optional_type>::read(&mut map)? {
                                        $crate::lenient::Sent::Null => nulls.set(Member::$optional as usize),
                                        $crate::lenient::Sent::Value(value) => $optional = Some(value),
                                        $crate::lenient::Sent::Other(value) => {
                                            extra.insert($optional_key.to_owned(), value);
                                        }
                                    }
                                }
                            )*
                            $( $(
                                Key::Known(Member::$time) => {
                                    if !extra.is_empty() {
                                        extra.remove($time_key);
                                    }
                                    nulls.unset(Member::$time as usize);
                                    $time = None;
                                    match map.next_value::<$crate::time::SentTime>()? {
                                        $crate::time::SentTime::Null => nulls.set(Member::$time as usize),
                                        $crate::time::SentTime::At(time) => $time = Some(time),
                                        $crate::time::SentTime::Other(value) => {
                                            extra.insert($time_key.to_owned(), value);
                                        }
                                    }
                                }
                            )* )?
                            Key::Extra(key) => { extra.insert(key, map.next_value()?); }
                        }
                    }
                    Ok($name {
                        $( $(
                            $required: $required
                                .ok_or_else(|| <A::Error as ::serde::de::Error>::missing_field($required_key))?,
                        )* )?
                        $( $optional, )*
                        $( $( $time, )* )?
                        extra,
                        nulls,
                    })
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_map(ObjectVisitor)
                }
            }

            impl ::serde::Serialize for $name {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    use ::serde::ser::SerializeMap as _;
                    let mut map = serializer.serialize_map(None)?;
                    $( $( map.serialize_entry($required_key, &self.$required)?; )* )?
                    $(
                        match &self.$optional {
                            Some(value) => map.serialize_entry($optional_key, value)?,
                            None if self.nulls.contains(Member::$optional as usize) => {
                                map.serialize_entry($optional_key, &())?;
                            }
                            None => {}
                        }
                    )*
                    $( $(
                        match &self.$time {
                            Some(time) => map.serialize_entry($time_key, &$crate::time::WrittenTime(*time))?,
                            None if self.nulls.contains(Member::$time as usize) => map.serialize_entry($time_key, &())?,
                            None => {}
                        }
                    )* )?
                    for (key, value) in &self.extra {
                        // What has a member of its own is written once: by that member, when it holds something.
                        let is_written = match key.as_str() {
                            $( $( $required_key => true, )* )?
                            $(
                                $optional_key => {
                                    self.$optional.is_some() || self.nulls.contains(Member::$optional as usize)
                                }
                            )*
                            $( $(
                                $time_key => self.$time.is_some() || self.nulls.contains(Member::$time as usize),
                            )* )?
                            _ => false,
                        };
                        if !is_written {
                            map.serialize_entry(key, value)?;
                        }
                    }
                    map.end()
                }
            }

            impl $name {
                $crate::wire_struct::wire_struct! {
                    @new $name [$( $( $required : $required_type, )* )?] [$( $optional, )* $( $( $time, )* )?]
                }

                /// The member with this name of Okta's, known or not, as JSON; `None` where it is absent.
                pub fn member(&self, name: &str) -> Option<::serde_json::Value> {
                    match name {
                        $( $( $required_key => ::serde_json::to_value(&self.$required).ok(), )* )?
                        $(
                            $optional_key => match &self.$optional {
                                Some(value) => ::serde_json::to_value(value).ok(),
                                None if self.nulls.contains(Member::$optional as usize) => Some(::serde_json::Value::Null),
                                None => self.extra.get(name).cloned(),
                            },
                        )*
                        $( $(
                            $time_key => match self.$time {
                                Some(time) => ::serde_json::to_value($crate::time::WrittenTime(time)).ok(),
                                None if self.nulls.contains(Member::$time as usize) => Some(::serde_json::Value::Null),
                                None => self.extra.get(name).cloned(),
                            },
                        )* )?
                        other => self.extra.get(other).cloned(),
                    }
                }
            }

            impl ::std::fmt::Debug for $name {
                /// Shows the members that are present: ids, enumerations, numbers and times, and that there is text.
                fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    let mut object = formatter.debug_struct(stringify!($name));
                    $( $( object.field(stringify!($required), &$crate::shown::Show(&self.$required)); )* )?
                    $( if let Some(value) = &self.$optional {
                        object.field(stringify!($optional), &$crate::shown::Show(value));
                    } )*
                    $( $( if let Some(time) = &self.$time { object.field(stringify!($time), time); } )* )?
                    if !self.extra.is_empty() {
                        object.field("extra", &$crate::shown::Show(&self.extra));
                    }
                    object.finish()
                }
            }

            $crate::shown::shown_by_debug!($name);
        };
    };

    // An object without a required member has a default instead.
    (@new $name:ident [] [$($rest:ident,)*]) => {};
    (@new $name:ident [$( $required:ident : $required_type:ty, )+] [$($rest:ident,)*]) => {
        /// An object that holds nothing else yet, for tests and for programs that make their own.
        pub fn new($( $required: impl Into<$required_type> ),+) -> Self {
            Self {
                $( $required: $required.into(), )+
                $( $rest: None, )*
                extra: ::serde_json::Map::new(),
                nulls: $crate::wire_struct::Nulls::default(),
            }
        }
    };
}

pub(crate) use wire_struct;

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro declares what crates publish")]
mod tests {
    use serde_json::{Value, json};

    wire_struct! {
        /// For the tests.
        #[derive(Default)]
        pub struct Thing {
            required {
                /// Id.
                id: String = "id",
            }
            optional {
                /// Name.
                name: String = "displayName",
                /// Count.
                count: u32 = "count",
            }
            times {
                /// When.
                created = "created",
            }
        }
    }

    fn round_trip(value: &Value) -> Value {
        serde_json::to_value(serde_json::from_value::<Thing>(value.clone()).unwrap()).unwrap()
    }

    #[test]
    fn null_absent_and_unknown_members_survive() {
        for value in [
            json!({"id": "a"}),
            json!({"id": "a", "displayName": null}),
            json!({"id": "a", "displayName": "b", "count": null, "later": {"x": [1, null]}}),
            json!({"id": "a", "created": null}),
            json!({"id": "a", "created": "2026-01-02T03:04:05.000Z"}),
            json!({"id": "a", "created": "2017-09-31T00:00:00.000Z"}),
            json!({"id": "a", "created": 1_567_000_000_000_u64}),
        ] {
            assert_eq!(round_trip(&value), value);
        }
    }

    #[test]
    fn a_member_of_another_form_costs_itself_alone() {
        let text = json!({"id": "a", "displayName": {"x": [1]}, "count": "seven", "more": 1});
        assert!(
            serde_json::from_value::<Thing>(text.clone()).is_err(),
            "strictly read, it is an error"
        );
        let thing: Thing = crate::RawJson::from(&text).decode().unwrap();
        assert_eq!((&thing.name, thing.count), (&None, None));
        assert_eq!(thing.member("count"), Some(json!("seven")));
        assert_eq!(serde_json::to_value(&thing).unwrap(), text);
        assert!(
            crate::RawJson::from(&json!({"id": {}}))
                .decode::<Thing>()
                .is_err(),
            "an id is not optional"
        );
    }

    #[test]
    fn no_member_is_written_twice() {
        let read = r#"{"id":"a","created":"x","created":null,"count":1,"count":2}"#;
        let mut thing: Thing = serde_json::from_str(read).unwrap();
        assert_eq!(
            serde_json::to_string(&thing).unwrap(),
            r#"{"id":"a","count":2,"created":null}"#
        );
        thing.extra.insert("id".to_owned(), json!("b"));
        thing.extra.insert("count".to_owned(), json!(3));
        assert_eq!(
            serde_json::to_string(&thing).unwrap(),
            r#"{"id":"a","count":2,"created":null}"#
        );
    }

    #[test]
    fn debug_shows_that_there_is_text_and_not_which() {
        let mut thing = Thing::new("a");
        thing.name = Some("Ada".to_owned());
        thing.extra.insert("salary".to_owned(), json!(7));
        assert_eq!(
            format!("{thing:?}"),
            r#"Thing { id: …, name: …, extra: {"salary"} }"#
        );
    }

    #[test]
    fn a_change_is_written_and_a_cleared_member_is_absent() {
        let mut thing: Thing =
            serde_json::from_value(json!({"id": "a", "displayName": null, "count": 1})).unwrap();
        thing.name = Some("b".to_owned());
        thing.count = None;
        assert_eq!(
            serde_json::to_value(&thing).unwrap(),
            json!({"id": "a", "displayName": "b"})
        );
    }

    #[test]
    fn a_time_that_is_none_is_kept_until_it_is_set() {
        let mut thing: Thing =
            serde_json::from_value(json!({"id": "a", "created": "2017-09-31T00:00:00Z"})).unwrap();
        assert_eq!(
            (thing.created, thing.member("created")),
            (None, Some(json!("2017-09-31T00:00:00Z")))
        );
        thing.created = Some("2017-09-30T00:00:00Z".parse().unwrap());
        let written = serde_json::to_string(&thing).unwrap();
        assert_eq!(written, r#"{"id":"a","created":"2017-09-30T00:00:00.000Z"}"#);
    }

    #[test]
    fn a_member_is_found_by_oktas_name() {
        let thing: Thing =
            serde_json::from_value(json!({"id": "a", "displayName": null, "costCenter": 7})).unwrap();
        assert_eq!(thing.member("id"), Some(json!("a")));
        assert_eq!(thing.member("displayName"), Some(Value::Null));
        assert_eq!(thing.member("costCenter"), Some(json!(7)));
        assert_eq!(thing.member("count"), None);
    }

    #[test]
    fn without_its_required_member_an_object_is_refused() {
        let error = serde_json::from_value::<Thing>(json!({"count": 1})).unwrap_err();
        assert_eq!(error.to_string(), "missing field `id`");
    }
}
