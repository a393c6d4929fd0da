//! Nothing that comes in makes it panic, or stop answering.

use crate::common::Setup;
use acs_emulator::Emulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.roll(from.len())]
    }
}

const NAMES: &[&str] = &[
    "Action",
    "Version",
    "Format",
    "Timestamp",
    "Signature",
    "RegionId",
    "VpcId",
    "Tag",
    "Tag.1",
    "Tag.1.Key",
    "Tag.0",
    "Tag.-1",
    "Tag.99999999999999999999",
    "Tag.1.Key.1.Key.1.Key.1.Key.1.Key.1.Key.1.Key.1.Key.1.Key",
    "",
    ".",
    "..",
    "%00",
    "%FF",
    "é",
    "PageSize",
    "PageNumber",
    "NextToken",
    "MaxResults",
    "Filter.1.Value.1",
    "CidrBlock",
    "AccessMode",
    "TunnelOptionsSpecification.1.TunnelIkeConfig.Psk",
    "IkeConfig",
    "ClientToken",
    "DryRun",
];

const VALUES: &[&str] = &[
    "",
    "CreateVpc",
    "DescribeVpcs",
    "2016-04-28",
    "xml",
    "cn-hangzhou",
    "-1",
    "0",
    "99999999999999999999",
    "NaN",
    "1e999",
    "%",
    "%zz",
    "%FF%FE",
    "%00",
    "{",
    "{\"a\":[[[[",
    "10.0.0.0/8",
    "::/0",
    "0.0.0.0/0",
    "255.255.255.255/32",
    "true",
    "TRUE",
    "<a>&amp;",
    "a,b,,c",
    "2024-05-17T12:02:09Z",
    "\u{1}",
    "😀",
];

async fn answers(emulator: &Emulator) {
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    stream.write_all(b"GET /?Action=DescribeRegions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 400"), "{text}");
}

