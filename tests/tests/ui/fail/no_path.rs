//! The macro takes one string.

acs_macros::operation!();
acs_macros::service!(specs);

fn main() {}
