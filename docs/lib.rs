//! The guide's Rust blocks, as documentation tests: `cargo test -p acs-guide --doc`.

#![allow(rustdoc::broken_intra_doc_links, reason = "links of the guide and the README lead to files")]

macro_rules! chapters {
    ($($name:ident $file:literal;)*) => {
        $(
            #[doc = include_str!($file)]
            pub mod $name {}
        )*

        /// Name and text of every chapter.
        pub const CHAPTERS: &[(&str, &str)] = &[$(($file, include_str!($file))),*];
    };
}

chapters! {
    introduction "src/introduction.md";
    first_call "src/first-call.md";
    credentials "src/credentials.md";
    errors "src/errors.md";
    lists "src/lists.md";
    waits "src/waits.md";
    writes "src/writes.md";
    limits "src/limits.md";
    testing "src/testing.md";
    observability "src/observability.md";
    blocking "src/blocking.md";
    network "src/network.md";
    troubleshooting "src/troubleshooting.md";
    coming_from "src/coming-from.md";
    cli "src/cli.md";
    explorer "src/explorer.md";
    emulator "src/emulator.md";
    adding "src/adding.md";
    product "src/product.md";
    format "src/format.md";
    cost "src/cost.md";
    decisions "src/decisions.md";
    trust "src/trust.md";
}

/// The project's first page, and those of crates with examples.
#[doc = include_str!("../README.md")]
pub mod readme {}

#[doc = include_str!("../vpc-api/README.md")]
pub mod readme_vpc_api {}
