//! What every client of the Rust SDK for Alibaba Cloud shares: credentials, endpoints, signing, sending, retrying, decoding,
//! waiting, and how to test all that.
//!
//! People use the client of a service, such as the crate `vpc-api`; this crate is what it is made of, and it knows no service.
//! What a program meets of it:
//!
//! - [`Client`] and its [`Builder`], [`Config`] for what the clients of several services share, and [`CallOptions`] for what differs for one call;
//! - [`Error`], the one error type;
//! - [`Pages`] and [`Items`] of lists, [`Wait`] for a resource's state, [`RawCall`] for operations that no spec describes yet,
//!   with lists and waits of their own;
//! - [`credentials`], [`retry`], [`limits`], [`interceptor`] and [`transport`], to be set or replaced;
//! - the module `test` (feature `test-util`), for tests without an account, and `blocking` (feature `blocking`), for programs
//!   without `async`.
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
//! | credentials | none; `from_env` takes [`DefaultChain`](credentials::DefaultChain) | `access_key`, `credentials`, `env` | `credentials::chain::the_default_chain_has_the_official_order` |
//! | no credentials | the error lists what was tried and why it failed | | `credentials::client::a_call_without_credentials_lists_what_was_tried` |
//! | renewal | before the end, one at a time, others go on with the old key | [`Refreshing`](credentials::Refreshing) | `credentials::refresh::one_renews_and_others_go_on_with_the_old_key` |
//! | a call that times out during a fetch of credentials | the fetch serves the next call | | `credentials::refresh::a_fetch_outlives_the_calls_that_time_out` |
//! | a temporary key that the service calls expired | replaced, and the call retried once | `retry` | `credentials::client::a_key_that_the_service_calls_expired_is_replaced_and_the_call_retried_once` |
//! | a faulty file of credentials | the error names file, line and fault | | `credentials::cli::file_faults_have_a_line_and_no_content` |
//! | white space around ids, secrets and tokens | removed | | `credentials::client::white_space_and_byte_order_marks_around_a_key_are_removed` |
//! | a report about the set-up | | [`Client::check`] | `credentials::check::a_check_reports_everything_that_a_call_depends_on` |
//! | own provider | | [`CredentialsProvider`] | `behaviour::credentials::a_provider_that_has_none_ends_the_call_with_its_reason` |
//! | signature | version 1 (HMAC-SHA1) | `signature` | `behaviour::credentials::both_versions_of_the_signature` |
//! | bearer token, anonymous | | [`Credentials::bearer`], [`Credentials::anonymous`] | `behaviour::credentials::tokens_and_nothing_at_all` |
//! | region | none; `from_env` takes `ALIBABA_CLOUD_REGION_ID`, or the profile's | `region`, or the region parameter of a call | `behaviour::endpoints::a_call_may_name_its_own_region` |
//! | endpoint | the rule for the network, the service's map, then its rule | `endpoint`, `network` | `behaviour::endpoints::the_region_chooses_the_endpoint_and_fills_the_parameter` |
//! | plain http | to this machine alone | `allow_http` | `behaviour::endpoints::invalid_settings_are_rejected_when_the_client_is_built` |
//! | a wrong region | near names in the error | | `behaviour::endpoints::an_unknown_region_is_named_when_it_leads_nowhere` |
//! | environment | not read by `builder`, read by `from_env` | `env` | `behaviour::endpoints::the_environment_fills_what_is_not_set` |
//! | retries of reads and of writes with a token | four attempts, full jitter from 100 ms, at most 20 s | `retry`, [`CallOptions::retry`] | `behaviour::retries::reads_are_retried_after_any_failure` |
//! | retries of other writes | only if the service surely did nothing | give the idempotency token | `behaviour::retries::a_write_without_token_is_retried_only_if_nothing_was_done` |
//! | throttling | the wait that the service states, else from 500 ms | `retry` | `behaviour::retries::the_services_own_wait_goes_first` |
//! | busy resources | waited for, from 2 to 4 s up to 20 s, until the deadline | [`StandardRetry::busy`](retry::StandardRetry::busy) | `behaviour::retries::busy_resources_are_waited_for_until_the_deadline` |
//! | retry budget | 500 tokens, shared by clones | `retry_budget` | `behaviour::retries::clones_share_a_retry_budget` |
//! | own retry policy | | [`Retry`](retry::Retry) | `behaviour::retries::an_own_policy_sees_the_failure_and_decides` |
//! | nonce, timestamp, signature | new for each attempt | `random`, `clock` | `behaviour::retries::each_attempt_has_its_own_nonce_timestamp_and_signature_and_the_call_one_token` |
//! | a wrong clock | corrected from the `Date` header, for other calls once a call succeeded with it | | `behaviour::retries::a_wrong_date_corrects_no_other_call` |
//! | a call that is dropped | gives back its turn under a limit; a turn beyond the deadline fails at once | | `behaviour::limits::dropped_calls_give_their_turns_back` |
//! | time to connect | 5 s | `connect_timeout`, [`CallOptions::connect_timeout`] | `behaviour::timeouts::the_time_to_connect_reaches_the_transport` |
//! | time for an attempt | 30 s | `attempt_timeout`, [`CallOptions::attempt_timeout`] | `behaviour::timeouts::an_attempt_without_reply_times_out_and_is_retried` |
//! | time for a call | 2 minutes | `operation_timeout`, [`CallOptions::operation_timeout`] | `behaviour::timeouts::the_operation_timeout_bounds_all_attempts` |
//! | a wait or a list that is dropped | leaves nothing behind | | `behaviour::cancellation::a_wait_dropped_at_any_point_leaves_nothing_behind` |
//! | cancelling | by dropping the future | | `behaviour::timeouts::nothing_is_sent_before_the_first_poll_nor_after_a_drop` |
//! | hooks of a dropped call | every start is followed by a `done` or a `cancelled` | `interceptor` | `behaviour::cancellation::a_call_dropped_at_any_point_leaves_nothing_behind` |
//! | idempotency token | made up once per call | the call's own parameter | `behaviour::idempotency::a_token_is_made_for_each_call_that_has_none` |
//! | dry run | | `dry_run` of a call | `behaviour::idempotency::a_dry_run_that_would_succeed_is_ok` |
//! | pages by number | from the call's page number, until the total or a short page | [`Pages::page_size`], [`Pages::start_at`] | `behaviour::pages::pages_end_where_the_total_is_reached` |
//! | a list that ends short of what was announced | an error after its last page | [`Pages::allow_incomplete`] | `behaviour::pages::a_list_that_ends_short_of_its_total_ends_with_an_error` |
//! | an empty page in the middle | skipped while more is announced | | `behaviour::pages::an_empty_page_in_the_middle_loses_nothing` |
//! | a page that comes twice | passed on once | | `behaviour::pages::a_page_that_comes_twice_is_passed_on_once` |
//! | pages by token | until there is no token; one that comes again is an error | [`Pages::start_at`] | `behaviour::pages::tokens_are_followed_until_there_is_none` |
//! | pages ahead | none | [`Pages::prefetch`] | `behaviour::pages::one_page_ahead_is_asked_for_if_wanted` |
//! | lists of operations without a spec | | [`RawCall::pages`], [`RawCall::items`] | `behaviour::raw::lists_are_paged_by_the_parameters_that_are_given` |
//! | waits | 3 s growing to 10 s, 10 minutes in all | `wait_interval`, `wait_deadline`; [`Wait::interval`], [`Wait::deadline`] | `behaviour::waiters::a_wait_polls_with_growing_intervals_until_the_state_is_there` |
//! | waits for an operation without a spec | | [`RawCall::wait_until`], [`RawCall::wait_until_gone`] | `behaviour::raw::a_state_is_waited_for_by_its_name` |
//! | a resource on a later page of the list that a wait polls | every page is searched | | `behaviour::waiters::a_resource_is_searched_for_on_every_page` |
//! | a wait without an id | refused before anything is sent | | `behaviour::waiters::an_empty_id_is_rejected_before_anything_is_sent` |
//! | a resource not yet known | 20 polls | `wait_missing_allowed`, [`Wait::missing_allowed`] | `behaviour::waiters::just_after_a_create_the_resource_may_be_unknown_for_a_while` |
//! | progress of a wait | | [`Wait::on_state`], [`Wait::states`] | `behaviour::waiters::states_are_a_stream` |
//! | a call and a wait | | [`CallFuture::and_wait`] | `behaviour::waiters::a_call_and_a_wait_are_one_future` |
//! | the reply of a call whose wait fails | in the error | [`Error::created`] | `behaviour::waiters::a_failed_wait_keeps_the_reply_of_the_call` |
//! | the wait of such a call | as any wait | [`CallAndWait::waiting`] | `behaviour::waiters::the_wait_after_a_call_can_be_another` |
//! | requests in flight | no limit | `limit`, `limit_each_operation`, `limit_operation` | `behaviour::limits::requests_in_flight` |
//! | requests a second | no limit | the same | `behaviour::limits::requests_a_second` |
//! | hooks, headers, caches | none | `interceptor` | `behaviour::interceptors::a_cache_answers_in_place_of_the_service` |
//! | hooks that await | none | `interceptor` | `behaviour::interceptors::hooks_may_await_within_the_time_of_the_call` |
//! | metrics | none | `interceptor` | `behaviour::interceptors::metrics_see_every_attempt_and_every_call` |
//! | traces | spans and events of `tracing`, no secrets | `trace_names` | `tracing::spans::calls_attempts_and_retries_are_traced_without_secrets` |
//! | user agent | this SDK's | `user_agent` | `behaviour::endpoints::the_environment_fills_what_is_not_set` |
//! | status, headers, body, attempts | the reply alone | `send_with_metadata` of a call | `behaviour::transport::what_was_signed_is_what_arrives` |
//! | size of a reply | at most 16 MiB | `max_reply_bytes` | `behaviour::transport::a_reply_is_bounded` |
//! | replies that are not the service's | errors with host, title and a short piece; retried only where that can help | | `behaviour::replies::a_web_page_is_named_with_host_title_and_text_and_not_retried` |
//! | an error code in a reply of status 200 | an error | | `behaviour::replies::an_error_code_in_a_successful_status_is_an_error` |
//! | a field that does not fit its type | left empty and reported | [`Metadata::faults`] | `behaviour::replies::a_field_that_does_not_fit_does_not_lose_the_page` |
//! | a list that does not fit its type | an error, never a shorter list | | `behaviour::replies::a_list_is_never_shortened` |
//! | compressed replies | not asked for; an error that says so | | `behaviour::replies::a_content_encoding_that_nobody_asked_for_is_named` |
//! | redirects | not followed | | `behaviour::transport::a_redirect_is_not_followed` |
//! | connections | reused, shared by clones | `transport` | `behaviour::transport::connections_are_reused` |
//! | proxy | `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` | `proxy` | `connection::proxy::the_proxy_of_the_builder_is_used` |
//! | a proxy that is not a URL | an error | | `connection::proxy::a_proxy_that_is_not_a_url_is_an_error_and_not_a_direct_connection` |
//! | trusted certificates | those of the operating system, or of `SSL_CERT_FILE` | `root_certificates` | `connection::tls::root_certificates_of_the_builder_are_trusted_over_ipv4_and_ipv6` |
//! | a certificate that is not trusted | not retried; the error says what to set | | `connection::tls::an_untrusted_certificate_is_not_retried_and_the_error_names_the_settings` |
//! | client certificate | none | `client_identity` | `connection::tls::a_client_certificate_is_presented_and_its_absence_is_not_retried` |
//! | a wrong signature | explained: the secret, or a changed request | | `behaviour::errors::a_wrong_signature_is_explained` |
//! | control characters and length of errors | replaced, and bounded | | `behaviour::replies::secrets_and_marks_in_any_part_of_an_error_reply_are_replaced` |
//! | error codes from a template | a variant with the text in place of `%s` | [`Error::code_of`] | `behaviour::errors::a_code_that_matches_a_template_contains_the_text_of_its_placeholder` |
//! | secrets in errors | none | | `behaviour::errors::service` |
//! | operations without a spec | | `call` of a client: [`RawCall`] | `behaviour::raw::parameters_go_in_by_name_and_json_comes_out` |
//! | what would be sent | | [`RawCall::preview`] | `behaviour::raw::a_preview_sends_nothing_and_shows_no_secret` |
//! | blocking calls in a task | an error that names `spawn_blocking`, where they work | | `behaviour::blocking::inside_spawn_blocking_it_works` |
//! | blocking calls | feature `blocking` | `wait`, `blocking` | `behaviour::blocking::all_that_is_awaited_can_be_waited_for` |
//! | mock | feature `test-util` | `test::MockTransport` | `behaviour::retries::other_rejections_are_final` |
//! | record and replay | feature `test-util` | `test::RecordingTransport`, `test::ReplayTransport` | `behaviour::replay::what_was_recorded_is_answered_again` |
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
