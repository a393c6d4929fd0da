//! `repeat TASK TIMES [ADDRESS]` does a task so often, for a profiler; `repeat serve` answers the tasks of the network.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people and scripts")]

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["list"] => acs_benches::TASKS.iter().for_each(|task| println!("{}\t{}\t{}", task.name, task.times, task.about)),
        ["serve"] => {
            if let Err(error) = acs_benches::server::serve(|address| println!("{address}")) {
                eprintln!("the server stopped: {error}");
            }
        }
        [name, times, ref rest @ ..] => {
            let task = acs_benches::prepare(name, rest.first().unwrap_or(&""));
            let (Some(mut task), Ok(times)) = (task, times.parse::<u32>()) else {
                eprintln!("`{name} {times}` is not a task and a number; `repeat list` shows the tasks");
                std::process::exit(2);
            };
            (0..times).for_each(|_| task());
        }
        _ => {
            eprintln!("usage: repeat list | repeat serve | repeat TASK TIMES [ADDRESS]");
            std::process::exit(2);
        }
    }
}
