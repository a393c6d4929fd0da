//! The clients of several services, made from one configuration.

use std::time::Duration;

use acs_runtime::generated::{ClientOf, OperationInfo, RequestIdResponse, ServiceClient, ServiceInfo, Shared, Text};
use acs_runtime::test::MockTransport;
use acs_runtime::{Client, Config, Limit};
use serde_json::json;

use crate::behaviour::service::{CREATE_VPC, DESCRIBE_VPCS, Request, SERVICE, Vpcs};

static USERS: ServiceInfo = ServiceInfo {
    product: Text::Borrowed("Users"),
    version: Text::Borrowed("2015-05-01"),
    endpoint_rule: Text::Borrowed("users.aliyuncs.com"),
    ..ServiceInfo::DEFAULT
};

static LIST_USERS: OperationInfo = OperationInfo {
    service: Shared::Static(&USERS),
    name: Text::Borrowed("ListUsers"),
    read_only: true,
    ..OperationInfo::DEFAULT
};

macro_rules! service_client {
    ($name:ident of $service:ident) => {
        struct $name(Client);

        impl ServiceClient for $name {
            const SERVICE: &'static ServiceInfo = &$service;

            fn wrap(client: ClientOf<Self>) -> Self {
                $name(client.into_inner())
            }
        }
    };
}

service_client!(VpcClient of SERVICE);
service_client!(UsersClient of USERS);

fn clients(config: &Config) -> (VpcClient, UsersClient) {
    (VpcClient::wrap(ClientOf::new(config)), UsersClient::wrap(ClientOf::new(config)))
}

fn mock() -> MockTransport {
    let mock = MockTransport::new();
    for _ in 0..2 {
        mock.on("DescribeVpcs").reply(json!({ "RequestId": "r" }));
        mock.on("ListUsers").reply(json!({ "RequestId": "r" }));
    }
    mock
}

#[tokio::test]
async fn each_client_reaches_its_own_service_with_the_shared_settings() {
    let mock = mock();
    let config = Config::builder().test(&mock).access_key("sharedid", "secret").build().unwrap();
    let (vpc, users) = clients(&config);
    vpc.0.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    users.0.call(&LIST_USERS).send::<RequestIdResponse>(&Request::default()).await.unwrap();
    let sent = mock.requests();
    assert!(
        sent[0].url().starts_with("https://vpc.aliyuncs.com/") && sent[0].body().contains("Version=2016-04-28"),
        "{}",
        sent[0].url()
    );
    assert!(
        sent[1].url().starts_with("https://users.aliyuncs.com/") && sent[1].body().contains("Version=2015-05-01"),
        "{}",
        sent[1].url()
    );
    assert!(sent.iter().all(|sent| sent.body().contains("AccessKeyId=sharedid")));
}

#[tokio::test]
async fn an_endpoint_is_that_of_one_service() {
    let mock = mock();
    let config = Config::builder().test(&mock).endpoint_of("Users", "http://127.0.0.1:8080").build().unwrap();
    let (vpc, users) = clients(&config);
    vpc.0.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    users.0.call(&LIST_USERS).send::<RequestIdResponse>(&Request::default()).await.unwrap();
    let sent = mock.requests();
    assert!(sent[0].url().starts_with("https://vpc.aliyuncs.com/"), "{}", sent[0].url());
    assert!(sent[1].url().starts_with("http://127.0.0.1:8080/"), "{}", sent[1].url());

    let error = Config::builder().test(&mock).endpoint("http://127.0.0.1:8080").build().unwrap_err();
    assert!(error.to_string().contains("endpoint_of"), "{error}");
    let error = Config::builder().test(&mock).endpoint_of("Vpc", "not a host").build().unwrap_err();
    assert!(error.to_string().contains("not a host"), "{error}");
}

#[tokio::test]
async fn a_client_rejects_the_calls_of_another_service() {
    let mock = mock();
    let (vpc, users) = clients(&Config::builder().test(&mock).build().unwrap());
    let error = users.0.call(&CREATE_VPC).send::<RequestIdResponse>(&Request::default()).await.unwrap_err();
    assert_eq!(error.to_string(), "CreateVpc: this client is of Users, and the operation is of Vpc");
    assert!(vpc.0.call(&LIST_USERS).send::<RequestIdResponse>(&Request::default()).await.is_err());
    assert!(mock.requests().is_empty());
}

/// The mock's clock moves on while a call waits for its turn.
#[tokio::test]
async fn limits_are_shared_unless_a_configuration_has_its_own() {
    let mock = mock();
    let config = Config::builder().test(&mock).limit(Limit::per_second(1.0)).build().unwrap();
    let (vpc, users) = clients(&config);
    let waited = async |vpc: &VpcClient, users: &UsersClient| {
        let clock = mock.clock();
        let before = acs_runtime::time::Clock::elapsed(clock);
        vpc.0.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
        users.0.call(&LIST_USERS).send::<RequestIdResponse>(&Request::default()).await.unwrap();
        acs_runtime::time::Clock::elapsed(clock).saturating_sub(before)
    };
    assert!(waited(&vpc, &users).await >= Duration::from_millis(900));
    let (_, apart) = clients(&config.with_limit(Limit::per_second(1.0)));
    let (vpc, _) = clients(&config.with_limit(Limit::per_second(1.0)));
    assert_eq!(waited(&vpc, &apart).await, Duration::ZERO);
}
