//! Starting, stopping, keeping: the handle and its settings.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use crate::common::{Setup, text};
use acs_emulator::{Emulator, Fault, FaultRule, ManualClock};

#[tokio::test]
async fn many_run_side_by_side_and_stop_when_dropped() {
    let (a, b) = (Setup::new().await, Setup::new().await);
    assert_ne!(a.emulator.endpoint(), b.emulator.endpoint());
    a.ok("CreateVpc", &[]).await;
    assert_eq!(text(&b.ok("DescribeVpcs", &[]).await, "/TotalCount"), "0");
    let address = a.emulator.address();
    drop(a);
    // The task is told to stop; that takes a turn of the runtime.
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn other_machines_reach_it_only_with_leave() {
    let everywhere: SocketAddr = "0.0.0.0:0".parse().unwrap();
    let error = Emulator::builder().bind(everywhere).start().await.unwrap_err();
    assert!(error.to_string().contains("expose"), "{error}");
    assert!(Emulator::builder().bind(everywhere).expose(true).start().await.is_ok());
}

#[tokio::test]
async fn a_port_in_use_is_an_error_that_says_so() {
    let first = Emulator::start().await.unwrap();
    let error = Emulator::builder().port(first.address().port()).start().await.unwrap_err();
    assert!(error.to_string().contains("in use") && std::error::Error::source(&error).is_some(), "{error}");
}

#[tokio::test]
async fn the_data_file_carries_the_state_over() {
    let folder = std::env::temp_dir().join(format!("acs-emulator-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("state.json");
    let _ = std::fs::remove_file(&path);

    let setup = Setup::with(Emulator::builder().data_file(&path)).await;
    let vpc = setup.make("CreateVpc", &[("VpcName", "kept"), ("Tag.1.Key", "a"), ("Tag.1.Value", "b")], "VpcId").await;
    drop(setup);
    let setup = Setup::with(Emulator::builder().data_file(&path)).await;
    let told = setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await;
    assert_eq!((text(&told, "/VpcName").as_str(), text(&told, "/Tags/Tag/0/Value").as_str()), ("kept", "b"));
    setup.ok("DeleteVpc", &[("VpcId", &vpc)]).await;
    setup.emulator.save().unwrap();
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["state.json", "state.json.lock"], "nothing is left over");
    drop(setup);

    for (content, said) in [
        ("{", "data file"),
        (r#"{"format": 9, "resources": []}"#, "format 9"),
        (r#"{"format": 1, "resources": [{"kind": "Car"}]}"#, "`Car`"),
    ] {
        std::fs::write(&path, content).unwrap();
        let error = Emulator::builder().data_file(&path).start().await.unwrap_err().to_string();
        assert!(error.contains("state.json") && error.contains(said), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), content, "what cannot be read is left alone");
    }
    assert!(Emulator::builder().data_file(folder.join("missing").join("state.json")).start().await.unwrap().save().is_err());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn operations_can_be_added_without_a_release() {
    let spec = "operation: NewAction\nsummary: New.\naccess: read\nparameters:\n  Name: { type: string, required: true }\nresponse:\n  RequestId: { type: string }\n  Colour: { type: string, example: green }\n";
    let setup = Setup::with(Emulator::builder().specs([("new/NewAction.yaml", spec)])).await;
    assert_eq!(text(&setup.ok("NewAction", &[("Name", "x")]).await, "/Colour"), "green");
    assert_eq!(setup.code("NewAction", &[]).await, "MissingParameter");
    let error = Emulator::builder().specs([("service.yaml", "product: [")]).start().await.unwrap_err();
    assert!(error.to_string().contains("service.yaml"), "{error}");
}

#[tokio::test]
async fn requests_can_be_watched_as_they_are_answered() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let setup = Setup::with(Emulator::builder().on_request(move |request| sender.send(request.operation.clone()).unwrap())).await;
    setup.ok("DescribeVpcs", &[]).await;
    assert_eq!(receiver.recv().unwrap(), "DescribeVpcs");
}

#[tokio::test]
async fn no_name_in_a_request_makes_a_line_of_a_log() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let observer =
        move |request: &acs_emulator::Request| sender.send((request.operation.clone(), request.ignored.clone())).unwrap();
    let setup = Setup::with(Emulator::builder().ignore_unknown_parameters(true).on_request(observer)).await;
    let forged = "A\u{1b}[31m\r\nPOST CreateVpc 200\u{2028}\u{202e}\u{200b}";
    let body = "Action=A%1B%5B31m%0D%0APOST+CreateVpc+200%E2%80%A8%E2%80%AE%E2%80%8B&Version=2016-04-28";
    setup.raw("POST", "/", &[("content-type", "application/x-www-form-urlencoded")], body).await;
    let _ = setup.send("DescribeVpcs", &[("RegionId", "cn-hangzhou"), (forged, "1")]).await;
    let long = setup.send(&"A".repeat(5000), &[]).await;
    assert!(long.is_ok());
    let logged: Vec<_> = receiver.try_iter().flat_map(|(operation, ignored)| [vec![operation], ignored].concat()).collect();
    assert!(logged.len() >= 4, "{logged:?}");
    for name in logged {
        assert!(!name.chars().any(acs_spec::printable::is_hidden), "{name:?}");
        assert!(name.chars().count() <= 257, "{name:?}");
    }
}

#[tokio::test]
async fn faults_can_be_set_and_cleared_while_it_runs() {
    let setup = Setup::new().await;
    setup.emulator.fault(FaultRule::new(Fault::Unavailable).operation("DescribeVpcs"));
    assert_eq!(setup.send("DescribeVpcs", &[("RegionId", "cn-hangzhou")]).await.unwrap().status, 503);
    setup.ok("DescribeVSwitches", &[]).await;
    setup.emulator.clear_faults();
    setup.ok("DescribeVpcs", &[]).await;
}

#[tokio::test]
async fn what_was_going_on_goes_on_after_a_restart() {
    let path = std::env::temp_dir().join(format!("acs-emulator-pending-{}.json", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let clock = ManualClock::new(SystemTime::now());
    let start = async || {
        let builder = Emulator::builder().data_file(&path).clock(clock.clone()).time_scale(1.0);
        let mut setup = Setup::with(builder).await;
        setup.clock = Some(clock.clone());
        setup
    };
    let status = async |setup: &Setup, vpc: &str| {
        let reply = setup.send("DescribeVpcAttribute", &[("RegionId", "cn-hangzhou"), ("VpcId", vpc)]).await.unwrap();
        reply.json()["Status"].as_str().map(str::to_owned)
    };
    let vpc = start().await.make("CreateVpc", &[], "VpcId").await;
    let setup = start().await;
    assert_eq!(status(&setup, &vpc).await.as_deref(), Some("Pending"));
    drop(setup);
    clock.advance(Duration::from_secs(60));
    let setup = start().await;
    assert_eq!(status(&setup, &vpc).await.as_deref(), Some("Available"));
    setup.ok("DeleteVpc", &[("VpcId", &vpc)]).await;
    drop(setup);
    clock.advance(Duration::from_secs(60));
    let setup = start().await;
    assert_eq!(status(&setup, &vpc).await, None);
    assert_eq!(text(&setup.ok("DescribeRouteTableList", &[]).await, "/TotalCount"), "0", "what belonged to it is gone, too");
    drop(setup);
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn a_pace_without_end_leaves_things_as_they_are() {
    for builder in [Emulator::builder().time_scale(f64::MAX), Emulator::builder().delay(Duration::MAX)] {
        let setup = Setup::with(builder).await;
        let vpc = setup.make("CreateVpc", &[], "VpcId").await;
        assert_eq!(text(&setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await, "/Status"), "Pending");
    }
}
