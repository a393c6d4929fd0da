//! Warnings of a spec are warnings of the compiler, whatever else the crate allows; here they are errors.

#![allow(deprecated)]
#![deny(warnings)]

acs_macros::operation!("warned/thing/GetThing.yaml");

mod things {
    acs_macros::service!("warned");
}

fn main() {}
