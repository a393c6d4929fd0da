//! The real transport, against a metadata service and a token service on this machine.

use std::sync::Arc;

use acs_runtime::credentials::{AssumeRoleProvider, CredentialsProvider, EcsRoleProvider, RuntimeComponents, Sts};
use acs_runtime::sign::{Secret, canonical_query, parse_query, v1};
use acs_runtime::test::{TestClock, TestRandom};
use acs_runtime::time::TokioSleep;
use acs_runtime::transport::ReqwestTransport;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::credentials::script::{key, role_key};

const ROLES: &str = "/latest/meta-data/ram/security-credentials/";

/// Head and body of a request.
struct Received {
    method: String,
    path: String,
    query: String,
    headers: String,
    body: String,
}

#[tokio::test]
async fn a_role_by_the_instances_role() {
    let clock = TestClock::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(serve(listener, clock.clone()));

    let components = RuntimeComponents {
        transport: Arc::new(ReqwestTransport::new()),
        clock: Arc::new(clock),
        sleep: Arc::new(TokioSleep),
        random: Arc::new(TestRandom::new()),
        region: None,
    };
    let instance = EcsRoleProvider::new().endpoint(&address);
    let provider = AssumeRoleProvider::new(instance, "acs:ram::1:role/a b").sts(Sts::new().endpoint(&address));
    let found = provider.credentials(&components).await.unwrap();
    assert_eq!(found.access_key_id(), Some("STS.role"));
    let again = provider.credentials(&components).await.unwrap();
    assert_eq!(again, found);
    assert!(!server.is_finished(), "the server is content");
    server.abort();
}

async fn serve(listener: TcpListener, clock: TestClock) {
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        let clock = clock.clone();
        tokio::spawn(async move {
            let request = receive(&mut stream).await;
            let (status, body) = answer(&request, &clock);
            let head = format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            stream.write_all((head + &body).as_bytes()).await.unwrap();
        });
    }
}

fn answer(request: &Received, clock: &TestClock) -> (u16, String) {
    let has_token = request.headers.contains("x-aliyun-ecs-metadata-token: metadata-token\r\n");
    match (request.method.as_str(), request.path.as_str()) {
        ("PUT", "/latest/api/token") if request.headers.contains("x-aliyun-ecs-metadata-token-ttl-seconds: 21600\r\n") => {
            (200, "metadata-token".to_owned())
        }
        ("GET", ROLES) if has_token => (200, "web".to_owned()),
        ("GET", path) if has_token && path.strip_prefix(ROLES) == Some("web") => (200, key("STS.web", clock, 3600).to_string()),
        ("POST", "/") => token_service(request, clock),
        _ => (403, String::new()),
    }
}

fn token_service(request: &Received, clock: &TestClock) -> (u16, String) {
    let pairs: Vec<_> = [&request.query, &request.body].into_iter().flat_map(|text| parse_query(text).unwrap()).collect();
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let signed = pairs.iter().filter(|(name, _)| name != "Signature");
    let canonical = canonical_query(signed.map(|(name, value)| (name.as_str(), value.as_str())));
    let signature = v1::signature(&Secret::from("hidden-secret"), &v1::string_to_sign("POST", &canonical));
    let right = value("Signature") == Some(&signature)
        && value("Action") == Some("AssumeRole")
        && value("RoleArn") == Some("acs:ram::1:role/a b")
        && value("AccessKeyId") == Some("STS.web")
        && value("SecurityToken") == Some("hidden-token");
    match right {
        true => (200, role_key("STS.role", clock, 3600).to_string()),
        false => (400, json!({ "Code": "SignatureDoesNotMatch" }).to_string()),
    }
}

async fn receive(stream: &mut TcpStream) -> Received {
    let mut bytes = Vec::new();
    loop {
        let read = stream.read_buf(&mut bytes).await.unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
            if body.len() >= length || read == 0 {
                let (line, headers) = head.split_once("\r\n").unwrap();
                let mut words = line.split(' ');
                let (method, target) = (words.next().unwrap(), words.next().unwrap());
                let (path, query) = target.split_once('?').unwrap_or((target, ""));
                let headers = format!("{headers}\r\n");
                return Received {
                    method: method.to_owned(),
                    path: path.to_owned(),
                    query: query.to_owned(),
                    headers,
                    body: body.to_owned(),
                };
            }
        }
    }
}
