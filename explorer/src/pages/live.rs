//! What follows from a request while it is typed: what is wrong with it, what would be signed and sent, sample code.

use acs_codegen::model::{Group, Operation, Service};
use acs_runtime::SignatureVersion;
use acs_runtime::sign::write_query;
use acs_spec::flat;
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::highlight::Language as Colours;
use super::source;
use crate::backend::Backend;
use crate::check::{self, Problem};
use crate::info::Known;
use crate::preview::SigningSteps;
use crate::request::Request;
use crate::sample::{Language, Sample, complete};

/// A request as it stands in the form.
pub(super) struct Draft<'a> {
    pub(super) backend: &'a Backend,
    pub(super) service: &'a Service<'a>,
    pub(super) group: &'a Group<'a>,
    pub(super) operation: &'a Operation<'a>,
    pub(super) known: &'a Known,
    pub(super) given: Map<String, Value>,
}

const LANGUAGES: [(Language, &str, Colours); 6] = [
    (Language::Rust, "Rust", Colours::Rust),
    (Language::Python, "Python", Colours::Python),
    (Language::Go, "Go", Colours::Go),
    (Language::Node, "Node", Colours::JavaScript),
    (Language::Curl, "curl", Colours::Shell),
    (Language::Cli, "acs", Colours::Shell),
];

impl Draft<'_> {
    /// What is wrong with the request.
    pub(super) fn problems(&self) -> Vec<Problem> {
        check::problems(&self.given, self.operation.spec, self.service.spec)
    }

    /// The request as it is sent, whether it is right or not.
    pub(super) fn request(&self) -> Request {
        Request::lenient(self.given.clone(), self.operation.spec, &self.service.spec.parameters)
    }

    /// Everything that changes with the request.
    pub(super) async fn panel(&self) -> Markup {
        let problems = self.problems();
        let mut masked = self.request();
        let has_secrets = masked.mask(self.operation.spec);
        html! {
            (summary(&problems))
            div.tabs data-tabs="what" {
                section data-tab="Request" aria-label="Request" {
                    h3 { "Request" }
                    @if has_secrets { p.dim { "Secrets are shown, and signed here, as " code { (crate::request::MASK) } "." } }
                    div.tabs data-tabs="signature" {
                        section data-tab="Signature V1" aria-label="Signature V1" { h4 { "Signature V1" } (self.steps(&masked, SignatureVersion::V1).await) }
                        section data-tab="Signature V3" aria-label="Signature V3" { h4 { "Signature V3" } (self.steps(&masked, SignatureVersion::V3).await) }
                    }
                    (self.comparison())
                }
                section data-tab="Code" aria-label="Sample code" {
                    h3 { "Sample code" }
                    (self.samples())
                }
                section data-tab="JSON" aria-label="The request as JSON" {
                    h3 { "The request as JSON" }
                    (copyable(&self.json(), Colours::Json))
                }
                section data-tab="Link" aria-label="Link" {
                    h3 { "Link" }
                    p { a #permalink href=(self.link()) { "This operation with the form filled" } }
                    p.dim { "Secrets are not in it." }
                }
            }
        }
    }

    /// The page of the operation with the form filled, without its secrets.
    fn link(&self) -> String {
        let mut masked = self.request();
        masked.mask(self.operation.spec);
        let pairs = flat::pairs(&self.given);
        let open = pairs.iter().filter(|(name, _)| !masked.is_sensitive(name));
        let query = write_query(open.map(|(name, value)| (name.as_str(), value.as_str())));
        let path = format!("/operations/{}", self.operation.name);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    fn json(&self) -> String {
        let mut masked = self.request();
        masked.mask(self.operation.spec);
        serde_json::to_string_pretty(&Value::Object(masked.to_map())).unwrap_or_default()
    }

    async fn steps(&self, request: &Request, version: SignatureVersion) -> Markup {
        let client = match self.backend.stand_in(version) {
            Ok(client) => client,
            Err(error) => return html! { p.problem { (error) } },
        };
        let reveal = self.backend.emulator.is_some();
        let steps = match client.call(self.known.operation.clone()).preview(request).await {
            Ok(preview) => SigningSteps::of(&preview, version, reveal),
            Err(error) => return html! { p.problem { (error) } },
        };
        html! {
            (part("URL", &format!("{} {}", steps.method, steps.url)))
            (part("Headers", &steps.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")))
            @if !steps.body.is_empty() { (part("Body", &steps.body)) }
            @if let Some(canonical) = &steps.canonical_request { (part("Canonical request", canonical)) }
            @if let Some(text) = &steps.string_to_sign { (part("String to sign", text)) }
            @match &steps.signature { Some(signature) => (part("Signature", signature)), None => p.dim { "The signature is that of a key that is not shown." } }
        }
    }

    /// Compares a server's string to sign with this one.
    fn comparison(&self) -> Markup {
        html! {
            details.compare {
                summary { "Compare with the string to sign of a server" }
                form action={ "/operations/" (self.operation.name) "/compare" } method="post" data-part="compare-result" {
                    @for (name, value) in flat::pairs(&self.given) { input type="hidden" name=(name) value=(if self.request().is_sensitive(&name) { "" } else { &value }); }
                    label { span { "Paste the message of " code { "SignatureDoesNotMatch" } ", or the text after " code { "server string to sign is:" } }
                        textarea name="_theirs" rows="4" spellcheck="false" {} }
                    button type="submit" { "Compare" }
                }
                div #compare-result {}
            }
        }
    }

    fn samples(&self) -> Markup {
        let mut given = self.given.clone();
        complete(&mut given, self.operation.spec, self.service.spec);
        let mut request = Request::lenient(given, self.operation.spec, &self.service.spec.parameters);
        request.mask(self.operation.spec);
        let sample = Sample::new(self.service, self.group, self.operation, request, None);
        html! {
            p.dim { "Required parameters that are not given have the values of the spec's examples." }
            div.tabs data-tabs="language" {
                @for (language, name, colours) in LANGUAGES {
                    section data-tab=(name) aria-label=(name) {
                        h4 { (name) }
                        @match sample.write(language) { Ok(code) => (copyable(&code, colours)), Err(error) => p.problem { (error) } }
                    }
                }
            }
        }
    }
}

/// How many problems there are; each is put beside its field by the script, and listed here without it.
fn summary(problems: &[Problem]) -> Markup {
    let (missing, wrong): (Vec<_>, Vec<_>) = problems.iter().partition(|problem| problem.missing);
    html! {
        div.verdict data-problems role="status" {
            @if problems.is_empty() { p.good { "✓ The request fits the spec." } }
            @if !missing.is_empty() { p.dim { "Still missing: " @for problem in &missing { code { (problem.path) } " " } } }
            @if !wrong.is_empty() { ul.wrong { @for problem in &wrong { li data-path=(problem.path) { code { (problem.path) } ": " span { (problem.text) } } } } }
        }
    }
}

fn part(name: &str, text: &str) -> Markup {
    html! { figure.part { figcaption { (name) } div.copyable { pre.code tabindex="0" { code { (text) } } (copy_button(name)) } } }
}

/// Code with a button that copies it.
pub(super) fn copyable(code: &str, colours: Colours) -> Markup {
    html! { div.copyable { (source::block(code, colours)) (copy_button("code")) } }
}

fn copy_button(what: &str) -> Markup {
    html! { button.copy type="button" data-copy hidden aria-label={ "Copy " (what) } { "Copy" } }
}
