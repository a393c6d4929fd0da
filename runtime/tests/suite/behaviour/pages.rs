//! Paginated lists.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::Poll;

use acs_runtime::Error;
use acs_runtime::call::Position;
use acs_runtime::error::ErrorKind;
use acs_runtime::operation::OperationInfo;
use acs_runtime::operation::PageFacts;
use acs_runtime::test::MockTransport;
use acs_runtime::{Client, Items, Limit, Pages, RawList};
use serde_json::{Value, json};

use crate::behaviour::service::{
    DESCRIBE_VPCS, LIST_NAT_IPS, LIST_TAG_KEYS, MODIFY_VPC, Request, SERVICE, VPC_GONE, Vpc, Vpcs, client,
};

/// A page of items that no other page has.
fn vpcs(count: usize, total: Value, token: Value) -> Value {
    static PAGES: AtomicUsize = AtomicUsize::new(0);
    let page = PAGES.fetch_add(1, Relaxed);
    let items: Vec<_> = (0..count).map(|index| json!({ "VpcId": format!("vpc-{page}-{index}") })).collect();
    json!({ "Vpcs": { "Vpc": items }, "TotalCount": total, "NextToken": token })
}

fn pages(mock: &MockTransport, operation: &'static OperationInfo) -> Pages<Vpcs> {
    client(mock).call(operation).pages(&Request::default())
}

fn items(mock: &MockTransport, operation: &'static OperationInfo) -> Items<Vpcs> {
    client(mock).call(operation).items(&Request::default())
}

async fn count(mut pages: Pages<Vpcs>) -> Vec<usize> {
    let mut counts = Vec::new();
    while let Some(page) = pages.next().await {
        counts.push(page.unwrap().vpcs.len());
    }
    counts
}

fn asked(mock: &MockTransport, parameter: &str) -> Vec<Option<String>> {
    mock.requests().iter().map(|request| request.param(parameter).map(str::to_owned)).collect()
}

fn texts(values: &[&str]) -> Vec<Option<String>> {
    values.iter().map(|value| Some((*value).to_owned())).collect()
}

#[tokio::test]
async fn pages_end_where_the_total_is_reached() {
    // Some operations give the total as text.
    for total in [json!(25), json!("25")] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").reply(vpcs(10, total.clone(), Value::Null));
        mock.on("DescribeVpcs").reply(vpcs(10, total.clone(), Value::Null));
        mock.on("DescribeVpcs").reply(vpcs(5, total, Value::Null));
        assert_eq!(count(pages(&mock, &DESCRIBE_VPCS)).await, [10, 10, 5]);
        assert_eq!(asked(&mock, "PageNumber"), texts(&["1", "2", "3"]));
    }
}

/// For replies whose type does not know the operation: what a page says of its list is told from outside.
#[tokio::test]
async fn pages_of_any_reply_follow_the_same_rule() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpcs(10, json!(15), Value::Null));
    mock.on("DescribeVpcs").reply(vpcs(5, json!(15), Value::Null));
    let mut pages = pages(&mock, &DESCRIBE_VPCS);
    let facts = |page: &Vpcs| PageFacts { count: page.vpcs.len(), total: Some(15), next_token: None };
    let mut counts = Vec::new();
    while let Some(page) = pages.next_by(&facts).await {
        counts.push(page.unwrap().vpcs.len());
    }
    assert_eq!(counts, [10, 5]);

    let mock = MockTransport::new();
    mock.on("ListNatIps").times(2).reply(vpcs(1, Value::Null, Value::Null));
    let mut pages = self::pages(&mock, &LIST_NAT_IPS);
    let tokens = Cell::new(["a", "b"].iter());
    let facts = |_: &Vpcs| {
        let mut left = tokens.take();
        let next_token = left.next().map(|token| (*token).to_owned());
        tokens.set(left);
        PageFacts { next_token, ..PageFacts::default() }
    };
    pages.next_by(&facts).await.unwrap().unwrap();
    pages.next_by(&facts).await.unwrap().unwrap();
    assert_eq!(asked(&mock, "NextToken"), [None, Some("a".to_owned())]);
}

