//! All that a user can name, of the client, read out of the generated code, and of the runtime, read out of its sources: a breaking
//! change is a changed line.
//!
//! Modules in alphabetical order; in each, a line for every function with its argument types, for every struct and enum with
//! what is public in it, and for the methods of a call one line with all of its setters. Methods that every call has are listed
//! once, at the top.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use acs_codegen::{emit, generate};
use quote::ToTokens;
use syn::{Attribute, Fields, FnArg, ImplItem, Item, ItemImpl, ReceiverKind, ReturnType, Signature, TraitItem, Visibility};

#[test]
fn public_surface() {
    let tree = acs_tests::specs();
    let files = generate(&tree, emit::Options::default()).unwrap();
    let modules: BTreeMap<String, Vec<Item>> = files
        .into_iter()
        .map(|file| (file.name.replace(".rs", ""), syn::parse2::<syn::File>(file.items).unwrap().items))
        .collect();
    let calls: BTreeSet<String> = modules.values().flatten().flat_map(calls_of).collect();
    let shared = shared_methods(&modules, &calls);

    let mut text = "every call\n".to_owned();
    for method in &shared {
        writeln!(text, "  {method}").unwrap();
    }
    for (module, items) in &modules {
        writeln!(text, "\n{module}").unwrap();
        let lines: BTreeSet<String> = items.iter().flat_map(|item| lines(item, &shared)).collect();
        let (methods, types): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.starts_with("Client::"));
        for line in methods.into_iter().chain(types) {
            writeln!(text, "  {line}").unwrap();
        }
    }
    assert_snapshot("surface", &text);
}

/// What is `pub` in the runtime can be named from outside: the compiler's lint `unreachable_pub` sees to that. So the files are
/// read, and only what is hidden or for tests is left out.
#[test]
fn public_surface_of_the_runtime() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src");
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut types = BTreeSet::new();
    for path in rust_files(&sources) {
        let name = path.strip_prefix(&sources).unwrap().with_extension("");
        let module = name.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        if module == "generated" || module == "testing" {
            continue;
        }
        let file = syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let items = file.items.iter().filter(|item| !is_left_out(attributes(item)));
        types.extend(file.items.iter().filter_map(type_name));
        modules.entry(module).or_default().extend(items.flat_map(|item| lines(item, &BTreeSet::new())));
    }
    // Impls of a type that cannot be named from outside are not part of the surface.
    let known = |line: &str| {
        let of = line.split_once(": ").map(|(of, _)| of.split('<').next().unwrap_or(of));
        of.is_none_or(|of| !of.chars().all(char::is_alphanumeric) || types.contains(of))
    };
    modules.values_mut().for_each(|lines| lines.retain(|line| known(line)));
    let mut text = String::new();
    for (module, lines) in modules.iter().filter(|(_, lines)| !lines.is_empty()) {
        writeln!(text, "{module}").unwrap();
        for line in lines {
            writeln!(text, "  {line}").unwrap();
        }
        text.push('\n');
    }
    assert_snapshot("runtime_surface", &text);
}

fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| match path.is_dir() {
        true => rust_files(&path),
        false => vec![path],
    });
    found.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn type_name(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) if public(&item.vis) => Some(item.ident.to_string()),
        Item::Enum(item) if public(&item.vis) => Some(item.ident.to_string()),
        Item::Type(item) if public(&item.vis) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether an item is hidden from the documentation, or for tests alone.
fn is_left_out(attributes: &[Attribute]) -> bool {
    let texts = attributes.iter().map(|attribute| tokens(attribute).replace(' ', ""));
    texts.into_iter().any(|text| text.contains("doc(hidden)") || text.contains("cfg(test)"))
}

/// A method of the client for each operation, a call with a request, a response and an error code enum for each.
#[test]
fn every_operation_is_reached_from_the_client() {
    let tree = acs_tests::specs();
    let mut methods = BTreeSet::new();
    let mut types = BTreeSet::new();
    for file in generate(&tree, emit::Options::default()).unwrap() {
        for item in &syn::parse2::<syn::File>(file.items).unwrap().items {
            methods.extend(calls_of(item));
            match item {
                Item::Struct(item) => _ = types.insert(item.ident.to_string()),
                Item::Enum(item) => _ = types.insert(item.ident.to_string()),
                Item::Type(item) => _ = types.insert(item.ident.to_string()),
                _ => {}
            }
        }
    }
    for operation in &tree.operations {
        let name = &operation.operation.operation;
        assert!(methods.contains(name), "no method gives {name}");
        for part in ["Request", "Response", "Code"] {
            assert!(types.contains(&format!("{name}{part}")), "{name} has no {part}");
        }
    }
}

