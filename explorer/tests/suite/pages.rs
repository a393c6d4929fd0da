//! What the pages tell.

use reqwest::StatusCode;

use crate::common::Visitor;

/// The text of a page without its tags, with single spaces.
fn text(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in page.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn search_finds_an_operation_by_words_and_filters_narrow_it() {
    let visitor = Visitor::new().await;
    let found = visitor.get("/search?q=delete+ssl+cert").await;
    assert!(found.contains("href=\"/operations/DeleteSslVpnClientCert\""), "{found}");
    let by_code = visitor.get("/search?q=VpnGateway.Configuring&access=write").await;
    assert!(by_code.contains("DeleteSslVpnClientCert") && by_code.contains("error VpnGateway.Configuring"));
    assert!(!by_code.contains(">read</span>"), "a filter leaves out what reads");
    let palette = visitor.get("/search?palette=1&q=vpngateway.config").await;
    assert!(palette.contains("href=\"/errors/VpnGateway.Configuring\""), "{palette}");
}

#[tokio::test]
async fn the_page_of_an_operation_shows_everything_in_its_spec() {
    let visitor = Visitor::new().await;
    let page = visitor.get("/operations/DeleteSslVpnClientCert").await;
    let text = text(&page);
    for told in [
        "Deletes an SSL client certificate.",
        "SslVpnClientCertId string required",
        "VpnGateway.Configuring",
        "The reply only acknowledges the request",
        "VpnGatewayActive",
        "from CreateSslVpnClientCert",
        "operation : DeleteSslVpnClientCert",
        "pub struct DeleteSslVpnClientCert",
    ] {
        assert!(text.replace(" :", ":").contains(&told.replace(" :", ":")), "{told} is not in\n{text}");
    }
    assert!(page.contains("href=\"/errors/VpnGateway.Configuring\""));
}

#[tokio::test]
async fn every_operation_and_every_error_code_has_a_page() {
    let visitor = Visitor::new().await;
    let home = visitor.get("/").await;
    let names: Vec<&str> = home.split("href=\"/operations/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.len() > 400, "{}", names.len());
    // A few of each hundred: all of them are the same code.
    for name in names.iter().step_by(23) {
        assert!(visitor.get(&format!("/operations/{name}")).await.contains("<h1>"), "{name}");
    }
    let errors = visitor.get("/errors").await;
    let codes: Vec<&str> = errors.split("href=\"/errors/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(codes.len() > 900, "{}", codes.len());
    for code in codes.iter().step_by(97) {
        assert_eq!(visitor.response(&format!("/errors/{code}")).await.status(), StatusCode::OK, "{code}");
    }
}

#[tokio::test]
async fn unknown_names_get_suggestions() {
    let visitor = Visitor::new().await;
    let missing = visitor.response("/operations/DescribeVpc").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert!(missing.text().await.unwrap().contains("href=\"/operations/DescribeVpcs\""));
    let missing = visitor.response("/errors/InvalidVpcId.NotFund").await;
    assert!(missing.text().await.unwrap().contains("href=\"/errors/InvalidVpcId.NotFound\""));
}

#[tokio::test]
async fn a_page_with_all_its_files_is_small() {
    let visitor = Visitor::new().await;
    let page = visitor.get("/operations/CreateVpnConnection").await;
    let mut bytes = page.len();
    for reference in
        page.split("\"/assets/").skip(1).filter_map(|rest| rest.split('"').next()).collect::<std::collections::BTreeSet<_>>()
    {
        bytes += visitor.get(&format!("/assets/{reference}")).await.len();
    }
    assert!(bytes < 300 << 10, "{bytes} bytes");
}
