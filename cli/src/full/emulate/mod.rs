//! `acs emulate`.

mod files;

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use acs_emulator::{Answer, Builder, Emulator, Request};
use acs_explorer::shell;
use clap::Args;

use crate::failure::Failure;
use crate::full::{block_on, specs};
use crate::output;

/// What `-h` shows of them.
const SHORT_EXAMPLES: &str = "\
Examples:
  acs emulate --port 8080 --data state.json        # goes on with the state of the last time
  acs emulate --help                               # an example of each flag";

/// An example of each flag.
const EXAMPLES: &str = "\
Examples:
  acs emulate --port 8080
  acs emulate --port 8080 --data state.json        # goes on with the state of the last time
  acs emulate --seed network.yaml                  # begins with resources
  acs emulate --time-scale 1                       # as slow as the service
  acs emulate --quota Vpc=50 --max-resources 100000
  acs emulate --no-quotas
  acs emulate --rate-limit 100 --rate-limit 'Create*=5'
  acs emulate --keys keys.yaml                     # keys that may do some operations
  acs emulate --faults faults.json
  acs emulate --strict --tls
  curl http://127.0.0.1:8080/_emulator/            # the control endpoint

Files:
  network.yaml
    resources:
      - as: web
        operation: CreateVpc
        parameters: { VpcName: web, CidrBlock: 10.0.0.0/8 }
      - operation: CreateVSwitch
        parameters: { VpcId: $web.VpcId, CidrBlock: 10.0.1.0/24, ZoneId: cn-hangzhou-h }
  keys.yaml
    - { id: admin, secret: s3cret }
    - { id: reader, secret: hush, allow: ['Describe*', 'List*'], deny: [DescribeVpnGateway] }
  faults.json
    [{\"operation\": \"Create*\", \"fault\": {\"kind\": \"throttle\", \"retry_after_ms\": 1500}, \"times\": 2}]";

#[derive(Args)]
#[command(after_help = SHORT_EXAMPLES, after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Port to listen on; any free one by default.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Address to listen on.
    ///
    /// One that other machines can reach needs `--expose`.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    /// Allows binding to an address that other machines can reach.
    ///
    /// Anyone who reaches it and knows a key can change its state.
    #[arg(long)]
    expose: bool,
    /// Access key to accept.
    ///
    /// Use one that is for this emulator only: other users can see a command line. `testid:testsecret` by default.
    #[arg(long, value_name = "ID:SECRET", value_parser = files::key)]
    access_key: Vec<(String, String)>,
    /// File with more keys, one `ID:SECRET` per line.
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    access_keys: Option<PathBuf>,
    /// File with more keys and their rules, in YAML or JSON: a list of `id`, `secret`, and patterns of operations in `allow` and `deny`.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// File that the state is loaded from, and saved to within a second of each change.
    ///
    /// One emulator at a time uses it.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// YAML file of initial resources: operations with parameters, in order.
    ///
    /// It does not change a state that `--data` loads.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Replaces a quota of the service, such as `Vpc=50`.
    #[arg(long, hide_short_help = true, value_name = "KIND=NUMBER", value_parser = quota)]
    quota: Vec<(String, usize)>,
    /// Disables the service's quotas.
    #[arg(long, hide_short_help = true, conflicts_with = "quota")]
    no_quotas: bool,
    /// Maximum number of resources.
    #[arg(long, hide_short_help = true, value_name = "NUMBER", default_value_t = Emulator::MAX_RESOURCES)]
    max_resources: usize,
    /// Maximum requests per second, for all operations or for some, such as `Describe*=20`.
    ///
    /// Others are throttled.
    #[arg(long, hide_short_help = true, value_name = "[OPERATION=]NUMBER", value_parser = rate)]
    rate_limit: Vec<(String, u32)>,
    /// Scale of the time that changes take: 1 is the service's own pace, 0 is immediate.
    #[arg(long, value_name = "FACTOR", default_value_t = 0.01, value_parser = factor, allow_negative_numbers = true)]
    time_scale: f64,
    /// Faults to inject from the start: a JSON list of rules like
    /// `{"operation": "Create*", "fault": {"kind": "throttle", "retry_after_ms": 1500}, "times": 2}`.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Folder of spec files to use in addition to the embedded ones.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Rejects parameters that no spec describes.
    ///
    /// By default they are ignored, as by the service, and each is reported once.
    #[arg(long)]
    strict: bool,
    /// Serves HTTPS with a certificate of its own authority, created at the first start.
    ///
    /// Prints the shell line that makes clients trust it.
    #[arg(long)]
    tls: bool,
    /// Folder of the authority's certificate and key.
    ///
    /// By default that of the data file, or else `.acs-emulator` in the home folder.
    #[arg(long, hide_short_help = true, value_name = "DIR", requires = "tls")]
    tls_folder: Option<PathBuf>,
    /// Does not print the requests that it answers.
    #[arg(long, short)]
    quiet: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    block_on::block_on(serve(arguments))??;
    Ok(ExitCode::SUCCESS)
}

async fn serve(arguments: &Arguments) -> Result<(), Failure> {
    let mut builder = Emulator::builder()
        .bind(SocketAddr::new(arguments.bind, arguments.port))
        .expose(arguments.expose)
        .time_scale(arguments.time_scale)
        .ignore_unknown_parameters(!arguments.strict);
    if arguments.tls {
        builder = builder.tls(tls_folder(arguments)?);
    }
    builder = limited(with_keys(builder, arguments)?, arguments);
    if let Some(path) = &arguments.data {
        has_folder(path)?;
        builder = builder.data_file(path);
    }
    if let Some(path) = &arguments.faults {
        builder = builder.faults(files::faults(path)?);
    }
    if let Some(path) = &arguments.seed {
        builder = builder.seed_file(path);
    }
    if let Some(folder) = &arguments.spec {
        builder = builder.specs(specs::files(folder)?);
    }
    let (quiet, noted) = (arguments.quiet, Mutex::new(HashSet::new()));
    builder = builder.on_request(move |request| {
        if !quiet {
            output::log(&line(request));
        }
        for name in &request.ignored {
            if noted.lock().is_ok_and(|mut noted| noted.insert((request.operation.clone(), name.clone()))) {
                output::log(&format!("{} has no parameter {name}: ignored (`--strict` refuses it)", request.operation));
            }
        }
    });
    let emulator = builder.on_problem(output::log).start().await.map_err(|error| match error.needs_expose() {
        true => Failure::usage(format!("other machines can reach {}: `--expose` allows that", arguments.bind)),
        false => Failure::new(error.to_string()),
    })?;
    output::print(&format!("listening on {}", emulator.endpoint()))?;
    if let Some(authority) = emulator.certificate_authority() {
        output::print(&trust_line(authority))?;
    }
    asked_to_end().await;
    emulator.save().map_err(|error| Failure::new(error.to_string()))
}

fn with_keys(mut builder: Builder, arguments: &Arguments) -> Result<Builder, Failure> {
    let more = arguments.access_keys.as_deref().map_or_else(|| Ok(Vec::new()), files::keys)?;
    for (id, secret) in arguments.access_key.iter().chain(&more) {
        builder = builder.access_key(id, secret);
    }
    if let Some(path) = &arguments.keys {
        builder = files::keys_with_rules(path)?.into_iter().fold(builder, Builder::limited_access_key);
    }
    Ok(builder)
}

fn limited(builder: Builder, arguments: &Arguments) -> Builder {
    let builder = builder.quotas(!arguments.no_quotas).max_resources(arguments.max_resources);
    let builder = arguments.quota.iter().fold(builder, |builder, (kind, most)| builder.quota(kind, *most));
    arguments.rate_limit.iter().fold(builder, |builder, (pattern, most)| builder.rate_limit(pattern, *most))
}

/// Where the certificate authority is kept.
fn tls_folder(arguments: &Arguments) -> Result<PathBuf, Failure> {
    let beside = |path: &PathBuf| path.parent().map(Path::to_owned);
    let home = || std::env::home_dir().map(|home| home.join(".acs-emulator"));
    let folder = arguments.tls_folder.clone().or_else(|| arguments.data.as_ref().and_then(beside)).or_else(home);
    folder.ok_or_else(|| Failure::usage("there is no home folder: name one with `--tls-folder`"))
}

/// The line for a shell that makes clients in other languages trust the emulator.
fn trust_line(authority: &Path) -> String {
    let names = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"];
    // The line is for any shell, whatever folder that is in.
    let path = std::path::absolute(authority).unwrap_or_else(|_| authority.to_owned());
    let path = shell::quoted(&path.display().to_string());
    format!("export {}", names.map(|name| format!("{name}={path}")).join(" "))
}

/// Rejects a file that could not be written at the end.
fn has_folder(path: &Path) -> Result<(), Failure> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        Some(folder) => Err(Failure::new(format!("cannot keep {}: there is no folder {}", path.display(), folder.display()))),
        None => Ok(()),
    }
}