/// The lines of an item.
fn lines(item: &Item, shared: &BTreeSet<String>) -> Vec<String> {
    match item {
        Item::Struct(item) if public(&item.vis) => vec![format!("struct {} {}", item.ident, fields(&item.fields))],
        Item::Enum(item) if public(&item.vis) => {
            let variants: Vec<String> =
                item.variants.iter().map(|variant| format!("{}{}", variant.ident, fields(&variant.fields))).collect();
            vec![format!("enum {} {{ {} }}", item.ident, variants.join(", "))]
        }
        Item::Static(item) if public(&item.vis) => vec![format!("static {}: {}", item.ident, tokens(&item.ty))],
        Item::Const(item) if public(&item.vis) => vec![format!("const {}: {}", item.ident, tokens(&item.ty))],
        Item::Type(item) if public(&item.vis) => vec![format!("type {} = {}", item.ident, tokens(&item.ty))],
        Item::Fn(item) if public(&item.vis) => vec![signature(&item.sig)],
        Item::Trait(item) if public(&item.vis) => {
            let methods = item.items.iter().filter_map(|part| match part {
                TraitItem::Fn(method) => Some(signature(&method.sig)),
                TraitItem::Type(of) => Some(format!("type {}", of.ident)),
                TraitItem::Const(of) => Some(format!("const {}: {}", of.ident, tokens(&of.ty))),
                _ => None,
            });
            vec![format!("trait {} {{ {} }}", item.ident, methods.collect::<Vec<_>>().join("; "))]
        }
        Item::Use(item) if public(&item.vis) => vec![tokens(item)],
        Item::Impl(item) => {
            let of = tokens(&item.self_ty);
            if let Some((implemented, _)) = &item.trait_ {
                let implemented = tokens(implemented);
                let on_every = ["rt::Encode", "rt::Decode", "rt::Operation"].contains(&implemented.as_str());
                return if on_every { vec![] } else { vec![format!("{of}: {implemented}")] };
            }
            let methods: Vec<String> = methods(item).into_iter().filter(|method| !shared.contains(method)).collect();
            match of.as_str() {
                "Client" | "Builder" => methods.iter().map(|method| format!("{of}::{method}")).collect(),
                _ if methods.is_empty() => vec![],
                _ => vec![format!("{of} {}", methods.join(" "))],
            }
        }
        _ => vec![],
    }
}

/// The methods that every call has.
fn shared_methods(modules: &BTreeMap<String, Vec<Item>>, calls: &BTreeSet<String>) -> BTreeSet<String> {
    let mut shared: Option<BTreeSet<String>> = None;
    for item in modules.values().flatten() {
        let Item::Impl(block) = item else { continue };
        if block.trait_.is_some() || !calls.contains(&tokens(&block.self_ty)) {
            continue;
        }
        let methods = BTreeSet::from_iter(methods(block));
        shared = Some(shared.map_or(methods.clone(), |shared| &shared & &methods));
    }
    shared.unwrap_or_default()
}

/// The public methods of a block. What differs between calls only by the name of their types is written alike.
fn methods(block: &ItemImpl) -> Vec<String> {
    let of = tokens(&block.self_ty);
    let methods = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if public(&method.vis) => Some(signature(&method.sig)),
        _ => None,
    });
    methods
        .map(|method| method.replace(&format!("{of}Request"), "Request").replace(&format!("{of}Response"), "Response"))
        .collect()
}

/// The calls that the client's methods give, if an item holds some.
fn calls_of(item: &Item) -> Vec<String> {
    match item {
        Item::Impl(block) if block.trait_.is_none() && tokens(&block.self_ty) == "Client" => {
            let methods = block.items.iter().filter_map(|item| match item {
                ImplItem::Fn(method) if public(&method.vis) => Some(result(&method.sig)),
                _ => None,
            });
            methods.collect()
        }
        _ => vec![],
    }
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// A function's name, arguments and result. A receiver that is the whole value and the name of an argument that is the function's
/// own are left out: that is what setters have.
fn signature(signature: &Signature) -> String {
    let arguments = signature.inputs.iter().filter_map(|argument| match argument {
        FnArg::Receiver(receiver) if matches!(receiver.kind, ReceiverKind::Reference(..)) => Some("&self".to_owned()),
        FnArg::Receiver(_) => None,
        FnArg::Typed(argument) if signature.ident == tokens(&argument.pat) => Some(tokens(&argument.ty)),
        FnArg::Typed(argument) => Some(format!("{}: {}", tokens(&argument.pat), tokens(&argument.ty))),
    });
    let arguments: Vec<String> = arguments.collect();
    let result = result(signature);
    let result = if result.is_empty() || result == "Self" { String::new() } else { format!(" -> {result}") };
    format!("{}({}){result}", signature.ident, arguments.join(", "))
}

fn result(signature: &Signature) -> String {
    match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => tokens(ty),
    }
}

/// The public fields of a struct, or the content of a variant.
fn fields(fields: &Fields) -> String {
    match fields {
        Fields::Unit => String::new(),
        Fields::Unnamed(fields) => {
            format!("({})", fields.unnamed.iter().map(|field| tokens(&field.ty)).collect::<Vec<_>>().join(", "))
        }
        Fields::Named(fields) => {
            let public = fields.named.iter().filter(|field| public(&field.vis));
            let named = public.map(|field| format!("{}: {}", field.ident.to_token_stream(), tokens(&field.ty)));
            format!("{{ {} }}", named.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Tokens as a person writes them.
fn tokens(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let joined = [(" :: ", "::"), (" < ", "<"), (" > ", ">"), (" >", ">"), ("& ", "&"), (" ,", ","), (" ;", ";"), ("' ", "'")];
    joined.iter().fold(text, |text, (from, to)| text.replace(from, to))
}
