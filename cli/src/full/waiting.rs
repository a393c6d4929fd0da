//! Waiting for a resource, after a call or by itself.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use acs_explorer::shell;
use acs_runtime::error::Error;
use acs_runtime::facts::Shared;
use acs_runtime::interceptor::{AttemptInfo, Interceptor};
use acs_runtime::operation::WaiterInfo;
use acs_runtime::reply::HttpReply;
use acs_runtime::{Client, ErrorKind, Wait};
use clap::Args;
use indicatif::ProgressBar;

use crate::failure::Failure;
use crate::full::wording;
use crate::output;

/// How often the time without replies is examined.
const TICK: Duration = Duration::from_millis(200);

/// Bounds of a wait.
#[derive(Args)]
pub(crate) struct Patience {
    /// Longest time to wait for the resource, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = Wait::DEFAULT_DEADLINE.as_secs(), value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) wait_timeout: u64,
}

/// What to wait for.
pub(crate) struct Target {
    pub(crate) info: Shared<WaiterInfo>,
    /// The resources: all of them must be as wanted.
    pub(crate) ids: Vec<String>,
    /// Parameters of the poll besides the id, the region among them.
    pub(crate) also: Vec<(String, String)>,
    /// The options that the same wait needs in a command of its own.
    pub(crate) options: String,
    /// Whether a call has just begun the change, so that the state that precedes it may still show.
    pub(crate) after_call: bool,
}

impl Target {
    /// Waits, and shows on a terminal how it goes. `silence` is the longest time without any reply.
    pub(crate) async fn reach(
        self,
        client: &Client,
        outage: &Outage,
        interrupt: Interrupt,
        silence: Duration,
        patience: &Patience,
    ) -> Result<(), Failure> {
        let named = self.ids.join(",");
        let id = named.as_str();
        let progress = spinner(format!("waiting for {id}"));
        outage.begin_wait();
        let mut wait = client.wait_for_all(self.info.clone(), &self.ids);
        for (name, value) in &self.also {
            wait = wait.also(name, value);
        }
        if !self.after_call {
            wait = wait.delay(Duration::ZERO);
        }
        wait = wait.deadline(Duration::from_secs(patience.wait_timeout));
        let (shown, named) = (progress.clone(), named.clone());
        let wait = wait.on_state(move |outcome| shown.set_message(format!("waiting for {named}: {outcome}")));
        let ended = tokio::select! {
            waited = std::future::IntoFuture::into_future(wait) => waited.map(|_| ()).map_err(|error| self.failed(error)),
            lost = outage.longer_than(silence) => Err(Failure::no_reply(format!("{lost}. {}", self.how_to_continue()))),
            _ = interrupt.0 => Err(Failure::interrupted(format!("interrupted while waiting for `{id}`. {}", self.how_to_continue()))),
        };
        progress.finish_and_clear();
        ended
    }

    fn failed(&self, error: Error) -> Failure {
        let is_late = error.advice().is_some_and(|advice| advice.contains("`deadline`"));
        let failure = Failure::call(error);
        if is_late { failure.and(&self.how_to_continue()) } else { failure }
    }

    /// The command line that goes on with this wait.
    fn how_to_continue(&self) -> String {
        let also: String = self.also.iter().map(|(name, value)| format!(" --{name} {}", shell::word(value))).collect();
        format!("`acs wait {} {}{also}{}` continues to wait", self.info.name, self.ids.join(","), self.options)
    }
}

/// An interrupt by the user. From when this is made on it does not end the process.
pub(crate) struct Interrupt(tokio::task::JoinHandle<std::io::Result<()>>);

impl Interrupt {
    pub(crate) async fn listen() -> Self {
        let listening = tokio::spawn(tokio::signal::ctrl_c());
        // The task listens once it has been polled.
        tokio::task::yield_now().await;
        Interrupt(listening)
    }
}

/// An interceptor that notices when the service cannot be reached, and shows a warning during a wait: elsewhere the call ends with
/// the same text.
#[derive(Clone, Default)]
pub(crate) struct Outage(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    waits: bool,
    /// When replies stopped, and why.
    lost: Option<(Instant, String)>,
}

impl Outage {
    fn begin_wait(&self) {
        self.state().waits = true;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends with what is wrong when no call has been answered for a time.
    async fn longer_than(&self, limit: Duration) -> String {
        loop {
            tokio::time::sleep(TICK).await;
            let state = self.state();
            if let Some((_, error)) = state.lost.as_ref().filter(|(since, _)| since.elapsed() >= limit) {
                return error.clone();
            }
        }
    }
}

impl Interceptor for Outage {
    fn call_done(&self, attempt: &AttemptInfo<'_>, outcome: Result<&HttpReply, &Error>, took: Duration) {
        let mut state = self.state();
        match outcome {
            Err(error) if matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout) => {
                let error = wording::for_users(error.to_string());
                let since = state.lost.take().map(|(since, _)| since);
                if since.is_none() && state.waits {
                    output::note(&format!("warning: {}: {error}", attempt.operation));
                }
                let begin = Instant::now().checked_sub(took).unwrap_or_else(Instant::now);
                state.lost = Some((since.unwrap_or(begin), format!("{}: {error}", attempt.operation)));
            }
            _ => state.lost = None,
        }
    }
}

impl std::fmt::Debug for Outage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outage")
    }
}

/// A line on standard error that moves while something takes its time; nothing where that is not a terminal.
pub(crate) fn spinner(message: String) -> ProgressBar {
    let spinner = ProgressBar::new_spinner().with_message(message);
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}
