//! Values on their way to and from the wire.
//!
//! Generated types know only their own fields. [`Encode`] lists them into a [`Node`] tree, [`Decode`] takes them out of
//! one, and everything else works on nodes: flattening into parameters, JSON and XML, `Debug`. So the work is compiled
//! once, here, and a generated type costs a few lines.

mod decode;
mod decode_error;
mod decode_report;
mod encode;
mod from_node;
mod json;
mod node;
mod params;
mod parse_error;
mod request_id;
mod secret_name;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod serde;
mod show;
mod value;
mod xml;

pub use decode::{Decode, Reader};
pub use decode_error::DecodeError;
pub use decode_report::DecodeReport;
pub use encode::{Encode, Fields, ToNode};
pub use from_node::FromNode;
pub use json::{parse_json, write_json};
pub use node::{Entry, Hint, Node, Style};
pub use params::{Param, Params};
pub use parse_error::ParseError;
pub use request_id::RequestIdResponse;
pub use secret_name::is_secret_name;
pub use show::{debug, same};
pub use xml::parse_xml;
