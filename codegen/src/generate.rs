//! The driver: from a read tree to the files of a client.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit;
use crate::model::{self, Service};
use acs_spec::diagnostic::Diagnostics;
use acs_spec::read::SpecTree;

/// A generated file.
#[derive(Debug)]
pub struct File {
    /// Its name, without a folder.
    pub name: String,
    /// Its items.
    pub items: TokenStream,
}

/// The files of a service's client: one for each group, and `client.rs`, which includes them.
///
/// # Errors
/// All diagnostics of the check.
pub fn generate(tree: &SpecTree, options: emit::Options) -> Result<Vec<File>, Diagnostics> {
    acs_spec::check(tree)?;
    Ok(files(tree, options))
}

/// The same files of a tree in which the check has found no errors.
pub(crate) fn files(tree: &SpecTree, options: emit::Options) -> Vec<File> {
    let service = model::service(tree);
    let mut files: Vec<File> = service.groups.iter().map(|group| group_file(group, &service, options)).collect();
    let modules = service.groups.iter().map(|group| {
        let module = format_ident!("{}", group.module);
        let path = format!("/{}.rs", group.module);
        let doc = emit::group_docs(group);
        let feature = emit::feature_badge(group, options);
        quote! {
            #doc
            #feature
            pub mod #module {
                include!(concat!(env!("OUT_DIR"), #path));
            }
        }
    });
    let absent = options.features.then(|| absent(tree, &service));
    let client = emit::client(&service, options);
    files.push(File { name: "client.rs".to_owned(), items: quote! { #(#modules)* #absent #client } });
    files
}

/// The same client as one piece of code, its groups as modules inside: for a macro, which cannot write files.
///
/// # Errors
/// All diagnostics of the check.
pub fn inline(tree: &SpecTree, runtime: &TokenStream, options: emit::Options) -> Result<TokenStream, Diagnostics> {
    acs_spec::check(tree)?;
    let service = model::service(tree);
    let modules = service.groups.iter().map(|group| {
        let module = format_ident!("{}", group.module);
        let doc = emit::group_docs(group);
        let items = emit::group(group, &service, options);
        quote! {
            #doc
            pub mod #module {
                use super::{Client, SERVICE};
                use #runtime::generated as rt;
                #items
            }
        }
    });
    let client = emit::client(&service, options);
    Ok(quote! {
        use #runtime::generated as rt;
        #(#modules)*
        #client
    })
}

/// One operation with its extension trait, for a crate that adds an operation to a client of another crate.
///
/// # Errors
/// All diagnostics of the check.
pub fn extension(tree: &SpecTree, runtime: &TokenStream, options: emit::Options) -> Result<TokenStream, Diagnostics> {
    acs_spec::check(tree)?;
    let service = model::service(tree);
    let info = emit::service_info(&service);
    let operations = service.operations().map(|(_, operation)| {
        let items = emit::extension(operation, &service, options);
        let module = format_ident!("{}_operation", operation.method);
        quote! {
            mod #module {
                use #runtime::generated as rt;
                #info
                #items
            }
            pub use #module::*;
        }
    });
    Ok(quote! { #(#operations)* })
}

/// Modules that are never compiled, for groups whose feature is off: the compiler names the feature in its error.
fn absent(tree: &SpecTree, service: &Service<'_>) -> TokenStream {
    let off = tree.service.groups.names().filter(|name| service.groups.iter().all(|group| group.name != *name));
    let modules = off.map(|name| {
        let module = format_ident!("{}", acs_spec::names::field(name));
        quote! {
            #[cfg(feature = #name)]
            pub mod #module {}
        }
    });
    quote! { #(#modules)* }
}

fn group_file(group: &model::Group<'_>, service: &Service<'_>, options: emit::Options) -> File {
    let items = emit::group(group, service, options);
    File {
        name: format!("{}.rs", group.module),
        items: quote! {
            use super::{Client, SERVICE, rt};
            #items
        },
    }
}
