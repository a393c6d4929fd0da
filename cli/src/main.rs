//! acs
fn main() {}
