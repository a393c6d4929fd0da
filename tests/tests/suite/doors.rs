//! The three doors give the same code for every operation.

use std::collections::HashSet;
use std::fs;

use acs_codegen::{emit, format, generate, model};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Item;

/// The first door writes files, the second puts tokens into a crate, the third prints text. Here all is laid out as the first
/// does; the text of the third is in the snapshots.
#[test]
fn every_operation_is_the_same_through_all_doors() {
    let tree = acs_tests::specs();
    let service = model::service(&tree);
    let inline = items(generate::inline(&tree, &quote!(::acs_runtime), emit::Options::default()).unwrap());
    let mut seen = 0;
    for group in &service.groups {
        let written = fs::read_to_string(acs_tests::first_door().join(format!("{}.rs", group.module))).unwrap();
        let first = pieces(&items(written.parse().unwrap()));
        let second = pieces(module(&inline, &group.module));
        for operation in &group.operations {
            let method = emit::client_method(operation, &service);
            let code = emit::operation(operation, &service, emit::Options::default());
            let third = pieces(&items(quote! { impl Client { #method } #code }));
            assert!(third.len() > 5, "{} has its method, call, request, response and code", operation.name);
            for piece in third {
                assert!(first.contains(&piece), "the build script has no such piece of {}: {piece}", operation.name);
                assert!(second.contains(&piece), "the macro has no such piece of {}: {piece}", operation.name);
            }
            seen += 1;
        }
    }
    assert_eq!(seen, tree.operations.len());
}

/// An operation added to a client of another crate has the same types as in a crate of its own, though its door sees no other
/// operation; and the same items, except that it lacks `send_and_wait` where the waiter polls an operation that is not there.
#[test]
fn an_extension_has_the_same_items() {
    let tree = acs_tests::specs();
    let service = model::service(&tree);
    // Some of all: for each the shared files are read again.
    for (_, operation) in service.operations().step_by(7) {
        let alone = acs_spec::read::operation(&acs_tests::spec_folder().join(operation.path)).unwrap();
        let extension = generate::extension(&alone, &quote!(::acs_runtime), emit::Options::default()).unwrap();
        let extension = items(extension);
        let extension = module(&extension, &format!("{}_operation", operation.method));
        let whole = items(emit::operation(operation, &service, emit::Options::default()));
        let (some, all) = (types(extension), types(&whole));
        assert!(all.iter().all(|name| some.contains(name)), "{}: {all:?} are not all in {some:?}", operation.name);
        if operation.spec.waiter.is_none() && operation.name.starts_with("Describe") {
            let some = pieces(extension);
            // The call is begun by a method of the trait there.
            let begun = |piece: &String| piece.replace("[`Client::", &format!("[`{}::", operation.types.extension));
            assert!(pieces(&whole).iter().all(|piece| some.contains(&begun(piece))), "{}", operation.name);
        }
    }
}

fn types(items: &[Item]) -> Vec<String> {
    let name = |item: &Item| match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
    };
    items.iter().filter_map(name).collect()
}

fn items(tokens: TokenStream) -> Vec<Item> {
    syn::parse2::<syn::File>(tokens).unwrap().items
}

fn module<'i>(items: &'i [Item], name: &str) -> &'i [Item] {
    let module = items.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => module.content.as_ref(),
        _ => None,
    });
    &module.unwrap_or_else(|| panic!("no module `{name}`")).1
}

/// Items as text, and each method of `impl Client` for itself, whatever stands around it.
fn pieces(items: &[Item]) -> HashSet<String> {
    let mut pieces = HashSet::new();
    for item in items {
        match item {
            Item::Impl(block) if block.trait_.is_none() && block.self_ty.to_token_stream().to_string() == "Client" => {
                pieces.extend(block.items.iter().map(|method| format::quick(method.to_token_stream())));
            }
            other => {
                pieces.insert(format::quick(other.to_token_stream()));
            }
        }
    }
    pieces
}
