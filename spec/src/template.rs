//! The file that a new operation starts from: what its verb says it needs.

use std::fmt::Write as _;

use crate::facts::Descriptions;
use crate::layout::{FileKind, format};
use crate::names;
use crate::read::{SpecTree, written};
use crate::types::{Operation, Schema, Waiter};

/// The summary of the template, to be replaced.
pub(crate) const SUMMARY: &str = "Says in one sentence what the operation does.";

/// The description of the template, to be replaced.
pub(crate) const DESCRIPTION: &str = "What a caller must know beyond that. Leave it out where there is nothing.";

/// What the verb of an operation says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Read,
    List,
    Create,
    Delete,
    Modify,
    Associate,
    Dissociate,
    Other,
}

const VERBS: &[(&str, Verb)] = &[
    ("describe", Verb::Read),
    ("get", Verb::Read),
    ("query", Verb::Read),
    ("check", Verb::Read),
    ("list", Verb::List),
    ("search", Verb::List),
    ("create", Verb::Create),
    ("allocate", Verb::Create),
    ("apply", Verb::Create),
    ("copy", Verb::Create),
    ("delete", Verb::Delete),
    ("release", Verb::Delete),
    ("remove", Verb::Delete),
    ("terminate", Verb::Delete),
    ("modify", Verb::Modify),
    ("update", Verb::Modify),
    ("set", Verb::Modify),
    ("change", Verb::Modify),
    ("associate", Verb::Associate),
    ("attach", Verb::Associate),
    ("unassociate", Verb::Dissociate),
    ("disassociate", Verb::Dissociate),
    ("dissociate", Verb::Dissociate),
    ("detach", Verb::Dissociate),
];

/// What follows the resource in the name of an operation on it.
const ASPECTS: [&str; 6] = ["Attributes", "Attribute", "Details", "Detail", "Info", "Status"];

/// The text of a new operation file in a tree.
///
/// The region, paging, the idempotency token and ids are written as the tree writes them elsewhere, with their examples. A waiter of the
/// tree is named if its name begins with the resource and ends as the verb wants it.
pub fn operation(name: &str, tree: &SpecTree) -> String {
    let (verb, resource) = verb_and_resource(name);
    let mut draft = Draft { tree, name, parameters: Vec::new(), response: Vec::new() };
    let waiter = waiter(verb, &resource, tree);
    let id = waiter.and_then(|(_, waiter)| id_of(waiter)).unwrap_or_else(|| format!("{resource}Id"));
    let id = draft.known(&id);
    if let Some(region) = &tree.service.region_parameter {
        draft.parameter(region, ", required: true");
    }
    let mut head = String::new();
    let is_read = matches!(verb, Verb::Read | Verb::List);
    if !is_read {
        let token = draft.token();
        draft.parameters.push((token, "type: string, idempotency_token: true".to_owned()));
    }
    for name in waiter.into_iter().flat_map(|(_, waiter)| waiter.given()) {
        draft.parameter(name, ", required: true");
    }
    match verb {
        Verb::List => head = draft.list(name, &resource),
        Verb::Create => {
            let title = draft.known(&format!("{resource}Name"));
            draft.parameter(&title, "");
            draft.field(&id, "");
        }
        Verb::Other => {}
        Verb::Read => {
            let title = draft.known(&format!("{resource}Name"));
            draft.parameter(&id, ", required: true");
            draft.field(&id, "");
            draft.field(&title, "");
        }
        Verb::Modify => {
            let title = draft.known(&format!("{resource}Name"));
            draft.parameter(&id, ", required: true");
            draft.parameter(&title, "");
        }
        Verb::Associate | Verb::Dissociate => {
            draft.parameter(&id, ", required: true");
            draft.parameter("InstanceId", ", required: true");
        }
        Verb::Delete => draft.parameter(&id, ", required: true"),
    }
    draft.field("RequestId", "");
    if let Some((waiter, _)) = waiter {
        head = format!("asynchronous: true\nwaiter: {}\n", written(waiter));
    }
    let access = if is_read { "read" } else { "write" };
    let text = draft.text(access, &head);
    format(name, &text, FileKind::Operation).unwrap_or(text)
}

/// The resource that a name is about, without its verb and in the singular: `DescribeNatIps` → `NatIp`.
pub fn resource(name: &str) -> String {
    verb_and_resource(name).1
}

