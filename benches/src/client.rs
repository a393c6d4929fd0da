//! Whole calls.

use std::future::ready;
use std::hint::black_box;

use acs_runtime::future::BoxFuture;
use acs_runtime::reply::HttpReply;
use acs_runtime::sign::SignatureVersion;
use acs_runtime::transport::{HttpRequest, Transport, TransportError};
use http::{HeaderMap, HeaderValue};
use vpc_api::Client;
use vpc_api::vpc::{DescribeVpcs, DescribeVpcsTag};

use crate::reply;

pub(crate) fn call_v1() -> Box<dyn FnMut()> {
    call(SignatureVersion::V1, 0)
}

pub(crate) fn call_v3() -> Box<dyn FnMut()> {
    call(SignatureVersion::V3, 0)
}

pub(crate) fn call_50() -> Box<dyn FnMut()> {
    call(SignatureVersion::V1, 50)
}

fn call(version: SignatureVersion, count: usize) -> Box<dyn FnMut()> {
    let client = builder().signature(version).transport(Canned(answer(count))).build().unwrap();
    send(client, count)
}

/// Sends to a server of this machine through the real transport.
pub(crate) fn loopback(address: &str) -> Box<dyn FnMut()> {
    send(of_address(address), 0)
}

/// A client of a server of this machine.
pub(crate) fn of_address(address: &str) -> Client {
    builder().endpoint(format!("http://{address}")).build().unwrap()
}

/// The call of all these tasks.
pub(crate) fn describe(client: &Client) -> DescribeVpcs {
    let tag = |key: &str, value: &str| DescribeVpcsTag { key: Some(key.into()), value: Some(value.into()) };
    let call = client.describe_vpcs().vpc_name("production network").page_number(1).page_size(50);
    call.resource_group_id("rg-acfmxazb4ph6aiy").tag([tag("team", "network"), tag("stage", "production")])
}

fn builder() -> acs_runtime::Builder<Client> {
    let builder = Client::builder().env(acs_runtime::env::Env::of::<&str, &str>([])).region("cn-hangzhou");
    builder.access_key("LTAI5tFake0Fake0Fake0Fak", "testsecret-testsecret-12345678")
}

fn send(client: Client, count: usize) -> Box<dyn FnMut()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    Box::new(move || {
        let response = runtime.block_on(describe(&client).send()).unwrap();
        assert_eq!(response.vpcs.len(), count);
        black_box(response);
    })
}

fn answer(count: usize) -> HttpReply {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json;charset=utf-8"));
    HttpReply::new(200, headers, reply::json(count))
}

/// A transport that always answers the same, at once.
#[derive(Debug)]
struct Canned(HttpReply);

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        black_box(request);
        Box::pin(ready(Ok(self.0.clone())))
    }
}
