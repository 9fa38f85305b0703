//! The macro behind every operation: the same shape for all of them.

/// Declares an operation: a struct with its path parameters and body in `new`, a setter for each query
/// parameter and header, and its [`Operation`](crate::Operation) implementation.
///
/// The path comes from the facts, so a name here that is not in the template leaves a brace in the
/// path, which the test of all operations finds. A query parameter that Okta requires is sent from the start, with the
/// value behind `or`.
macro_rules! operation {
    (
        $(#[$meta:meta])*
        pub struct $name:ident = $effect:ident $tag:literal $operation_id:literal => $kind:ident $( $output:ty )? {
            $( path { $( $(#[$path_meta:meta])* $path:ident : $path_type:ty = $path_key:literal, )* } )?
            $( query { $( $(#[$query_meta:meta])* $query:ident : $query_type:ident = $query_key:literal $( or $default:expr )?, )* } )?
            $( header { $( $(#[$header_meta:meta])* $header:ident : $header_type:ty = $header_key:literal, )* } )?
            $( body { $(#[$body_meta:meta])* $body:ident : $body_type:ty } )?
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
            $( $( $query: Option<$query_type>, )* )?
            $( $( $header: Option<$header_type>, )* )?
            $( $body: $body_type, )?
        }

        impl $name {
            /// The operation, with what it cannot do without.
            #[allow(clippy::new_without_default, reason = "an operation without parameters is still built by name")]
            pub fn new(
                $( $( $path: impl Into<$path_type>, )* )?
                $( $body: impl Into<$body_type>, )?
            ) -> Self {
                Self {
                    $( $( $path: $path.into(), )* )?
                    $( $( $query: $crate::operation::operation!(@default $( $default )?), )* )?
                    $( $( $header: None, )* )?
                    $( $body: $body.into(), )?
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
        }

        impl ::std::fmt::Debug for $name {
            /// Shows what is set: ids, enumerations, numbers and times, and that there is text.
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::shown::Show;
                let mut operation = formatter.debug_struct(stringify!($name));
                $( $( operation.field(stringify!($path), &Show(&self.$path)); )* )?
                $( $( if let Some(value) = &self.$query { operation.field(stringify!($query), &Show(value)); } )* )?
                $( $( if let Some(value) = &self.$header { operation.field(stringify!($header), &Show(value)); } )* )?
                $( operation.field(stringify!($body), &Show(&self.$body)); )?
                operation.finish()
            }
        }

        impl $crate::Operation for $name {
            type Output = $crate::operation::operation!(@output $kind $( $output )?);

            const METADATA: $crate::Metadata = $crate::Metadata::new($operation_id, $crate::Effect::$effect);

            fn request(&self) -> Result<::http::Request<Vec<u8>>, $crate::RequestError> {
                let request = $crate::operation::RequestBuilder::new(Self::METADATA);
                $( $( let request = request.path($path_key, self.$path.as_ref()); )* )?
                $( $( let request = request.query($query_key, self.$query.as_ref()); )* )?
                $( let request = request.body(&self.$body); )?
                $( $( let request = request.header($header_key, self.$header.as_ref()); )* )?
                request.build()
            }

            fn decode(&self, body: &[u8]) -> Result<Self::Output, $crate::DecodeError> {
                $crate::operation::operation!(@decode $kind body)
            }
        }

        $crate::operation::operation!(@list $kind $name $( $output )?);
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

    // Any 2xx is success, so a body where none was promised is ignored.
    (@decode nothing $body:ident) => {{ let _ = $body; Ok(()) }};
    (@decode object $body:ident) => { $crate::operation::decode_json($body) };
    (@decode object_or_empty $body:ident) => { $crate::operation::decode_json_or_default($body) };
    (@decode list $body:ident) => { $crate::Page::decode($body) };

    (@list list $name:ident $output:ty) => {
        impl $crate::ListOperation for $name {
            type Item = $output;
        }
    };
    (@list $kind:ident $name:ident $( $output:ty )?) => {};
}

pub(crate) use operation;
