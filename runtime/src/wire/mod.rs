//! Values on their way to and from the wire.
//!
//! Generated types know only their own fields. [`Encode`] lists them into a [`Node`] tree, [`Decode`] takes them from a
//! [`Reader`], of a tree or of the text of JSON or XML, and everything else works on nodes: flattening into parameters, `Debug`. So the
//! work is compiled once, here, and a generated type costs a few lines.

mod decode;
mod decode_error;
mod decode_report;
mod encode;
mod flatten;
mod from_node;
mod json;
mod json_param;
mod json_text;
mod node;
mod params;
mod parse_error;
mod reply_text;
mod request_id;
mod scan;
mod secret_name;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod serde;
mod show;
mod source;
mod value;
mod xml;
mod xml_text;

pub use decode::{Decode, FromNode, Reader};
pub use decode_error::DecodeError;
pub use decode_report::DecodeReport;
pub use encode::{Encode, Fields, ToNode};
pub use json::{parse_json, write_json};
pub use json_param::JsonText;
pub use node::{Entry, Hint, Node, Style};
pub use params::{Iter as ParamsIter, Param, Params};
pub use parse_error::ParseError;
pub use reply_text::{TextError, decode_json, decode_xml};
pub(crate) use reply_text::{TextReply, read_reply};
pub use request_id::RequestIdResponse;
pub use secret_name::is_secret_name;
pub use show::{debug, same};
pub use xml::parse_xml;