#[tokio::test]
async fn lists_by_token_without_a_page_size() {
    let mock = MockTransport::new();
    mock.on("ListTagKeys").reply(vpcs(2, Value::Null, json!("a")));
    mock.on("ListTagKeys").reply(vpcs(1, Value::Null, Value::Null));
    assert_eq!(count(pages(&mock, &LIST_TAG_KEYS)).await, [2, 1]);
    assert_eq!(asked(&mock, "NextToken"), [None, Some("a".to_owned())]);

    let mock = MockTransport::new();
    let (counts, error) = count_to_error(pages(&mock, &LIST_TAG_KEYS).page_size(10)).await;
    assert_eq!((counts, error.operation()), (Vec::new(), Some("ListTagKeys")));
    assert!(error.to_string().contains("no parameter takes another"), "{error}");
    assert_eq!(mock.requests().len(), 0);
}

#[tokio::test]
async fn without_a_total_they_end_at_a_short_or_empty_page() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpcs(10, Value::Null, Value::Null));
    mock.on("DescribeVpcs").reply(vpcs(9, Value::Null, Value::Null));
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS)).await, [10, 9]);

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpcs(10, Value::Null, Value::Null));
    mock.on("DescribeVpcs").reply(vpcs(0, Value::Null, Value::Null));
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS)).await, [10, 0]);
}

#[tokio::test]
async fn pages_smaller_than_asked_for_lose_nothing() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpcs(50, json!(120), Value::Null));
    mock.on("DescribeVpcs").reply(vpcs(50, json!(120), Value::Null));
    mock.on("DescribeVpcs").reply(vpcs(20, json!(120), Value::Null));
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS).page_size(100)).await, [50, 50, 20]);
    assert_eq!(asked(&mock, "PageSize"), texts(&["100"; 3]));
}

/// The sizes of the pages, and the error that ends the list.
async fn count_to_error(mut pages: Pages<Vpcs>) -> (Vec<usize>, Error) {
    let mut counts = Vec::new();
    loop {
        match pages.next().await.unwrap() {
            Ok(page) => counts.push(page.vpcs.len()),
            Err(error) => {
                assert!(pages.next().await.is_none(), "after an error the list has ended");
                return (counts, error);
            }
        }
    }
}

#[tokio::test]
async fn a_list_that_ends_short_of_its_total_ends_with_an_error() {
    let announce = |mock: &MockTransport| {
        mock.on("DescribeVpcs").reply(vpcs(10, json!(1000), Value::Null));
        mock.on("DescribeVpcs").times(3).reply(vpcs(0, json!(1000), Value::Null));
    };
    let mock = MockTransport::new();
    announce(&mock);
    let (counts, error) = count_to_error(pages(&mock, &DESCRIBE_VPCS)).await;
    assert_eq!((counts, error.kind(), error.operation()), (vec![10, 0, 0, 0], ErrorKind::Incomplete, Some("DescribeVpcs")));
    assert!(error.to_string().contains("announced 1000 items and gave 10"), "{error}");

    announce(&mock);
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS).allow_incomplete(true)).await, [10, 0, 0, 0]);
    announce(&mock);
    assert_eq!(items(&mock, &DESCRIBE_VPCS).collect().await.unwrap_err().kind(), ErrorKind::Incomplete);
    announce(&mock);
    assert_eq!(items(&mock, &DESCRIBE_VPCS).allow_incomplete(true).collect().await.unwrap().len(), 10);

    let mock = MockTransport::new();
    mock.on("ListNatIps").reply(vpcs(2, json!(5), json!("t1")));
    mock.on("ListNatIps").reply(vpcs(2, json!(5), Value::Null));
    let (counts, error) = count_to_error(pages(&mock, &LIST_NAT_IPS)).await;
    assert_eq!((counts, error.kind()), (vec![2, 2], ErrorKind::Incomplete));
}

#[tokio::test]
async fn an_empty_page_in_the_middle_loses_nothing() {
    let mock = MockTransport::new();
    for size in [10, 0, 10] {
        mock.on("DescribeVpcs").reply(vpcs(size, json!(20), Value::Null));
    }
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS)).await, [10, 0, 10]);
}

#[tokio::test]
async fn a_total_below_what_came_does_not_end_the_list() {
    for total in [5, 0, -1] {
        let mock = MockTransport::new();
        for size in [10, 10, 3] {
            mock.on("DescribeVpcs").reply(vpcs(size, json!(total), Value::Null));
        }
        assert_eq!(count(pages(&mock, &DESCRIBE_VPCS)).await, [10, 10, 3], "{total}");
    }
}

