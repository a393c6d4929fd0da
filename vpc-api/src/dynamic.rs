//! Operations by name, to and from JSON, through the generated types: for command lines, for people who log or store requests,
//! and for finding out what would be sent.
//!
//! ```
//! let input = serde_json::json!({"RegionId": "cn-hangzhou", "Tag": [{"Key": "team", "Value": "net"}]});
//! let encoded = vpc_api::dynamic::encode("CreateVpc", &input)?;
//! assert_eq!(encoded.query["Tag.1.Key"], "team");
//! # Ok::<(), vpc_api::dynamic::DynamicError>(())
//! ```

use acs_runtime::dynamic::Value;

pub use acs_runtime::dynamic::{DynamicError, DynamicOperation, DynamicService, Encoded};
pub use acs_runtime::sign::ReplyFormat;

pub use crate::OPERATIONS;

/// What an operation sends for a request given as JSON under its wire names: method, query and form parameters.
///
/// # Errors
/// There is no such operation or parameter, or a value that its parameter cannot hold.
pub fn encode(operation: &str, input: &Value) -> Result<Encoded, DynamicError> {
    OPERATIONS.encode(operation, input)
}

/// A reply of an operation as JSON in the wire's own shape: typed as the spec says, lists wrapped where the wire wraps them,
/// absent fields left out.
///
/// # Errors
/// There is no such operation, the text is neither JSON nor XML, or a value does not fit its field.
pub fn decode(operation: &str, format: ReplyFormat, reply: &[u8]) -> Result<Value, DynamicError> {
    OPERATIONS.decode(operation, format, reply)
}
