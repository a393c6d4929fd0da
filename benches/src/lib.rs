//! What calls cost, counted: each [`Task`] is a step that calls are made of, or what others take for the same.
//!
//! `benches/run` counts instructions with callgrind, and allocations, and writes one table. Counts hardly depend on the
//! machine or its load, so that a difference between two of them is a difference between two versions of the code.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run shall end")]

mod client;
mod decode;
mod peer;
mod reply;
pub mod server;
mod sign;
pub mod throughput;

/// A step that can be repeated.
pub struct Task {
    /// Name on the command line.
    pub name: &'static str,
    /// What is done.
    pub about: &'static str,
    /// Prepares the step; what it returns does it once.
    pub prepare: fn() -> Step,
    /// How often callgrind repeats it.
    pub times: u32,
}

/// What is done once with each call.
pub type Step = Box<dyn FnMut()>;

/// All tasks, in the order of the table.
pub const TASKS: &[Task] = &[
    task("hash-v1", "HMAC-SHA1 of the string to sign, nothing else", sign::hash_v1, 200),
    task("hash-v3", "SHA-256 twice and HMAC-SHA256 of the same request", sign::hash_v3, 200),
    task("sign-v1", "encode and sign, V1", sign::v1, 200),
    task("sign-v3", "encode and sign, V3", sign::v3, 200),
    task("call-v1", "whole call on a transport that answers at once, V1", client::call_v1, 200),
    task("call-v3", "the same, V3", client::call_v3, 200),
    task("decode-50", "decode 50 VPCs from JSON", decode::json_50, 20),
    task("decode-50-serde", "the same with serde's derives", peer::serde_50, 20),
    task("call-50", "whole DescribeVpcs call, 50 VPCs", client::call_50, 20),
    task("decode-10000", "decode 10,000 VPCs from JSON", decode::json_10000, 1),
    task("decode-10000-serde", "the same with serde's derives", peer::serde_10000, 1),
    task("decode-50-xml", "decode 50 VPCs from XML", decode::xml_50, 20),
    task("pass-50-xml", "quick-xml's events of the same", peer::xml_events_50, 20),
];

const fn task(name: &'static str, about: &'static str, prepare: fn() -> Step, times: u32) -> Task {
    Task { name, about, prepare, times }
}

/// The task of a name; `loopback` and `loopback-reqwest` send to `address`.
pub fn prepare(name: &str, address: &str) -> Option<Step> {
    match name {
        "loopback" => Some(client::loopback(address)),
        "loopback-reqwest" => Some(peer::reqwest(address)),
        _ => TASKS.iter().find(|task| task.name == name).map(|task| (task.prepare)()),
    }
}
