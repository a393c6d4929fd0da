//! What happens inside, on standard error.

use std::io;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Shows calls, and from level 2 on their attempts.
pub(crate) fn start(verbosity: u8) {
    match verbosity {
        0 => {}
        1 => show(Targets::new().with_target("acs_runtime", Level::INFO)),
        2 => show(Targets::new().with_target("acs_runtime", Level::DEBUG)),
        _ => show(Targets::new().with_target("acs_runtime", Level::TRACE)),
    }
}

fn show(targets: Targets) {
    let colours = anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
    let layer = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(colours).with_span_events(FmtSpan::CLOSE);
    // It is set only here, once.
    let _ = tracing_subscriber::registry().with(layer).with(targets).try_init();
}
