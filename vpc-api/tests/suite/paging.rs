//! Lists are read completely and without duplicates, whatever page sizes the service chooses and whatever is deleted meanwhile.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use acs_runtime::future::BoxFuture;
use acs_runtime::reply::HttpReply;
use acs_runtime::test::MockTransport;
use acs_runtime::transport::{HttpRequest, Transport, TransportError};
use serde_json::json;
use vpc_api::Client;

/// Pseudo-random numbers, the same in every run.
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

#[derive(Debug)]
struct State {
    items: Vec<String>,
    dice: Dice,
    /// Whether items vanish while the list is read.
    deletes: bool,
    /// The most items on a page, whatever is requested.
    cap: usize,
    requests: usize,
}

/// A service with a list by page number and one by token.
#[derive(Debug, Clone)]
struct Service(Arc<Mutex<State>>);

impl Transport for Service {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            let body = self.answer(&request);
            Ok(HttpReply::new(200, HttpRequest::get("http://x").headers, body))
        })
    }
}

impl Service {
    fn answer(&self, request: &HttpRequest) -> String {
        let mut state = self.0.lock().unwrap();
        state.requests += 1;
        assert!(state.requests < 5_000, "the list has no end");
        let text = format!("{}&{}", request.query(), String::from_utf8_lossy(&request.body));
        let parameter = |name: &str| {
            let pair = text.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            pair.and_then(|value| value.parse::<usize>().ok())
        };
        if text.contains("Action=ListNatIps") {
            // Pages differ in size; some are empty without being the last. Tokens are unique.
            let token = text.split('&').find_map(|pair| pair.strip_prefix("NextToken="));
            let from = token.and_then(|token| token.split('-').next()?.parse::<usize>().ok()).unwrap_or(0);
            let most = state.cap + 1;
            let size = state.dice.roll(most);
            let page: Vec<_> = state.items.iter().skip(from).take(size).map(|id| json!({ "NatIpId": id })).collect();
            let next = from + page.len();
            let token = (next < state.items.len()).then(|| format!("{next}-{}", state.requests));
            let total = state.items.len();
            return json!({ "RequestId": "R", "NatIps": page, "TotalCount": total, "NextToken": token }).to_string();
        }
        let (number, size) = (parameter("PageNumber").unwrap_or(1), parameter("PageSize").unwrap_or(10).min(state.cap));
        let page: Vec<_> = state.items.iter().skip((number - 1) * size).take(size).map(|id| json!({ "VpcId": id })).collect();
        let total = state.items.len();
        if state.deletes && state.dice.roll(2) == 0 && total > 0 {
            let gone = state.dice.roll(total);
            state.items.remove(gone);
        }
        json!({ "RequestId": "R", "TotalCount": total, "PageNumber": number, "PageSize": size, "Vpcs": { "Vpc": page } })
            .to_string()
    }
}

fn setup(round: u64, deletes: bool) -> (Client, Service, Vec<String>) {
    let mut dice = Dice(round);
    let items: Vec<String> = (0..dice.roll(120)).map(|number| format!("item-{number}")).collect();
    let cap = 1 + dice.roll(60);
    let service = Service(Arc::new(Mutex::new(State { items: items.clone(), dice, deletes, cap, requests: 0 })));
    let client = Client::builder().test(&MockTransport::new()).transport(service.clone()).build();
    (client.unwrap_or_else(|error| panic!("{error}")), service, items)
}

#[tokio::test]
async fn each_item_of_a_list_by_token_is_returned_once() {
    for round in 0..300 {
        let (client, _, items) = setup(round, false);
        let seen = client.list_nat_ips("ngw-1").items().collect().await.unwrap_or_else(|error| panic!("{error}"));
        let seen: Vec<String> = seen.into_iter().filter_map(|item| item.nat_ip_id).collect();
        assert_eq!(seen, items, "round {round}");
    }
}

/// The service may give fewer items than a client asks for, as long as it says so.
#[tokio::test]
async fn each_item_of_a_list_by_page_is_returned_once() {
    for round in 0..300 {
        let (client, _, items) = setup(round, false);
        let size = 1 + u32::try_from(round % 70).unwrap_or(1);
        let seen = client
            .describe_vpcs()
            .items()
            .page_size(size)
            .collect()
            .await
            .unwrap_or_else(|error| panic!("round {round}: {error}"));
        let seen: Vec<String> = seen.into_iter().filter_map(|item| item.vpc_id).collect();
        assert_eq!(seen, items, "round {round}");
    }
}

/// Items that move to an earlier page may be missed. None comes twice, and the list has an end.
#[tokio::test]
async fn no_item_is_returned_twice_while_others_are_deleted() {
    for round in 0..300 {
        let (client, service, items) = setup(round, true);
        let mut stream = client.describe_vpcs().items().page_size(7);
        let (mut seen, mut unique) = (0, BTreeSet::new());
        // A list that cannot be complete may end with an error that says so.
        while let Some(Ok(item)) = stream.next().await {
            seen += 1;
            unique.insert(item.vpc_id.unwrap_or_default());
        }
        assert_eq!(seen, unique.len(), "round {round}");
        assert!(unique.iter().all(|id| items.contains(id)), "round {round}");
        assert!(service.0.lock().unwrap().requests <= items.len() + 2, "round {round}");
    }
}
