//! What the page of an operation shows.

use acs_codegen::model::{Operation, Service};
use acs_runtime::operation::WaiterInfo;
use acs_runtime::sign::write_query;
use acs_spec::facts::{TableFacts, WaiterFacts, is_needed, value_text};
use acs_spec::read::SpecTree;
use acs_spec::{Access, ErrorCode};
use maud::{Markup, html};
use serde_json::Value;

use super::facts::{badges, inline, prose};
use super::live::Draft;
use super::{Pairs, fields, first, reply, reply_fields, source, step};
use crate::app::App;
use crate::request::Request;
use crate::state::Resources;
use crate::{calls, codes};

/// What the page is made from.
pub(super) struct View<'a> {
    pub(super) app: &'a App,
    pub(super) tree: &'a SpecTree,
    pub(super) service: &'a Service<'a>,
    pub(super) operation: &'a Operation<'a>,
    pub(super) resources: &'a Resources,
    pub(super) draft: &'a Draft<'a>,
}

impl View<'_> {
    pub(super) async fn main(&self, group: &str, reply: Option<Markup>) -> Markup {
        let spec = self.operation.spec;
        html! {
            p.crumbs { a href={ "/?group=" (step(group)) } { (group) } }
            h1 { (spec.operation) }
            (badges(spec))
            p.lead { (inline(&spec.summary)) }
            @if let Some(text) = &spec.description { div.prose { (prose(text)) } }
            @if spec.deprecated { (self.deprecated()) }
            nav.jump aria-label="On this page" {
                a href="#parameters" { "Parameters" } a href="#side" { "Request and reply" } a href="#response" { "Response" } a href="#errors" { "Error codes" }
                a href="#behaviour" { "Behaviour" } a href="#related" { "Related" } a href="#spec" { "Spec and Rust" }
            }
            div.workspace {
                section #parameters aria-labelledby="parameters-title" {
                    h2 #parameters-title { "Parameters" }
                    (self.form())
                }
                div.side #side {
                    section #reply aria-label="Reply" data-filled[reply.is_some()] { @if let Some(reply) = reply { (reply) } }
                    section #live aria-label="The request" { (self.draft.panel().await) }
                    section #history aria-label="History" hidden {}
                }
            }
            section #response aria-labelledby="response-title" { h2 #response-title { "Response" } (reply_fields::tree(self.operation)) }
            section #errors aria-labelledby="errors-title" { h2 #errors-title { "Error codes" } (self.errors()) }
            section #behaviour aria-labelledby="behaviour-title" { h2 #behaviour-title { "Behaviour" } (self.behaviour()) }
            section #related aria-labelledby="related-title" { h2 #related-title { "Related operations" } (self.related(group)) }
            section #spec aria-labelledby="spec-title" {
                h2 #spec-title { "Spec and Rust" }
                (source::side_by_side(&self.app.catalog.text(self.operation.path), self.operation, self.service))
            }
        }
    }

    fn form(&self) -> Markup {
        let action = |what: &str| format!("/operations/{}/{what}", self.operation.name);
        let writes = self.operation.spec.access == Access::Write;
        html! {
            form #request action=(action("fill")) method="post" data-operation=(self.operation.name) {
                (self.parameters())
                details.json {
                    summary { "Fill the form from JSON" }
                    textarea name="_json" rows="5" spellcheck="false" aria-label="The request as JSON" placeholder="{ \"RegionId\": \"cn-hangzhou\" }" {}
                    button type="submit" { "Fill" }
                }
                div.actions {
                    @if self.app.live && writes {
                        label.confirm { span { "Type " code { (self.operation.name) } " to change the real service" }
                            input name="_confirm" autocomplete="off" spellcheck="false"; }
                    }
                    button.primary type="submit" formaction=(action("call")) name="_action" value="call" data-call { @if self.app.live { "Call the service" } @else { "Call" } }
                    @if self.operation.facts.dry_run { button type="submit" formaction=(action("call")) name="_action" value="dry_run" data-call { "Dry run" } }
                    button type="submit" formaction=(action("fill")) data-without-script { "Check" }
                    label.check { input type="checkbox" name="_retry" value="on"; span { "retry as the client does" } }
                }
            }
        }
    }

    /// Sends what the form has.
    pub(super) async fn call(&self, pairs: &Pairs) -> Markup {
        let (spec, draft) = (self.operation.spec, self.draft);
        let writes = spec.access == Access::Write;
        let dry = first(pairs, "_action") == Some("dry_run") && self.operation.facts.dry_run;
        if self.app.live && writes && !dry && first(pairs, "_confirm").map(str::trim) != Some(self.operation.name) {
            return html! { p.outcome.bad { strong { "Not sent." } } p { "This changes the real service. Type " code { (self.operation.name) } " into the field beside the button first." } };
        }
        let request = draft.request();
        if dry {
            return match calls::dry_run(draft.backend, draft.known, &request).await {
                Ok(()) => {
                    html! { p.outcome.good { strong { "The request would have succeeded." } } p { "Nothing was changed." } }
                }
                Err(error) => reply::failed(&error),
            };
        }
        let waiter = spec.waiter.as_deref().and_then(|name| self.tree.waiters.get(name));
        let retry = first(pairs, "_retry").is_some();
        match calls::call(draft.backend, draft.known, spec, waiter, &request, retry).await {
            Err(error) => reply::failed(&error),
            Ok(answered) => html! {
                @if let (Some(known), Some(id)) = (&draft.known.waiter, &answered.wait) {
                    (reply::waiting(self.operation.name, &known.name, id, &self.wait_query(id, known, &request, &answered.reply), None))
                } @else if draft.known.waiter.is_some() && self.operation.facts.read_only {} @else if draft.known.waiter.is_some() {
                    (self.wait_by_hand())
                }
                (reply::answered(&answered, TableFacts::of(spec).as_ref()))
            },
        }
    }

    /// A wait for something that only a person can name.
    fn wait_by_hand(&self) -> Markup {
        let waiter = self.operation.spec.waiter.as_deref().and_then(|name| self.tree.waiters.get(name));
        let Some(waiter) = waiter else { return html! {} };
        let name = waiter.id_name();
        let polled = self.app.catalog.operation(&waiter.operation);
        let example = polled.and_then(|polled| polled.parameters.get(name)?.example.as_ref()).map(value_text).unwrap_or_default();
        let offered = self.resources.like(&example);
        html! {
            form.jmespath action={ "/operations/" (self.operation.name) "/wait" } method="get" data-part="waiting-result" {
                label { span { "The work goes on. Wait for " code { (name) } }
                    input name="id" list="wait-ids" autocomplete="off" placeholder=(example) value=(offered.first().map(|resource| resource.id.as_str()).unwrap_or_default()); }
                datalist #wait-ids { @for resource in &offered { option value=(resource.id) { (resource.name) } } }
                button type="submit" { "Wait" }
            }
            div #waiting-result {}
        }
    }

    fn wait_query(&self, id: &str, waiter: &WaiterInfo, request: &Request, reply: &Value) -> String {
        let also = waiter.also.iter().chain(waiter.operation.service.region_parameter.as_deref());
        let also = also.filter_map(|name| Some((name, request.text(name).or_else(|| reply.get(name)?.as_str())?)));
        write_query(std::iter::once(("id", id)).chain(also))
    }

    /// Looks once how what was begun is doing.
    pub(super) async fn poll(&self, pairs: &Pairs) -> Markup {
        let (Some(waiter), Some(id)) = (&self.draft.known.waiter, first(pairs, "id").filter(|id| !id.is_empty())) else {
            return html! { p.outcome.bad { "There is nothing to wait for." } };
        };
        let also: Pairs = pairs.iter().filter(|(name, _)| name != "id").cloned().collect();
        let progress = calls::poll(self.draft.backend, waiter.clone(), id, &also).await;
        let query = write_query(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        reply::waiting(self.operation.name, &waiter.name, id, &query, Some(&progress))
    }

    fn deprecated(&self) -> Markup {
        html! {
            p.notice { strong { "Deprecated." } " The service advises against it."
                @for name in &self.operation.spec.replaced_by { " Use " a href={ "/operations/" (name) } { (name) } "." }
            }
        }
    }

    /// First the required ones, and those that a call needs in practice.
    fn parameters(&self) -> Markup {
        let form = fields::Form { catalog: &self.app.catalog, operation: self.operation, resources: self.resources };
        let given = &self.draft.given;
        let (required, optional): (Vec<_>, Vec<_>) =
            self.operation.request.fields.iter().partition(|field| is_needed(field.wire, field.schema, self.service.spec));
        html! {
            @for field in &required { (form.field(field, field.wire, given.get(field.wire))) }
            @if required.is_empty() { p.dim { "None is required." } }
            @if !optional.is_empty() {
                h3 { "Optional" }
                @for field in &optional { (form.field(field, field.wire, given.get(field.wire))) }
            }
        }
    }

    fn errors(&self) -> Markup {
        let own = &self.operation.spec.errors;
        let common = &self.tree.service.errors;
        html! {
            @if own.is_empty() { p { "The service documents none for this operation." } } @else { (error_table(own)) }
            details { summary { "Codes that any operation may return (" (common.len()) ")" } (error_table(common)) }
        }
    }

    fn behaviour(&self) -> Markup {
        let (spec, facts) = (self.operation.spec, &self.operation.facts);
        html! {
            dl.facts {
                dt { "Method" } dd { code { (spec.method.as_str()) } }
                @if spec.asynchronous { dt { "Asynchronous" } dd { "The reply only acknowledges the request; the work goes on afterwards." } }
                @if let Some(waiter) = self.waiter() { dt { "Waiter" } dd { (waiter) } }
                @if let Some(pages) = &spec.pagination { dt { "Pages" } dd { "The list is " code { (pages.items) } @if let Some(size) = pages.max_size { ", at most " (size) " items a page" } "." } }
                dt { "Dry run" } dd { @if facts.dry_run { "Yes: " code { "DryRun" } " checks the request and changes nothing." } @else { "No." } }
                dt { "Safe to repeat" } dd {
                    @if facts.read_only { "Yes: it only reads." }
                    @else if let Some(token) = facts.idempotency_token { "With the same " code { (token) } ", which the client makes up for each call." }
                    @else { "Only after errors that say that nothing was done." }
                }
            }
        }
    }

    fn waiter(&self) -> Option<Markup> {
        let name = self.operation.spec.waiter.as_deref()?;
        let waiter = self.tree.waiters.get(name)?;
        let polled = self.app.catalog.operation(&waiter.operation)?;
        let facts = WaiterFacts::of(name, waiter, polled);
        Some(html! {
            code { (name) } ": " (inline(&waiter.summary)) " It polls " a href={ "/operations/" (facts.operation) } { (facts.operation) }
            @if !facts.success.is_empty() { " until " code { (facts.status.join(".")) } " is " @for state in &facts.success { code { (state) } " " } }
            @if !facts.failure.is_empty() { "; it fails at " @for state in &facts.failure { code { (state) } " " } }
        })
    }

    /// Operations of the same group, those on the same resource first.
    fn related(&self, group: &str) -> Markup {
        let noun = |name: &str| {
            name.trim_start_matches(|c: char| c.is_uppercase())
                .trim_start_matches(|c: char| c.is_lowercase())
                .trim_end_matches('s')
                .to_owned()
        };
        let own = noun(self.operation.name);
        let mut others: Vec<_> =
            self.app.catalog.group(group).filter(|source| source.operation.operation != self.operation.name).collect();
        others.sort_by_key(|source| noun(&source.operation.operation) != own);
        html! {
            ul.hits.compact { @for source in others { li { a href={ "/operations/" (source.operation.operation) } { (source.operation.operation) } p { (source.operation.summary) } } } }
        }
    }
}

fn error_table(errors: &[ErrorCode]) -> Markup {
    html! {
        div.scroll { table.errors {
            thead { tr { th scope="col" { "Code" } th scope="col" { "Status" } th scope="col" { "Meaning and advice" } th scope="col" { "Retry" } } }
            tbody { @for error in errors { tr {
                th scope="row" { a href={ "/errors/" (step(&error.code)) } { code { (error.code) } } }
                td { (error.status.as_slice().iter().map(u16::to_string).collect::<Vec<_>>().join(", ")) }
                td { (codes::meaning(error)) @if let Some(advice) = codes::advice(&error.code) { " " span.dim { (advice) } } }
                td { (codes::retry::name(error.retry)) }
            } } }
        } }
    }
}
