//! An operation of the metadata becomes an operation file.

use std::collections::HashSet;

use super::access;
use super::dotted;
use super::metadata::{self, Api, Document, Parameter};
use super::pagination;
use super::report::{NoteKind, Notes};
use super::schema::{Converter, Rules, Side};
use super::shapes;
use super::summary;
use super::texts;
use super::values::is_json_text;
use super::{Wording, can_be_named};
use crate::names;
use crate::types::{ErrorCode, Format, Kind, Method, Named, OneOrMany, Operation, ParameterLocation, Schema, Style};

/// What is the same for all operations of a document.
pub(super) struct Context<'m> {
    pub(super) rules: Rules<'m>,
    /// Parameters that every operation takes and that nobody needs: they are in `service.yaml`.
    pub(super) implicit: Named<Schema>,
    /// Whether parameters that are not needed are recognised by their names, because nothing else identifies them.
    guess_implicit: bool,
    document: Document<'m>,
    /// Names of parameters that take JSON as text, wherever they have an example; in small letters.
    json: HashSet<String>,
    /// Names of all operations.
    operations: HashSet<&'m str>,
    /// Whether the style is RPC, which has no paths. Style V3 is the same protocol where an operation has no path.
    rpc: bool,
}

/// Names of the parameters that every operation takes and that nobody needs.
const IMPLICIT: [&str; 4] = ["OwnerAccount", "OwnerId", "ResourceOwnerAccount", "ResourceOwnerId"];

impl<'m> Context<'m> {
    pub(super) fn new(document: Document<'m>, wording: Wording) -> Self {
        let rules = Rules {
            components: document.components(),
            guess_secrets: !document.tells_secrets(),
            texts: wording == Wording::Metadata,
        };
        let guess_implicit = !document.tells_implicit();
        let operations = document.apis().map(|api| api.name).collect();
        let rpc = document.style().is_some_and(|style| style.eq_ignore_ascii_case("RPC"));
        let json = names_of_json(document);
        let mut context = Context { document, json, rules, implicit: Named::default(), guess_implicit, operations, rpc };
        context.implicit = context.find_implicit(document);
        context
    }

    fn find_implicit(&self, document: Document<'m>) -> Named<Schema> {
        let mut found: Vec<(String, Schema)> = Vec::new();
        let mut notes = Notes::default();
        for parameter in document.apis().flat_map(Api::parameters).filter(|parameter| self.is_implicit(*parameter)) {
            let Some(name) = parameter.name() else { continue };
            if found.iter().all(|(known, _)| known != name) {
                let schema = Converter::new(&self.rules, &mut notes, Side::Request).parameter(name, parameter.schema());
                found.push((name.to_owned(), schema));
            }
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        Named(found)
    }

    fn is_implicit(&self, parameter: Parameter<'m>) -> bool {
        let named_so = || parameter.name().is_some_and(|name| IMPLICIT.contains(&name));
        parameter.implicit() || (self.guess_implicit && named_so() && parameter.undocumented())
    }
}

/// Names under which every example is a list or an object in JSON: what has no example under such a name takes JSON too.
fn names_of_json(document: Document<'_>) -> HashSet<String> {
    let (mut json, mut other) = (HashSet::new(), HashSet::new());
    for parameter in document.apis().flat_map(Api::parameters).filter(|parameter| parameter.schema().kind() == Some("string")) {
        let (Some(name), Some(example)) = (parameter.name(), parameter.schema().get("example")) else { continue };
        let names = if is_json_text(example) { &mut json } else { &mut other };
        names.insert(name.to_ascii_lowercase());
    }
    json.difference(&other).cloned().collect()
}

/// Converts one operation; `None` if it cannot be expressed.
pub(super) fn convert<'m>(api: Api<'m>, context: &Context<'m>, notes: &mut Notes) -> Option<Operation> {
    match api.path() {
        // The official SDKs send every operation of style RPC to `/`.
        Some(path) if context.rpc => notes.add(NoteKind::NoPlace, &[], format!("the path `{path}`, which RPC does not use")),
        Some(path) => {
            notes.add(NoteKind::OperationLeftOut, &[], format!("it has the path `{path}`, which only REST operations have"));
            return None;
        }
        None => {}
    }
    let mut converter = Converter::new(&context.rules, notes, Side::Request);
    let parameters = parameters(api, context, &mut converter);
    let sent = converter.shapes;
    let parameters = match parameters {
        Ok(parameters) => parameters,
        Err(why) => {
            notes.add(NoteKind::OperationLeftOut, &[], why);
            return None;
        }
    };
    for key in api.malformed() {
        notes.add(NoteKind::NoPlace, &[], format!("its `{key}` are not written as the metadata writes them, and are not read"));
    }
    let mut converter = Converter::new(&context.rules, notes, Side::Response);
    let mut response = api.reply().map(|reply| converter.reply(reply)).unwrap_or_default();
    let shapes = shapes::unite(sent, converter.shapes, &mut response);
    let mut operation = Operation {
        operation: api.name.to_owned(),
        summary: summary::placeholder(api.name),
        description: None,
        access: access::classify(api, notes),
        method: method(api, &parameters),
        auth: access::auth(api, notes),
        deprecated: api.deprecated() == Some(true),
        replaced_by: replaced_by(api, context, notes),
        asynchronous: api.asynchronous(),
        waiter: None,
        pagination: None,
        columns: Vec::new(),
        parameters,
        response,
        shapes,
        errors: errors(api, notes),
        sample: None,
    };
    operation.pagination = pagination::find(api, &operation, notes);
    if context.rules.texts {
        take_texts(api, &mut operation, notes);
    }
    shapes::prune(&mut operation);
    Some(operation)
}