#[tokio::test]
async fn smaller_pages_than_asked_for_and_no_total_lose_nothing() {
    let mock = MockTransport::new();
    for size in [50, 50, 20] {
        mock.on("DescribeVpcs").reply(vpcs(size, Value::Null, Value::Null));
    }
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS).page_size(100)).await, [50, 50, 20]);
    mock.on("DescribeVpcs").reply(vpcs(50, Value::Null, Value::Null));
    mock.on("DescribeVpcs").reply(vpcs(0, Value::Null, Value::Null));
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS).page_size(100)).await, [50, 0]);
}

#[tokio::test]
async fn a_page_that_comes_twice_is_passed_on_once() {
    // A service that takes no page number, and says so by its total or by nothing.
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(vpcs(10, json!(25), Value::Null));
    let (counts, error) = count_to_error(pages(&mock, &DESCRIBE_VPCS)).await;
    assert_eq!((counts, error.kind()), (vec![10], ErrorKind::Incomplete));

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(vpcs(10, Value::Null, Value::Null));
    assert_eq!(count_to_error(pages(&mock, &DESCRIBE_VPCS)).await.0, [10]);

    // One that gives its last page for every number beyond.
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(vpcs(3, Value::Null, Value::Null));
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS)).await, [3]);
}

#[tokio::test]
async fn tokens_are_followed_until_there_is_none() {
    for last in [Value::Null, json!("")] {
        let mock = MockTransport::new();
        mock.on("ListNatIps").reply(vpcs(0, Value::Null, json!("t1")));
        mock.on("ListNatIps").reply(vpcs(3, Value::Null, json!("t2")));
        mock.on("ListNatIps").reply(vpcs(1, Value::Null, last));
        assert_eq!(count(pages(&mock, &LIST_NAT_IPS)).await, [0, 3, 1]);
        assert_eq!(asked(&mock, "NextToken"), [None, Some("t1".to_owned()), Some("t2".to_owned())]);
    }
}

#[tokio::test]
async fn a_token_that_comes_again_ends_the_list_with_an_error() {
    let mock = MockTransport::new();
    for _ in 0..3 {
        mock.on("ListNatIps").reply(vpcs(1, Value::Null, json!("t")));
    }
    let (counts, error) = count_to_error(pages(&mock, &LIST_NAT_IPS)).await;
    assert_eq!((counts, error.kind()), (vec![1, 1], ErrorKind::Incomplete));
    assert!(error.to_string().contains("same token twice"), "{error}");
}

#[tokio::test]
async fn a_list_is_resumed_where_it_was_left() {
    let mock = MockTransport::new();
    for _ in 0..3 {
        mock.on("DescribeVpcs").reply(vpcs(10, json!(30), Value::Null));
    }
    let mut first = pages(&mock, &DESCRIBE_VPCS);
    first.next().await.unwrap().unwrap();
    let position = first.position().unwrap();
    drop(first);
    assert_eq!(position, Position::Page { number: 2, size: None });
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS).start_at(position)).await, [10, 10]);
    assert_eq!(asked(&mock, "PageNumber"), texts(&["1", "2", "3"]));

    mock.on("ListNatIps").reply(vpcs(1, Value::Null, json!("t1")));
    mock.on("ListNatIps").reply(vpcs(1, Value::Null, Value::Null));
    let mut call = client(&mock).call(&LIST_NAT_IPS);
    call.param("NextToken".to_owned(), "t0".to_owned());
    assert_eq!(count(call.pages(&Request::default())).await, [1, 1]);
    assert_eq!(asked(&mock, "NextToken")[3..], [Some("t0".to_owned()), Some("t1".to_owned())]);
}

