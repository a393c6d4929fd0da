//! What every client of the Rust SDK for Alibaba Cloud shares: credentials, endpoints, signing, sending, retrying, decoding,
//! waiting, and how to test all that.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use acs_runtime::{Config, Error, ErrorKind, Limit, retry::StandardRetry};
//! # use acs_runtime::{Client, operation::ServiceInfo};
//!
//! # async fn example(service: &'static ServiceInfo) -> Result<(), Error> {
//! // What the clients of all services share: credentials and region of the environment, and these settings.
//! let config = Config::builder()
//!     .env(acs_runtime::env::Env::process())
//!     .operation_timeout(Duration::from_secs(20))
//!     .retry(StandardRetry::new().attempts(3))
//!     .limit(Limit::per_second(20.0))
//!     .build()?;
//! # let client: Client = Client::builder(service).build()?;
//! // let client = vpc_api::Client::new(&config);
//! match client.raw_call("DescribeVpcs").param("PageSize", 10).send().await {
//!     Ok(reply) => println!("{}", reply["TotalCount"]),
//!     Err(error) if error.kind() == ErrorKind::Service => println!("{:?}: {error}", error.code()),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! People use the client of a service, such as the crate `vpc-api`; this crate is what it is made of, and it knows no service.
//!
//! # Where things are
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`client`] | [`Client`] and its [`Builder`], and [`Config`] for what the clients of several services share |
//! | [`call`] | calls and their [`CallOptions`], [`Pages`] and [`Items`] of lists, [`RawCall`] for operations that no spec describes |
//! | [`waiter`] | [`Wait`] for a state of a resource |
//! | [`error`] | [`Error`], the one error type |
//! | [`credentials`] | where access keys come from, and how they are renewed |
//! | [`retry`], [`limits`] | what is repeated and when; how many requests at once and a second |
//! | [`interceptor`], [`transport`], [`time`], [`random`] | what can be observed or replaced |
//! | [`sign`], [`wire`], [`reply`] | signatures, parameters, replies |
//! | [`check`] | what a call depends on, looked at before it is made |
//! | `blocking`, `test` | programs without `async`, and tests without an account, each with the feature `blocking` or `test-util` |
//!
//! # The path of a call
//!
//! ```text
//! Call (typed)  → Params → Request → sign → Transport → Reply → classify → decode
//!                              ↑_______________ retry ______________↓
//! ```
//!
//! What is sent is a pure function of parameters, credentials, time and nonce, and what a reply means is another; clock, sleep,
//! randomness and transport are traits, so a test has all of it in hand and no test waits. Everything below the typed shells
//! works on parameters and bytes and is compiled once, here.
//!
//! # What it does, and how to change it
//!
//! Settings are methods of [`Builder`] unless said otherwise. The last column names the test that proves it, in this crate's
//! `tests` folder.
//!
//! | feature | default | how to change it | proven by |
//! | --- | --- | --- | --- |
//! | credentials | none; `from_env` takes [`DefaultChain`](credentials::DefaultChain) | `access_key`, `credentials`, `env` | <code>credentials::<wbr>chain::<wbr>the_default_<wbr>chain_has_<wbr>the_official_<wbr>order</code> |
//! | no credentials | the error lists what was tried and why it failed | | <code>credentials::<wbr>client::<wbr>a_call_without_<wbr>credentials_<wbr>lists_what_<wbr>was_tried</code> |
//! | renewal | before the end, one at a time, others go on with the old key | [`Refreshing`](credentials::Refreshing) | <code>credentials::<wbr>refresh::<wbr>one_renews_<wbr>and_others_<wbr>go_on_with_<wbr>the_old_key</code> |
//! | a call that times out during a fetch of credentials | the fetch serves the next call | | <code>credentials::<wbr>refresh::<wbr>a_fetch_outlives_<wbr>the_calls_<wbr>that_time_<wbr>out</code> |
//! | a temporary key that the service calls expired | replaced, and the call retried once | `retry` | <code>credentials::<wbr>client::<wbr>a_key_that_<wbr>the_service_<wbr>calls_expired_<wbr>is_replaced_<wbr>and_the_call_<wbr>retried_once</code> |
//! | a faulty file of credentials | the error names file, line and fault | | <code>credentials::<wbr>cli::<wbr>file_faults_<wbr>have_a_line_<wbr>and_no_content</code> |
//! | white space around ids, secrets and tokens | removed | | <code>credentials::<wbr>client::<wbr>white_space_<wbr>and_byte_order_<wbr>marks_around_<wbr>a_key_are_<wbr>removed</code> |
//! | a report about the set-up | | [`Client::check`] | <code>credentials::<wbr>check::<wbr>a_check_reports_<wbr>everything_<wbr>that_a_call_<wbr>depends_on</code> |
//! | own provider | | [`CredentialsProvider`] | <code>behaviour::<wbr>credentials::<wbr>a_provider_<wbr>that_has_none_<wbr>ends_the_call_<wbr>with_its_reason</code> |
//! | signature | version 1 (HMAC-SHA1) | `signature` | <code>behaviour::<wbr>credentials::<wbr>both_versions_<wbr>of_the_signature</code> |
//! | bearer token, anonymous | | [`Credentials::bearer`], [`Credentials::anonymous`] | <code>behaviour::<wbr>credentials::<wbr>tokens_and_<wbr>nothing_at_<wbr>all</code> |
//! | region | none; `from_env` takes `ALIBABA_CLOUD_REGION_ID`, or the profile's | `region`, or the region parameter of a call | <code>behaviour::<wbr>endpoints::<wbr>a_call_may_<wbr>name_its_own_<wbr>region</code> |
//! | endpoint | the rule for the network, the service's map, then its rule | `endpoint`, `network` | <code>behaviour::<wbr>endpoints::<wbr>the_region_<wbr>chooses_the_<wbr>endpoint_and_<wbr>fills_the_<wbr>parameter</code> |
//! | plain http | to this machine alone | `allow_http` | <code>behaviour::<wbr>endpoints::<wbr>invalid_settings_<wbr>are_rejected_<wbr>when_the_client_<wbr>is_built</code> |
//! | a wrong region | near names in the error | | <code>behaviour::<wbr>endpoints::<wbr>an_unknown_<wbr>region_is_<wbr>named_when_<wbr>it_leads_nowhere</code> |
//! | environment | not read by `builder`, read by `from_env` | `env` | <code>behaviour::<wbr>endpoints::<wbr>the_environment_<wbr>fills_what_<wbr>is_not_set</code> |
//! | retries of reads and of writes with a token | four attempts, full jitter from 100 ms, at most 20 s | `retry`, [`CallOptions::retry`] | <code>behaviour::<wbr>retries::<wbr>reads_are_<wbr>retried_after_<wbr>any_failure</code> |
//! | retries of other writes | only if the service surely did nothing | give the idempotency token | <code>behaviour::<wbr>retries::<wbr>a_write_without_<wbr>token_is_retried_<wbr>only_if_nothing_<wbr>was_done</code> |
//! | throttling | the wait that the service states, else from 500 ms | `retry` | <code>behaviour::<wbr>retries::<wbr>the_services_<wbr>own_wait_goes_<wbr>first</code> |
//! | busy resources | waited for, from 2 to 4 s up to 20 s, until the deadline | [`StandardRetry::busy`](retry::StandardRetry::busy) | <code>behaviour::<wbr>retries::<wbr>busy_resources_<wbr>are_waited_<wbr>for_until_<wbr>the_deadline</code> |
//! | retry budget | 500 tokens, shared by clones | `retry_budget` | <code>behaviour::<wbr>retries::<wbr>clones_share_<wbr>a_retry_budget</code> |
//! | own retry policy | | [`Retry`](retry::Retry) | <code>behaviour::<wbr>retries::<wbr>an_own_policy_<wbr>sees_the_failure_<wbr>and_decides</code> |
//! | nonce, timestamp, signature | new for each attempt | `random`, `clock` | <code>behaviour::<wbr>retries::<wbr>each_attempt_<wbr>has_its_own_<wbr>nonce_timestamp_<wbr>and_signature_<wbr>and_the_call_<wbr>one_token</code> |
//! | a wrong clock | corrected from the `Date` header, for other calls once a call succeeded with it | | <code>behaviour::<wbr>retries::<wbr>a_wrong_date_<wbr>corrects_no_<wbr>other_call</code> |
//! | a call that is dropped | gives back its turn under a limit; a turn beyond the deadline fails at once | | <code>behaviour::<wbr>limits::<wbr>dropped_calls_<wbr>give_their_<wbr>turns_back</code> |
//! | time to connect | 5 s | `connect_timeout`, [`CallOptions::connect_timeout`] | <code>behaviour::<wbr>timeouts::<wbr>the_time_to_<wbr>connect_reaches_<wbr>the_transport</code> |
//! | time for an attempt | 30 s | `attempt_timeout`, [`CallOptions::attempt_timeout`] | <code>behaviour::<wbr>timeouts::<wbr>an_attempt_<wbr>without_reply_<wbr>times_out_<wbr>and_is_retried</code> |
//! | time for a call | 2 minutes | `operation_timeout`, [`CallOptions::operation_timeout`] | <code>behaviour::<wbr>timeouts::<wbr>the_operation_<wbr>timeout_bounds_<wbr>all_attempts</code> |
//! | a wait or a list that is dropped | leaves nothing behind | | <code>behaviour::<wbr>cancellation::<wbr>a_wait_dropped_<wbr>at_any_point_<wbr>leaves_nothing_<wbr>behind</code> |
//! | cancelling | by dropping the future | | <code>behaviour::<wbr>timeouts::<wbr>nothing_is_<wbr>sent_before_<wbr>the_first_<wbr>poll_nor_after_<wbr>a_drop</code> |
//! | hooks of a dropped call | every start is followed by a `done` or a `cancelled` | `interceptor` | <code>behaviour::<wbr>cancellation::<wbr>a_call_dropped_<wbr>at_any_point_<wbr>leaves_nothing_<wbr>behind</code> |
//! | idempotency token | made up once per call | the call's own parameter | <code>behaviour::<wbr>idempotency::<wbr>a_token_is_<wbr>made_for_each_<wbr>call_that_<wbr>has_none</code> |
//! | dry run | | `dry_run` of a call | <code>behaviour::<wbr>idempotency::<wbr>a_dry_run_<wbr>that_would_<wbr>succeed_is_<wbr>ok</code> |
//! | pages by number | from the call's page number, until the total or a short page | [`Pages::page_size`], [`Pages::start_at`] | <code>behaviour::<wbr>pages::<wbr>pages_end_<wbr>where_the_<wbr>total_is_reached</code> |
//! | a list that ends short of what was announced | an error after its last page | [`Pages::allow_incomplete`] | <code>behaviour::<wbr>pages::<wbr>a_list_that_<wbr>ends_short_<wbr>of_its_total_<wbr>ends_with_<wbr>an_error</code> |
//! | an empty page in the middle | skipped while more is announced | | <code>behaviour::<wbr>pages::<wbr>an_empty_page_<wbr>in_the_middle_<wbr>loses_nothing</code> |
//! | a page that comes twice | passed on once | | <code>behaviour::<wbr>pages::<wbr>a_page_that_<wbr>comes_twice_<wbr>is_passed_<wbr>on_once</code> |
//! | pages by token | until there is no token; one that comes again is an error | [`Pages::start_at`] | <code>behaviour::<wbr>pages::<wbr>tokens_are_<wbr>followed_until_<wbr>there_is_none</code> |
//! | pages ahead | none | [`Pages::prefetch`] | <code>behaviour::<wbr>pages::<wbr>one_page_ahead_<wbr>is_asked_for_<wbr>if_wanted</code> |
//! | lists of operations without a spec | | [`RawCall::pages`], [`RawCall::items`] | <code>behaviour::<wbr>raw::<wbr>lists_are_<wbr>paged_by_the_<wbr>parameters_<wbr>that_are_given</code> |
//! | waits | 3 s growing to 10 s, 10 minutes in all | `wait_interval`, `wait_deadline`; [`Wait::interval`], [`Wait::deadline`] | <code>behaviour::<wbr>waiters::<wbr>a_wait_polls_<wbr>with_growing_<wbr>intervals_<wbr>until_the_<wbr>state_is_there</code> |
//! | waits for an operation without a spec | | [`RawCall::wait_until`], [`RawCall::wait_until_gone`] | <code>behaviour::<wbr>raw::<wbr>a_state_is_<wbr>waited_for_<wbr>by_its_name</code> |
//! | a resource on a later page of the list that a wait polls | every page is searched | | <code>behaviour::<wbr>waiters::<wbr>a_resource_<wbr>is_searched_<wbr>for_on_every_<wbr>page</code> |
//! | a wait without an id | refused before anything is sent | | <code>behaviour::<wbr>waiters::<wbr>an_empty_id_<wbr>is_rejected_<wbr>before_anything_<wbr>is_sent</code> |
//! | a resource not yet known | 20 polls | `wait_missing_allowed`, [`Wait::missing_allowed`] | <code>behaviour::<wbr>waiters::<wbr>just_after_<wbr>a_create_the_<wbr>resource_may_<wbr>be_unknown_<wbr>for_a_while</code> |
//! | progress of a wait | | [`Wait::on_state`], [`Wait::states`] | <code>behaviour::<wbr>waiters::<wbr>states_are_<wbr>a_stream</code> |
//! | a call and a wait | | [`CallFuture::and_wait`] | <code>behaviour::<wbr>waiters::<wbr>a_call_and_<wbr>a_wait_are_<wbr>one_future</code> |
//! | the reply of a call whose wait fails | in the error | [`Error::created`] | <code>behaviour::<wbr>waiters::<wbr>a_failed_wait_<wbr>keeps_the_<wbr>reply_of_the_<wbr>call</code> |
//! | the wait of such a call | as any wait | [`CallAndWait::waiting`] | <code>behaviour::<wbr>waiters::<wbr>the_wait_after_<wbr>a_call_can_<wbr>be_another</code> |
//! | requests in flight | no limit | `limit`, `limit_each_operation`, `limit_operation` | <code>behaviour::<wbr>limits::<wbr>requests_in_<wbr>flight</code> |
//! | requests a second | no limit | the same | <code>behaviour::<wbr>limits::<wbr>requests_a_<wbr>second</code> |
//! | hooks, headers, caches | none | `interceptor` | <code>behaviour::<wbr>interceptors::<wbr>a_cache_answers_<wbr>in_place_of_<wbr>the_service</code> |
//! | hooks that await | none | `interceptor` | <code>behaviour::<wbr>interceptors::<wbr>hooks_may_<wbr>await_within_<wbr>the_time_of_<wbr>the_call</code> |
//! | metrics | none | `interceptor` | <code>behaviour::<wbr>interceptors::<wbr>metrics_see_<wbr>every_attempt_<wbr>and_every_<wbr>call</code> |
//! | traces | spans and events of `tracing`, no secrets | `trace_names` | <code>tracing::<wbr>spans::<wbr>calls_attempts_<wbr>and_retries_<wbr>are_traced_<wbr>without_secrets</code> |
//! | user agent | this SDK's | `user_agent` | <code>behaviour::<wbr>endpoints::<wbr>the_environment_<wbr>fills_what_<wbr>is_not_set</code> |
//! | status, headers, body, attempts | the reply alone | `send_with_metadata` of a call | <code>behaviour::<wbr>transport::<wbr>what_was_signed_<wbr>is_what_arrives</code> |
//! | size of a reply | at most 16 MiB | `max_reply_bytes` | <code>behaviour::<wbr>transport::<wbr>a_reply_is_<wbr>bounded</code> |
//! | replies that are not the service's | errors with host, title and a short piece; retried only where that can help | | <code>behaviour::<wbr>replies::<wbr>a_web_page_<wbr>is_named_with_<wbr>host_title_<wbr>and_text_and_<wbr>not_retried</code> |
//! | an error code in a reply of status 200 | an error | | <code>behaviour::<wbr>replies::<wbr>an_error_code_<wbr>in_a_successful_<wbr>status_is_<wbr>an_error</code> |
//! | a field that does not fit its type | left empty and reported | [`Metadata::faults`] | <code>behaviour::<wbr>replies::<wbr>a_field_that_<wbr>does_not_fit_<wbr>does_not_lose_<wbr>the_page</code> |
//! | a list that does not fit its type | an error, never a shorter list | | <code>behaviour::<wbr>replies::<wbr>a_list_is_<wbr>never_shortened</code> |
//! | compressed replies | not asked for; an error that says so | | <code>behaviour::<wbr>replies::<wbr>a_content_<wbr>encoding_that_<wbr>nobody_asked_<wbr>for_is_named</code> |
//! | redirects | not followed | | <code>behaviour::<wbr>transport::<wbr>a_redirect_<wbr>is_not_followed</code> |
//! | connections | reused, shared by clones | `transport` | <code>behaviour::<wbr>transport::<wbr>connections_<wbr>are_reused</code> |
//! | proxy | `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` | `proxy` | <code>connection::<wbr>proxy::<wbr>the_proxy_<wbr>of_the_builder_<wbr>is_used</code> |
//! | a proxy that is not a URL | an error | | <code>connection::<wbr>proxy::<wbr>a_proxy_that_<wbr>is_not_a_url_<wbr>is_an_error_<wbr>and_not_a_<wbr>direct_connection</code> |
//! | trusted certificates | those of the operating system, or of `SSL_CERT_FILE` | `root_certificates` | <code>connection::<wbr>tls::<wbr>root_certificates_<wbr>of_the_builder_<wbr>are_trusted_<wbr>over_ipv4_<wbr>and_ipv6</code> |
//! | a certificate that is not trusted | not retried; the error says what to set | | <code>connection::<wbr>tls::<wbr>an_untrusted_<wbr>certificate_<wbr>is_not_retried_<wbr>and_the_error_<wbr>names_the_<wbr>settings</code> |
//! | client certificate | none | `client_identity` | <code>connection::<wbr>tls::<wbr>a_client_certificate_<wbr>is_presented_<wbr>and_its_absence_<wbr>is_not_retried</code> |
//! | a wrong signature | explained: the secret, or a changed request | | <code>behaviour::<wbr>errors::<wbr>a_wrong_signature_<wbr>is_explained</code> |
//! | control characters and length of errors | replaced, and bounded | | <code>behaviour::<wbr>replies::<wbr>secrets_and_<wbr>marks_in_any_<wbr>part_of_an_<wbr>error_reply_<wbr>are_replaced</code> |
//! | error codes from a template | a variant with the text in place of `%s` | [`Error::code_of`] | <code>behaviour::<wbr>errors::<wbr>a_code_that_<wbr>matches_a_<wbr>template_contains_<wbr>the_text_of_<wbr>its_placeholder</code> |
//! | secrets in errors | none | | <code>behaviour::<wbr>errors::<wbr>service</code> |
//! | operations without a spec | | `call` of a client: [`RawCall`] | <code>behaviour::<wbr>raw::<wbr>parameters_<wbr>go_in_by_name_<wbr>and_json_comes_<wbr>out</code> |
//! | what would be sent | | [`RawCall::preview`] | <code>behaviour::<wbr>raw::<wbr>a_preview_<wbr>sends_nothing_<wbr>and_shows_<wbr>no_secret</code> |
//! | blocking calls in a task | an error that names `spawn_blocking`, where they work | | <code>behaviour::<wbr>blocking::<wbr>inside_spawn_<wbr>blocking_it_<wbr>works</code> |
//! | blocking calls | feature `blocking` | `wait`, `blocking` | <code>behaviour::<wbr>blocking::<wbr>all_that_is_<wbr>awaited_can_<wbr>be_waited_<wbr>for</code> |
//! | mock | feature `test-util` | `test::MockTransport` | <code>behaviour::<wbr>retries::<wbr>other_rejections_<wbr>are_final</code> |
//! | record and replay | feature `test-util` | `test::RecordingTransport`, `test::ReplayTransport` | <code>behaviour::<wbr>replay::<wbr>what_was_recorded_<wbr>is_answered_<wbr>again</code> |
//!
//! # Cargo features
//!
//! - `reqwest` (on by default): the real transport, over rustls with ring. Without it [`Builder::transport`] must be given one.
//! - `blocking`: calls without `async`.
//! - `test-util`: the module `test`.
//! - `serde`: `Serialize` and `Deserialize` of requests, replies and what they hold, under their wire names.
//! - `dynamic`: operations by name, to and from JSON; clients of services bring the table.

