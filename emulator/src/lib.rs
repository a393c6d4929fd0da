//! An Alibaba Cloud VPC service on this machine.
//!
//! It checks what a client sends the way the service does (signature, clock, nonce, parameters), keeps state for the resources
//! that people build first, and answers every other operation with the examples of its spec. Any client of the service can use
//! it, in any language: give the client [`Emulator::endpoint`] and the key `testid` with the secret `testsecret`.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! use acs_emulator::{AccessKey, Emulator, Fault, FaultRule};
//!
//! let emulator = Emulator::builder()
//!     .access_key("testid", "testsecret")
//!     .limited_access_key(AccessKey::new("reader", "hush").allow("Describe*").allow("List*"))
//!     .faults([FaultRule::new(Fault::busy("IncorrectVpcStatus")).operation("DeleteVpc").times(2)])
//!     .time_scale(0.01)
//!     .start()
//!     .await?;
//! println!("endpoint: {}", emulator.endpoint());
//! // … let a client create and delete what it likes, and look at what it sent …
//! for request in emulator.requests() {
//!     println!("{} {:?} {}", request.operation, request.parameters, request.status);
//! }
//! # Ok::<(), acs_emulator::Error>(())
//! # }).unwrap();
//! ```
//!
//! The same from a shell is `acs emulate --port 8080 --faults faults.json --data state.json`.
//!
//! # What is kept
//!
//! VPCs with their blocks, routers and grants to CEN; vSwitches and their reserved blocks; route tables, their entries, and
//! those of gateways; EIPs, segments of them and pools of public addresses; NAT gateways with SNAT, DNAT and FULLNAT entries, NAT
//! IP addresses and their blocks; VPN gateways with their connections, tunnels, routes, SSL and IPsec servers and certificates;
//! connections attached to transit routers and their routes; customer gateways; HaVips; shared bandwidth packages; IPv4 and IPv6
//! gateways, IPv6 addresses, their bandwidth and egress rules; network ACLs; prefix lists; flow logs; traffic mirrors; DHCP options
//! sets; gateway endpoints; route target groups; IPv6 translators; global acceleration instances; and of Express Connect circuits, hosted connections, virtual border routers, BGP,
//! router interfaces, QoS policies and failover tests. All of them can be created, listed by every parameter that their lists
//! accept, changed and deleted. Those that the service can tag, put into resource groups or protect can be tagged, grouped and
//! protected.
//!
//! A resource is not deleted as long as another depends on it. Quotas apply ([`Builder::quotas`]). CIDR blocks must be valid
//! and must not overlap. Errors have codes that the operation documents.
//!
//! Every other operation is checked the same way, and answered with one item in each list, built from the examples of its
//! spec. Such an answer has the header `x-acs-emulator: example`, and is [`Answer::Example`] in [`Emulator::requests`].
//!
//! Instances, network interfaces and other resources of other services are assumed to exist when a request names them.
//!
//! # Time
//!
//! By default every change is complete at once. With [`Builder::time_scale`] resources pass through their states: at 1 in about
//! the service's own time, at 0.01 in a hundredth of it. With [`Builder::delay`] every change takes the same time. With a
//! [`ManualClock`] a test controls the time; requests must be signed by the same clock.
//!
//! # Faults
//!
//! A [`FaultRule`] injects a fault into some requests: throttling, busy codes, errors, gateway errors, broken and slow
//! responses, dropped connections, a wrong clock. Rules are set with [`Builder::faults`] or [`Emulator::fault`], with a file on
//! the command line, or by any process through the control endpoint.
//!
//! # Control
//!
//! `GET /_emulator/` describes the control endpoint: it lists resources and their dependencies, restores a snapshot or the
//! initial state, moves and stops the time, sets faults, adds keys, and shows which requests came and why a signature was wrong.
//! [`Emulator`] has the same functions for tests in Rust.
//!
//! ```console
//! $ curl $ENDPOINT/_emulator/state/Vpc
//! $ curl --json '{"name": "ready"}' $ENDPOINT/_emulator/snapshot
//! $ curl --json '{"name": "ready"}' $ENDPOINT/_emulator/restore
//! $ curl --json '{"advance": "10m"}' $ENDPOINT/_emulator/clock
//! $ curl --json '{"operation": "Create*", "fault": {"kind": "drop_after"}, "times": 1}' $ENDPOINT/_emulator/faults
//! $ curl $ENDPOINT/_emulator/requests
//! ```
//!
//! # Keys
//!
//! Requests are signed with signature version 1 or 3, or carry a bearer token ([`Builder::bearer_token`]). An [`AccessKey`] can
//! be limited to some operations; all others are refused with status 403 and `AccessDeniedDetail`.
//!
//! The endpoint also answers `AssumeRole`, `AssumeRoleWithOIDC` and `GetCallerIdentity` of the Security Token Service, the
//! metadata of an instance with a role (below `/latest/`), and a credentials URI (`/_emulator/credentials`), so that each
//! provider of a credentials chain finds a temporary key.
//!
//! # Limits
//!
//! The emulator binds to the loopback interface unless both [`Builder::bind`] and [`Builder::expose`] allow another. The number
//! of connections, resources ([`Builder::max_resources`]), nonces, tokens, temporary keys, rules and logged requests is
//! limited, and so is the size of bodies. State is in memory, and in a file between runs if there is one
//! ([`Builder::data_file`]).
//!
//! The control endpoint and the metadata refuse requests that a web page of another site makes: those with a foreign `Origin` or
//! `Host`, and each `POST` that has neither the header `X-Acs-Emulator` nor a JSON body.
//!
//! # Layers
//!
//! `store` holds resources, `kinds` is what is the same for all resources of a kind, as data. `engine` creates, lists, changes
//! and deletes resources of any kind; each module of `resources` adds what is special about its kinds, and `registry` collects
//! these. `service` answers a request with them, from the signature to the reply, and `server` is the network around it. A layer
//! uses only those before it; a test checks that.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod arguments;
mod auth;
mod catalog;
mod clock;
mod control;
mod data;
mod emulator;
mod engine;
mod envelope;
mod error;
mod faults;
mod ids;
mod incoming;
mod inspect;
mod kinds;
mod log;
mod network;
mod pattern;
mod rates;
mod registry;
mod reply;
mod resources;
mod saver;
mod seed;
mod server;
mod service;
mod service_error;
mod specs;
mod store;
mod sts;
mod tls;
mod tokens;
#[cfg(test)]
mod visits;

pub use auth::AccessKey;
pub use clock::{Clock, ManualClock, SystemClock};
pub use emulator::{Builder, Emulator};
pub use error::Error;
pub use faults::{Fault, FaultRule};
pub use inspect::ResourceState;
pub use log::{Answer, Request, SignatureCheck};
pub use specs::{some_specs, specs};
