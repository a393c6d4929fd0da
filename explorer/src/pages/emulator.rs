//! The emulator: what it holds, what it was asked, and what is to go wrong.

use std::time::{Duration, SystemTime};

use acs_emulator::{Answer as How, Emulator, FaultRule, Request, SignatureCheck};
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::diagram::{is_busy, picture};
use super::layout::{self, Page, Section};
use super::{Answer, Pairs, first, missing, step};
use crate::app::{App, Shared};
use crate::state::{Resource, Resources};

/// Requests that are shown.
const MOST_REQUESTS: usize = 50;

/// Faults by what they are called here, with what makes a rule of each.
const FAULTS: [(&str, &str); 9] = [
    ("busy", "the resource is busy"),
    ("throttle", "too many requests"),
    ("internal", "the service fails (500)"),
    ("bad_gateway", "a gateway's page (502)"),
    ("unavailable", "status 503 and nothing else"),
    ("drop_before", "the connection ends before the work"),
    ("drop_after", "the connection ends after the work"),
    ("truncated", "half of the reply"),
    ("slow_start", "a reply after three seconds"),
];

/// `GET /emulator`
pub(crate) async fn emulator(State(app): State<Shared>) -> Answer {
    let backend = app.backend();
    let Some(emulator) = &backend.emulator else {
        return missing(&app, "Calls go to the real service: there is no emulator.", &[]);
    };
    let resources = Resources::of(emulator.resources());
    // What to begin with is there if the product is VPC.
    let has = |operation: &str| app.catalog.find(operation).is_some();
    let main = html! {
        h1 { "Emulator" }
        p.lead { "It holds " (resources.iter().count()) " resources. Its endpoint is " code { (emulator.endpoint()) } ", its key " code { (Emulator::ACCESS_KEY_ID) } " with the secret " code { (Emulator::ACCESS_KEY_SECRET) } "." }
        (controls(emulator, has("CreateVpnGateway")))
        section aria-labelledby="resources-title" { h2 #resources-title { "Resources" } (inventory(&resources, has("CreateVpc"))) }
        section aria-labelledby="faults-title" { h2 #faults-title { "Faults" } (faults(emulator)) }
        section aria-labelledby="requests-title" { h2 #requests-title { "Requests" } (requests(emulator)) }
    };
    let page = Page { title: "Emulator", section: Section::Emulator, operation: None, query: "" };
    (StatusCode::OK, layout::page(&app, &page, main))
}

/// `POST /emulator/<action>`: changes something, and leads back to the page.
pub(crate) async fn change(State(app): State<Shared>, Path(action): Path<String>, Form(pairs): Form<Pairs>) -> Response {
    match apply(&app, &action, &pairs) {
        Ok(()) => (StatusCode::SEE_OTHER, [(header::LOCATION, "/emulator")]).into_response(),
        Err(why) => missing(&app, &why, &[]).into_response(),
    }
}

fn apply(app: &App, action: &str, pairs: &Pairs) -> Result<(), String> {
    let backend = app.backend();
    let emulator = backend.emulator.as_ref().ok_or("Calls go to the real service: there is no emulator.")?;
    let name = first(pairs, "name").map(str::trim).filter(|name| !name.is_empty()).unwrap_or("snapshot");
    match action {
        "fault" => emulator.fault(rule(pairs)?),
        "clear-faults" => emulator.clear_faults(),
        "gateway" => drop(emulator.create_vpn_gateway()),
        "advance" => {
            let minutes: f64 = first(pairs, "minutes").and_then(|text| text.parse().ok()).ok_or("Give a number of minutes.")?;
            let by = Duration::try_from_secs_f64(minutes * 60.0).map_err(|_| "Time goes forward only.")?;
            emulator.advance(by.min(Duration::from_secs(366 * 86_400)));
        }
        "stop-clock" => emulator.freeze(true),
        "start-clock" => emulator.freeze(false),
        "snapshot" => emulator.snapshot(name).map_err(|error| error.to_string())?,
        "restore" => emulator.restore(name).map_err(|error| error.to_string())?,
        "reset" => emulator.reset(),
        _ => return Err("There is no such action.".to_owned()),
    }
    Ok(())
}

fn rule(pairs: &Pairs) -> Result<FaultRule, String> {
    let given = |name: &str| first(pairs, name).map(str::trim).filter(|text| !text.is_empty());
    let code = given("code").unwrap_or("VpnGateway.Configuring");
    let fault = match given("kind").unwrap_or("busy") {
        "busy" => json!({"kind": "error", "status": 400, "code": code}),
        "internal" => json!({"kind": "error", "status": 500, "code": "InternalError"}),
        "slow_start" => json!({"kind": "slow_start", "ms": 3000}),
        kind => json!({ "kind": kind }),
    };
    let mut rule = json!({"operation": given("operation").unwrap_or("*"), "fault": fault});
    if let Some(times) = given("times") {
        rule["times"] = times.parse::<u32>().map_err(|_| "A number of times is a whole number.")?.into();
    }
    serde_json::from_value(rule).map_err(|error| format!("This is not a fault rule: {error}."))
}

fn controls(emulator: &Emulator, has_gateways: bool) -> Markup {
    let snapshots = emulator.snapshots();
    let stopped = emulator.is_frozen();
    html! {
        div.controls {
            form action="/emulator/advance" method="post" {
                p { strong { "Clock " } time { (time(emulator.now())) } @if stopped { " " span.badge { "stopped" } } }
                label.inline { span { "Forward by minutes" } input name="minutes" value="10" inputmode="decimal" size="4"; }
                button type="submit" { "Advance" }
                @if stopped { button type="submit" formaction="/emulator/start-clock" { "Let it run" } } @else { button type="submit" formaction="/emulator/stop-clock" { "Stop" } }
            }
            form action="/emulator/snapshot" method="post" {
                p { strong { "State" } }
                label.inline { span { "Name" } input name="name" value="snapshot" list="snapshots" size="12"; }
                datalist #snapshots { @for name in &snapshots { option value=(name) {} } }
                button type="submit" { "Snapshot" }
                button type="submit" formaction="/emulator/restore" disabled[snapshots.is_empty()] { "Restore" }
                button.danger type="submit" formaction="/emulator/reset" { "Reset" }
                @if !snapshots.is_empty() { p.dim { "Snapshots: " (snapshots.join(", ")) } }
            }
            @if has_gateways {
                form action="/emulator/gateway" method="post" {
                    p { strong { "Begin with" } }
                    button type="submit" { "A VPN gateway that is ready" }
                }
            }
        }
    }
}

fn inventory(resources: &Resources, can_create_vpc: bool) -> Markup {
    if resources.iter().next().is_none() {
        return html! { p.dim { "There are none yet." @if can_create_vpc { " Call " a href="/operations/CreateVpc?VpcName=web&CidrBlock=10.0.0.0%2F8" { "CreateVpc" } " to begin." } } };
    }
    html! {
        (picture(resources))
        @for (kind, resources) in resources.by_kind() {
            details { summary { strong { (kind) } " " small { (resources.len()) } } (table(&resources)) }
        }
    }
}

fn table(resources: &[&Resource]) -> Markup {
    html! {
        div.scroll { table {
            thead { tr { th scope="col" { "Id" } th scope="col" { "Name" } th scope="col" { "Status" } th scope="col" { "Region" } th scope="col" { "Needs" } } }
            tbody { @for resource in resources { tr id=(resource.id) {
                th scope="row" { code { (resource.id) } }
                td { (resource.name) }
                td { span.status data-busy[is_busy(&resource.status)] { (resource.status) } }
                td { (resource.region) }
                td { @for need in &resource.needs { a href={ "#" (need) } { code { (need) } } " " } }
            } } }
        } }
    }
}

fn faults(emulator: &Emulator) -> Markup {
    let rules = serde_json::to_value(emulator.faults()).unwrap_or_default();
    let rules: Vec<&Value> = rules.as_array().into_iter().flatten().collect();
    html! {
        form.filters action="/emulator/fault" method="post" {
            label { span { "What happens" } select name="kind" { @for (kind, text) in FAULTS { option value=(kind) { (text) } } } }
            label { span { "Operation, may end in *" } input name="operation" value="*" autocomplete="off"; }
            label { span { "Code when busy" } input name="code" value="VpnGateway.Configuring" autocomplete="off"; }
            label { span { "Times, empty for always" } input name="times" value="1" inputmode="numeric"; }
            button type="submit" { "Switch on" }
        }
        @if rules.is_empty() { p.dim { "Nothing goes wrong on purpose." } } @else {
            div.scroll { table #faults {
                thead { tr { th scope="col" { "Operation" } th scope="col" { "Fault" } th scope="col" { "Times left" } } }
                tbody { @for rule in rules { tr {
                    td { code { (text(&rule["operation"])) } }
                    td { (text(&rule["fault"]["kind"])) " " code { (text(&rule["fault"]["code"])) } }
                    td { @if rule["times"].is_null() { "always" } @else { (rule["times"]) } }
                } } }
            } }
            form action="/emulator/clear-faults" method="post" { button type="submit" { "Switch all off" } }
        }
    }
}

fn requests(emulator: &Emulator) -> Markup {
    let requests = emulator.requests();
    html! {
        @if requests.is_empty() { p.dim { "None came yet." } } @else {
            div.scroll { table {
                thead { tr { th scope="col" { "Time" } th scope="col" { "Operation" } th scope="col" { "Status" } th scope="col" { "Answer" } th scope="col" { "Parameters" } } }
                tbody { @for request in requests.iter().rev().take(MOST_REQUESTS) { tr { (request_cells(request)) } } }
            } }
            @if requests.len() > MOST_REQUESTS { p.dim { "The last " (MOST_REQUESTS) " of " (requests.len()) "." } }
        }
    }
}

fn request_cells(request: &Request) -> Markup {
    let how = match request.answer {
        How::State => "from the state",
        How::Example => "an example",
        How::Refused => "refused",
        How::Fault => "a fault",
        _ => "other",
    };
    html! {
        td { time { (time(request.at)) } }
        td { a href={ "/operations/" (step(&request.operation)) } { (request.operation) } }
        td { @if request.status == 0 { "dropped" } @else { (request.status) } @if let Some(code) = &request.code { " " a href={ "/errors/" (step(code)) } { code { (code) } } } }
        td { (how) @if let Some(check) = &request.signature { (signature(check)) } }
        td { details { summary { (request.parameters.len()) } ul { @for (name, value) in &request.parameters { li { code { (name) "=" (value) } } } } } }
    }
}

/// Why a signature was refused.
fn signature(check: &SignatureCheck) -> Markup {
    html! {
        p.dim { "The signature: " (check.cause) "." }
        details { summary { "What the emulator signed" }
            p { "Canonical request" } pre { code { (check.canonical_request) } }
            p { "String to sign" } pre { code { (check.string_to_sign) } }
            p { "Signature that came" } pre { code { (check.received) } }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A time as the service writes it.
fn time(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time.max(SystemTime::UNIX_EPOCH)).to_string()
}
