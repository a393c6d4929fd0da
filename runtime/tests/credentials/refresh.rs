use std::time::Duration;

use acs_runtime::credentials::{Credentials, CredentialsProvider, Refreshing, UriProvider};
use acs_runtime::time::Sleep;

use crate::script::{Script, id, key};

const ADDRESS: &str = "GET http://127.0.0.1/";
const SECOND: Duration = Duration::from_secs(1);

fn provider() -> UriProvider {
    UriProvider::new("http://127.0.0.1/")
}

#[tokio::test]
async fn a_key_is_kept_until_15_minutes_before_its_end() {
    let (script, provider) = (Script::new(), provider());
    script.on(ADDRESS, 200, key("STS.a", &script.clock, 3600));
    for _ in 0..3 {
        assert_eq!(id(script.ask(&provider).await), "STS.a");
    }
    script.clock.advance(SECOND * 2699);
    assert_eq!((id(script.ask(&provider).await), script.requests().len()), ("STS.a".to_owned(), 1));
    script.clock.advance(SECOND);
    script.on(ADDRESS, 200, key("STS.b", &script.clock, 3600));
    assert_eq!((id(script.ask(&provider).await), script.requests().len()), ("STS.b".to_owned(), 2));
}

#[tokio::test]
async fn one_renews_and_others_go_on_with_the_old_key() {
    let (script, provider) = (Script::new(), provider());
    script.on(ADDRESS, 200, key("STS.a", &script.clock, 3600));
    script.ask(&provider).await.unwrap();
    script.clock.advance(SECOND * 3000);
    script.slowly(ADDRESS, 200, key("STS.b", &script.clock, 3600));
    let (a, b, c) = tokio::join!(script.ask(&provider), script.ask(&provider), script.ask(&provider));
    assert_eq!([a, b, c].map(id), ["STS.b", "STS.a", "STS.a"]);
    assert_eq!((id(script.ask(&provider).await), script.requests().len()), ("STS.b".to_owned(), 2));
}

#[tokio::test]
async fn without_a_valid_key_all_wait_for_one_request() {
    let (script, provider) = (Script::new(), provider());
    script.slowly(ADDRESS, 200, key("STS.a", &script.clock, 600));
    let (a, b, c) = tokio::join!(script.ask(&provider), script.ask(&provider), script.ask(&provider));
    assert_eq!(([a, b, c].map(id), script.requests().len()), (["STS.a", "STS.a", "STS.a"].map(str::to_owned), 1));

    script.clock.advance(SECOND * 600);
    script.slowly(ADDRESS, 500, "");
    let (a, b, c) = tokio::join!(script.ask(&provider), script.ask(&provider), script.ask(&provider));
    let reason = "the reply of the credentials URI came with status 500";
    assert_eq!(([a, b, c].map(Result::unwrap_err), script.requests().len()), ([reason; 3].map(str::to_owned), 2));

    // A failure is not kept: the next call asks again.
    script.on(ADDRESS, 200, key("STS.b", &script.clock, 600));
    assert_eq!(id(script.ask(&provider).await), "STS.b");
}

#[tokio::test]
async fn a_failed_renewal_uses_the_old_key_while_it_is_valid() {
    let (script, provider) = (Script::new(), provider());
    script.on(ADDRESS, 200, key("STS.a", &script.clock, 3600));
    script.ask(&provider).await.unwrap();
    script.refuse(ADDRESS);
    script.clock.advance(SECOND * 3000);
    for _ in 0..3 {
        assert_eq!(id(script.ask(&provider).await), "STS.a");
    }
    assert_eq!(script.requests().len(), 2, "it is not tried again at once");
    script.clock.advance(SECOND * 10);
    assert_eq!((id(script.ask(&provider).await), script.requests().len()), ("STS.a".to_owned(), 3));
    script.clock.advance(SECOND * 590);
    assert!(script.ask(&provider).await.is_err(), "the key has ended");
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_the_renewal_to_the_next() {
    let (script, provider) = (Script::new(), provider());
    script.hang(ADDRESS);
    let components = script.components();
    tokio::select! {
        biased;
        _ = provider.credentials(&components) => panic!("the address hangs"),
        () = script.clock.sleep(SECOND) => {}
    }
    script.on(ADDRESS, 200, key("STS.a", &script.clock, 600));
    assert_eq!(id(script.ask(&provider).await), "STS.a");
}

#[tokio::test]
async fn a_key_that_has_ended_already_is_refused() {
    let (script, provider) = (Script::new(), provider());
    let ended = key("STS.a", &script.clock, 0);
    script.on(ADDRESS, 200, ended);
    assert_eq!(
        script.ask(&provider).await.unwrap_err(),
        "the credentials found ended at 2024-05-17T12:02:09Z, and by this machine's clock it is 2024-05-17T12:02:09Z"
    );
}

#[tokio::test]
async fn ones_own_provider_is_kept_too() {
    #[derive(Debug)]
    struct Vault(std::sync::atomic::AtomicUsize);

    impl CredentialsProvider for Vault {
        fn name(&self) -> std::borrow::Cow<'static, str> {
            "vault".into()
        }

        fn credentials<'a>(
            &'a self,
            components: &'a acs_runtime::credentials::RuntimeComponents,
        ) -> acs_runtime::future::BoxFuture<'a, Result<Credentials, acs_runtime::credentials::CredentialsError>> {
            Box::pin(async {
                let id = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                Ok(Credentials::access_key(format!("key-{id}"), "secret").with_expiry(components.clock.now() + SECOND * 600))
            })
        }
    }

    let (script, provider) = (Script::new(), Refreshing::new(Vault(Default::default())));
    assert_eq!([id(script.ask(&provider).await), id(script.ask(&provider).await)], ["key-0", "key-0"]);
    script.clock.advance(SECOND * 420);
    assert_eq!(id(script.ask(&provider).await), "key-1");
}
