//! Do values reach the wire as the official SDKs write them, and come back as leniently as those read them?

mod agreement;
mod agreement_xml;
mod decoding;
mod flattening;
mod json;
mod shapes;
mod showing;
mod xml;

/// What tests return: any failure to prepare one fails it.
type Outcome = Result<(), Box<dyn std::error::Error>>;
