//! Typed operations from YAML files, at compile time, in any crate.
//!
//! [`operation!`] adds one operation to every client: for what the service offers and no release of the client has yet.
//! [`service!`] makes a whole client from a folder of spec files. Both read the format that `acs spec schema` describes, and compile
//! again when a file changes; for files that are new in a folder, [`service!`] needs one line in a `build.rs`.
//!
//! # What the crate needs
//!
//! ```toml
//! [dependencies]
//! acs-macros = "0.1"
//! acs-runtime = "0.1"
//! vpc-api = "0.1"     # for `operation!`: the client that gets the operation
//! ```
//!
//! The generated code names `::acs_runtime`, so the crate must depend on it under that name. `operation!` works with the client of
//! any crate that this project generates, and with one that `service!` made.
//!
//! # Where they may stand
//!
//! Wherever items may. `operation!` makes a trait and the types of the operation, `pub` in the module or the function body that it
//! stands in; elsewhere, bring them into scope with `use path::to::that_module::*`. To re-export them from a library, let the macro
//! stand in a `pub mod`. Several stand side by side as long as the operations have different names. `service!` makes `Client`,
//! `SERVICE` and a `pub mod` for each group; give it a module of its own, since it uses names such as `rt`. It must be a module:
//! in a function body its parts would not find each other.
//!
//! # Errors and warnings
//!
//! All that is wrong with a spec is one compile error at the macro. It shows file, line, column and what to do, as `acs spec check`
//! does; paths are written as the macro was given them. Code that uses the operation is not found wrong besides: its types and
//! methods stay known, as far as the files can be read.
//!
//! Warnings are warnings of the compiler, as uses of a deprecated constant, since a macro has no other way to warn; they are shown
//! whatever the crate allows. The environment variable `ACS_SPEC_DENY` makes them errors: `warnings` all of them, a list of codes such
//! as `E0806,E0814` those of some rules. Build scripts and `acs spec check` respect it as well. To keep it:
//!
//! ```toml
//! # .cargo/config.toml
//! [env]
//! ACS_SPEC_DENY = "warnings"
//! ```

#![warn(clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};

use acs_codegen::emit::Options;
use acs_codegen::generate::{extension, inline};
use acs_codegen::stub;
use acs_spec::Deny;
use acs_spec::diagnostic::Diagnostics;
use acs_spec::read::{self, Outline, SpecTree};
use proc_macro::TokenStream;
use proc_macro2::{Literal, TokenStream as Tokens, TokenTree};
use quote::quote;

#[doc = include_str!("operation.md")]
#[proc_macro]
pub fn operation(input: TokenStream) -> TokenStream {
    expand(
        input,
        "operation!",
        read::operation,
        |tree| extension(tree, &quote!(::acs_runtime), Options::default()),
        stub::extension,
    )
}

#[doc = include_str!("service.md")]
#[proc_macro]
pub fn service(input: TokenStream) -> TokenStream {
    expand(input, "service!", read::tree, |tree| inline(tree, &quote!(::acs_runtime), Options::default()), stub::inline)
}

fn expand(
    input: TokenStream,
    name: &str,
    read: impl Fn(&Path) -> Result<SpecTree, Diagnostics>,
    generate: impl Fn(&SpecTree) -> Result<Tokens, Diagnostics>,
    stub: impl Fn(&Outline, &str) -> Tokens,
) -> TokenStream {
    let given = path(input.into(), name).and_then(|paths| Ok((paths, Deny::from_env()?)));
    let ((root, path), deny) = match given {
        Ok(given) => given,
        Err(message) => return quote!(compile_error!(#message);).into(),
    };
    let tracked = tracked(&path);
    // Paths are shown as the macro was given them.
    let shown = |found: Diagnostics| found.relative_to(&root).render(false);
    let made = read(&path).and_then(|tree| {
        let warnings = deny.apply(acs_spec::check(&tree)?).into_result()?;
        Ok((generate(&tree)?, warnings))
    });
    match made {
        Ok((tokens, warnings)) => {
            let warnings = (!warnings.is_empty()).then(|| warning(&format!("{name} warns of its spec\n\n{}", shown(warnings))));
            quote! { #tracked #warnings #tokens }.into()
        }
        Err(diagnostics) => {
            let message = format!("{name} cannot use its spec\n\n{}", shown(diagnostics));
            let stub = stub(&read::outline(&path), &message);
            quote! { #tracked #stub }.into()
        }
    }
}

/// Code that the compiler warns of with this text: a macro has no other way to warn.
fn warning(text: &str) -> Tokens {
    quote! {
        // A crate that does not want to hear of its own deprecated items wants to hear of its specs.
        #[warn(deprecated)]
        const _: () = {
            #[deprecated(note = #text)]
            const SPEC: () = ();
            SPEC
        };
    }
}

/// The crate's folder, and in it the path that the macro is given.
fn path(input: Tokens, name: &str) -> Result<(PathBuf, PathBuf), String> {
    let usage = || format!("{name} takes one string, the path of a spec from the folder of Cargo.toml: {name}(\"api-spec/…\")");
    let mut tokens = input.into_iter();
    let (Some(TokenTree::Literal(literal)), None) = (tokens.next(), tokens.next()) else { return Err(usage()) };
    let text = plain_string(&literal).ok_or_else(usage)?;
    let root = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set: cargo must run the compiler")?;
    let root = PathBuf::from(root);
    Ok((root.clone(), root.join(text)))
}

/// The content of a string literal without escapes, which is what paths are.
fn plain_string(literal: &Literal) -> Option<String> {
    let quoted = literal.to_string();
    let text = quoted.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains('\\')).then(|| text.to_owned())
}

/// Makes the compiler look again when the files or the environment variable change: it tracks what is included.
fn tracked(path: &Path) -> Tokens {
    let files = read::files(path);
    let files = files.iter().filter_map(|file| file.path.to_str());
    let deny = Deny::VARIABLE;
    quote! {
        #(const _: &[u8] = include_bytes!(#files);)*
        const _: ::core::option::Option<&str> = ::core::option_env!(#deny);
    }
}
