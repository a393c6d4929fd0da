//! Rules at their bound: what is still right, and what is not any more.

use acs_spec::suggest::similar;

use crate::common::{SERVICE, files, found};

const OPERATION: &str = "operation: CreateThing\nsummary: Creates a thing.\naccess: write\n";

/// What is said of an operation with more lines, in a service of which one place says something else.
fn said(service: (&str, &str), more: &str) -> String {
    assert!(SERVICE.contains(service.0));
    let mut files = files(&format!("{OPERATION}{more}"));
    files.insert("service.yaml".to_owned(), SERVICE.replace(service.0, service.1));
    found(files).render(false)
}

#[test]
fn versions_that_are_dates_in_another_order_are_known() {
    for version in ["28-04-2016", "2016/4/28", "2016.04.28", "20160428"] {
        let said = said(("2016-04-28", version), "");
        assert!(said.contains("did you mean `2016-04-28`?"), "{version}: {said}");
    }
    for version in ["28-04-16", "2016-13-28", "v1", "201604"] {
        let said = said(("2016-04-28", version), "");
        assert!(said.contains("is not a date") && !said.contains("did you mean"), "{version}: {said}");
    }
}

#[test]
fn each_thing_that_no_host_has_is_refused() {
    for host in ["vpc..aliyuncs.com", "https://vpc.aliyuncs.com", "vpc.aliyuncs.com/x", "vpc aliyuncs.com", "vpc_a.aliyuncs.com"]
    {
        let said = said(("vpc.{region}.aliyuncs.com", host), "");
        assert!(said.contains("the endpoint is not a host"), "{host}: {said}");
    }
    for host in ["vpc.aliyuncs.com", "localhost:8080", "vpc-1.{region}.aliyuncs.com"] {
        let said = said(("vpc.{region}.aliyuncs.com", host), "");
        assert!(!said.contains("the endpoint is not a host"), "{host}: {said}");
    }
}

#[test]
fn the_limit_that_is_meant_follows_from_the_type_beside_it() {
    for (schema, limit) in
        [("type: integer", "maximum"), ("type: string", "max_length"), ("type: list, items: { type: string }", "max_items")]
    {
        let said = said(("", ""), &format!("parameters:\n  Size: {{ {schema}, max: 5 }}\n"));
        assert!(said.contains(&format!("did you mean `{limit}`?")), "{schema}: {said}");
    }
}

#[test]
fn one_operation_of_a_few_shows_no_convention_of_names() {
    let said = said(("", ""), "parameters:\n  Tag.Key: { type: string, description: What. }\n");
    assert!(!said.contains("is a name with a dot"), "{said}");
}

#[test]
fn a_word_that_is_cut_off_needs_three_letters() {
    let keys = ["parameters", "access"];
    assert_eq!(similar("par", keys, 3), ["parameters"]);
    assert!(similar("pa", keys, 3).is_empty());
    assert_eq!(similar("acess", ["access", "excess"], 3), ["access"], "one slip away, the others do not help");
    assert_eq!(similar("status", ["statuses", "state"], 1).len(), 1);
}
