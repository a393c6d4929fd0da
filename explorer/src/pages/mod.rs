//! The pages: what is found, as HTML. `maud` escapes every text that is put into them.

mod compare;
mod diagram;
mod emulator;
mod errors;
mod facts;
mod fields;
mod find;
mod highlight;
mod layout;
mod live;
mod operation;
mod operation_view;
mod reply;
mod reply_fields;
mod source;
mod workbench;

use axum::extract::State;
use http::StatusCode;
use maud::html;

pub(crate) use emulator::{change, emulator};
pub(crate) use errors::{error, errors};
pub(crate) use find::{home, search};
pub(crate) use operation::{call, compare, fill, live, operation, wait};
pub(crate) use reply::jmespath;
pub(crate) use workbench::{check_spec, save_spec, workbench};

use crate::app::Shared;
use layout::{Page, Section};

/// What was asked for, by name.
pub(crate) type Pairs = Vec<(String, String)>;

/// An answer of a page: its status and its HTML.
type Answer = (StatusCode, axum::response::Html<String>);

/// Anything that has no page.
pub(crate) async fn not_found(State(app): State<Shared>) -> Answer {
    missing(&app, "There is no such page.", &[])
}

/// A page for what is not there, with links to what may have been meant.
fn missing(app: &crate::app::App, what: &str, near: &[(String, String)]) -> Answer {
    let main = html! {
        h1 { "Not found" }
        p { (what) }
        @if !near.is_empty() {
            p { "Did you mean:" }
            ul { @for (href, name) in near { li { a href=(href) { (name) } } } }
        }
        p { a href="/" { "All operations" } }
    };
    (
        StatusCode::NOT_FOUND,
        layout::page(app, &Page { title: "Not found", section: Section::None, operation: None, query: "" }, main),
    )
}

fn first<'p>(pairs: &'p Pairs, name: &str) -> Option<&'p str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A text as one step of a path.
fn step(text: &str) -> String {
    acs_runtime::sign::percent_encode(text).into_owned()
}
