//! Fuzz targets for everything that reads outside input: replies, credentials, specs, metadata and requests.
//!
//! A target is a function of bytes that panics when a property does not hold. The engine mutates seeds taken from the project's own
//! fixtures; it does not measure coverage. The same number gives the same inputs, so a failure is repeated by its number. Inputs that
//! once failed are in `corpus/` and run first, forever.
//!
//! ```console
//! $ cargo test -p acs-fuzz                                   # a bounded number of inputs for each target
//! $ cargo run -p acs-fuzz --release -- --minutes 60          # for an hour
//! $ cargo run -p acs-fuzz --release -- --minutes 5 xml json  # two targets
//! ```

mod mutate;
pub mod targets;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, io};

pub use mutate::{Mutator, Random};

/// Something to be fed with bytes.
pub struct Target {
    /// Name, also of the folder of inputs that once failed.
    pub name: &'static str,
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words of the format, to be put into inputs.
    pub words: &'static [&'static str],
    /// How many inputs the test of a minute gives it.
    pub cases: u64,
    /// Panics if a property does not hold.
    pub run: fn(&[u8]),
}

/// What came of running a target.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many inputs were run.
    pub cases: u64,
    /// The longest time that one input took.
    pub slowest: Duration,
    /// The first input that failed, and what was said.
    pub failure: Option<(Vec<u8>, String)>,
}

impl Target {
    /// Runs inputs that once failed, the seeds, and mutations of both until `enough` says so. Stops at the first failure.
    pub fn fuzz(&self, seed: u64, mut enough: impl FnMut(u64) -> bool) -> Outcome {
        let mut seeds = (self.seeds)();
        seeds.splice(0..0, self.corpus());
        let mut outcome = Outcome::default();
        for input in &seeds {
            if self.one(input, &mut outcome) {
                return outcome;
            }
        }
        let mut mutator = Mutator::new(seed, self.words);
        while !enough(outcome.cases) {
            let input = mutator.mutate(&seeds);
            if self.one(&input, &mut outcome) {
                break;
            }
        }
        outcome
    }

    /// Runs one input. Says whether it failed.
    fn one(&self, input: &[u8], outcome: &mut Outcome) -> bool {
        let begun = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| (self.run)(input)));
        outcome.cases += 1;
        outcome.slowest = outcome.slowest.max(begun.elapsed());
        outcome.failure = result.err().map(|panic| (input.to_vec(), message(panic.as_ref())));
        outcome.failure.is_some()
    }

    fn folder(&self) -> PathBuf {
        // Another folder for a run whose findings are examined first.
        let other = std::env::var_os("ACS_FUZZ_CORPUS").map(PathBuf::from);
        other.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")).join(self.name)
    }

    /// Inputs that once failed.
    fn corpus(&self) -> Vec<Vec<u8>> {
        let entries = fs::read_dir(self.folder()).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().filter_map(|path| fs::read(path).ok()).collect()
    }

    /// Makes a failing input shorter while it still fails, and keeps it in the corpus.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep(&self, input: &[u8]) -> io::Result<PathBuf> {
        let mut least = input.to_vec();
        let mut piece = least.len() / 2;
        while piece > 0 {
            let mut at = 0;
            while at < least.len() {
                let mut shorter = least.clone();
                shorter.drain(at..(at + piece).min(least.len()));
                match catch_unwind(AssertUnwindSafe(|| (self.run)(&shorter))) {
                    Err(_) => least = shorter,
                    Ok(()) => at += piece,
                }
            }
            piece /= 2;
        }
        fs::create_dir_all(self.folder())?;
        let sum =
            least.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
        let path = self.folder().join(format!("{sum:016x}"));
        fs::write(&path, least)?;
        Ok(path)
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}
