//! The workbench: a spec file in an editor, with what is wrong with it, the Rust generated from it, and the difference from the disk.

use acs_codegen::model;
use acs_spec::diagnostic::{Diagnostic, Diagnostics, Severity};
use acs_spec::diff::{diff, render};
use acs_spec::read::{self, SpecTree};
use axum::extract::{Form, Query as Asked, State};
use axum::response::Html;
use http::StatusCode;
use maud::{Markup, html};
use similar::{ChangeTag, TextDiff};

use super::highlight::Language;
use super::layout::{self, Page, Section};
use super::{Answer, Pairs, first, missing, source};
use crate::app::{App, Current, Shared};

/// Lines around a change.
const CONTEXT: usize = 3;

/// `GET /workbench?file=…`
pub(crate) async fn workbench(State(app): State<Shared>, Asked(pairs): Asked<Pairs>) -> Answer {
    let default = app.catalog.operations.first().map(|source| source.path.as_str()).unwrap_or_default();
    let path = first(&pairs, "file").unwrap_or(default);
    if !app.catalog.has_file(path) {
        return missing(&app, &format!("There is no spec file {path}."), &[]);
    }
    let text = app.catalog.text(path);
    (StatusCode::OK, page(&app, path, &text, None))
}

/// `POST /workbench/check`: what is known of the text, for the script; `POST /workbench` does the same in the page.
pub(crate) async fn check_spec(State(app): State<Shared>, Form(pairs): Form<Pairs>) -> Answer {
    match edited(&app, &pairs) {
        Ok((path, text)) => (StatusCode::OK, Html(findings(&app, path, &text).into_string())),
        Err(answer) => answer,
    }
}

/// `POST /workbench/save`
pub(crate) async fn save_spec(State(current): State<Current>, Form(pairs): Form<Pairs>) -> Answer {
    let app = current.app();
    match edited(&app, &pairs) {
        Ok((path, text)) => {
            let mut outcome = save(&app, path, &text);
            if outcome.is_ok() {
                outcome = current
                    .reload()
                    .await
                    .map_err(|error| format!("Saved, but other pages show the specs as they were: {error}"));
            }
            (StatusCode::OK, page(&current.app(), path, &text, Some(outcome)))
        }
        Err(answer) => answer,
    }
}

/// The file and the text that a form has. Browsers send lines that end in `\r\n`.
fn edited<'p>(app: &App, pairs: &'p Pairs) -> Result<(&'p str, String), Answer> {
    let path = first(pairs, "file").unwrap_or_default();
    match app.catalog.has_file(path) {
        true => Ok((path, first(pairs, "text").unwrap_or_default().replace("\r\n", "\n"))),
        false => Err(missing(app, &format!("There is no spec file {path}."), &[])),
    }
}

fn save(app: &App, path: &str, text: &str) -> Result<(), String> {
    if !app.write {
        return Err("Files are saved only if `acs explore` was started with `--write`.".to_owned());
    }
    if let Err(diagnostics) = tree(app, path, text).and_then(|tree| acs_spec::check(&tree).map(drop))
        && diagnostics.has_errors()
    {
        return Err("A file with errors is not saved.".to_owned());
    }
    app.catalog.save(path, text).map_err(|error| format!("{path} cannot be written: {error}"))
}

