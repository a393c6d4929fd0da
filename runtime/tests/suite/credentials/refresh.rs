use std::sync::Arc;
use std::time::Duration;

use acs_runtime::credentials::{
    AssumeRoleProvider, Chain, Credentials, CredentialsProvider, DefaultChain, EcsRoleProvider, OidcProvider, Refreshing,
    UriProvider,
};
use acs_runtime::env::Env;
use acs_runtime::time::Sleep;

use crate::credentials::script::{Home, Script, id, key, role_key};

const ADDRESS: &str = "GET http://127.0.0.1/";
const SECOND: Duration = Duration::from_secs(1);

fn provider() -> UriProvider {
    UriProvider::new("http://127.0.0.1/")
}

#[tokio::test]
async fn a_key_is_kept_until_15_minutes_before_it_expires() {
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
async fn calls_without_a_valid_key_share_one_fetch() {
    let (script, provider) = (Script::new(), provider());
    script.slowly(ADDRESS, 200, key("STS.a", &script.clock, 600));
    let (a, b, c) = tokio::join!(script.ask(&provider), script.ask(&provider), script.ask(&provider));
    assert_eq!(([a, b, c].map(id), script.requests().len()), (["STS.a", "STS.a", "STS.a"].map(str::to_owned), 1));

    script.clock.advance(SECOND * 600);
    script.slowly(ADDRESS, 500, "");
    let (a, b, c) = tokio::join!(script.ask(&provider), script.ask(&provider), script.ask(&provider));
    let reason = "the reply of the credentials URI has status 500";
    assert_eq!(
        ([a, b, c].map(Result::unwrap_err), script.requests().len()),
        ([reason; 3].map(str::to_owned), 4),
        "one fetch, of three attempts"
    );

    // A failure is not kept: the next call asks again.
    script.on(ADDRESS, 200, key("STS.b", &script.clock, 600));
    assert_eq!(id(script.ask(&provider).await), "STS.b");
}

#[tokio::test]
async fn a_failed_renewal_falls_back_to_the_old_key_while_it_is_valid() {
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
    assert!(script.ask(&provider).await.is_err(), "the key has expired");
}

#[tokio::test]
async fn a_fetch_that_was_abandoned_and_failed_is_started_again() {
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
async fn an_expired_key_is_refused() {
    let (script, provider) = (Script::new(), provider());
    let ended = key("STS.a", &script.clock, 0);
    script.on(ADDRESS, 200, ended);
    assert_eq!(
        script.ask(&provider).await.unwrap_err(),
        "the credentials found expired at 2024-05-17T12:02:09Z, and by this machine's clock it is 2024-05-17T12:02:09Z"
    );
}

#[tokio::test]
async fn refreshing_caches_a_custom_provider() {
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
    assert_eq!(provider.name(), "vault");
    script.clock.advance(SECOND * 420);
    let kept = script.ask(&provider).await;
    assert_eq!(id(kept.clone()), "key-1");
    provider.discard(&Credentials::access_key("key-0", "secret"));
    assert_eq!(id(script.ask(&provider).await), "key-1", "another key was refused");
    provider.discard(&kept.unwrap());
    assert_eq!(id(script.ask(&provider).await), "key-2");
}

#[tokio::test]
async fn a_fetch_outlives_the_calls_that_time_out() {
    let (script, provider) = (Script::new(), provider());
    script.slowly(ADDRESS, 200, key("STS.a", &script.clock, 3600));
    let mut found = 0;
    for _ in 0..20 {
        let components = script.components();
        tokio::select! {
            biased;
            credentials = provider.credentials(&components) => found += usize::from(credentials.is_ok()),
            () = script.clock.sleep(SECOND / 10) => {}
        }
    }
    assert_eq!(script.requests().len(), 1, "one fetch serves them all");
    assert!(found >= 10, "the fetch takes a second, so the later calls succeed: {found}");
}

/// Finds credentials when the test allows it.
#[derive(Debug, Default)]
struct Gated {
    started: std::sync::Arc<std::sync::atomic::AtomicUsize>,
    open: std::sync::Arc<tokio::sync::Notify>,
}

impl CredentialsProvider for Gated {
    fn name(&self) -> std::borrow::Cow<'static, str> {
        "gated".into()
    }

    fn credentials<'a>(
        &'a self,
        _: &'a acs_runtime::credentials::RuntimeComponents,
    ) -> acs_runtime::future::BoxFuture<'a, Result<Credentials, acs_runtime::credentials::CredentialsError>> {
        Box::pin(async move {
            self.started.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            self.open.notified().await;
            Ok(Credentials::access_key("gated", "secret"))
        })
    }
}