#[tokio::test]
async fn nothing_is_asked_for_before_it_is_needed() {
    let mock = MockTransport::new();
    for _ in 0..3 {
        mock.on("DescribeVpcs").reply(vpcs(10, json!(30), Value::Null));
    }
    let mut items = items(&mock, &DESCRIBE_VPCS);
    assert_eq!(mock.requests().len(), 0);
    for _ in 0..10 {
        items.next().await.unwrap().unwrap();
    }
    assert_eq!(mock.requests().len(), 1);
    items.next().await.unwrap().unwrap();
    drop(items);
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn one_page_ahead_is_asked_for_if_wanted() {
    let mock = MockTransport::new();
    for _ in 0..3 {
        mock.on("DescribeVpcs").after(std::time::Duration::from_secs(1)).reply(vpcs(10, json!(30), Value::Null));
    }
    let mut pages = pages(&mock, &DESCRIBE_VPCS).prefetch(true);
    for ahead in [2, 3, 3] {
        pages.next().await.unwrap().unwrap();
        tokio::task::yield_now().await;
        assert_eq!(mock.requests().len(), ahead);
    }
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn all_items_can_be_collected() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpcs(2, json!(2), Value::Null));
    let all = items(&mock, &DESCRIBE_VPCS).collect().await.unwrap();
    let ids: Vec<_> = all.into_iter().filter_map(|Vpc { vpc_id }| vpc_id).collect();
    assert!(ids.len() == 2 && ids[0].ends_with("-0") && ids[1].ends_with("-1"), "{ids:?}");
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpcs(10, json!(30), Value::Null));
    mock.on("DescribeVpcs").error(403, "Forbidden", "No.");
    let mut pages = pages(&mock, &DESCRIBE_VPCS);
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(pages.next().await.unwrap().unwrap_err().code(), Some("Forbidden"));
    assert!(pages.next().await.is_none());
    assert_eq!(pages.position(), Some(Position::Page { number: 2, size: None }));
}

#[tokio::test]
async fn an_operation_without_pages_is_one_page() {
    let mock = MockTransport::new();
    mock.on("ModifyVpc").reply(vpcs(3, json!(3), Value::Null));
    assert_eq!(count(pages(&mock, &MODIFY_VPC)).await, [3]);
    for (total, token) in [(json!(30), Value::Null), (Value::Null, json!("t"))] {
        mock.on("ModifyVpc").reply(vpcs(3, total, token));
        let (counts, error) = count_to_error(pages(&mock, &MODIFY_VPC)).await;
        assert_eq!((counts, error.kind()), (vec![3], ErrorKind::Incomplete));
    }
}

#[tokio::test]
async fn pages_that_take_turns_are_not_taken_for_a_list() {
    for total in [json!(1000), Value::Null] {
        let mock = MockTransport::new();
        let (first, second) = (vpcs(10, total.clone(), Value::Null), vpcs(10, total, Value::Null));
        for page in [&first, &second, &first, &second] {
            mock.on("DescribeVpcs").reply(page.clone());
        }
        let (counts, error) = count_to_error(pages(&mock, &DESCRIBE_VPCS)).await;
        assert_eq!((counts, error.kind()), (vec![10, 10], ErrorKind::Incomplete));
    }
}

#[tokio::test]
async fn new_tokens_for_the_same_items_have_an_end() {
    let mock = MockTransport::new();
    let page = |token: usize| json!({ "Vpcs": { "Vpc": [{ "VpcId": "vpc-same" }] }, "NextToken": format!("t{token}") });
    for token in 0..9 {
        mock.on("ListNatIps").reply(page(token));
    }
    let (counts, error) = count_to_error(pages(&mock, &LIST_NAT_IPS)).await;
    assert_eq!((counts, error.kind(), mock.requests().len()), (vec![1], ErrorKind::Incomplete, 4));

    // A page that comes twice is passed on once, and the list goes on.
    let mock = MockTransport::new();
    for reply in [page(1), page(2), vpcs(3, Value::Null, Value::Null)] {
        mock.on("ListNatIps").reply(reply);
    }
    assert_eq!(count(pages(&mock, &LIST_NAT_IPS)).await, [1, 3]);

    let mock = MockTransport::new();
    for token in 0..200 {
        mock.on("ListNatIps").reply(json!({ "Vpcs": { "Vpc": [] }, "NextToken": format!("t{token}") }));
    }
    let (counts, error) = count_to_error(pages(&mock, &LIST_NAT_IPS)).await;
    assert_eq!((counts.len(), error.kind()), (100, ErrorKind::Incomplete));
}

