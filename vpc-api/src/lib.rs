//! A typed client for [Alibaba Cloud VPC](https://www.alibabacloud.com/product/vpc), version 2016-04-28.
//!
//! Every operation is a method of [`Client`]. What an operation cannot do without is an argument, what is optional is a method
//! of the call, and [`send`](ssl_vpn_client::DeleteSslVpnClientCert::send) sends it:
//!
//! ```no_run
//! # async fn example() -> Result<(), vpc_api::Error> {
//! let client = vpc_api::Client::from_env()?;
//! client.delete_ssl_vpn_client_cert("vsc-bp1n8wcf134yl0osr****").send().await?;
//! client.wait_until_vpn_gateway_active("vpn-bp1q8bgx4xnkm****").await?;
//! # Ok(())
//! # }
//! ```
//!
//! The types of each group of operations are in a module of the group's name, which is also the name of a cargo feature. All
//! groups are on by default; a crate that needs a few of them compiles faster without the others:
//!
//! ```toml
//! vpc-api = { version = "0.1", default-features = false, features = ["reqwest", "ssl-vpn-client"] }
//! ```
//!
//! What all clients share is documented in [`runtime`]: credentials, regions and endpoints, retries, timeouts, paginators,
//! waiters, errors, and how to test without an account.
//!
//! Parameters that every operation takes and nearly nobody needs (`OwnerId`, `OwnerAccount`, `ResourceOwnerId`,
//! `ResourceOwnerAccount`) have no methods of their own: `.param("OwnerId", 1234567890)` sends one.
//!
//! # Storing requests and replies
//!
//! With the feature `serde`, requests, replies and all types in them implement `Serialize` and `Deserialize` under their wire
//! names, for formats that describe themselves, such as JSON and YAML. A value that does not fit its field is an error, unknown
//! fields are skipped. Mind that a serialized request holds its passwords and keys.
//!
#![cfg_attr(feature = "serde", doc = "```")]
#![cfg_attr(not(feature = "serde"), doc = "```ignore")]
//! use vpc_api::vpc::DescribeVpcsResponse;
//!
//! let stored = r#"{"RequestId":"4EC47282","TotalCount":1,"Vpcs":{"Vpc":[{"VpcId":"vpc-1"}]}}"#;
//! let reply: DescribeVpcsResponse = serde_json::from_str(stored)?;
//! assert_eq!(reply.vpcs[0].vpc_id.as_deref(), Some("vpc-1"));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! A request that was stored, or built as data, is sent with [`Client::send`]:
//!
//! ```no_run
//! use vpc_api::vpc::{DeleteVpc, DeleteVpcRequest};
//!
//! # async fn example(client: vpc_api::Client) -> Result<(), vpc_api::Error> {
//! let request = DeleteVpcRequest { vpc_id: Some("vpc-1".to_owned()), ..Default::default() };
//! client.send::<DeleteVpc>(&request).await?;
//! # Ok(())
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub use acs_runtime as runtime;
pub use acs_runtime::{CallOptions, Config, Error, ErrorKind};

use acs_runtime::generated as rt;

#[cfg(feature = "dynamic")]
pub mod dynamic;

include!(concat!(env!("OUT_DIR"), "/client.rs"));