#[tokio::test]
async fn a_fetch_that_all_of_20_calls_left_serves_the_next() {
    let (script, gated) = (Script::new(), Gated::default());
    let (started, open) = (gated.started.clone(), gated.open.clone());
    let provider = Refreshing::new(gated);
    let components = script.components();
    let mut calls: Vec<_> = (0..20).map(|_| provider.credentials(&components)).collect();
    std::future::poll_fn(|context| {
        assert!(calls.iter_mut().all(|call| call.as_mut().poll(context).is_pending()));
        std::task::Poll::Ready(())
    })
    .await;
    drop(calls);
    open.notify_one();
    assert_eq!(id(script.ask(&provider).await), "gated");
    assert_eq!(started.load(std::sync::atomic::Ordering::SeqCst), 1);
}

/// Finds credentials after a while by tokio's clock, and tells whether a fetch is under way.
#[derive(Debug, Default)]
struct Slow {
    started: std::sync::atomic::AtomicUsize,
    alive: std::sync::Arc<()>,
}

impl CredentialsProvider for Slow {
    fn name(&self) -> std::borrow::Cow<'static, str> {
        "slow".into()
    }

    fn credentials<'a>(
        &'a self,
        _: &'a acs_runtime::credentials::RuntimeComponents,
    ) -> acs_runtime::future::BoxFuture<'a, Result<Credentials, acs_runtime::credentials::CredentialsError>> {
        let alive = self.alive.clone();
        Box::pin(async move {
            let started = self.started.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            if started == 0 {
                tokio::time::sleep(SECOND * 3600).await;
            }
            drop(alive);
            Ok(Credentials::access_key("slow", "secret"))
        })
    }
}

async fn begin(provider: &impl CredentialsProvider, script: &Script) {
    let components = script.components();
    let mut call = provider.credentials(&components);
    let pending = std::future::poll_fn(|context| std::task::Poll::Ready(call.as_mut().poll(context).is_pending())).await;
    assert!(pending);
}

#[tokio::test]
async fn dropping_the_provider_ends_its_fetch() {
    let (script, slow) = (Script::new(), Slow::default());
    let alive = std::sync::Arc::downgrade(&slow.alive);
    let provider = Refreshing::new(slow);
    begin(&provider, &script).await;
    assert_eq!(alive.strong_count(), 2, "the provider's and the fetch's");
    drop(provider);
    assert_eq!(alive.strong_count(), 0);
}

#[test]
fn a_fetch_of_a_runtime_that_has_ended_is_started_again() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (script, provider) = (Script::new(), Refreshing::new(Slow::default()));
    runtime().block_on(begin(&provider, &script));
    assert_eq!(id(runtime().block_on(script.ask(&provider))), "slow");
}

#[tokio::test]
async fn a_discarded_key_is_not_returned_again() {
    let (script, provider) = (Script::new(), provider());
    script.on(ADDRESS, 200, key("STS.a", &script.clock, 3600));
    let first = script.ask(&provider).await.unwrap();
    script.on(ADDRESS, 200, key("STS.b", &script.clock, 3600));
    provider.discard(&Credentials::access_key("other", "secret"));
    assert_eq!(id(script.ask(&provider).await), "STS.a", "another's refusal does not concern it");
    provider.discard(&first);
    assert_eq!((id(script.ask(&provider).await), script.requests().len()), ("STS.b".to_owned(), 2));
}

#[tokio::test]
async fn a_refused_key_is_dropped_by_every_provider_that_keeps_one() {
    let (script, home) = (Script::new(), Home::with("token", "identity"));
    let answer = |id: &str| {
        script.on(ADDRESS, 200, key(id, &script.clock, 3600));
        script.on("PUT http://100.100.100.200/", 200, "token");
        script.on("GET http://100.100.100.200/", 200, key(id, &script.clock, 3600));
        script.on("POST https://sts.aliyuncs.com/", 200, role_key(id, &script.clock, 3600));
    };
    let (role, token) = ("acs:ram::1:role/a", home.write("token", "identity"));
    let by_uri = [("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1/"), ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")];
    let providers: [Arc<dyn CredentialsProvider>; 6] = [
        Arc::new(provider()),
        Arc::new(EcsRoleProvider::reading(&Env::of([("ALIBABA_CLOUD_ECS_METADATA", "web")]))),
        Arc::new(OidcProvider::of(role, "acs:ram::1:oidc-provider/ack", token)),
        Arc::new(AssumeRoleProvider::new(Credentials::access_key("id", "secret"), role)),
        Arc::new(Chain::new().then(provider())),
        Arc::new(DefaultChain::reading(home.env(&by_uri))),
    ];
    for provider in providers {
        answer("STS.a");
        let first = script.ask(&provider).await;
        answer("STS.b");
        assert_eq!(script.ask(&provider).await, first, "{}", provider.name());
        provider.discard(&first.unwrap());
        assert_eq!(id(script.ask(&provider).await), "STS.b", "{}", provider.name());
    }
}
