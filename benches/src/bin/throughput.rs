//! `throughput`: requests a second through the client and through reqwest alone, with 1, 64 and 512 in flight.
//!
//! Both take turns within one run, so that a machine that is busy for a while is so for both: what counts is the ratio. The server is a
//! process of its own (`repeat serve`).

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people and scripts")]

use std::process::ExitCode;
use std::time::Duration;

use acs_benches::throughput::{Sender, client, reqwest};

const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(700);

fn main() -> ExitCode {
    let Some(address) = std::env::args().nth(1) else {
        eprintln!("usage: throughput ADDRESS, that of `repeat serve`");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime.inspect_err(|error| eprintln!("no runtime: {error}")) else { return ExitCode::FAILURE };
    runtime.block_on(async {
        for in_flight in [1, 64, 512] {
            let (ours, theirs) = (client(&address), reqwest(&address));
            let mut rates = (Vec::new(), Vec::new());
            // The first round of each opens connections.
            for round in 0..=ROUNDS {
                let (a, b) = (rate(&ours, in_flight).await, rate(&theirs, in_flight).await);
                if round > 0 {
                    rates.0.push(a);
                    rates.1.push(b);
                }
            }
            let (ours, theirs) = (median(rates.0), median(rates.1));
            println!("{in_flight:>3} in flight: client {ours:>6.0}/s, reqwest {theirs:>6.0}/s, ratio {:.2}", ours / theirs);
        }
    });
    ExitCode::SUCCESS
}

/// Requests a second in one round.
async fn rate(sender: &Sender, in_flight: usize) -> f64 {
    let begun = std::time::Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..in_flight {
        let sender = sender.clone();
        tasks.spawn(async move {
            let mut sent = 0_u32;
            while begun.elapsed() < ROUND {
                sender().await;
                sent += 1;
            }
            sent
        });
    }
    let sent: u32 = tasks.join_all().await.into_iter().sum();
    f64::from(sent) / begun.elapsed().as_secs_f64()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
