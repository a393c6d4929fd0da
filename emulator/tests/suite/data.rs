//! The data file: when it is written, who may use it, and what is read from it.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use crate::common::{Setup, text};
use acs_emulator::{Builder, Emulator};

fn with(path: &Path) -> Builder {
    Emulator::builder().data_file(path)
}

/// Waits until something is so; the test ends by its own time limit if it never is.
async fn until(mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never came about");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn changes_are_saved_while_it_runs_and_only_the_owner_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let setup = Setup::with(with(&path)).await;
    let vpc = setup.make("CreateVpc", &[], "VpcId").await;
    until(|| fs::read_to_string(&path).is_ok_and(|text| text.contains(&vpc))).await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["state.json", "state.json.lock"] {
            assert_eq!(fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
    // A kill does not drop anything: what is in the file is all that another emulator finds.
    let copy = folder.path().join("copy.json");
    fs::copy(&path, &copy).unwrap();
    let other = Setup::with(with(&copy)).await;
    assert_eq!(text(&other.ok("DescribeVpcs", &[]).await, "/Vpcs/Vpc/0/VpcId"), vpc);
}

#[tokio::test]
async fn tokens_nonces_and_the_clock_survive() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let setup = Setup::with(with(&path)).await;
    let token = [("ClientToken", "once"), ("VpcName", "a")];
    let vpc = setup.make("CreateVpc", &token, "VpcId").await;
    setup.emulator.advance(Duration::from_secs(7200));
    setup.emulator.freeze(true);
    let stopped = setup.emulator.now();
    let timestamp = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let replayed = crate::common::signed_v1("DescribeVpcs", &timestamp, "one-nonce");
    assert_eq!(setup.raw("GET", &replayed, &[], "").await.status, 200);
    drop(setup);

    let setup = Setup::with(with(&path)).await;
    assert_eq!(setup.make("CreateVpc", &token, "VpcId").await, vpc);
    assert_eq!(setup.code("CreateVpc", &[("ClientToken", "once"), ("VpcName", "b")]).await, "IdempotentParameterMismatch");
    assert_eq!((setup.emulator.now(), setup.emulator.is_frozen()), (stopped, true));
    let again = setup.raw("GET", &replayed, &[], "").await;
    assert!(again.text.contains("SignatureNonceUsed"), "{}", again.text);
}

#[tokio::test]
async fn one_emulator_at_a_time_uses_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let first = with(&path).start().await.unwrap();
    let refused = async |path: &Path| with(path).start().await.unwrap_err().to_string();
    let error = refused(&path).await;
    assert!(error.contains("state.json") && error.contains(&format!("process {}", std::process::id())), "{error}");
    first.save().unwrap();
    #[cfg(unix)]
    {
        let link = folder.path().join("link.json");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(refused(&link).await.contains("in use"));
    }
    drop(first);
    assert!(with(&path).start().await.is_ok(), "the lock ends with its holder");
    assert!(refused(folder.path()).await.contains("it is a folder"));
}

#[tokio::test]
async fn an_unwritable_file_is_reported_and_the_emulator_continues() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let path = data.join("state.json");
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let telling = Arc::clone(&told);
    let setup = Setup::with(with(&path).on_problem(move |problem| telling.lock().unwrap().push(problem.to_owned()))).await;
    fs::remove_dir_all(&data).unwrap();
    let vpc = setup.make("CreateVpc", &[], "VpcId").await;
    until(|| !told.lock().unwrap().is_empty()).await;
    assert!(told.lock().unwrap()[0].contains("state.json cannot be written"), "{told:?}");
    let health = setup.raw("GET", "/_emulator/health", &[], "").await.json();
    assert!(text(&health, "/data_file").contains("cannot be written"), "{health}");
    setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await;
    fs::create_dir(&data).unwrap();
    until(|| fs::read_to_string(&path).is_ok_and(|text| text.contains(&vpc))).await;
    until(|| told.lock().unwrap().len() == 2).await;
    assert!(told.lock().unwrap()[1].contains("written again"), "each change is told once: {told:?}");
}

