//! The names that generated code mentions: the whole of the contract between the generator and this crate.
//!
//! Nothing here is meant for people; use the same names from their own modules.

pub use std::collections::BTreeMap;

pub use serde_json::Value;

pub use crate::call::{Call, Pages, Items, Sending, WithMetadata};
pub use crate::client::Client;
pub use crate::operation::{Method, Operation, OperationInfo, Page, Pagination, ServiceInfo, Until, WaiterInfo};
pub use crate::retry::RetryClass;
pub use crate::waiter::Wait;
pub use crate::wire::{Decode, DecodeError, Encode, Fields, FromNode, Node, Reader, ToNode, debug, same};