#[tokio::test]
async fn a_position_is_resumed_with_its_page_size_and_in_its_style() {
    let mock = MockTransport::new();
    for _ in 0..2 {
        mock.on("DescribeVpcs").with("PageSize", "5").reply(vpcs(5, json!(10), Value::Null));
    }
    let mut first = pages(&mock, &DESCRIBE_VPCS).page_size(5);
    first.next().await.unwrap().unwrap();
    let position = first.position().unwrap();
    assert_eq!(position, Position::Page { number: 2, size: Some(5) });
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS).start_at(position.clone())).await, [5]);

    let token = Position::Token(Some("t".to_owned()));
    for (list, reason) in [
        (pages(&mock, &DESCRIBE_VPCS).start_at(position.clone()).page_size(20), "pages of 20 are asked for"),
        (pages(&mock, &DESCRIBE_VPCS).page_size(20).start_at(position.clone()), "pages of 20 are asked for"),
        (pages(&mock, &DESCRIBE_VPCS).start_at(token.clone()), "it is paginated by number"),
        (pages(&mock, &DESCRIBE_VPCS).start_at(Position::Page { number: 0, size: None }), "not a number from 1"),
        (pages(&mock, &DESCRIBE_VPCS).page_size(0), "pages without items"),
        (pages(&mock, &LIST_NAT_IPS).start_at(position.clone()), "it is paginated by token"),
        (pages(&mock, &MODIFY_VPC).start_at(position.clone()), "it has one page"),
    ] {
        let (counts, error) = count_to_error(list).await;
        assert!(counts.is_empty() && error.kind() == ErrorKind::Config && error.to_string().contains(reason), "{error}");
    }
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn null_in_place_of_an_item_does_not_shorten_a_page() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({ "Vpcs": { "Vpc": [{ "VpcId": "vpc-1" }, null] }, "TotalCount": 2 }));
    assert_eq!(count(pages(&mock, &DESCRIBE_VPCS)).await, [2]);
}

#[tokio::test]
async fn the_same_texts_under_new_tokens_may_be_other_items() {
    let mock = MockTransport::new();
    let page = |item: &str, token: Value| json!({ "Lines": [item], "NextToken": token });
    for reply in [page("a", json!("t1")), page("a", json!("t2")), page("b", Value::Null)] {
        mock.on("ListLines").reply(reply);
    }
    let lines = || client(&mock).raw_call("ListLines").items(RawList::by_token("Lines")).collect();
    assert_eq!(lines().await.unwrap(), ["a", "a", "b"]);
    for token in 0..9 {
        mock.on("ListLines").reply(page("a", json!(format!("n{token}"))));
    }
    assert_eq!(lines().await.unwrap_err().kind(), ErrorKind::Incomplete);
}

/// What differs between two replies with the same items does not make them two pages.
#[tokio::test]
async fn pages_are_compared_by_their_items() {
    let mock = MockTransport::new();
    for number in 0..9 {
        mock.on("ListThings").reply(json!({
            "Took": number, "PageNo": number, "Next": format!("t{number}"), "RequestId": format!("R{number}"), "TotalCount": 5,
            "Things": [{ "Id": "a" }, { "Id": "b" }],
        }));
    }
    let things = client(&mock).raw_call("ListThings");
    let by_token = RawList::by_token("Things").page_parameter("Marker").token_field("Next");
    assert_eq!(things.items(by_token).collect().await.unwrap_err().kind(), ErrorKind::Incomplete);
    assert_eq!(mock.requests().len(), 4);
    let things = client(&mock).raw_call("ListThings");
    let by_page = RawList::by_page("Things").page_parameter("PageNo");
    assert!(things.items(by_page).collect().await.unwrap_err().to_string().contains("announced 5 items and gave 2"));
    assert_eq!(mock.requests().len(), 6);
}

#[tokio::test]
async fn an_incomplete_list_has_no_next_page() {
    let mock = MockTransport::new();
    mock.on("ListNatIps").reply(vpcs(2, json!(5), json!("t1")));
    mock.on("ListNatIps").reply(vpcs(2, json!(5), Value::Null));
    let mut pages = pages(&mock, &LIST_NAT_IPS);
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.position(), None);
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::Incomplete);
    assert_eq!(pages.position(), None);
}