fn verb_and_resource(name: &str) -> (Verb, String) {
    let snake = names::field(name);
    let word = snake.split('_').next().unwrap_or_default();
    let Some((word, verb)) = VERBS.iter().find(|(known, _)| *known == word) else { return (Verb::Other, singular(name)) };
    let rest: String = name[word.len()..].trim_start_matches(['-', '_']).to_owned();
    if rest.is_empty() {
        return (Verb::Other, names::type_name(name));
    }
    let aspect = ASPECTS.iter().find_map(|aspect| rest.strip_suffix(aspect)).filter(|rest| !rest.is_empty());
    let resource = names::type_name(aspect.unwrap_or(&rest));
    let one = singular(&resource);
    let is_list = aspect.is_none() && one != resource;
    match verb {
        Verb::Read if is_list => (Verb::List, one),
        verb => (*verb, one),
    }
}

/// The singular of a name, as far as its letters tell.
fn singular(name: &str) -> String {
    let cut = |count: usize| name[..name.len() - count].to_owned();
    if let Some(stem) = name.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    if ["sses", "ches", "shes", "xes"].iter().any(|ending| name.ends_with(ending)) {
        return cut(2);
    }
    let is_plural = name.len() > 2 && name.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| name.ends_with(ending));
    if is_plural { cut(1) } else { name.to_owned() }
}

fn waiter<'t>(verb: Verb, resource: &str, tree: &'t SpecTree) -> Option<(&'t str, &'t Waiter)> {
    let endings: &[&str] = match verb {
        Verb::Create => &["Available", "Active", "Normal", "Created", "Present", "Allocated"],
        Verb::Modify => &["Available", "Active", "Normal"],
        Verb::Delete => &["Deleted", "Gone", "Released", "Terminated"],
        Verb::Associate => &["InUse", "Associated", "Attached", "Bound"],
        Verb::Dissociate => &["Detached", "Unassociated", "Removed", "Available"],
        Verb::Read | Verb::List | Verb::Other => &[],
    };
    let named = |ending: &str| {
        let name = format!("{resource}{ending}");
        tree.waiters.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name))
    };
    endings.iter().find_map(|ending| named(ending))
}

/// What an operation calls the id that a waiter needs, where that is one name.
fn id_of(waiter: &Waiter) -> Option<String> {
    let name = waiter.called.first().map(String::as_str).unwrap_or(waiter.id_name());
    (!name.is_empty() && !name.contains('.')).then(|| name.to_owned())
}

/// What is being written.
struct Draft<'t> {
    tree: &'t SpecTree,
    name: &'t str,
    parameters: Vec<(String, String)>,
    response: Vec<(String, String)>,
}

/// What is said of the names that most services share, where the glossary does not.
const COMMON: &[(&str, &str, &str)] = &[
    ("RegionId", "type: string", "ID of the region."),
    ("ClientToken", "type: string, idempotency_token: true", "Token that makes a repeated request have no further effect."),
    ("PageNumber", "type: integer, format: int32, default: 1, minimum: 1", "Number of the page, from 1."),
    ("PageSize", "type: integer, format: int32, default: 10, minimum: 1, maximum: 50", "Number of items in a page."),
    ("NextToken", "type: string", "Token of the next page."),
    ("MaxResults", "type: integer, format: int32, default: 20, minimum: 1, maximum: 100", "Number of items in a page."),
    ("TotalCount", "type: integer, format: int32", "Number of items in all pages."),
    ("RequestId", "type: string", "ID of the request."),
];

