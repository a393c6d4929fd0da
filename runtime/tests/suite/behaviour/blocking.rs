//! Calls without `async`.

use acs_runtime::error::ErrorKind;
use acs_runtime::test::MockTransport;
use serde_json::json;

use crate::behaviour::service::{CREATE_VPC, DESCRIBE_VPCS, Request, VPC_AVAILABLE, Vpc, Vpcs, client};

#[test]
fn all_that_is_awaited_can_be_waited_for() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").with("DryRun", "true").error(400, "DryRunOperation", "");
    mock.on("CreateVpc").lost();
    mock.on("CreateVpc").reply(json!({ "VpcId": "vpc-1" }));
    mock.on("DescribeVpcs").reply(json!({ "Vpcs": { "Vpc": [{ "VpcId": "vpc-1", "Status": "Pending" }] } }));
    mock.on("DescribeVpcs").reply(json!({ "Vpcs": { "Vpc": [{ "VpcId": "vpc-1", "Status": "Available" }] } }));
    let client = client(&mock);
    client.call(&CREATE_VPC).dry_run(&Request::default()).wait().unwrap();
    let reply = client.call(&CREATE_VPC).send_with_metadata::<Vpcs>(&Request::default()).wait().unwrap();
    assert_eq!(reply.metadata().attempts(), 2);
    assert_eq!(client.wait(&VPC_AVAILABLE, "vpc-1").wait().unwrap().polls(), 2);
    mock.assert_done();
}

#[test]
fn lists_are_iterators() {
    let mock = MockTransport::new();
    for _ in 0..2 {
        mock.on("DescribeVpcs").reply(json!({ "TotalCount": 3, "Vpcs": { "Vpc": [{ "VpcId": "a" }, { "VpcId": "b" }] } }));
        mock.on("DescribeVpcs").reply(json!({ "TotalCount": 3, "Vpcs": { "Vpc": [{ "VpcId": "c" }] } }));
    }
    let client = client(&mock);
    let items = client.call(&DESCRIBE_VPCS).items::<Vpcs>(&Request::default());
    let items: Result<Vec<_>, _> = items.blocking().collect();
    assert_eq!(items.unwrap(), ["a", "b", "c"].map(|id| Vpc { vpc_id: Some(id.to_owned()) }));
    let pages = client.call(&DESCRIBE_VPCS).pages::<Vpcs>(&Request::default());
    assert_eq!(pages.blocking().map(|page| page.unwrap().vpcs.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn threads_share_a_client() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({}));
    let client = client(&mock);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.clone().call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).wait().unwrap());
        }
    });
    assert_eq!(mock.requests().len(), 8);
}

#[tokio::test]
async fn in_asynchronous_code_it_fails_and_says_why() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({}));
    let client = client(&mock);
    let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).wait().unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("Await it instead"), "{error}");

    let items = client.call(&DESCRIBE_VPCS).items::<Vpcs>(&Request::default());
    assert_eq!(items.blocking().map(|item| item.is_err()).collect::<Vec<_>>(), [true]);

    let elsewhere = client.clone();
    let call = move || elsewhere.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).wait();
    std::thread::spawn(call).join().unwrap().unwrap();
    // The runtime of blocking calls goes with the last clone, here.
    drop(client);
}

#[tokio::test]
async fn inside_spawn_blocking_it_works() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({ "TotalCount": 1, "Vpcs": { "Vpc": [{ "VpcId": "a" }] } }));
    let client = client(&mock);
    let elsewhere = client.clone();
    let work = move || {
        let call = elsewhere.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default());
        let items = elsewhere.call(&DESCRIBE_VPCS).items::<Vpcs>(&Request::default());
        (call.wait(), items.blocking().collect::<Result<Vec<_>, _>>())
    };
    let (reply, items) = tokio::task::spawn_blocking(work).await.unwrap();
    assert_eq!((reply.unwrap().vpcs.len(), items.unwrap().len()), (1, 1));
    // A task goes on as before after it was refused.
    for _ in 0..3 {
        client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).wait().unwrap_err();
        client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_task_of_any_runtime_it_fails() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({}));
    let client = client(&mock);
    let call = move || client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).wait();
    let elsewhere = call.clone();
    assert_eq!(tokio::spawn(async move { elsewhere().unwrap_err().kind() }).await.unwrap(), ErrorKind::Config);
    let set = tokio::task::LocalSet::new();
    assert_eq!(set.run_until(async { call().unwrap_err().kind() }).await, ErrorKind::Config);
}

#[test]
fn a_runtime_that_is_only_current_does_not_matter() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({}));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _entered = runtime.enter();
    client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).wait().unwrap();
}
