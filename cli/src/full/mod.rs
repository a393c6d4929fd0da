//! All commands but `acs spec`: what the feature `full` adds.

mod block_on;
mod call;
mod completions;
mod configure;
mod connection;
mod decode;
mod describe;
mod doctor;
mod emulate;
mod encode;
mod errors;
mod explore;
mod failure;
mod habits;
mod index;
mod jsonl;
mod man;
mod new_product;
mod operations;
mod parameters;
mod sample;
mod schema_codec;
mod sign;
pub(crate) mod specs;
mod trace;
mod view;
mod wait;
mod waiting;
mod whoami;
mod wording;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Subcommand;

pub(crate) use completions::answer as answer_completion;
pub use schema_codec::SchemaCodec;

use crate::failure::Failure;
use crate::spec;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Calls an operation, and shows its reply.
    ///
    /// Credentials, region and endpoint are found in the environment as every Alibaba Cloud SDK finds them; a secret is never given
    /// on the command line.
    Call(call::Arguments),
    /// Waits until a resource has reached a state.
    Wait(wait::Arguments),
    /// Lists operations, or searches them.
    Operations(operations::Arguments),
    /// Shows the parameters, the response and the error codes of an operation.
    Describe(describe::Arguments),
    /// Explains an error code.
    ///
    /// It says what the code means, which operations return it, and whether to retry.
    Errors(errors::Arguments),
    /// Prints a program that calls an operation.
    ///
    /// Parameters that the operation requires and that are not given are taken from the examples of its spec; secret ones are not
    /// printed. Every program reads the access key from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, and the
    /// token of a temporary one from ALIBABA_CLOUD_SECURITY_TOKEN.
    Sample(sample::Arguments),
    /// Emulates the service on this machine.
    ///
    /// It checks what a client sends and answers like the service. It prints where it listens to standard output and each request to
    /// standard error. Stops on Ctrl-C or SIGTERM, after saving its data file.
    Emulate(emulate::Arguments),
    /// Serves a web page: operations, forms, requests, calls.
    ///
    /// Prints the address, which contains the token of this start. Stops on Ctrl-C or SIGTERM.
    Explore(explore::Arguments),
    /// Shows what an operation sends for a request in JSON.
    ///
    /// The request, on standard input, is a JSON object under the wire's names, like `{"RegionId": "cn-hangzhou", "Tag": [{"Key": "team"}]}`. The result
    /// has the HTTP method, the flattened parameters of the query and of the form body, and the body's content type, before common
    /// parameters and the signature. Parameters are where the spec has them, which is where version 3 of the signature sends them.
    Encode(encode::Arguments),
    /// Decodes a reply on standard input.
    ///
    /// The result, the fields that the operation declares as JSON, has the wire's own shape and names: typed as the spec says, lists wrapped where the wire wraps them, absent fields
    /// left out.
    Decode(decode::Arguments),
    /// Signs a request, and shows the texts on the way.
    ///
    /// The request is JSON on standard input. It helps to find out why a signature does not match. The result has the canonical query, the string to sign and the signature;
    /// in version 3 also the canonical request, its signed headers and the `authorization` header.
    ///
    /// A request for version 1 has `method`, `action`, `version`, `format`, `timestamp`, `nonce`, `access_key_id`,
    /// `access_key_secret`, `security_token`, `signature_type`, `query_params` and `body_params`; one for version 3 has `host`,
    /// `path`, `body`, `content_type` and `extra_headers` in place of `format`, `signature_type` and `body_params`. Other names
    /// are ignored.
    Sign(sign::Arguments),
    /// Works on spec files, which operations are generated from.
    #[command(subcommand)]
    Spec(crate::spec::Command),
    /// Writes the crate of a product, from the vendor's metadata.
    ///
    /// It has the specs, a typed client, its documentation, an example, and tests: one compares what every operation sends with the
    /// metadata.
    NewProduct(new_product::Arguments),
    /// Sets up profiles: access keys and regions.
    ///
    /// They are in the file that the vendor's tools read as well.
    Configure(configure::Arguments),
    /// Shows whose access key is used.
    Whoami(whoami::Arguments),
    /// Checks the connection, and says what to fix.
    ///
    /// It looks at credentials, endpoint, proxy, certificates and clock.
    Doctor(doctor::Arguments),
    /// Prints the script that completes command lines.
    Completions(completions::Arguments),
    /// Writes the man pages.
    Man(man::Arguments),
    /// Not a command.
    #[command(external_subcommand)]
    Other(Vec<String>),
}

/// Commands that take an operation's parameters.
const WITH_PARAMETERS: &[&str] = &["call", "sample", "wait"];

/// The command line with the parameters of operations behind `--`.
pub(crate) fn set_parameters_apart(line: Vec<OsString>, command: &clap::Command) -> Vec<OsString> {
    parameters::set_apart(line, command, WITH_PARAMETERS)
}

pub(crate) fn run(command: &Command, definition: impl Fn() -> clap::Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Call(arguments) => call::run(arguments),
        Command::Wait(arguments) => wait::run(arguments),
        Command::Operations(arguments) => operations::run(arguments),
        Command::Describe(arguments) => describe::run(arguments),
        Command::Errors(arguments) => errors::run(arguments),
        Command::Sample(arguments) => sample::run(arguments),
        Command::Emulate(arguments) => emulate::run(arguments),
        Command::Explore(arguments) => explore::run(arguments),
        Command::Encode(arguments) => encode::run(arguments),
        Command::Decode(arguments) => decode::run(arguments),
        Command::Sign(arguments) => sign::run(arguments),
        Command::Spec(command) => spec::run(command),
        Command::NewProduct(arguments) => new_product::run(arguments),
        Command::Configure(arguments) => configure::run(arguments),
        Command::Whoami(arguments) => whoami::run(arguments),
        Command::Doctor(arguments) => doctor::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Man(arguments) => man::run(arguments, definition()),
        Command::Other(words) => {
            let definition = definition();
            let commands: Vec<&str> = definition.get_subcommands().map(clap::Command::get_name).collect();
            Err(habits::failure(words, &commands, &specs::embedded_index()?))
        }
    }
}
