//! Saving the state while the emulator runs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::data::{DataFile, Saved};
use crate::error::Error;
use crate::service::Service;

/// How long changes wait for others to be saved with them.
const PAUSE: Duration = Duration::from_millis(500);

/// Called when something goes wrong, and when it works again.
pub(crate) type OnProblem = Arc<dyn Fn(&str) + Send + Sync>;

/// Saves the state now.
pub(crate) fn save(service: &Service, file: &DataFile) -> Result<(), Error> {
    let (saved, revision) = copy(service);
    file.save(&saved, revision)
}

/// Saves the state after changes, until it is dropped.
pub(crate) async fn run(service: Arc<Service>, file: Arc<DataFile>, on_problem: Option<OnProblem>) {
    let (mut saved, mut used) = counts(&service);
    // What only uses up nonces is saved less often where saving takes long: reads should not keep the disk busy.
    let (mut rest, mut reported) = (Instant::now(), None);
    loop {
        tokio::time::sleep(PAUSE).await;
        let (changes, uses) = counts(&service);
        if changes == saved && (uses == used || rest > Instant::now()) && reported.is_none() {
            continue;
        }
        let begun = Instant::now();
        let (state, revision) = copy(&service);
        let target = Arc::clone(&file);
        let Ok(result) = tokio::task::spawn_blocking(move || target.save(&state, revision)).await else { return };
        rest = Instant::now() + begun.elapsed() * 10;
        let problem = result.err().and_then(|_| file.problem());
        if problem.is_none() {
            (saved, used) = (changes, uses);
        }
        if problem != reported {
            let text = match &problem {
                Some(problem) => format!("{problem}; what changes is kept in memory alone until it can be"),
                None => "the data file is written again".to_owned(),
            };
            tracing::error!("{text}");
            on_problem.iter().for_each(|observer| observer(&text));
            service.state().problem.clone_from(&problem);
            reported = problem;
        }
    }
}

/// How many changes there were, and how many nonces were used.
fn counts(service: &Service) -> (u64, u64) {
    let state = service.state();
    (state.changes, state.nonces.uses())
}

/// What is to be saved, with a number that later ones are greater than.
fn copy(service: &Service) -> (Saved, u64) {
    let clock = service.clock.setting();
    let state = service.state();
    let saved = Saved { store: state.store.clone(), tokens: state.tokens.clone(), nonces: state.nonces.clone(), clock };
    (saved, state.changes + state.nonces.uses())
}
