//! One request, through the client and through reqwest alone, to be sent by many tasks at once.

use std::pin::Pin;
use std::sync::Arc;

/// Sends one request and reads its reply.
pub type Sender = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// A DescribeVpcs through the client.
pub fn client(address: &str) -> Sender {
    let client = crate::client::of_address(address);
    Arc::new(move || {
        let call = crate::client::describe(&client).send();
        Box::pin(async move {
            call.await.unwrap();
        })
    })
}

/// The same form, made beforehand, through reqwest.
pub fn reqwest(address: &str) -> Sender {
    let (client, url) = crate::peer::client(address);
    Arc::new(move || {
        let request = crate::peer::request(&client, &url).send();
        Box::pin(async move {
            request.await.unwrap().bytes().await.unwrap();
        })
    })
}
