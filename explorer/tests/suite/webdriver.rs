//! What the tests of pages say to a browser: a few commands of the W3C's WebDriver, which are JSON over HTTP. The crates for it
//! took twice as long to compile as the explorer itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::common::http;

/// The key, as WebDriver writes it in text.
pub(super) const ENTER: &str = "\u{E007}";

/// The name that the standard gives to references of elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A window of a browser.
pub(super) struct Session {
    http: Client,
    address: String,
}

impl Session {
    pub(super) async fn new(port: u16, capabilities: &Value) -> Session {
        let driver = Session { http: http(), address: format!("http://127.0.0.1:{port}/session") };
        let made = driver.post("", &json!({"capabilities": {"alwaysMatch": capabilities}})).await;
        let id = made["sessionId"].as_str().unwrap();
        Session { address: format!("{}/{id}", driver.address), ..driver }
    }

    pub(super) async fn close(&self) {
        self.send(Method::DELETE, "", None).await;
    }

    pub(super) async fn go_to(&self, url: &str) {
        self.post("/url", &json!({"url": url})).await;
    }

    /// What a script returns (`sync`), or hands to its last argument (`async`).
    pub(super) async fn run(&self, how: &str, script: &str) -> Value {
        self.post(&format!("/execute/{how}"), &json!({"script": script, "args": []})).await
    }

    /// The first element that a CSS selector is for.
    pub(super) async fn element(&self, selector: &str) -> Element<'_> {
        let found = self.post("/element", &json!({"using": "css selector", "value": selector})).await;
        Element { session: self, path: format!("/element/{}", found[ELEMENT].as_str().unwrap()) }
    }

    /// The window as a PNG.
    pub(super) async fn screenshot(&self) -> Vec<u8> {
        STANDARD.decode(self.send(Method::GET, "/screenshot", None).await.as_str().unwrap()).unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        self.send(Method::POST, path, Some(body)).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let mut request = self.http.request(method, format!("{}{path}", self.address));
        if let Some(body) = body {
            request = request.body(body.to_string());
        }
        let reply = request.send().await.unwrap();
        let succeeded = reply.status().is_success();
        let mut reply: Value = serde_json::from_slice(&reply.bytes().await.unwrap()).unwrap();
        assert!(succeeded, "{path}: {}", reply["value"]["message"]);
        reply["value"].take()
    }
}

/// An element of the page that a session is on.
pub(super) struct Element<'s> {
    session: &'s Session,
    path: String,
}

impl Element<'_> {
    pub(super) async fn click(&self) {
        self.session.post(&format!("{}/click", self.path), &json!({})).await;
    }

    pub(super) async fn clear(&self) {
        self.session.post(&format!("{}/clear", self.path), &json!({})).await;
    }

    pub(super) async fn send_keys(&self, text: &str) {
        self.session.post(&format!("{}/value", self.path), &json!({"text": text})).await;
    }
}
