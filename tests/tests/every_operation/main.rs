//! What must hold for every operation, tried with the types of each.

use acs_runtime::error_code::ErrorCode;
use acs_runtime::future::BoxFuture;
use acs_runtime::operation::OperationInfo;
use acs_runtime::{Client, Error};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vpc_api::runtime::operation::Operation;

#[cfg(test)]
mod error_codes;
#[cfg(test)]
mod foreign_replies;
#[cfg(test)]
mod round_trips;

/// An operation, as functions that hide its types: so that the tests are compiled once, and not for each.
struct Subject {
    info: &'static OperationInfo,
    /// The documented codes, and what each variant is shown as.
    codes: fn() -> Vec<(&'static str, String)>,
    /// What an error's variant is shown as, and then the texts in place of each `%s`; nothing for an error without a variant.
    code_of: fn(&Error) -> Vec<String>,
    /// What a call without parameters ends with.
    call: for<'c> fn(&'c Client) -> BoxFuture<'c, Result<(), Error>>,
    round_trip_of_request: fn(&Value) -> Value,
    round_trip_of_response: fn(&Value) -> Value,
}

impl Subject {
    fn of<O>() -> Self
    where
        O: Operation,
        O::Request: Serialize + DeserializeOwned + PartialEq,
        O::Response: Serialize + DeserializeOwned + PartialEq,
    {
        Subject {
            info: O::INFO,
            codes: || O::CODES.iter().map(|(documented, variant)| (*documented, variant.to_string())).collect(),
            code_of: |error| {
                let shown = |code: O::Code| {
                    let arguments = code.arguments().into_iter().map(str::to_owned);
                    std::iter::once(code.to_string()).chain(arguments).collect()
                };
                error.code_of::<O>().map(shown).unwrap_or_default()
            },
            call: |client| Box::pin(async { client.call(O::INFO).send::<O::Response>(&O::Request::default()).await.map(drop) }),
            round_trip_of_request: round_trips::there_and_back::<O::Request>,
            round_trip_of_response: round_trips::there_and_back::<O::Response>,
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/every_operation.rs"));
