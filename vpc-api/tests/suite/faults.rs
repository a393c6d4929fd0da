//! Calls survive the faults of networks, gateways and a busy service, and never repeat what must be done once.
//! Over real HTTP, against the emulator; the client's waits take no time.

use acs_emulator::{Emulator, Fault, FaultRule};
use acs_runtime::error::ErrorKind;
use acs_runtime::retry::Stopped;
use acs_runtime::test::TestClock;
use vpc_api::Client;

/// A client whose waits take no time. Its timeouts never end, since the clock moves only for waits.
fn client(emulator: &Emulator) -> Client {
    Client::builder()
        .region("cn-hangzhou")
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        .sleep(TestClock::new())
        .build()
        .unwrap_or_else(|error| panic!("{error}"))
}

async fn count(client: &Client) -> i32 {
    let vpcs = client.describe_vpcs().send().await.unwrap_or_else(|error| panic!("{error}"));
    i32::try_from(vpcs.vpcs.len()).unwrap_or(i32::MAX)
}

/// Every fault, and whether the work was done.
fn faults() -> Vec<Fault> {
    vec![
        Fault::Throttle { retry_after_ms: Some(1500) },
        Fault::Throttle { retry_after_ms: None },
        Fault::internal_error(),
        Fault::busy("OperationConflict"),
        Fault::BadGateway,
        Fault::Unavailable,
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::DropWithin,
    ]
}

#[tokio::test]
async fn reads_succeed_under_every_fault() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    client.create_vpc().cidr_block("10.0.0.0/8").send().await.unwrap();
    let unreadable = [Fault::Truncated, Fault::Malformed, Fault::Duplicated];
    for fault in faults().into_iter().chain(unreadable) {
        emulator.fault(FaultRule::new(fault.clone()).operation("DescribeVpcs").times(2));
        let reply = client.describe_vpcs().send_with_metadata().await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!((reply.metadata().attempts(), reply.vpcs.len()), (3, 1), "{fault:?}");
        emulator.clear_faults();
    }
    for harmless in
        [Fault::WrongContentType, Fault::Oversize { bytes: 1 << 20 }, Fault::SlowStart { ms: 5 }, Fault::SlowBody { ms: 5 }]
    {
        emulator.fault(FaultRule::new(harmless.clone()).operation("DescribeVpcs").times(1));
        let reply = client.describe_vpcs().send_with_metadata().await.unwrap_or_else(|error| panic!("{harmless:?}: {error}"));
        assert_eq!(reply.metadata().attempts(), 1, "{harmless:?}");
        emulator.clear_faults();
    }
}

#[tokio::test]
async fn a_write_with_a_token_succeeds_and_is_done_once() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    for (done, fault) in faults().into_iter().enumerate() {
        emulator.fault(FaultRule::new(fault.clone()).operation("CreateVpc").times(2));
        client.create_vpc().cidr_block("10.0.0.0/8").send().await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        emulator.clear_faults();
        assert_eq!(count(&client).await, i32::try_from(done).unwrap() + 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_write_without_a_token_is_not_retried_when_it_may_have_succeeded() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let vpc = client.create_vpc().cidr_block("10.0.0.0/8").send().await.unwrap().vpc_id.unwrap_or_default();
    for fault in [Fault::internal_error(), Fault::BadGateway, Fault::Unavailable, Fault::DropAfter, Fault::DropWithin] {
        emulator.fault(FaultRule::new(fault.clone()).operation("ModifyVpcAttribute").times(1));
        let error = client.modify_vpc_attribute(&vpc).vpc_name("renamed").send().await.unwrap_err();
        assert_eq!((error.attempts(), error.stopped()), (1, Some(Stopped::NotSafe)), "{fault:?}: {error}");
        emulator.clear_faults();
    }
    for fault in [Fault::Throttle { retry_after_ms: Some(9) }, Fault::busy("OperationConflict")] {
        emulator.fault(FaultRule::new(fault.clone()).operation("ModifyVpcAttribute").times(2));
        client.modify_vpc_attribute(&vpc).vpc_name("renamed").send().await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        emulator.clear_faults();
    }
}

#[tokio::test]
async fn a_wrong_clock_is_corrected() {
    let emulator = Emulator::start().await.unwrap();
    emulator.fault(FaultRule::new(Fault::Clock { seconds: 7200 }));
    let client = client(&emulator);
    let first = client.describe_vpcs().send_with_metadata().await.unwrap_or_else(|error| panic!("{error}"));
    let second = client.describe_vpcs().send_with_metadata().await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((first.metadata().attempts(), second.metadata().attempts()), (2, 1));
}

#[tokio::test]
async fn a_reply_that_is_too_long_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    emulator.fault(FaultRule::new(Fault::Oversize { bytes: 1 << 20 }));
    let client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        .max_reply_bytes(1 << 16)
        .build()
        .unwrap();
    let error = client.describe_vpcs().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert!(error.to_string().contains("longer than 65536 bytes"), "{error}");
}
