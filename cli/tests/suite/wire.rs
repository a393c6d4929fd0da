//! What can be found out about the wire without a network: encoding, decoding and signing.

use crate::common::{fed, shown_fed};
use insta::assert_snapshot;
use serde_json::{Value, json};

#[test]
fn a_request_is_encoded() {
    let request = r#"{"RegionId": "cn-hangzhou", "VpnGatewayId": "vpn-1", "CustomerGatewayId": "cgw-1", "LocalSubnet": "10.0.0.0/8",
        "RemoteSubnet": "192.168.0.0/16", "TunnelOptionsSpecification": [{"Role": "master", "EnableDpd": true}]}"#;
    assert_snapshot!(shown_fed(&["encode", "CreateVpnConnection"], request));
    assert_snapshot!(shown_fed(&["encode", "CreateVpc", "--query", "query", "-o", "text"], r#"{"RegionId": "cn-hangzhou"}"#));
}

/// A text that the service reads as JSON may be given as what it says.
#[test]
fn json_in_a_text_may_be_a_list_or_an_object() {
    let encoded =
        |config: &str| shown_fed(&["encode", "CreateVpnConnection", "--query", "query.BgpConfig", "-o", "text"], config);
    let as_object = encoded(r#"{"BgpConfig": {"EnableBgp": true, "LocalAsn": "45104"}}"#);
    assert_eq!(as_object, encoded(r#"{"BgpConfig": "{\"EnableBgp\":true,\"LocalAsn\":\"45104\"}"}"#));
    assert!(as_object.contains(r#"{"EnableBgp":true,"LocalAsn":"45104"}"#), "{as_object}");
}

#[test]
fn an_invalid_request_is_rejected() {
    assert_snapshot!(shown_fed(&["encode", "CreateVpc"], r#"{"RegionID": "cn-hangzhou"}"#));
    assert_snapshot!(shown_fed(&["encode", "CreateVpc"], "{"));
    assert_snapshot!(shown_fed(&["encode", "CreateVpc", "--lines"], ""));
}

#[test]
fn a_reply_is_decoded() {
    let json = r#"{"Vpcs": {"Vpc": [{"VpcId": "vpc-1", "IsDefault": "true", "New": 1}]}, "TotalCount": "1", "RequestId": null}"#;
    assert_snapshot!(shown_fed(&["decode", "DescribeVpcs"], json));
    let xml =
        "<DescribeVpcsResponse><Vpcs><Vpc><VpcId>vpc-1</VpcId></Vpc></Vpcs><TotalCount>1</TotalCount></DescribeVpcsResponse>";
    assert_snapshot!(shown_fed(&["decode", "DescribeVpcs", "--format", "xml"], xml));
    assert_snapshot!(shown_fed(&["decode", "DescribeVpcs"], "<html>502</html>"));
}

#[test]
fn version_1_of_the_signature_has_all_parameters_of_a_post_in_the_form() {
    let fed = |arguments: &[&str]| shown_fed(arguments, r#"{"RegionId": "cn-hangzhou"}"#);
    assert_snapshot!(fed(&["encode", "CreateVpc", "--signature", "v1"]));
    // Without the line that shows the command.
    let answer = |arguments: &[&str]| fed(arguments).split_once('\n').map(|(_, answer)| answer.to_owned());
    assert_eq!(answer(&["encode", "CreateVpc", "--signature", "v3"]), answer(&["encode", "CreateVpc"]));
    // A GET has no form.
    let get = "DescribeVpnGatewayAvailableZones";
    assert_eq!(answer(&["encode", get, "--signature", "v1"]), answer(&["encode", get]));
}

/// An operation that this program was not built with is encoded and decoded by its spec, as one is that it was built with.
#[test]
fn a_folder_of_specs_adds_operations() {
    let encode = |operation: &str, input: &str, more: &[&str]| shown_fed(&[&["encode", operation], more].concat(), input);
    let specs = ["--spec", "tests/specs"];
    let input = r#"{"Name": "a", "Crew": "3", "Stages": [{"Name": "b", "Engines": ["e", "f"]}], "Plan": {"Days": 3}, "Ids": ["x", "y"],
        "Labels": {"k": "v"}, "Log": {"Path": "p"}, "Manned": true}"#;
    assert_snapshot!(encode("LaunchRocket", input, &specs));
    assert_snapshot!(encode("LaunchRocket", r#"{"Crew": "many"}"#, &specs));

    let json = r#"{"RequestId": "R", "Orbit": {"Height": "400", "Stable": 1, "New": 1}, "Parts": {"Part": [{"Name": "a"}, {"Name": "b"}]}, "Mass": 1.5}"#;
    let xml = "<LaunchRocketResponse><RequestId>R</RequestId><Orbit><Height>400</Height><Stable>true</Stable></Orbit>\
               <Parts><Part><Name>a</Name></Part><Part><Name>b</Name></Part></Parts><Mass>1.5</Mass></LaunchRocketResponse>";
    let decode = |reply: &str, format: &str| {
        let output = fed(&["decode", "LaunchRocket", "--format", format, "--spec", "tests/specs"], reply);
        serde_json::from_slice::<Value>(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
    };
    let expected = json!({"RequestId": "R", "Orbit": {"Height": 400, "Stable": true}, "Parts": {"Part": [{"Name": "a"}, {"Name": "b"}]}, "Mass": 1.5});
    assert_eq!(decode(json, "json"), expected);
    assert_eq!(decode(xml, "xml"), expected);
    let wrong = r#"{"Parts": {"Part": [{}, {"Name": "a", "Count": "few"}]}}"#;
    assert_snapshot!(shown_fed(&["decode", "LaunchRocket", "--spec", "tests/specs"], wrong));
}

/// A folder that describes another product takes nothing from the embedded specs, not even an operation of the same name.
#[test]
fn a_folder_of_another_product_never_gets_the_encoding_of_vpc() {
    let folder = tempfile::tempdir().unwrap();
    let service = "product: Ram\nversion: \"2015-05-01\"\nsummary: Access.\nendpoints: { rule: ram.aliyuncs.com }\ngroups: { user: Users. }\n";
    std::fs::write(folder.path().join("service.yaml"), service).unwrap();
    std::fs::create_dir(folder.path().join("user")).unwrap();
    let user = "operation: CreateUser\nsummary: Creates a user.\naccess: write\nparameters: { UserName: { type: string } }\n";
    std::fs::write(folder.path().join("user/CreateUser.yaml"), user).unwrap();
    let spec = folder.path().to_str().unwrap();
    assert!(shown_fed(&["encode", "CreateUser", "--spec", spec], r#"{"UserName": "a"}"#).contains(r#""UserName": "a""#));

    let line = r#"{"operation": "CreateVpc", "input": {"VpcName": "a"}}"#;
    let answers = shown_fed(&["encode", "--lines", "--spec", spec], line);
    assert!(answers.contains("there is no operation `CreateVpc`"), "{answers}");
    for command in ["encode", "decode"] {
        let output = fed(&[command, "CreateVpc", "--spec", spec], "{}");
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(output.stdout.is_empty() && String::from_utf8_lossy(&output.stderr).contains("no operation `CreateVpc`"));
    }
}

#[test]
fn lines_are_answered_with_lines() {
    let requests = lines(&[
        json!({"operation": "CreateVpc", "input": {"RegionId": "cn-hangzhou"}}),
        json!({"operation": "CreateVcp", "input": {}}),
        json!({"operation": "DescribeVpnGatewayAvailableZones"}),
    ]);
    assert_snapshot!(shown_fed(&["encode", "--lines"], &format!("{requests}\n\nno JSON\n")));

    let replies = lines(&[
        json!({"operation": "CreateVpc", "format": "json", "body": "{\"VpcId\": \"vpc-1\"}"}),
        json!({"operation": "CreateVpc", "format": "xml", "body": "<CreateVpcResponse><VpcId>vpc-1</VpcId></CreateVpcResponse>"}),
        json!({"operation": "CreateVpc", "body": "{\"VpcId\""}),
    ]);
    assert_snapshot!(shown_fed(&["decode", "--lines"], &replies));
}

/// The vectors come from official SDKs.
#[test]
fn signatures_are_those_of_the_official_sdks() {
    for (version, outputs) in [
        ("v1", &["canonical_query", "string_to_sign", "signature"][..]),
        ("v3", &["canonical_query", "canonical_request", "string_to_sign", "signature", "authorization"]),
    ] {
        let Some(vectors) = vectors(&format!("signature-{version}.json")) else { return };
        assert!(vectors.len() > 50);
        let answers = fed(&["sign", "--signature", version, "--lines"], &lines(&vectors));
        let answers = String::from_utf8(answers.stdout).unwrap();
        assert_eq!(answers.lines().count(), vectors.len());
        for (vector, answer) in vectors.iter().zip(answers.lines()) {
            let answer: Value = serde_json::from_str(answer).unwrap();
            for output in outputs {
                assert_eq!(answer[output], vector[output], "{output} of {}", vector["note"]);
            }
        }
    }
}

#[test]
fn one_request_is_signed() {
    let request = json!({
        "method": "GET", "action": "DescribeRegions", "version": "2014-05-26", "format": "XML", "timestamp": "2016-02-23T12:46:24Z",
        "nonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "access_key_id": "testid", "access_key_secret": "testsecret",
    });
    assert_snapshot!(shown_fed(&["sign", "--signature", "v1"], &request.to_string()));
}

/// The vectors of the runtime; none in a package of this crate.
fn vectors(file: &str) -> Option<Vec<Value>> {
    let folder = crate::of_repository("runtime/tests/fixtures")?;
    Some(serde_json::from_str(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap())
}

fn lines(values: &[Value]) -> String {
    values.iter().map(|value| format!("{value}\n")).collect()
}
