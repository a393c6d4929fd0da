//! Values on their way to and from the wire.
//!
//! Generated types know only their own fields. [`Encode`] lists them into a [`Node`] tree, [`Decode`] takes them from a
//! [`Reader`], of a tree or of JSON text, and everything else works on nodes: flattening into parameters, XML, `Debug`. So the
//! work is compiled once, here, and a generated type costs a few lines.

mod decode;
mod decode_error;
mod decode_report;
mod encode;
mod from_node;
mod json;
mod json_param;
mod json_reply;
mod json_text;
mod node;
mod params;
mod parse_error;
mod request_id;
mod secret_name;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod serde;
mod show;
mod source;
mod value;
mod xml;

pub use decode::{Decode, FromNode, Reader};
pub use decode_error::DecodeError;
pub use decode_report::DecodeReport;
pub use encode::{Encode, Fields, ToNode};
pub use json::{parse_json, write_json};
pub use json_param::JsonText;
pub use json_reply::{JsonError, decode_json};
pub(crate) use json_reply::{JsonReply, read_reply};
pub use node::{Entry, Hint, Node, Style};
pub use params::{Iter as ParamsIter, Param, Params};
pub use parse_error::ParseError;
pub use request_id::RequestIdResponse;
pub use secret_name::is_secret_name;
pub use show::{debug, same};
pub use xml::parse_xml;
