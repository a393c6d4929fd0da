//! The language server, driven over its protocol.

mod client;
mod completion;
mod diagnostics;
mod fixes;
mod hover;
mod navigation;
mod preview;
mod session;

const SERVICE: &str = "product: Moon\nversion: \"2030-01-01\"\nsummary: The moon.\nendpoints: { rule: \"moon.{region}.example.com\" }\n\
    groups: { moon: What there is of it. }\n";

const LAND: &str = "operation: LandOn\nsummary: Lands on the moon.\naccess: write\nwaiter: Landed\nparameters:\n  \
    Crater: { type: string, required: true }\n";

const LIST: &str = "operation: ListLandings\nsummary: Lists what landed.\naccess: read\nresponse:\n  Landings:\n    type: list\n    \
    items: { type: object, fields: { Crater: { type: string }, State: { type: string, values: [Falling, Standing] } } }\n";

const WAITERS: &str = "Landed:\n  summary: Waits until something stands in a crater.\n  operation: ListLandings\n  items: Landings\n  \
    match: Crater\n  status: State\n  success: [Standing]\n";

const GLOSSARY: &str = "Crater: A hole.\nLandings: What landed.\nState: How it is.\n";

/// A service without mistakes.
const MOON: [(&str, &str); 5] = [
    ("service.yaml", SERVICE),
    ("glossary.yaml", GLOSSARY),
    ("waiters.yaml", WAITERS),
    ("moon/LandOn.yaml", LAND),
    ("moon/ListLandings.yaml", LIST),
];
