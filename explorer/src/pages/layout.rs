//! What all pages have around them.

use axum::response::Html;
use http::HeaderMap;
use maud::{DOCTYPE, Markup, html};

use crate::app::App;
use crate::assets;

/// What a page is, for what is around it.
pub(super) struct Page<'a> {
    pub(super) title: &'a str,
    pub(super) section: Section,
    /// The operation that the page is about.
    pub(super) operation: Option<&'a str>,
    /// What is in the search field.
    pub(super) query: &'a str,
}

/// A part of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Operations,
    Errors,
    Emulator,
    Workbench,
    None,
}

const SECTIONS: [(Section, &str, &str); 4] = [
    (Section::Operations, "/", "Operations"),
    (Section::Errors, "/errors", "Errors"),
    (Section::Emulator, "/emulator", "Emulator"),
    (Section::Workbench, "/workbench", "Workbench"),
];

/// Whether the script asks for a part of a page. Without it, every answer is a whole page.
pub(super) fn is_part(headers: &HeaderMap) -> bool {
    headers.contains_key("x-part")
}

/// A whole page.
pub(super) fn page(app: &App, page: &Page<'_>, main: Markup) -> Html<String> {
    let service = &app.catalog.shared.service;
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " · " (service.product) " explorer" }
                link rel="icon" href=(assets::href("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::href("style.css"));
                script src=(assets::href("app.js")) defer {}
            }
            body {
                a.skip href="#main" { "Skip to content" }
                header.top {
                    a.brand href="/" { img src=(assets::href("icon.svg")) alt="" width="22" height="22"; span { (service.product) } " " small { (service.version) } }
                    form.find role="search" action="/" method="get" {
                        input type="search" name="q" value=(page.query) placeholder="Search operations, parameters, errors" aria-label="Search" autocomplete="off" data-opens-palette;
                        kbd aria-hidden="true" { "/" }
                    }
                    nav.sections aria-label="Sections" {
                        @for (section, href, name) in SECTIONS.into_iter().filter(|(section, _, _)| *section != Section::Emulator || !app.live) {
                            a href=(href) aria-current=[(section == page.section).then_some("page")] { (name) }
                        }
                    }
                    (mode(app))
                    button.theme type="button" data-theme-toggle hidden aria-label="Switch between light and dark" { "◐" }
                }
                @if app.live {
                    p.live-banner role="status" { strong { "Live." } " Calls go to the real service, with the credentials of this machine." }
                }
                div.columns {
                    main #main tabindex="-1" { (main) }
                    (tree(app, page.operation))
                }
                (palette())
                p #announce.visually-hidden role="status" {}
            }
        }
    };
    Html(markup.into_string())
}

fn mode(app: &App) -> Markup {
    match app.live {
        true => html! { span.mode.is-live { "live" } },
        false => html! { span.mode { "emulator" } },
    }
}

/// The groups with their operations.
fn tree(app: &App, current: Option<&str>) -> Markup {
    let open = current.and_then(|name| app.catalog.find(name)).map(|source| source.group.as_str());
    html! {
        nav.tree #browse aria-label="All operations" {
            @for (group, _) in app.catalog.shared.service.groups.iter() {
                @let operations: Vec<_> = app.catalog.group(group).collect();
                @if !operations.is_empty() {
                    details open[open == Some(group)] {
                        summary { span { (group) } " " small { (operations.len()) } }
                        ul {
                            @for source in operations {
                                @let name = source.operation.operation.as_str();
                                li { a href={ "/operations/" (name) } aria-current=[(current == Some(name)).then_some("page")] { (name) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The dialog that the script opens with `/`.
fn palette() -> Markup {
    html! {
        dialog #palette aria-label="Go to" {
            input type="search" placeholder="Go to an operation, an error code, a page" aria-label="Go to" autocomplete="off"
                role="combobox" aria-expanded="true" aria-controls="palette-list" spellcheck="false";
            div #palette-list role="listbox" aria-label="Results" {}
            p.hint { kbd { "↑" } kbd { "↓" } " choose " kbd { "Enter" } " open " kbd { "Esc" } " close" }
        }
    }
}
