//! Typed operations from YAML files, at compile time, in any crate.
//!
//! [`operation!`] adds one operation to every client: for what the service offers and no release of the client has yet.
//! [`service!`] makes a whole client from a folder of spec files. Both read the format that `acs spec schema` describes, compile
//! again when a file changes, and report an error in them with its file, line and column as a compile error.
//!
//! The code that they make needs `acs-runtime` among the crate's dependencies.

#![warn(clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};

use acs_codegen::{emit, generate};
use acs_spec::diagnostic::Diagnostics;
use acs_spec::read;
use proc_macro::TokenStream;
use proc_macro2::{Literal, TokenStream as Tokens, TokenTree};
use quote::quote;

/// Adds the operation of a YAML file to every client of the service, as an extension trait.
///
/// The path is relative to the folder of the crate's `Cargo.toml`. The nearest `service.yaml` above the file says which service
/// the operation belongs to.
///
/// ```ignore
/// acs_macros::operation!("api-spec/vpc/DescribeNewThing.yaml");
///
/// client.describe_new_thing("id").send().await?;
/// ```
#[proc_macro]
pub fn operation(input: TokenStream) -> TokenStream {
    expand(input, "operation!", |path| {
        let tree = read::operation(path)?;
        let warnings = acs_spec::check(&tree)?;
        Ok((generate::extension(&tree, &quote!(::acs_runtime), emit::Options::default())?, warnings))
    })
}

/// Makes the client of a folder of spec files: a `Client`, and a module for each group.
///
/// ```ignore
/// mod my_service {
///     acs_macros::service!("api-spec");
/// }
/// ```
#[proc_macro]
pub fn service(input: TokenStream) -> TokenStream {
    expand(input, "service!", |path| {
        let tree = read::tree(path)?;
        let warnings = acs_spec::check(&tree)?;
        Ok((generate::inline(&tree, &quote!(::acs_runtime), emit::Options::default())?, warnings))
    })
}

fn expand(input: TokenStream, name: &str, generate: impl Fn(&Path) -> Result<(Tokens, Diagnostics), Diagnostics>) -> TokenStream {
    let (root, path) = match path(input.into(), name) {
        Ok(paths) => paths,
        Err(message) => return quote!(compile_error!(#message);).into(),
    };
    let tracked = tracked(&path);
    // Paths are shown as the macro was given them.
    let shown = |found: &Diagnostics| found.render(false).replace(&format!("{}/", root.display()), "");
    match generate(&path) {
        Ok((tokens, warnings)) => {
            let warnings = (!warnings.is_empty()).then(|| warning(&format!("{name} warns of its spec\n\n{}", shown(&warnings))));
            quote! { #tracked #warnings #tokens }.into()
        }
        Err(diagnostics) => {
            let message = format!("{name} cannot use its spec\n\n{}", shown(&diagnostics));
            quote! { #tracked compile_error!(#message); }.into()
        }
    }
}

/// Code that the compiler warns of with this text: a macro has no other way to warn.
fn warning(text: &str) -> Tokens {
    quote! {
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

/// Makes the compiler look at the files again when they change: it tracks what is included.
fn tracked(path: &Path) -> Tokens {
    let files = read::files(path);
    let files = files.iter().filter_map(|file| file.path.to_str());
    quote! { #(const _: &[u8] = include_bytes!(#files);)* }
}
