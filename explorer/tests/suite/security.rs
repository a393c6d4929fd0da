//! Who gets an answer, and what a page may do.

use acs_explorer::Explorer;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_SECURITY_POLICY, COOKIE, HOST, ORIGIN};

use crate::common::Visitor;

#[tokio::test]
async fn a_request_without_the_token_of_this_start_is_refused() {
    let visitor = Visitor::new().await;
    let get = |path: &str| visitor.http.get(format!("{}{path}", visitor.origin));
    for path in ["/", "/operations/CreateVpc", "/errors", "/search?q=vpc", "/?token=wrong", "/assets/1/app.js"] {
        assert_eq!(get(path).send().await.unwrap().status(), StatusCode::FORBIDDEN, "{path}");
    }
    let name = visitor.cookie.split('=').next().unwrap();
    let wrong = get("/").header(COOKIE, format!("{name}=0123")).send().await.unwrap();
    assert_eq!(wrong.status(), StatusCode::FORBIDDEN);
    let another = Visitor::new().await;
    let foreign = get("/").header(COOKIE, &another.cookie).send().await.unwrap();
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN, "the token of another start");
}

#[tokio::test]
async fn the_printed_address_leads_to_the_page_and_leaves_no_token_in_the_address() {
    let visitor = Visitor::new().await;
    let token = visitor.cookie.split('=').nth(1).unwrap();
    let deep = visitor.http.get(format!("{}//evil.example/x?a=b&token={token}", visitor.origin)).send().await.unwrap();
    assert_eq!(deep.status(), StatusCode::SEE_OTHER);
    assert_eq!(deep.headers()["location"], "/evil.example/x?a=b", "not to another host");
    let cookie = deep.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert!(!visitor.get("/").await.contains(token), "the page does not have the token");
}

#[tokio::test]
async fn a_foreign_host_or_origin_is_refused() {
    let visitor = Visitor::new().await;
    let request = |name, value: &str| {
        let mut headers = visitor.headers();
        headers.insert(name, value.parse().unwrap());
        visitor.http.get(format!("{}/", visitor.origin)).headers(headers).send()
    };
    let port = visitor.origin.rsplit(':').next().unwrap();
    for host in
        ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", "127.0.0.1:1", &format!("127.0.0.1.evil.example:{port}")]
    {
        assert_eq!(request(HOST, host).await.unwrap().status(), StatusCode::FORBIDDEN, "{host}");
    }
    for origin in ["http://evil.example", "null", &format!("https://127.0.0.1:{port}"), "http://127.0.0.1:1"] {
        assert_eq!(request(ORIGIN, origin).await.unwrap().status(), StatusCode::FORBIDDEN, "{origin}");
    }
    assert_eq!(request(HOST, &format!("localhost:{port}")).await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_change_without_an_origin_is_refused() {
    let visitor = Visitor::new().await;
    let without = visitor.http.post(format!("{}/", visitor.origin)).header(COOKIE, &visitor.cookie).send().await.unwrap();
    assert_eq!(without.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn pages_have_no_inline_code_and_nothing_from_elsewhere() {
    let visitor = Visitor::new().await;
    for path in ["/", "/operations/CreateVpnConnection", "/errors", "/errors/VpnGateway.Configuring", "/nothing"] {
        let response = visitor.response(path).await;
        let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(policy.starts_with("default-src 'self';") && !policy.contains("unsafe"), "{policy}");
        let page = response.text().await.unwrap();
        for inline in [" style=\"", "<style", " onclick=\"", "javascript:", "src=\"http", "href=\"http", "src=\"//"] {
            assert!(!page.contains(inline), "{path} has {inline}");
        }
        assert!(page.matches("<script").count() == 1 && page.contains("<script src=\"/assets/"), "{path}");
    }
}

#[tokio::test]
async fn what_a_visitor_writes_is_escaped() {
    let visitor = Visitor::new().await;
    let attack = "%3Cimg%20src%3Dx%3E%22%3E";
    for path in [
        format!("/?q={attack}"),
        format!("/search?q={attack}"),
        format!("/search?palette=1&q={attack}"),
        format!("/?group={attack}"),
        format!("/errors?q={attack}"),
        format!("/errors/{attack}"),
        format!("/operations/{attack}"),
        format!("/operations/CreateVpc?VpcName={attack}"),
    ] {
        let page = visitor.response(&path).await.text().await.unwrap();
        assert!(!page.contains("<img src=x>"), "{path}");
    }
}

#[tokio::test]
async fn only_loopback_is_listened_on() {
    let explorer = Explorer::builder().start().await.unwrap();
    assert!(explorer.address().starts_with("http://127.0.0.1:"));
    assert!(!format!("{explorer:?}").contains(explorer.address().split("token=").nth(1).unwrap()), "Debug hides the token");
}
