//! Runs fuzz targets for as long as one likes. What fails is made shorter and kept in `corpus/`.

use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use acs_fuzz::targets;
use clap::Parser;

/// Fuzzes the targets in turn, a few seconds each, until the time is over.
#[derive(Parser)]
#[command(after_help = "Example:\n  cargo run -p acs-fuzz --release -- --minutes 60")]
struct Arguments {
    /// How long to run in all.
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// The number that decides the inputs; the time of day if left out.
    #[arg(long)]
    seed: Option<u64>,
    /// The targets to run; all if left out.
    targets: Vec<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let begun = Instant::now();
    let limit = Duration::from_secs_f64(arguments.minutes.max(0.0) * 60.0);
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos() as u64;
    let seed = arguments.seed.unwrap_or(now);
    let wanted: Vec<_> = targets::ALL
        .iter()
        .filter(|target| arguments.targets.is_empty() || arguments.targets.iter().any(|name| name == target.name))
        .collect();
    if wanted.is_empty() {
        let names: Vec<_> = targets::ALL.iter().map(|target| target.name).collect();
        eprintln!("there is no such target; there are {}", names.join(", "));
        return ExitCode::FAILURE;
    }
    let slice = (limit / u32::try_from(wanted.len()).unwrap_or(1)).clamp(Duration::from_millis(200), Duration::from_secs(20));
    let (mut round, mut failures) = (0, 0);
    let mut totals = vec![(0_u64, Duration::ZERO, Duration::ZERO); wanted.len()];
    while begun.elapsed() < limit {
        for (target, total) in wanted.iter().zip(&mut totals) {
            let turn = Instant::now();
            let outcome = target.fuzz(seed.wrapping_add(round), |_| turn.elapsed() > slice);
            total.0 += outcome.cases;
            total.1 += turn.elapsed();
            total.2 = total.2.max(outcome.slowest);
            if let Some((input, message)) = outcome.failure {
                failures += 1;
                match target.keep(&input) {
                    Ok(path) => println!("{}: {message}\n  kept as {}", target.name, path.display()),
                    Err(error) => println!("{}: {message}\n  not kept: {error}", target.name),
                }
            }
        }
        round += 1;
    }
    for (target, (cases, time, slowest)) in wanted.iter().zip(&totals) {
        println!("{:12} {cases:>10} inputs in {:>6} s, the slowest in {} ms", target.name, time.as_secs(), slowest.as_millis());
    }
    println!("{failures} failures in {} s (seed {seed})", begun.elapsed().as_secs());
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
