//! The spec files as Rust types: what an operation file, `service.yaml`, `glossary.yaml` and `waiters.yaml` hold.
//!
//! The same types read the files, write them on import, and make the JSON Schemas. Names are the wire's, unchanged.

mod named;
mod one_or_many;
mod operation;
mod schema;
mod service;
mod texts;
mod waiter;

pub use named::Named;
pub use one_or_many::OneOrMany;
pub use operation::{Access, Auth, ErrorCode, Method, Operation, PageStyle, Pagination, Retry};
pub use schema::{Format, Kind, Number, ParameterLocation, Schema, Style, Value};
pub use service::{Endpoints, Glossary, Service};
pub use texts::Texts;
pub(crate) use waiter::leads_to_text;
pub use waiter::{Until, Waiter, Waiters};

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
