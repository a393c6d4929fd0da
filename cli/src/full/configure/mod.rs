//! `acs configure`: profiles in the vendor's own file, which its tools read as well.

mod file;

use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use self::file::ConfigFile;
use crate::failure::Failure;
use crate::full::view::View;
use crate::output;

#[derive(Args)]
#[command(after_help = "Examples:
  acs configure
  acs configure set --profile production --region cn-hangzhou
  acs configure list")]
pub(crate) struct Arguments {
    /// What to do. Without it, the values of a profile are asked for one after the other.
    #[command(subcommand)]
    command: Option<Command>,
    /// Profile to ask for. The current one by default.
    #[arg(long)]
    profile: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Lists the profiles. Secrets are not shown.
    #[command(after_help = "Example:\n  acs configure list -o table")]
    List(View),
    /// Shows a profile. Secrets are not shown.
    Get(Get),
    /// Sets values of a profile, which is created if it does not exist.
    Set(Set),
    /// Deletes a profile.
    Delete(Delete),
}

#[derive(Args)]
#[command(after_help = "Example:\n  acs configure get --profile production --query region_id -o text")]
struct Get {
    /// Name of the profile. The current one by default.
    #[arg(long)]
    profile: Option<String>,
    #[command(flatten)]
    view: View,
}

#[derive(Args)]
#[command(after_help = "Example:\n  acs configure set --profile production --region cn-hangzhou --access-key-id ID")]
struct Set {
    /// Name of the profile. The current one by default.
    #[arg(long)]
    profile: Option<String>,
    /// Region, like `cn-hangzhou`.
    #[arg(long)]
    region: Option<String>,
    /// Id of the access key. Its secret is read from standard input: others can see a command line.
    #[arg(long, value_name = "ID")]
    access_key_id: Option<String>,
    /// Makes it the current profile.
    #[arg(long)]
    current: bool,
}

#[derive(Args)]
#[command(after_help = "Example:\n  acs configure delete --profile production")]
struct Delete {
    /// Name of the profile.
    #[arg(long)]
    profile: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut file = ConfigFile::open()?;
    match &arguments.command {
        None => ask(&mut file, arguments.profile.as_deref())?,
        Some(Command::List(view)) => view.show_as_it_is(file.profiles().iter().map(|profile| file.shown(profile)).collect())?,
        Some(Command::Get(get)) => {
            let name = get.profile.as_deref().unwrap_or(file.current());
            let profile = file.profile(name).ok_or_else(|| unknown(name, &file))?;
            get.view.show_as_it_is(file.shown(profile))?;
        }
        Some(Command::Set(set)) => apply(&mut file, set)?,
        Some(Command::Delete(delete)) => {
            if !file.remove(&delete.profile) {
                return Err(unknown(&delete.profile, &file));
            }
            file.save()?;
            output::print(&format!("deleted the profile `{}`", delete.profile))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn apply(file: &mut ConfigFile, set: &Set) -> Result<(), Failure> {
    let name = set.profile.clone().unwrap_or_else(|| file.current().to_owned());
    let mut values = Vec::new();
    values.extend(set.region.as_ref().map(|region| ("region_id", json!(region))));
    if let Some(id) = &set.access_key_id {
        let secret = secret("Access key secret: ")?;
        values.extend([("mode", json!("AK")), ("access_key_id", json!(id)), ("access_key_secret", json!(secret))]);
    }
    file.set(&name, values, set.current);
    file.save()?;
    output::print(&format!("saved the profile `{name}`"))
}

/// Asks for the values of a profile. An empty answer keeps the old value.
fn ask(file: &mut ConfigFile, profile: Option<&str>) -> Result<(), Failure> {
    let name = profile.unwrap_or(file.current()).to_owned();
    let present = |field: &str| {
        let value = file.profile(&name).and_then(|profile| profile.get(field)).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    output::note(&format!("profile `{name}` in {}", file.path().display()));
    let id = answer("Access key id", &present("access_key_id"))?;
    let secret = secret("Access key secret (not shown; empty to keep): ")?;
    let region = answer("Region", &present("region_id"))?;
    let mut values = vec![("mode", json!("AK")), ("access_key_id", json!(id)), ("region_id", json!(region))];
    if !secret.is_empty() {
        values.push(("access_key_secret", json!(secret)));
    }
    file.set(&name, values, true);
    file.save()?;
    output::print(&format!("saved the profile `{name}`: `acs whoami` shows whose key it is"))
}

fn answer(question: &str, present: &str) -> Result<String, Failure> {
    let hint = if present.is_empty() { String::new() } else { format!(" [{present}]") };
    let answer = line(&format!("{question}{hint}: "))?;
    Ok(if answer.is_empty() { present.to_owned() } else { answer })
}

/// A line of standard input that a terminal does not show.
fn secret(prompt: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return line("");
    }
    let read = rpassword::prompt_password(prompt);
    read.map(|secret| secret.trim().to_owned()).map_err(|error| unreadable(&error))
}

fn line(prompt: &str) -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        let mut stderr = std::io::stderr();
        let _ = write!(stderr, "{prompt}").and_then(|()| stderr.flush());
    }
    let mut line = String::new();
    if std::io::stdin().lock().read_line(&mut line).map_err(|error| unreadable(&error))? == 0 {
        return Err(Failure::new("standard input has ended: nothing was saved"));
    }
    Ok(line.trim().to_owned())
}

fn unreadable(error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot read standard input: {error}"))
}

fn unknown(name: &str, file: &ConfigFile) -> Failure {
    let names: Vec<&str> = file.profiles().iter().filter_map(|profile| profile["name"].as_str()).collect();
    let known = if names.is_empty() { "there are none".to_owned() } else { format!("there are {}", names.join(", ")) };
    Failure::new(format!("there is no profile `{name}` in {}: {known}", file.path().display()))
}
