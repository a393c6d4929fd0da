//! What must hold for every operation, tried with the types of each.

use std::fmt::Debug;

use acs_runtime::future::BoxFuture;
use acs_runtime::{Client, Error};
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

/// What a call without parameters ends with, in a box, so that the runtime's part is compiled once.
fn call<O: Operation>(client: &Client) -> BoxFuture<'_, Result<(), Error>> {
    Box::pin(async { client.call(O::INFO).send::<O::Response>(&O::Request::default()).await.map(drop) })
}

include!(concat!(env!("OUT_DIR"), "/every_operation.rs"));
