//! What must hold for every operation, tried with the types of each.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use vpc_api::runtime::operation::Operation;

#[cfg(test)]
mod error_codes;
#[cfg(test)]
mod foreign_replies;
#[cfg(test)]
mod round_trips;

/// What is done with each operation.
trait Visitor {
    fn visit<O>(&mut self)
    where
        O: Operation,
        O::Request: Serialize + DeserializeOwned + PartialEq + Debug,
        O::Response: Serialize + DeserializeOwned + PartialEq + Debug;
}

include!(concat!(env!("OUT_DIR"), "/every_operation.rs"));