#[tokio::test]
async fn bytes_that_are_not_a_request() {
    let emulator = Emulator::start().await.unwrap();
    let mut dice = Dice(1);
    for _ in 0..200 {
        let length = dice.roll(300);
        let mut bytes: Vec<u8> = (0..length).map(|_| dice.roll(256) as u8).collect();
        if dice.roll(2) == 0 {
            bytes.splice(0..0, *b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n");
        }
        let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
        let _ = stream.write_all(&bytes).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
    }
    answers(&emulator).await;
}

#[tokio::test]
async fn requests_of_nonsense() {
    let setup = Setup::new().await;
    let mut dice = Dice(2);
    let methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
    let headers = [
        "x-acs-action",
        "x-acs-version",
        "x-acs-date",
        "authorization",
        "x-acs-content-sha256",
        "content-type",
        "accept",
        "x-acs-bearer-token",
    ];
    let contents = [
        "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=;;;,Signature=",
        "ACS3-",
        "application/x-www-form-urlencoded",
        "xml",
        "CreateVpc",
        "2016-04-28",
        "",
    ];
    for _ in 0..500 {
        let mut pairs =
            |count| (0..count).map(|_| format!("{}={}", dice.pick(NAMES), dice.pick(VALUES))).collect::<Vec<_>>().join("&");
        let (query, body) = (pairs(6), pairs(4));
        let given: Vec<_> = (0..dice.roll(5)).map(|_| (dice.pick(&headers), dice.pick(&contents))).collect();
        let path =
            format!("{}?{query}", dice.pick(&["/", "/x", "/latest/api/token", "/_emulator/faults", "/_emulator/requests"]));
        let reply = setup.raw(dice.pick(&methods), &path, &given, &body).await;
        assert!(reply.status < 500, "{} {path}: {}", reply.status, reply.text);
    }
    answers(&setup.emulator).await;
}

#[tokio::test]
async fn signed_requests_of_nonsense_keep_the_state_whole() {
    let setup = Setup::with(Emulator::builder().max_resources(200)).await;
    let vpc = setup.make("CreateVpc", &[], "VpcId").await;
    let vswitch = setup
        .make("CreateVSwitch", &[("VpcId", &vpc), ("CidrBlock", "172.16.0.0/28"), ("ZoneId", "cn-hangzhou-h")], "VSwitchId")
        .await;
    let gateway = setup.make("CreateNatGateway", &[("VpcId", &vpc), ("VSwitchId", &vswitch)], "NatGatewayId").await;
    let ids = [vpc.as_str(), &vswitch, &gateway, "", "eip-none", "10.0.0.0/8", "any", "true", "5"];
    let specs: Vec<acs_spec::Operation> = acs_emulator::specs()
        .iter()
        .filter(|(path, _)| path.contains('/'))
        .map(|(_, text)| serde_yaml::from_str(text).unwrap())
        .collect();
    let mut dice = Dice(3);
    for _ in 0..1500 {
        let spec = &specs[dice.roll(specs.len())];
        let names: Vec<&str> = spec.parameters.names().filter(|name| *name != "RegionId").collect();
        let mut parameters = vec![("RegionId".to_owned(), "cn-hangzhou".to_owned())];
        for name in names {
            let suffix = ["", "", "", ".1", ".1.Key", ".2.Value.1"][dice.roll(6)];
            if dice.roll(4) > 0 {
                let value = if dice.roll(2) == 0 { ids[dice.roll(ids.len())] } else { dice.pick(VALUES) };
                parameters.push((format!("{name}{suffix}"), value.to_owned()));
            }
        }
        let pairs: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let reply =
            setup.send(&spec.operation, &pairs).await.unwrap_or_else(|error| panic!("{} {pairs:?}: {error}", spec.operation));
        assert!(reply.status < 500, "{} {pairs:?}: {}", spec.operation, reply.text);
    }
    answers(&setup.emulator).await;
}

#[tokio::test]
async fn a_body_has_an_end() {
    let setup = Setup::new().await;
    let reply = setup.raw("POST", "/", &[("content-type", "application/x-www-form-urlencoded")], &"x".repeat(3 << 20)).await;
    assert_eq!(reply.status, 413);
    answers(&setup.emulator).await;
}

#[tokio::test]
async fn names_and_numbers_without_measure() {
    let setup = Setup::new().await;
    let long = "x".repeat(20_000);
    let deep = vec!["Tag"; 500].join(".1.");
    for (name, value) in [
        ("Tag.999999999.Key", "a"),
        ("Tag.4294967295.Key", "a"),
        ("Tag.4294967296.Key", "a"),
        ("Tag.18446744073709551616.Key", "a"),
        ("Tag.1.Key", long.as_str()),
        ("VpcId", long.as_str()),
        ("VpcName", long.as_str()),
        ("ClientToken", long.as_str()),
        ("Tag..Key", "a"),
        (".Tag", "a"),
        ("Tag.", "a"),
        ("\u{0}", "a"),
        (deep.as_str(), "a"),
        (long.as_str(), "a"),
    ] {
        for action in ["CreateVpc", "DescribeVpcs", "TagResources", "CreateVpnConnection"] {
            let reply = setup.send(action, &[("RegionId", "cn-hangzhou"), (name, value)]).await.unwrap();
            assert!(reply.status < 500, "{action} {}: {}", &name[..name.len().min(40)], reply.text);
        }
    }
    answers(&setup.emulator).await;
    // An index is but a number, however large: two VPCs were made with a tag.
    let told = setup.ok("DescribeVpcs", &[("Tag.4294967295.Key", "a")]).await;
    assert_eq!(told["TotalCount"], 2);
}

#[tokio::test]
async fn a_request_has_so_many_parameters_and_no_more() {
    let setup = Setup::new().await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = |count: usize| (0..count).map(|n| format!("Tag.{}.Key=a", count - n)).collect::<Vec<_>>().join("&");
    let reply = setup.raw("POST", "/?Action=DescribeVpcs&Version=2016-04-28&Format=JSON", &form, &body(100_000)).await;
    assert!(reply.status == 400 && reply.text.contains("10000 parameters"), "{}", reply.text);
    let reply = setup.raw("POST", "/?Action=DescribeVpcs&Version=2016-04-28&Format=JSON", &form, &body(9_000)).await;
    assert!(reply.text.contains("AccessKeyId"), "{}", reply.text);
    // Those beyond what a request of the log may hold are left out there.
    let kept: usize = setup.emulator.requests()[1].parameters.iter().map(|(name, value)| name.len() + value.len()).sum();
    assert!((60_000..=64 << 10).contains(&kept), "{kept}");
}

#[tokio::test]
async fn a_hundred_at_once_get_a_hundred_blocks_and_addresses() {
    let setup = std::sync::Arc::new(Setup::with(Emulator::builder().quotas(false)).await);
    let vpc = setup.make("CreateVpc", &[("CidrBlock", "10.0.0.0/16")], "VpcId").await;
    let zone = ("ZoneId", "cn-hangzhou-h");
    let vswitch = setup.make("CreateVSwitch", &[("VpcId", &vpc), ("CidrBlock", "10.0.255.0/24"), zone], "VSwitchId").await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (setup, vpc, vswitch) = (setup.clone(), vpc.clone(), vswitch.clone());
        tasks.spawn(async move {
            setup.ok("CreateVSwitch", &[("VpcId", &vpc), ("CidrMask", "24"), zone]).await;
            setup.ok("CreateHaVip", &[("VSwitchId", &vswitch)]).await;
            setup.ok("AllocateEipAddress", &[]).await;
        });
    }
    tasks.join_all().await;
    for (action, list, field, count) in [
        ("DescribeVSwitches", "/VSwitches/VSwitch", "CidrBlock", 101),
        ("DescribeHaVips", "/HaVips/HaVip", "IpAddress", 100),
        ("DescribeEipAddresses", "/EipAddresses/EipAddress", "IpAddress", 100),
    ] {
        let mut seen = std::collections::BTreeSet::new();
        for page in ["1", "2", "3"] {
            let told = setup.ok(action, &[("PageSize", "50"), ("PageNumber", page)]).await;
            let items = told.pointer(list).and_then(serde_json::Value::as_array).unwrap();
            seen.extend(items.iter().map(|item| item[field].as_str().unwrap().to_owned()));
        }
        assert_eq!(seen.len(), count, "{action}");
    }
}