/// The vendor's own words in place of a sentence made of the name.
fn take_texts(api: Api<'_>, operation: &mut Operation, notes: &mut Notes) {
    let mut noted = |key: &str, found: Result<Option<String>, String>| {
        found.unwrap_or_else(|why| {
            notes.add(NoteKind::TextDropped, &[key], why);
            None
        })
    };
    if let Some(summary) = noted("summary", texts::sentence(api.texts())) {
        operation.summary = summary;
    }
    operation.description = noted("description", texts::description(api.texts(), &["description"]));
}

/// What to use instead of a deprecated operation.
fn replaced_by(api: Api<'_>, context: &Context<'_>, notes: &mut Notes) -> Vec<String> {
    let usable = |named: &metadata::Named<'_>| {
        let is_here = named.is_of(context.document) && context.operations.contains(named.name());
        api.deprecated() == Some(true) && is_here && named.name() != api.name
    };
    let (used, other): (Vec<_>, Vec<_>) = api.substitutions().partition(usable);
    for named in other {
        notes.add(NoteKind::NoPlace, &[], format!("what to use instead: `{}`", named.0));
    }
    used.into_iter().map(|named| named.name().to_owned()).collect()
}

/// `POST` unless the metadata wants `GET`, which has no body for a form.
fn method(api: Api<'_>, parameters: &Named<Schema>) -> Method {
    if parameters.iter().any(|(_, schema)| schema.location == ParameterLocation::Form) {
        return Method::Post;
    }
    let is = |name: &str, method: &str| name.eq_ignore_ascii_case(method);
    match api.preferred_method() {
        Some(preferred) if is(preferred, "get") => Method::Get,
        Some(_) => Method::Post,
        None if api.methods().any(|method| is(method, "get")) && !api.methods().any(|method| is(method, "post")) => Method::Get,
        None => Method::Post,
    }
}

/// The parameters that can be expressed. An operation that needs one that cannot is of no use.
fn parameters<'m>(api: Api<'m>, context: &Context<'m>, converter: &mut Converter<'m, '_>) -> Result<Named<Schema>, String> {
    let mut found = Named::default();
    for source in api.parameters() {
        let name = source.name().unwrap_or_default();
        if context.is_implicit(source) {
            continue;
        }
        let mut schema = converter.parameter(name, source.schema());
        schema.required |= source.required();
        schema.needed &= !schema.required;
        let is_open_text = schema.kind == Some(Kind::String) && schema.format.is_none() && schema.closed.is_empty();
        if is_open_text && source.schema().get("example").is_none() && context.json.contains(&name.to_ascii_lowercase()) {
            schema.format = Some(Format::Json);
        }
        let shared = context.implicit.get(name).is_some_and(|implicit| *implicit == schema);
        if shared {
            continue;
        }
        if found.get(name).is_some() {
            converter.note_at(name, NoteKind::Duplicate, "the first counts");
            continue;
        }
        if names::COMMON_PARAMETERS.contains(&name) {
            converter.note_at(
                name,
                NoteKind::ParameterLeftOut,
                "the protocol has a parameter of this name, which the client sends itself",
            );
            continue;
        }
        match place(source, &mut schema).and_then(|()| style(source, &mut schema)).and_then(|()| can_be_named(name)) {
            Ok(()) => {}
            Err(why) if schema.required => return Err(format!("its required parameter `{name}` cannot be sent: {why}")),
            Err(why) => {
                converter.note_at(name, NoteKind::ParameterLeftOut, why);
                continue;
            }
        }
        if source.sensitive() && !schema.sensitive {
            schema.sensitive = true;
            (schema.default, schema.example) = (None, None);
        }
        if source.allows_empty() {
            converter.note_at(name, NoteKind::NoPlace, "allowEmptyValue");
        }
        schema.idempotency_token = is_idempotency_token(api, name, &schema);
        found.0.push((name.to_owned(), schema));
    }
    let mut found = dotted::unite(found);
    choose_names(&mut found);
    Ok(found)
}

