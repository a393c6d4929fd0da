//! The names that generated code mentions: the whole of the contract between the generator and this crate.
//!
//! Nothing here is meant for people, who use the same names from their own modules, and nothing else of this project uses it.

pub use std::collections::BTreeMap;

#[cfg(feature = "serde")]
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::Value;

pub use crate::call::created_id;
pub use crate::call::{Call, CallFuture, CallOptions, DryRun, Items, Pages, RawCall, WithMetadata};
pub use crate::check::Check;
pub use crate::client::{Builder, Client, ClientOf, Config, ServiceClient};
#[cfg(feature = "dynamic")]
pub use crate::dynamic::{DynamicOperation, DynamicService};
pub use crate::env::Env;
pub use crate::error::{Error, advice_for};
pub use crate::facts::{List, Shared, Text};
pub use crate::operation::{Method, Operation, OperationInfo, Page, Pagination, RetryClass, ServiceInfo, Until, WaiterInfo};
pub use crate::waiter::{CallAndWait, Wait};
pub use crate::wire::{
    Decode, DecodeError, Encode, Fields, FromNode, JsonText, Node, Reader, RequestIdResponse, ToNode, debug, same,
};

#[cfg(feature = "serde")]
pub use crate::__serde as serde;
pub use crate::{__closed_set as closed_set, __code as code, __data as data};

/// What a generated struct has in common with all others: `Debug` and `==` over its list of fields.
#[doc(hidden)]
#[macro_export]
macro_rules! __data {
    ($name:ident) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::wire::debug(f, stringify!($name), self)
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::same(self, other)
            }
        }
    };
}

/// What a generated enum of error codes has in common with all others: `Debug` and `Display`, which write the code as the service
/// sends it, and what stands in place of each `%s` of a template.
#[doc(hidden)]
#[macro_export]
macro_rules! __code {
    ($name:ident of $operation:ident) => {
        impl $crate::error_code::ErrorCode for $name {}

        $crate::__code!(@shown $name of $operation);
    };
    ($name:ident of $operation:ident, $($variant:ident($($argument:ident),+)),+) => {
        impl $crate::error_code::ErrorCode for $name {
            #[allow(unreachable_patterns)]
            fn arguments(&self) -> Vec<&str> {
                match self {
                    $($name::$variant($($argument),+) => vec![$($argument.as_str()),+],)+
                    _ => Vec::new(),
                }
            }

            #[allow(unreachable_patterns)]
            fn set_arguments(&mut self, arguments: &[&str]) {
                let mut arguments = arguments.iter().map(|argument| (*argument).to_owned());
                match self {
                    $($name::$variant($($argument),+) => {
                        $(*$argument = arguments.next().unwrap_or_default();)+
                    })+
                    _ => {}
                }
            }
        }

        $crate::__code!(@shown $name of $operation);
    };
    (@shown $name:ident of $operation:ident) => {
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::error_code::display(<$operation as $crate::operation::Operation>::CODES, self, f)
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(self, f)
            }
        }
    };
}

/// What a generated closed set of values has in common with all others: it is text on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! __closed_set {
    ($name:ident) => {
        impl From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                $name::from(value.as_str())
            }
        }

        impl $crate::wire::ToNode for $name {
            #[inline]
            fn to_node(&self) -> Option<$crate::wire::Node<'_>> {
                Some($crate::wire::Node::Text(self.as_str().into()))
            }
        }

        impl $crate::wire::FromNode for $name {
            #[inline]
            fn read(reader: $crate::wire::Reader<'_>) -> Result<Option<Self>, $crate::wire::DecodeError> {
                Ok(<String as $crate::wire::FromNode>::read(reader)?.map(Self::from))
            }
        }
    };
}

/// `Serialize` and `Deserialize` of generated types.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($($name:ident),*) => {
        $(
            impl $crate::generated::Serialize for $name {
                #[inline]
                fn serialize<S: $crate::generated::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    $crate::wire::serde::serialize(self, serializer)
                }
            }

            impl<'de> $crate::generated::Deserialize<'de> for $name {
                #[inline]
                fn deserialize<D: $crate::generated::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    $crate::wire::serde::deserialize(deserializer)
                }
            }
        )*
    };
}