impl Draft<'_> {
    /// The name as the tree spells it elsewhere.
    fn known(&self, name: &str) -> String {
        let operations = self.tree.operations.iter().map(|source| &source.operation);
        let mut names = operations.flat_map(|operation| operation.parameters.names().chain(operation.response.names()));
        names.find(|known| known.eq_ignore_ascii_case(name)).unwrap_or(name).to_owned()
    }

    /// The name of the parameter that most operations have for the idempotency token.
    fn token(&self) -> String {
        let parameters = self.tree.operations.iter().flat_map(|source| source.operation.parameters.iter());
        let named = parameters.filter(|(_, schema)| schema.idempotency_token).map(|(name, _)| name).next();
        named.unwrap_or("ClientToken").to_owned()
    }

    fn parameter(&mut self, name: &str, more: &str) {
        if self.parameters.iter().all(|(known, _)| known != name) {
            let says = self.says(name, more, |operation| operation.parameters.get(name));
            self.parameters.push((name.to_owned(), says));
        }
    }

    fn field(&mut self, name: &str, more: &str) {
        let says = self.says(name, more, |operation| operation.response.get(name));
        // A limit on what is sent is none on what comes back.
        let says = says.split(", ").filter(|part| !["default", "minimum", "maximum"].iter().any(|key| part.starts_with(key)));
        let says = says.collect::<Vec<_>>().join(", ");
        self.response.push((name.to_owned(), says));
    }

    /// What is said of a parameter or a field: its type, and an example that another operation has.
    fn says<'s>(&'s self, name: &str, more: &str, find: impl Fn(&'s Operation) -> Option<&'s Schema>) -> String {
        let common = COMMON.iter().find(|(known, ..)| *known == name);
        let mut says = format!("{}{more}", common.map_or("type: string", |(_, says, _)| *says));
        let entry = Descriptions::new(&self.tree.glossary).entry(self.name, "", name);
        if let (Some((.., meaning)), None) = (common, entry) {
            let _ = write!(says, ", description: {}", written(meaning));
        }
        let is_text = says.starts_with("type: string");
        let texts = self.tree.operations.iter().filter_map(|source| find(&source.operation)?.example.as_ref()?.as_str());
        if let Some(example) = texts.map(str::to_owned).next().filter(|example| is_text && !example.contains(", ")) {
            let _ = write!(says, ", example: {}", written(&example));
        }
        says
    }

    /// A list in pages. Returns how it is paginated.
    fn list(&mut self, name: &str, resource: &str) -> String {
        let items = name
            [VERBS.iter().find(|(verb, _)| name.to_lowercase().starts_with(verb)).map_or(0, |(verb, _)| verb.len())..]
            .trim_start_matches(['-', '_'])
            .to_owned();
        let items = self.known(&names::type_name(&items));
        let by_token = name.to_lowercase().starts_with("list");
        let (id, title) = (self.known(&format!("{resource}Id")), self.known(&format!("{resource}Name")));
        self.parameter(&id, "");
        let wraps = if by_token { String::new() } else { format!(", wraps: {}", written(resource)) };
        let item = format!(
            "type: list{wraps}, items: {{ type: object, fields: {{ {}: {{ type: string }}, {}: {{ type: string }} }} }}",
            written(&id),
            written(&title)
        );
        if by_token {
            self.parameter("NextToken", "");
            self.parameter("MaxResults", "");
        } else {
            self.parameter("PageNumber", "");
            self.parameter("PageSize", "");
            self.field("PageNumber", "");
            self.field("PageSize", "");
        }
        self.response.push((items.clone(), item));
        self.field("TotalCount", "");
        let how = if by_token {
            self.field("NextToken", "");
            "  style: token\n  token: NextToken\n  next: NextToken\n  size: MaxResults\n  default_size: 20\n  max_size: 100\n"
        } else {
            "  style: page\n  page: PageNumber\n  size: PageSize\n  default_size: 10\n  max_size: 50\n"
        };
        format!("pagination:\n  items: {}\n  total: TotalCount\n{how}", written(&items))
    }

    fn text(&self, access: &str, head: &str) -> String {
        let name = written(self.name);
        let mut text = format!(
            "# yaml-language-server: $schema=../schema/operation.json\noperation: {name}\nsummary: {SUMMARY}\ndescription: |\n  \
             {DESCRIPTION}\naccess: {access}\n{head}"
        );
        for (key, fields) in [("parameters", &self.parameters), ("response", &self.response)] {
            for (index, (name, says)) in fields.iter().enumerate() {
                if index == 0 {
                    let _ = writeln!(text, "{key}:");
                }
                let _ = writeln!(text, "  {}: {{ {says} }}", written(name));
            }
        }
        text.push_str("errors:\n  - { code: Forbidden, status: 403 }\n");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verb_says_what_an_operation_is() {
        for (name, verb, about) in [
            ("DescribeVpcs", Verb::List, "Vpc"),
            ("DescribeVpcAttribute", Verb::Read, "Vpc"),
            ("DescribeEipAddresses", Verb::List, "EipAddress"),
            ("GetVpnGatewayStatus", Verb::Read, "VpnGateway"),
            ("ListFailoverTestJobs", Verb::List, "FailoverTestJob"),
            ("CreateVSwitch", Verb::Create, "VSwitch"),
            ("deleteThing", Verb::Delete, "Thing"),
            ("UnassociateEipAddress", Verb::Dissociate, "EipAddress"),
            ("Create", Verb::Other, "Create"),
            ("TagResources", Verb::Other, "TagResource"),
            ("Gets", Verb::Other, "Get"),
        ] {
            assert_eq!(verb_and_resource(name), (verb, about.to_owned()), "{name}");
        }
    }

    #[test]
    fn what_ends_in_s_may_be_one() {
        for (name, one) in [("Policies", "Policy"), ("Addresses", "Address"), ("Address", "Address"), ("Status", "Status")] {
            assert_eq!(singular(name), one);
        }
    }
}