fn place(source: Parameter<'_>, schema: &mut Schema) -> Result<(), String> {
    match source.place() {
        None | Some("query") => Ok(()),
        Some("formData" | "form") => {
            schema.location = ParameterLocation::Form;
            Ok(())
        }
        Some("body") => Err("it is the body itself, and RPC operations have only a form there".to_owned()),
        Some("path") => Err("it is in the path, and RPC operations have none".to_owned()),
        Some(other) => Err(format!("it travels in `{other}`, for which the spec files have no place")),
    }
}

/// Styles that are the default are left out: `repeatList` of a list, `flat` of an object.
fn style(source: Parameter<'_>, schema: &mut Schema) -> Result<(), String> {
    let scalar = matches!(schema.kind, Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean));
    let list = schema.kind == Some(Kind::List);
    schema.style = match source.style() {
        None => None,
        Some(_) if scalar => None,
        Some("json") => Some(Style::Json),
        Some("simple") if list && holds_scalars(schema) => Some(Style::Simple),
        Some("repeatList") => None,
        Some("flat") => list.then_some(Style::Flat),
        Some(other) => return Err(format!("its style `{other}` is not known for such a type")),
    };
    Ok(())
}

fn holds_scalars(list: &Schema) -> bool {
    let item = list.items.as_deref().and_then(|items| items.kind);
    matches!(item, Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean))
}

/// Gives Rust names to parameters that share one, and to those whose setter would be named as another's.
pub(super) fn choose_names(parameters: &mut Named<Schema>) {
    names::choose(parameters);
    let fields: Vec<String> = parameters.iter().map(|(wire, schema)| names::field_of(wire, schema)).collect();
    for (field, (_, schema)) in fields.iter().zip(&mut parameters.0) {
        let setter = names::setter(field);
        if setter != *field && fields.contains(&setter) {
            schema.rust_name = Some(format!("{field}_value"));
        }
    }
}

fn is_idempotency_token(api: Api<'_>, name: &str, schema: &Schema) -> bool {
    schema.kind == Some(Kind::String) && api.idempotency_parameter().unwrap_or("ClientToken") == name
}

/// Whether a code is one that a service sends and that Rust has a name for.
fn is_code(code: &str) -> bool {
    let named = code == "%s" || names::usable_variant(code).is_ok();
    named && code.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Error codes, each once with all statuses that it comes with.
fn errors(api: Api<'_>, notes: &mut Notes) -> Vec<ErrorCode> {
    let mut found: Vec<(String, Vec<u16>)> = Vec::new();
    for (status, code) in api.error_codes() {
        let status = match status.trim().parse::<u16>() {
            Ok(status @ 400..=599) if is_code(code) => status,
            _ => {
                notes.add(NoteKind::ErrorCodeDropped, &[], format!("`{code}` with status {status}"));
                continue;
            }
        };
        match found.iter_mut().find(|(known, _)| known == code) {
            Some((_, statuses)) if statuses.contains(&status) => {}
            Some((_, statuses)) => statuses.push(status),
            None => found.push((code.to_owned(), vec![status])),
        }
    }
    let error = |(code, mut statuses): (String, Vec<u16>)| {
        statuses.sort_unstable();
        let status = match statuses[..] {
            [one] => OneOrMany::One(one),
            _ => OneOrMany::Many(statuses),
        };
        ErrorCode { code, status, description: None, retry: None }
    };
    let mut errors: Vec<ErrorCode> = found.into_iter().map(error).collect();
    // Without this, the second looks like a slip of its author.
    for index in 1..errors.len() {
        let (before, [second, ..]) = errors.split_at_mut(index) else { continue };
        if let Some(first) = before.iter().find(|first| first.code.eq_ignore_ascii_case(&second.code)) {
            second.description = Some(format!("Another spelling of `{}`: the service sends both.", first.code));
        }
    }
    errors
}
