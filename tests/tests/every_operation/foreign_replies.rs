//! Replies that the service did not send are not taken for a success by any operation.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use acs_runtime::future::BoxFuture;
use acs_runtime::reply::HttpReply;
use acs_runtime::retry::{RetryClass, RetryPolicy};
use acs_runtime::transport::{HttpRequest, Transport, TransportError};
use acs_runtime::{Client, Error, ErrorKind};
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::runtime::Builder;

use super::every_operation;

#[test]
fn no_operation_takes_a_foreign_reply_for_a_success() {
    let replies = corpus();
    assert_eq!(replies.len(), 119, "replies in the corpus");
    let operations = call_each(|call| {
        for foreign in &replies {
            foreign.check(call(&foreign.reply), &foreign.path);
        }
    });
    assert_eq!(operations, 403);
}

#[test]
fn an_empty_reply_of_any_status_is_an_error() {
    let statuses: Vec<u16> =
        [200..209, 300..309, 400..419, 421..432, 451..452, 500..512, 520..531].into_iter().flatten().collect();
    call_each(|call| {
        for status in &statuses {
            let error = call(&HttpReply::new(*status, HeaderMap::new(), "")).unwrap_err();
            assert_eq!((error.kind(), error.status()), (ErrorKind::Reply, Some(*status)));
            let retried = matches!(*status, 200..300 | 408 | 429 | 500 | 502..505);
            assert_eq!(error.is_retryable(), retried, "{status}");
        }
    });
}

/// The replies of the service itself, as short as they can be.
#[test]
fn every_operation_takes_the_services_own_replies() {
    call_each(|call| {
        let reply = |body: String| HttpReply::new(200, HeaderMap::new(), body);
        call(&reply(r#"{"RequestId":"R"}"#.to_owned())).unwrap();
        for code in ["200", "\"200\"", "\"OK\"", "\"ok\"", "\"Success\"", "\"SUCCESS\"", "null", "\"\""] {
            call(&reply(format!(r#"{{"RequestId":"R","Code":{code}}}"#))).unwrap();
        }
    });
}

/// Calls each operation through a client that gets the replies that a test says, and gives the number of operations.
fn call_each(test: impl Fn(&dyn Fn(&HttpReply) -> Result<(), Error>)) -> usize {
    let transport = Fixed::default();
    let client = Client::builder(&vpc_api::SERVICE)
        .region("cn-hangzhou")
        .access_key("testid", "testsecret")
        .retry(RetryPolicy::off())
        .transport(transport.clone())
        .build()
        .unwrap();
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let subjects = every_operation();
    for subject in &subjects {
        test(&|reply| {
            *transport.0.lock().unwrap() = Some(reply.clone());
            runtime.block_on((subject.call)(&client))
        });
    }
    subjects.len()
}

/// A reply of the corpus.
struct Foreign {
    path: PathBuf,
    reply: HttpReply,
    is_retryable: bool,
}

impl Foreign {
    fn check(&self, result: Result<(), Error>, path: &Path) {
        let path = path.display();
        let Err(error) = result else { panic!("{path} is taken for a success") };
        assert!(matches!(error.kind(), ErrorKind::Reply | ErrorKind::Service), "{path}: {:?}", error.kind());
        assert!(!error.is_not_found(), "{path}: a program would believe that the resource is gone");
        assert_eq!(error.retry_class() != RetryClass::None, self.is_retryable, "{path}: {error}");
        let text = error.to_string();
        assert!(text.len() < 1024, "{path}: {text}");
        assert!(!text.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{path}: {text:?}");
        let encoded = text.contains("is encoded as");
        assert_eq!(encoded, path.to_string().contains("compressed-"), "{path}: {text}");
    }
}

/// The replies in `fixtures/foreign`, each as it is on the wire.
fn corpus() -> Vec<Foreign> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/foreign");
    let of = |is_retryable: bool, name: &str| {
        let files = std::fs::read_dir(folder.join(name)).unwrap();
        files
            .map(|file| file.unwrap().path())
            .map(move |path| Foreign { reply: read(&path), path, is_retryable })
            .collect::<Vec<_>>()
    };
    let mut replies = of(false, "final");
    replies.extend(of(true, "retryable"));
    replies
}

fn read(path: &Path) -> HttpReply {
    let bytes = std::fs::read(path).unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let (status, headers) = head.split_once("\r\n").unwrap_or((head, ""));
    let headers: HeaderMap = headers
        .lines()
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap()))
        .collect();
    HttpReply::new(status.split(' ').nth(1).unwrap().parse().unwrap(), headers, bytes[end + 4..].to_vec())
}

/// A transport that always gets the same reply.
#[derive(Debug, Clone, Default)]
struct Fixed(Arc<Mutex<Option<HttpReply>>>);

impl Transport for Fixed {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let reply = self.0.lock().unwrap().clone().unwrap();
        Box::pin(std::future::ready(Ok(reply)))
    }
}