/// A line about a request. It shows no parameter: they may be secret.
fn line(request: &Request) -> String {
    let operation = if request.operation.is_empty() { "-" } else { &request.operation };
    let status = if request.status == 0 { "dropped".to_owned() } else { request.status.to_string() };
    let how = match request.answer {
        Answer::State | Answer::Refused => "",
        Answer::Example => " (example)",
        Answer::Fault => " (fault)",
        _ => " (other)",
    };
    let code = request.code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
    format!("{} {operation} {status}{code}{how} {}", request.method, request.request_id)
}

/// Waits for ctrl-c or, where there is such a thing, SIGTERM.
pub(crate) async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Without signals it ends with the process.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn factor(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|factor: &f64| factor.is_finite() && *factor >= 0.0).ok_or("a factor is a number from 0 on")
}

/// `KIND=NUMBER`
fn quota(text: &str) -> Result<(String, usize), &'static str> {
    let parsed = text.split_once('=').and_then(|(kind, most)| Some((kind.to_owned(), most.parse().ok()?)));
    parsed.ok_or("a quota is given as KIND=NUMBER, as Vpc=50")
}

/// `[OPERATION=]NUMBER`
fn rate(text: &str) -> Result<(String, u32), &'static str> {
    let (pattern, most) = text.split_once('=').unwrap_or(("*", text));
    let most = most.parse().map_err(|_| "a limit is given as NUMBER or OPERATION=NUMBER, as Describe*=20")?;
    Ok((pattern.to_owned(), most))
}
