//! Are requests signed as the official SDKs sign them, and sent as they were signed?

mod encoding;
mod requests;
mod v1;
mod v3;

/// What tests return: any failure to prepare one fails it.
type Outcome = Result<(), Box<dyn std::error::Error>>;