fn page(app: &App, path: &str, text: &str, outcome: Option<Result<(), String>>) -> Html<String> {
    let main = html! {
        h1 { "Spec workbench" }
        form.filters action="/workbench" method="get" {
            label.wide { span { "File" }
                input name="file" list="files" value=(path) autocomplete="off";
                datalist #files { @for file in app.catalog.paths() { option value=(file) {} } }
            }
            button type="submit" { "Open" }
        }
        @match &outcome {
            Some(Ok(())) => p.good role="status" { "✓ Saved." },
            Some(Err(why)) => p.bad role="status" { (why) },
            None => {},
        }
        div.workspace {
            form.editor action="/workbench/save" method="post" data-editor {
                input type="hidden" name="file" value=(path);
                label.visually-hidden for="spec-text" { "Text of " (path) }
                textarea #spec-text name="text" rows="32" spellcheck="false" wrap="off" { (text) }
                div.actions {
                    @if app.write { button.primary type="submit" { "Save" } }
                    @else { p.dim { "Changes are not saved: start with " code { "--write" } " for that." } }
                    button type="submit" formaction="/workbench/check" data-without-script { "Check" }
                }
            }
            div.side { section #findings aria-label="What follows from the text" aria-live="polite" { (findings(app, path, text)) } }
        }
    };
    layout::page(app, &Page { title: "Workbench", section: Section::Workbench, operation: None, query: "" }, main)
}

/// The tree of the file, of what it shares with others and of what its waiter polls.
fn tree(app: &App, path: &str, text: &str) -> Result<SpecTree, Diagnostics> {
    let own = path.rsplit('/').next().and_then(|file| file.strip_suffix(".yaml")).unwrap_or_default();
    let waiter = app.catalog.operation(own).and_then(|operation| app.catalog.shared.waiters.get(operation.waiter.as_deref()?));
    let polled = waiter.and_then(|waiter| app.catalog.find(&waiter.operation)).map(|source| source.path.as_str());
    let others = read::SHARED.into_iter().chain(polled).filter(|other| *other != path && app.catalog.has_file(other));
    let others = others.map(|other| (other.to_owned(), app.catalog.text_for(path, other).into_owned()));
    read::part_from_sources(others.chain([(path.to_owned(), text.to_owned())]))
}

fn findings(app: &App, path: &str, text: &str) -> Markup {
    let read = tree(app, path, text);
    let checked = read.and_then(|tree| acs_spec::check(&tree).map(|warnings| (tree, warnings)));
    let disk = app.catalog.text(path);
    html! {
        @match &checked {
            Err(diagnostics) => (list(diagnostics)),
            Ok((_, warnings)) if warnings.is_empty() => p.good { "✓ Nothing is wrong with the file." },
            Ok((_, warnings)) => (list(warnings)),
        }
        div.tabs data-tabs="workbench" {
            section data-tab="Rust" aria-label="Rust" { h3 { "Rust" } (rust(checked.as_ref().ok().map(|(tree, _)| tree), path)) }
            section data-tab="Changes" aria-label="Changes" {
                h3 { "Changes" }
                @if let (Ok((new, _)), Ok(old)) = (&checked, tree(app, path, &disk)) {
                    @let changes = diff(&old, new);
                    @if !changes.is_empty() { p { "What users see of it:" } pre.code tabindex="0" { (render(&changes)) } }
                }
                (lines(&disk, text))
            }
        }
    }
}

fn list(diagnostics: &Diagnostics) -> Markup {
    html! { ul.diagnostics { @for diagnostic in diagnostics { li { (one(diagnostic)) } } } }
}

fn one(diagnostic: &Diagnostic) -> Markup {
    let (line, column) = (diagnostic.location.line(), diagnostic.location.column());
    let class = if diagnostic.severity == Severity::Error { "bad" } else { "warn" };
    html! {
        button.quiet type="button" data-line=(line) data-column=(column) { (line) ":" (column) } " "
        strong class=(class) { @if diagnostic.severity == Severity::Error { "error" } @else { "warning" } "[" (diagnostic.code) "]" } " " (diagnostic.message)
        @if !diagnostic.label.is_empty() { p.dim { (diagnostic.label) } }
        @for text in diagnostic.notes.iter().chain(&diagnostic.helps) { p.dim { (text) } }
    }
}

fn rust(tree: Option<&SpecTree>, path: &str) -> Markup {
    let Some(tree) = tree else { return html! { p.dim { "No code comes of a file with errors." } } };
    let service = model::service(tree);
    let operation = service.operations().map(|(_, operation)| operation).find(|operation| operation.path == path);
    match operation {
        Some(operation) => source::block(&source::rust(operation, &service), Language::Rust),
        None => html! { p.dim { "The file is shared by all operations." } },
    }
}

/// The lines that differ, with some around them.
fn lines(old: &str, new: &str) -> Markup {
    let diff = TextDiff::from_lines(old, new);
    let groups = diff.grouped_ops(CONTEXT);
    html! {
        @if groups.is_empty() { p.dim { "The text is the one on the disk." } }
        @for group in &groups {
            pre.code.diff tabindex="0" {
                @for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                    @match change.tag() {
                        ChangeTag::Delete => del { "-" (change.value()) },
                        ChangeTag::Insert => ins { "+" (change.value()) },
                        ChangeTag::Equal => span { " " (change.value()) },
                    }
                }
            }
        }
    }
}
