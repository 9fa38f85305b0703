//! The macro behind every object that is sent: absent by default, clearable, open to new members.

/// Declares an object that is written to Okta.
///
/// Each member is a [`Patch`](crate::Patch), so nothing is sent unless it is set; there is a setter for
/// each, and `member` for what this version does not know (custom profile attributes, for instance).
/// Read-only members have no place here: Okta answers 500 to some of them.
macro_rules! write_struct {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$member_meta:meta])* $member:ident : $type:ty = $key:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $( $(#[$member_meta])* pub $member: $crate::Patch<$type>, )*
            /// Members that this version does not know, by Okta's name; `null` clears.
            pub extra: ::serde_json::Map<String, ::serde_json::Value>,
        }

        impl $name {
            /// Okta's names of the members that have a setter here; any other is written with `member`.
            pub const MEMBERS: &'static [&'static str] = &[$( $key ),*];

            /// An object that sends nothing yet.
            pub fn new() -> Self {
                Self::default()
            }

            $(
                $(#[$member_meta])*
                #[doc = concat!("\n\nSets `", $key, "`, or clears it with [`Patch::Clear`](crate::Patch::Clear).")]
                pub fn $member(mut self, $member: impl Into<$crate::Patch<$type>>) -> Self {
                    self.extra.remove($key);
                    self.$member = $member.into();
                    self
                }
            )*

            /// Sets a member by Okta's name, a custom attribute for instance; `null` clears it. Of this and a setter,
            /// the last call counts.
            pub fn member(mut self, name: impl Into<String>, value: impl Into<::serde_json::Value>) -> Self {
                let name = name.into();
                match name.as_str() {
                    $( $key => self.$member = $crate::Patch::Keep, )*
                    _ => {}
                }
                self.extra.insert(name, value.into());
                self
            }
        }

        impl ::std::fmt::Debug for $name {
            /// Shows what is sent: ids, enumerations, numbers and times, and that there is text.
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let mut object = formatter.debug_struct(stringify!($name));
                $(
                    if !self.$member.is_keep() {
                        object.field(stringify!($member), &$crate::shown::Show(&self.$member));
                    }
                )*
                if !self.extra.is_empty() {
                    object.field("extra", &$crate::shown::Show(&self.extra));
                }
                object.finish()
            }
        }

        $crate::shown::shown_by_debug!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $(
                    if !self.$member.is_keep() {
                        map.serialize_entry($key, &self.$member)?;
                    }
                )*
                for (key, value) in &self.extra {
                    let is_set = match key.as_str() {
                        $( $key => !self.$member.is_keep(), )*
                        _ => false,
                    };
                    if !is_set {
                        map.serialize_entry(key, value)?;
                    }
                }
                map.end()
            }
        }
    };
}

/// Makes a write type from what was read, so that a full replacement keeps every attribute.
///
/// With `only`, what Okta sends beside these members is read-only, so members that this version does not know stay out.
macro_rules! write_from_read {
    ($write:ident from only $read:ident { $( $member:ident = $key:literal, )* }) => {
        impl From<&$read> for $write {
            /// Every member that may be written as it was read, `null` as [`Patch::Clear`](crate::Patch::Clear);
            /// setters then change what is to change.
            fn from(read: &$read) -> Self {
                let mut write = Self::default();
                $(
                    write.$member = match (&read.$member, read.member($key)) {
                        (Some(value), _) => $crate::Patch::Set(value.clone().into()),
                        (None, Some(::serde_json::Value::Null)) => $crate::Patch::Clear,
                        (None, Some(other)) => {
                            // Of another form than documented: it goes back as it came.
                            write.extra.insert($key.to_owned(), other);
                            $crate::Patch::Keep
                        }
                        (None, None) => $crate::Patch::Keep,
                    };
                )*
                write
            }
        }
    };

    ($write:ident from $read:ident { $( $(#[$meta:meta])* $member:ident : $type:ty = $key:literal, )* }) => {
        impl From<&$read> for $write {
            /// Every member as it was read, `null` as [`Patch::Clear`](crate::Patch::Clear); setters then change what
            /// is to change.
            fn from(read: &$read) -> Self {
                let mut write = Self { extra: read.extra.clone(), ..Self::default() };
                $(
                    write.$member = match &read.$member {
                        Some(value) => $crate::Patch::Set(value.clone()),
                        None if read.member($key) == Some(::serde_json::Value::Null) => $crate::Patch::Clear,
                        None => $crate::Patch::Keep,
                    };
                )*
                write
            }
        }

        impl From<$read> for $write {
            /// As from a reference.
            fn from(read: $read) -> Self {
                (&read).into()
            }
        }
    };
}

pub(crate) use {write_from_read, write_struct};
