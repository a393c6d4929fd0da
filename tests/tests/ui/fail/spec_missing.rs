//! A path that leads to no file.

acs_macros::operation!("specs/ssl-vpn-client/NoSuchOperation.yaml");

fn main() {}
