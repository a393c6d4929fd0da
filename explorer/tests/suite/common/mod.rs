//! An explorer, and a browser's part of HTTP.

use acs_explorer::{Builder, Explorer};
use reqwest::header::{COOKIE, HeaderMap, HeaderValue, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, Response, StatusCode, redirect};

/// A person who opened the printed address.
pub(crate) struct Visitor {
    #[expect(dead_code, reason = "it runs as long as it is held")]
    pub(crate) explorer: Explorer,
    pub(crate) http: Client,
    /// `http://127.0.0.1:<port>`
    pub(crate) origin: String,
    pub(crate) cookie: String,
}

/// A client that follows no redirect and keeps no cookie.
pub(crate) fn http() -> Client {
    // Only the first installs it; the others find the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap()
}

impl Visitor {
    pub(crate) async fn new() -> Self {
        Visitor::of(Explorer::builder()).await
    }

    pub(crate) async fn of(builder: Builder) -> Self {
        let explorer = builder.start().await.unwrap();
        let http = http();
        let entered = http.get(explorer.address()).send().await.unwrap();
        assert_eq!(entered.status(), StatusCode::SEE_OTHER);
        assert_eq!(entered.headers()[LOCATION], "/");
        let cookie = entered.headers()[SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let origin = explorer.address().split("/?").next().unwrap().to_owned();
        Visitor { explorer, http, origin, cookie }
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        let value = |text: &str| HeaderValue::from_str(text).unwrap();
        HeaderMap::from_iter([(COOKIE, value(&self.cookie)), (ORIGIN, value(&self.origin))])
    }

    pub(crate) async fn response(&self, path: &str) -> Response {
        self.http.get(format!("{}{path}", self.origin)).headers(self.headers()).send().await.unwrap()
    }

    /// The text of a page that is there.
    pub(crate) async fn get(&self, path: &str) -> String {
        let response = self.response(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.text().await.unwrap()
    }

    /// The text of the page that answers a form.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let response = self.post_form(path, fields).await;
        assert!(response.status().is_success(), "{path}: {}", response.status());
        response.text().await.unwrap()
    }

    /// What is told of a call, without the page around it.
    pub(crate) async fn call(&self, operation: &str, fields: &[(&str, &str)]) -> String {
        self.part(&format!("/operations/{operation}/call"), fields).await
    }

    /// The part of a page that the script asks for.
    pub(crate) async fn part(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let body = acs_runtime::sign::write_query(fields.iter().copied());
        let request = self.http.post(format!("{}{path}", self.origin)).headers(self.headers());
        let request = request.header("content-type", "application/x-www-form-urlencoded").header("x-part", "reply");
        request.body(body).send().await.unwrap().text().await.unwrap()
    }

    pub(crate) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let body = acs_runtime::sign::write_query(fields.iter().copied());
        let request = self.http.post(format!("{}{path}", self.origin)).headers(self.headers());
        request.header("content-type", "application/x-www-form-urlencoded").body(body).send().await.unwrap()
    }
}
