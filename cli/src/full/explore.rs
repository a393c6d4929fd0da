//! `acs explore`.

use std::path::PathBuf;
use std::process::ExitCode;

use acs_explorer::Explorer;
use clap::Args;

use crate::failure::Failure;
use crate::full::block_on::block_on;
use crate::full::emulate::asked_to_end;
use crate::output;

#[derive(Args)]
#[command(after_help = "Examples:\n  acs explore --open\n  acs explore --spec ./api-spec --write")]
pub(crate) struct Arguments {
    /// Port to listen on; any free one by default.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Folder of spec files: another product, or changes and additions to the embedded one.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Calls the real service with credentials from the environment instead of the emulator.
    #[arg(long)]
    live: bool,
    /// Allows the workbench to save spec files to the folder.
    #[arg(long, requires = "spec")]
    write: bool,
    /// Opens the page in a browser.
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    block_on(serve(arguments))??;
    Ok(ExitCode::SUCCESS)
}

async fn serve(arguments: &Arguments) -> Result<(), Failure> {
    let mut builder = Explorer::builder().port(arguments.port).live(arguments.live).write(arguments.write);
    if let Some(folder) = &arguments.spec {
        builder = builder.specs(folder);
    }
    let explorer = builder.start().await.map_err(failure)?;
    output::print(&format!("open {}", explorer.address()))?;
    if arguments.open && !open(&explorer.address()) {
        output::note("no browser could be opened");
    }
    asked_to_end().await;
    Ok(())
}

fn failure(error: acs_explorer::Error) -> Failure {
    match error {
        acs_explorer::Error::Specs(diagnostics) => Failure::diagnostics(diagnostics),
        other => {
            let source = std::error::Error::source(&other).map(|source| format!(": {source}")).unwrap_or_default();
            Failure::new(format!("{other}{source}"))
        }
    }
}

/// Hands an address to the system's browser. Says whether a program for that could be started.
fn open(address: &str) -> bool {
    let programs: &[&[&str]] = match std::env::consts::OS {
        "macos" => &[&["open"]],
        "windows" => &[&["rundll32", "url.dll,FileProtocolHandler"]],
        _ => &[&["xdg-open"], &["gio", "open"]],
    };
    programs.iter().filter_map(|line| line.split_first()).any(|(program, arguments)| {
        let mut command = std::process::Command::new(program);
        command
            .args(arguments)
            .arg(address)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .is_ok()
    })
}