#![warn(clippy::print_stdout, clippy::print_stderr)]

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod call;
pub mod check;
pub mod client;
mod context;
pub mod credentials;
#[cfg(feature = "dynamic")]
pub mod dynamic;
mod endpoint;
pub mod env;
pub mod error;
pub mod error_code;
pub mod facts;
pub mod future;
#[doc(hidden)]
pub mod generated;
pub mod interceptor;
pub mod limits;
pub mod operation;
pub mod random;
pub mod reply;
pub mod retry;
pub mod sanitize;
pub mod sign;
mod suggest;
#[cfg(any(test, feature = "test-util"))]
pub mod test;
#[cfg(test)]
mod testing;
pub mod time;
mod trace;
pub mod transport;
mod user_agent;
mod wait_settings;
pub mod waiter;
pub mod wire;

pub use call::{CallFuture, CallOptions, DryRun, Items, Metadata, Pages, RawCall, RawItems, RawList, RawPages, WithMetadata};
pub use client::{Builder, Client, Config};
pub use credentials::{Credentials, CredentialsProvider};
pub use error::{Error, ErrorKind};
pub use interceptor::Interceptor;
pub use limits::Limit;
pub use retry::RetryPolicy;
pub use sign::SignatureVersion;
pub use trace::TraceNames;
pub use waiter::{CallAndWait, Wait, WithWait};
pub use wire::JsonText;
