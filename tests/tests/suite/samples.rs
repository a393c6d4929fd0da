//! The programs that `acs sample --lang rust` writes compile with the client. The tests of the command line keep them current.

#![allow(dead_code, reason = "they are programs, and only compiled here")]

#[rustfmt::skip]
#[path = "../../../cli/tests/samples/create_forward_entry.rs"]
mod create_forward_entry;
#[rustfmt::skip]
#[path = "../../../cli/tests/samples/create_nat_gateway.rs"]
mod create_nat_gateway;
#[rustfmt::skip]
#[path = "../../../cli/tests/samples/create_vpn_connection.rs"]
mod create_vpn_connection;
#[rustfmt::skip]
#[path = "../../../cli/tests/samples/create_vswitch.rs"]
mod create_vswitch;
#[rustfmt::skip]
#[path = "../../../cli/tests/samples/describe_vpcs.rs"]
mod describe_vpcs;
#[rustfmt::skip]
#[path = "../../../cli/tests/samples/grant_instance_to_vbr.rs"]
mod grant_instance_to_vbr;
#[rustfmt::skip]
#[path = "../../../cli/tests/samples/tag_resources.rs"]
mod tag_resources;
