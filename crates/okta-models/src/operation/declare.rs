//! The macro behind every operation: the same shape for all of them.

/// Declares an operation: a struct with its path parameters and body in `new`, a setter for each query
/// parameter and header, and its [`Operation`](crate::Operation) implementation.
///
/// The path comes from the facts, so a name here that is not in the template leaves a brace in the
/// path, which the test of all operations finds. A query parameter that Okta requires stands in `new` too
/// (`required_query`), or is sent from the start with the value behind `or`. A body that Okta takes and does not
/// require has a setter (`optional_body`).
///
/// What Okta answers with: `nothing`, `object T`, `object_or_empty T`, `list T` (a JSON array), `list "name" T`
/// (an object that holds the array under this name), or `page T` (a JSON array that is no listing to be read to its end).
macro_rules! operation {
    (
        $(#[$meta:meta])*
        pub struct $name:ident = $effect:ident $tag:literal $operation_id:literal => $kind:ident $( $member:literal )? $( $output:ty )? {
            $( path { $( $(#[$path_meta:meta])* $path:ident : $path_type:ty = $path_key:literal, )* } )?
            $( required_query { $( $(#[$required_meta:meta])* $required:ident : $required_type:ty = $required_key:literal, )* } )?
            $( query { $( $(#[$query_meta:meta])* $query:ident : $query_type:ident = $query_key:literal $( or $default:expr )?, )* } )?
            $( header { $( $(#[$header_meta:meta])* $header:ident : $header_type:ty = $header_key:literal, )* } )?
            $( body { $(#[$body_meta:meta])* $body:ident : $body_type:ty } )?
            $( optional_body { $(#[$optional_meta:meta])* $optional:ident : $optional_type:ty } )?
        }
    ) => {
        $(#[$meta])*
        #[doc = concat!(
            "\n\nOkta's operation [`", $operation_id,
            "`](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/", $tag,
            "/#tag/", $tag, "/operation/", $operation_id, ")."
        )]
        #[derive(Clone, PartialEq)]
        #[must_use = "an operation does nothing until it is sent"]
        pub struct $name {
            $( $( $path: $path_type, )* )?
            $( $( $required: $required_type, )* )?
            $( $( $query: Option<$query_type>, )* )?
            $( $( $header: Option<$header_type>, )* )?
            $( $body: $body_type, )?
            $( $optional: Option<$optional_type>, )?
        }

        impl $name {
            /// The operation, with what it cannot do without.
            #[allow(clippy::new_without_default, reason = "an operation without parameters is still built by name")]
            pub fn new(
                $( $( $path: impl Into<$path_type>, )* )?
                $( $( $required: impl Into<$required_type>, )* )?
                $( $body: impl Into<$body_type>, )?
            ) -> Self {
                Self {
                    $( $( $path: $path.into(), )* )?
                    $( $( $required: $required.into(), )* )?
                    $( $( $query: $crate::operation::operation!(@default $( $default )?), )* )?
                    $( $( $header: None, )* )?
                    $( $body: $body.into(), )?
                    $( $optional: None, )?
                }
            }

            $( $(
                $crate::operation::operation! {
                    @setter [$(#[$query_meta])* #[doc = concat!("\n\nQuery parameter `", $query_key, "`.")]]
                    $query $query_type
                }
            )* )?

            $( $(
                $(#[$header_meta])*
                #[doc = concat!("\n\nHeader `", $header_key, "`.")]
                pub fn $header(mut self, $header: impl Into<$header_type>) -> Self {
                    self.$header = Some($header.into());
                    self
                }
            )* )?

            $(
                $(#[$optional_meta])*
                #[doc = "\n\nThe body of the request; without this call there is none."]
                pub fn $optional(mut self, $optional: impl Into<$optional_type>) -> Self {
                    self.$optional = Some($optional.into());
                    self
                }
            )?
        }

        impl ::std::fmt::Debug for $name {
            /// Shows what is set: ids, enumerations, numbers and times, and that there is text.
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let mut operation = formatter.debug_struct(stringify!($name));
                $( $( operation.field(stringify!($path), &$crate::shown::Show(&self.$path)); )* )?
                $( $( operation.field(stringify!($required), &$crate::shown::Show(&self.$required)); )* )?
                $( $( if let Some(value) = &self.$query { operation.field(stringify!($query), &$crate::shown::Show(value)); } )* )?
                $( $( if let Some(value) = &self.$header { operation.field(stringify!($header), &$crate::shown::Show(value)); } )* )?
                $( operation.field(stringify!($body), &$crate::shown::Show(&self.$body)); )?
                $( if let Some(value) = &self.$optional { operation.field(stringify!($optional), &$crate::shown::Show(value)); } )?
                operation.finish()
            }
        }

        impl $crate::Operation for $name {
            type Output = $crate::operation::operation!(@output $kind $( $output )?);

            const METADATA: $crate::Metadata = $crate::Metadata::new($operation_id, $crate::Effect::$effect);

            fn request(&self) -> Result<::http::Request<Vec<u8>>, $crate::RequestError> {
                let request = $crate::operation::RequestBuilder::new(Self::METADATA);
                $( $( let request = request.path($path_key, self.$path.as_ref()); )* )?
                $( $( let request = request.query($required_key, Some(&self.$required)); )* )?
                $( $( let request = request.query($query_key, self.$query.as_ref()); )* )?
                $( let request = request.body(&self.$body); )?
                $( let request = request.body_if(self.$optional.as_ref()); )?
                $( $( let request = request.header($header_key, self.$header.as_ref()); )* )?
                request.build()
            }

            fn decode(&self, body: &[u8]) -> Result<Self::Output, $crate::DecodeError> {
                $crate::operation::operation!(@decode $kind $( $member )? body)
            }

            fn visit_path<'a>(&'a self, visit: &mut dyn FnMut(&'static str, &'a str)) {
                $( $( visit($path_key, self.$path.as_ref()); )* )?
                let _ = visit;
            }
        }

        $crate::operation::operation!(@list $kind $name $( $member )? $( $output )?);
    };

    // A number or a flag is taken as it is, so that a literal needs no suffix; everything else by conversion.
    (@setter [$($meta:tt)*] $query:ident u32) => { $crate::operation::operation!(@plain [$($meta)*] $query u32); };
    (@setter [$($meta:tt)*] $query:ident bool) => { $crate::operation::operation!(@plain [$($meta)*] $query bool); };
    (@setter [$($meta:tt)*] $query:ident $type:ident) => {
        $($meta)*
        pub fn $query(mut self, $query: impl Into<$type>) -> Self {
            self.$query = Some($query.into());
            self
        }
    };
    (@plain [$($meta:tt)*] $query:ident $type:ident) => {
        $($meta)*
        pub fn $query(mut self, $query: $type) -> Self {
            self.$query = Some($query);
            self
        }
    };

    (@default) => { None };
    (@default $default:expr) => { Some($default) };

    (@output nothing) => { () };
    (@output object $output:ty) => { $output };
    (@output object_or_empty $output:ty) => { $output };
    (@output list $output:ty) => { $crate::Page<$output> };
    (@output page $output:ty) => { $crate::Page<$output> };

    // Any 2xx is success, so a body where none was promised is ignored.
    (@decode nothing $body:ident) => {{ let _ = $body; Ok(()) }};
    (@decode object $body:ident) => { $crate::operation::decode_json($body) };
    (@decode object_or_empty $body:ident) => { $crate::operation::decode_json_or_default($body) };
    (@decode list $body:ident) => { $crate::Page::decode($body) };
    (@decode page $body:ident) => { $crate::Page::decode($body) };
    (@decode list $member:literal $body:ident) => { $crate::Page::decode_member($member, $body) };

    (@list list $name:ident $( $member:literal )? $output:ty) => {
        impl $crate::ListOperation for $name {
            type Item = $output;

            $( const MEMBER: Option<&'static str> = Some($member); )?
        }
    };
    (@list $kind:ident $name:ident $( $output:ty )?) => {};
}

pub(crate) use operation;
