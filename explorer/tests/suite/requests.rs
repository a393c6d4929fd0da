//! From a form to a request, and from a call to its reply.

use crate::common::Visitor;

#[tokio::test]
async fn a_wrong_value_is_reported_at_its_field_and_a_valid_request_passes() {
    let visitor = Visitor::new().await;
    let wrong = visitor.post("/operations/CreateVSwitch/live", &[("Tag.1.Key", "k"), ("Nonsense", "1")]).await;
    assert!(wrong.contains("Still missing") && wrong.contains("<code>VpcId</code>"), "{wrong}");
    assert!(wrong.contains("data-path=\"Nonsense\""), "{wrong}");
    let wrong = visitor.post("/operations/DescribeVpcs/live", &[("PageSize", "many"), ("IsDefault", "maybe")]).await;
    assert!(wrong.contains("data-path=\"PageSize\"") && wrong.contains("a whole number"), "{wrong}");
    assert!(wrong.contains("data-path=\"IsDefault\""), "{wrong}");
    let right = visitor.post("/operations/DescribeVpcs/live", &[("PageSize", "10")]).await;
    assert!(right.contains("The request fits the spec."), "{right}");
}

#[tokio::test]
async fn the_panel_shows_what_is_signed_in_both_versions_and_code_in_six_languages() {
    let visitor = Visitor::new().await;
    let panel = visitor.post("/operations/DeleteSslVpnClientCert/live", &[("SslVpnClientCertId", "vsc-1")]).await;
    for shown in [
        "String to sign",
        "POST&amp;%2F&amp;AccessKeyId%3Dtestid",
        "Canonical request",
        "x-acs-action:DeleteSslVpnClientCert",
        "ACS3-HMAC-SHA256",
        "delete_ssl_vpn_client_cert",
        "alibabacloud_tea_openapi",
        "NewCommonRequest",
        "@alicloud/pop-core",
        "acs call DeleteSslVpnClientCert",
        "href=\"/operations/DeleteSslVpnClientCert?SslVpnClientCertId=vsc-1\"",
    ] {
        assert!(panel.contains(shown), "{shown} is not in {panel}");
    }
}

#[tokio::test]
async fn the_query_of_an_address_fills_the_form_and_so_does_json() {
    let visitor = Visitor::new().await;
    let page = visitor.get("/operations/TagResources?ResourceId.1=vpc-1&Tag.1.Key=team&Tag.2.Key=cost").await;
    for field in ["name=\"Tag.1.Key\"", "value=\"team\"", "name=\"Tag.2.Key\"", "name=\"Tag.3.Key\"", "value=\"vpc-1\""] {
        assert!(page.contains(field), "{field}");
    }
    let json = "{\"ResourceId\": [\"vpc-2\"], \"Tag\": [{\"Key\": \"owner\"}]}";
    let page = visitor.post("/operations/TagResources/fill", &[("_json", json)]).await;
    assert!(page.contains("value=\"owner\"") && page.contains("value=\"vpc-2\""));
}

#[tokio::test]
async fn secrets_are_not_in_any_page() {
    let visitor = Visitor::new().await;
    let secret = "hush-hush-hush";
    for (operation, name) in [
        ("ModifyTunnelAttribute", "TunnelOptionsSpecification.TunnelIkeConfig.Psk"),
        ("CreateVpnConnection", "TunnelOptionsSpecification.1.TunnelIkeConfig.Psk"),
    ] {
        for path in ["live", "fill"] {
            let page = visitor.post(&format!("/operations/{operation}/{path}"), &[(name, secret), ("Name", "open")]).await;
            assert!(page.contains("REDACTED") && !page.contains(secret), "{operation}/{path}: {page}");
        }
    }
}

#[tokio::test]
async fn a_call_reaches_the_emulator_and_its_reply_has_three_views() {
    let visitor = Visitor::new().await;
    let created = visitor.call("CreateVpc", &[("VpcName", "web"), ("CidrBlock", "10.0.0.0/8")]).await;
    assert!(created.contains("<strong>200</strong>") && created.contains("VpcId"), "{created}");
    let listed = visitor.call("DescribeVpcs", &[]).await;
    for view in ["data-tab=\"Table\"", "data-tab=\"Tree\"", "data-tab=\"Raw\"", "10.0.0.0/8", "name=\"expression\""] {
        assert!(listed.contains(view), "{view}");
    }
    let page = visitor.get("/operations/DeleteVpc").await;
    assert!(page.contains("<option value=\"vpc-bp1"), "the ids that the emulator holds are offered");
}

#[tokio::test]
async fn a_rejected_call_shows_code_meaning_and_advice() {
    let visitor = Visitor::new().await;
    let refused = visitor.call("DeleteVpc", &[("VpcId", "vpc-none")]).await;
    assert!(refused.contains("href=\"/errors/InvalidV") && refused.contains("outcome bad"), "{refused}");
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let visitor = Visitor::new().await;
    let fields = [("CidrBlock", "10.0.0.0/8"), ("_action", "dry_run")];
    let answer = visitor.call("CreateVpc", &fields).await;
    assert!(answer.contains("would have succeeded"), "{answer}");
    assert!(visitor.get("/emulator").await.contains("It holds 0 resources"));
}

#[tokio::test]
async fn jmespath_takes_values_out_of_a_reply() {
    let visitor = Visitor::new().await;
    let reply = "{\"Vpcs\": {\"Vpc\": [{\"VpcId\": \"<b>\"}]}}";
    let found = visitor.post("/jmespath", &[("reply", reply), ("expression", "Vpcs.Vpc[].VpcId")]).await;
    assert!(found.contains("&lt;b&gt;") && !found.contains("<b>"), "{found}");
    assert!(found.contains("<header") && found.contains("</html>"), "without the script it is a whole page");
    let part = visitor.part("/jmespath", &[("reply", reply), ("expression", "a[")]).await;
    assert!(part.contains("problem") && !part.contains("</html>"), "{part}");
}

#[tokio::test]
async fn a_string_to_sign_of_a_server_is_compared() {
    let visitor = Visitor::new().await;
    let theirs = "Specified signature is not matched with our calculation. server string to sign is:\
                  POST&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeVpcs%26PageSize%3D11";
    let fields = [("PageSize", "10"), ("_theirs", theirs)];
    let page = visitor.post("/operations/DescribeVpcs/compare", &fields).await;
    assert!(page.contains("<td>11</td>") && page.contains("</html>"), "without the script it is a whole page");
    let compared = visitor.part("/operations/DescribeVpcs/compare", &fields).await;
    assert!(compared.contains("<code>PageSize</code>") && compared.contains("<td>11</td>"), "{compared}");
    assert!(!compared.contains("<code>Action</code>"), "what is the same is not shown");
}

#[tokio::test]
async fn live_mode_says_so_shows_no_key_and_sends_no_write_without_confirmation() {
    let visitor = Visitor::of(acs_explorer::Explorer::builder().live(true)).await;
    let page = visitor.get("/operations/CreateVpc").await;
    assert!(page.contains("Calls go to the real service") && page.contains("name=\"_confirm\""));
    assert!(!page.contains("testid") && page.contains("The signature is that of a key that is not shown."));
    let answer = visitor.call("CreateVpc", &[("RegionId", "cn-hangzhou")]).await;
    assert!(answer.contains("Not sent."), "{answer}");
    let answer = visitor.call("CreateVpc", &[("_confirm", "DeleteVpc")]).await;
    assert!(answer.contains("Not sent."), "{answer}");
}