#[tokio::test]
async fn a_file_of_the_first_format_is_read_and_one_of_a_later_format_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let former = r#"{"format": 1, "resources": [{"kind": "Vpc", "id": "vpc-old", "region": "cn-hangzhou", "status": "Available",
        "created": 1700000000000, "fields": {"VpcName": "old", "CidrBlock": "10.0.0.0/8"}, "tags": {"a": "b"}}]}"#;
    fs::write(&path, former).unwrap();
    let setup = Setup::with(with(&path)).await;
    assert_eq!(text(&setup.ok("DescribeVpcAttribute", &[("VpcId", "vpc-old")]).await, "/VpcName"), "old");
    drop(setup);
    let now = fs::read_to_string(&path).unwrap();
    assert!(now.contains("\"format\": 2") && now.contains("vpc-old"), "{now}");
    let later = now.replace("\"format\": 2", "\"format\": 3");
    fs::write(&path, &later).unwrap();
    let error = with(&path).start().await.unwrap_err().to_string();
    assert!(error.contains("format 3") && error.contains("1 to 2"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), later);
}

#[tokio::test]
async fn what_was_left_half_written_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let (leftover, other) = (folder.path().join(".state.json.Ab12.tmp"), folder.path().join(".other.json.Ab12.tmp"));
    fs::write(&leftover, "{").unwrap();
    fs::write(&other, "{").unwrap();
    let _emulator = with(&path).start().await.unwrap();
    assert_eq!((leftover.exists(), other.exists()), (false, true));
}

const SEED: &str = r#"
resources:
  - as: web
    operation: CreateVpc
    parameters: { VpcName: web, CidrBlock: 10.0.0.0/8, Tag: [{ Key: team, Value: $$a }] }
  - as: front
    operation: CreateVSwitch
    parameters: { VpcId: $web.VpcId, CidrBlock: 10.0.1.0/24, ZoneId: cn-hangzhou-h }
  - as: nat
    operation: CreateNatGateway
    parameters: { VpcId: $web.VpcId, VSwitchId: $front.VSwitchId, NetworkType: internet }
  - operation: CreateSnatEntry
    parameters: { SnatTableId: $nat.SnatTableIds.SnatTableId.1, SourceVSwitchId: $front.VSwitchId, SnatIp: 1.2.3.4 }
"#;

#[tokio::test]
async fn an_emulator_begins_with_its_seed_and_goes_back_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let (seed, data) = (folder.path().join("seed.yaml"), folder.path().join("state.json"));
    let without_snat = SEED.split("  - operation: CreateSnatEntry").next().unwrap();
    fs::write(&seed, without_snat).unwrap();
    let setup = Setup::with(with(&data).seed_file(&seed).time_scale(1.0)).await;
    let names = async |setup: &Setup| {
        let listed = setup.ok("DescribeVpcs", &[]).await;
        (text(&listed, "/TotalCount"), text(&listed, "/Vpcs/Vpc/0/VpcName"), text(&listed, "/Vpcs/Vpc/0/Tags/Tag/0/Value"))
    };
    assert_eq!(names(&setup).await, ("1".into(), "web".into(), "$a".into()));
    assert_eq!(text(&setup.ok("DescribeNatGateways", &[]).await, "/NatGateways/NatGateway/0/Status"), "Available");
    setup.ok("CreateVpc", &[("VpcName", "more")]).await;
    drop(setup);
    let setup = Setup::with(with(&data).seed_file(&seed)).await;
    assert_eq!(names(&setup).await.0, "2", "a state that was kept is not seeded again");
    setup.emulator.reset();
    assert_eq!(names(&setup).await.0, "1");
}

#[tokio::test]
async fn an_invalid_seed_is_rejected_with_its_location() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed.yaml");
    for (content, said) in [
        (SEED.to_owned(), "resource 4 (CreateSnatEntry): EIP_NOT_IN_GATEWAY"),
        (SEED.replace("$web.VpcId", "$wed.VpcId"), "resource 2 (CreateVSwitch): $wed.VpcId: no resource above is called wed"),
        (SEED.replace("$front.VSwitchId", "$front.Id"), "it has"),
        (SEED.replace("CidrBlock: 10.0.0.0/8", "Cidr: 10.0.0.0/8"), "\"Cidr\""),
        (SEED.replace("CreateVSwitch", "CreateVswitch"), "no operation CreateVswitch"),
        (SEED.replace("parameters:", "params:"), "unknown field `params`"),
        ("resources: [".to_owned(), "seed.yaml"),
        ("region: mars\nresources: [{operation: CreateVpc}]".to_owned(), "resource 1 (CreateVpc): InvalidRegionId.NotFound"),
    ] {
        fs::write(&seed, content).unwrap();
        let error = Emulator::builder().seed_file(&seed).start().await.unwrap_err().to_string();
        assert!(error.contains(said), "{said}: {error}");
    }
    let none = folder.path().join("none.yaml");
    let error = Emulator::builder().seed_file(&none).start().await.unwrap_err().to_string();
    assert!(error.contains("none.yaml: No such file"), "{error}");
}