#[tokio::test]
async fn what_a_list_began_with_cannot_be_changed_on_the_way() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").times(2).reply(vpcs(10, json!(30), Value::Null));
    for change in
        [|pages: Pages<Vpcs>| pages.page_size(5), |pages: Pages<Vpcs>| pages.start_at(Position::Page { number: 3, size: None })]
    {
        let mut pages = pages(&mock, &DESCRIBE_VPCS);
        pages.next().await.unwrap().unwrap();
        let error = change(pages).next().await.unwrap().unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("after the first page"), "{error}");
    }
}

/// A page that was asked for ahead is not lost with the runtime that was to drive it, and holds nothing up.
#[test]
fn a_list_that_goes_on_in_another_runtime_asks_for_the_page_again() {
    let mock = MockTransport::new();
    for _ in 0..3 {
        mock.on("DescribeVpcs").reply(vpcs(10, json!(20), Value::Null));
    }
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (one, other) = (runtime(), runtime());
    let mut pages = one.block_on(async { pages(&mock, &DESCRIBE_VPCS) }).prefetch(true);
    assert!(one.block_on(pages.next()).unwrap().is_ok());
    assert!(other.block_on(pages.next()).unwrap().is_ok());
    assert!(other.block_on(pages.next()).is_none());
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn a_page_asked_for_ahead_keeps_no_turn_of_a_limit() {
    let mock = MockTransport::new();
    for _ in 0..3 {
        mock.on("DescribeVpcs").after(std::time::Duration::from_secs(1)).reply(vpcs(10, json!(30), Value::Null));
    }
    mock.on("ModifyVpc").always().reply(json!({}));
    let client: Client = Client::builder(&SERVICE).test(&mock).limit(Limit::in_flight(1)).build().unwrap();
    let mut pages = client.call(&DESCRIBE_VPCS).pages::<Vpcs>(&Request::default()).prefetch(true);
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.unwrap().vpcs.len();
        client.raw_call("ModifyVpc").send().await.unwrap();
    }
    assert_eq!(count, 30);
}

#[test]
fn work_of_a_stopped_runtime_restarts_or_fails() {
    let mock = MockTransport::new();
    for _ in 0..4 {
        mock.on("DescribeVpcs").after(std::time::Duration::from_secs(1)).reply(vpcs(3, json!(3), Value::Null));
    }
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (one, other) = (runtime(), runtime());
    fn begun<T>(runtime: &tokio::runtime::Runtime, future: impl Future<Output = T>) {
        let mut future = std::pin::pin!(future);
        runtime.block_on(poll_fn(|context| {
            assert!(future.as_mut().poll(context).is_pending());
            Poll::Ready(())
        }));
    }

    let mut list = pages(&mock, &DESCRIBE_VPCS);
    begun(&one, list.next());
    assert_eq!(other.block_on(list.next()).unwrap().unwrap().vpcs.len(), 3);

    let mut call = Box::pin(client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()));
    begun(&one, call.as_mut());
    let error = other.block_on(call).unwrap_err();
    assert!(error.to_string().contains("that began in one tokio runtime goes on in another"), "{error}");

    let mut states = client(&mock).wait(&VPC_GONE, "vpc-1").states();
    begun(&one, states.next());
    assert_eq!(other.block_on(states.next()).unwrap().unwrap_err().kind(), ErrorKind::Transport);
}

/// What a page asked for ahead met is what the list met.
#[tokio::test]
async fn a_page_asked_for_ahead_fails_as_another_does() {
    for (ahead, requests) in [(false, 5), (true, 5)] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").reply(vpcs(10, json!(30), Value::Null));
        mock.on("DescribeVpcs").always().error(503, "ServiceUnavailable", "");
        let (counts, error) = count_to_error(pages(&mock, &DESCRIBE_VPCS).prefetch(ahead)).await;
        assert_eq!((counts, error.code(), mock.requests().len()), (vec![10], Some("ServiceUnavailable"), requests));
    }
}

#[tokio::test]
async fn what_is_created_behind_the_reader_does_not_make_a_list_by_token_short() {
    let mock = MockTransport::new();
    for (total, token) in [(4, json!("t1")), (5, json!("t2")), (6, Value::Null)] {
        mock.on("ListNatIps").reply(vpcs(if total == 6 { 0 } else { 2 }, json!(total), token));
    }
    assert_eq!(count(pages(&mock, &LIST_NAT_IPS)).await, [2, 2, 0]);
}
