//! Values on their way to and from the wire.
//!
//! Generated types know only their own fields. [`Encode`] lists them into a [`Node`] tree, [`Decode`] takes them out of
//! one, and everything else works on nodes: flattening into parameters, JSON and XML, `Debug`. So the work is compiled
//! once, here, and a generated type costs a few lines.

mod decode;
mod encode;
mod json;
mod node;
mod params;
mod show;
mod xml;

pub use decode::{Decode, DecodeError, FromNode, Reader};
pub use encode::{Encode, Fields, ToNode};
pub use json::{parse_json, write_json};
pub use node::{Entry, Hint, Node, Style};
pub use params::{Param, Params};
pub use show::{debug, same};
pub use xml::parse_xml;
