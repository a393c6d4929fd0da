//! What holds for retries whatever a service answers: deadline, number of attempts, floor of waits, and budget.

mod retries {
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, SystemTime};

    use acs_runtime::Client;
    use acs_runtime::future::BoxFuture;
    use acs_runtime::operation::{RetryClass, ServiceInfo};
    use acs_runtime::reply::HttpReply;
    use acs_runtime::retry::{RetryBudget, StandardRetry};
    use acs_runtime::test::{MockTransport, TestClock, TestRandom};
    use acs_runtime::time::Clock;
    use acs_runtime::transport::{HttpRequest, Transport, TransportError, TransportErrorKind};
    use http::HeaderMap;

    static SERVICE: ServiceInfo = ServiceInfo::DEFAULT;

    /// Numbers that look random and are the same in every run.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % sides
        }
    }

    /// What a service may answer.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Answer {
        Success,
        Throttled(Option<u64>),
        Busy(Option<u64>),
        Failure,
        Lost,
        Refused,
    }

    /// Gives answers in order, and takes note of when it was asked. Each takes some time.
    #[derive(Debug)]
    struct Service {
        clock: TestClock,
        answers: Mutex<Vec<Answer>>,
        asked: Mutex<Vec<(SystemTime, Answer)>>,
        takes: Duration,
    }

    impl Transport for Service {
        fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
            Box::pin(async {
                let answer = self.answers.lock().unwrap().pop().unwrap_or(Answer::Failure);
                self.asked.lock().unwrap().push((self.clock.now(), answer));
                self.clock.advance(self.takes);
                let mut headers = HeaderMap::new();
                let (status, code) = match answer {
                    Answer::Success => return Ok(HttpReply::new(200, headers, r#"{"RequestId":"R"}"#)),
                    Answer::Lost => return Err(TransportError::new(TransportErrorKind::Lost, "lost")),
                    Answer::Throttled(stated) | Answer::Busy(stated) => {
                        if let Some(ms) = stated {
                            headers.insert("x-acs-retry-after", ms.to_string().parse().unwrap());
                        }
                        (400, if matches!(answer, Answer::Busy(_)) { "OperationConflict" } else { "Throttling.User" })
                    }
                    Answer::Failure => (500, "InternalError"),
                    Answer::Refused => (403, "Forbidden.RAM"),
                };
                Ok(HttpReply::new(status, headers, format!(r#"{{"RequestId":"R","Code":"{code}","Message":"m"}}"#)))
            })
        }
    }

    fn answer(dice: &mut Dice) -> Answer {
        let stated = |dice: &mut Dice| [None, Some(0), Some(1), Some(700), Some(30_000), Some(u64::MAX)][dice.roll(6)];
        match dice.roll(8) {
            0 => Answer::Success,
            1 | 2 => Answer::Throttled(stated(dice)),
            3 | 4 => Answer::Busy(stated(dice)),
            5 => Answer::Failure,
            6 => Answer::Lost,
            _ if dice.roll(4) == 0 => Answer::Refused,
            _ => Answer::Failure,
        }
    }

    #[tokio::test]
    async fn deadline_attempts_and_floor_hold_whatever_is_answered() {
        let mut dice = Dice(1);
        let mut outcomes = [0, 0];
        for round in 0..3_000 {
            let mock = MockTransport::new();
            let clock = mock.clock().clone();
            let attempts = 1 + u32::try_from(dice.roll(6)).unwrap();
            let deadline = Duration::from_millis([50, 1_000, 20_000, 120_000][dice.roll(4)]);
            let answers: Vec<Answer> = (0..dice.roll(40)).map(|_| answer(&mut dice)).collect();
            let service = Arc::new(Service {
                clock: clock.clone(),
                answers: Mutex::new(answers.clone()),
                asked: Mutex::default(),
                takes: Duration::from_millis([0, 1, 40][dice.roll(3)]),
            });
            let fraction = [0.0, 0.37, 0.999][dice.roll(3)];
            let client: Client = Client::builder(&SERVICE)
                .test(&mock)
                .transport(service.clone())
                .random(Arc::new(TestRandom::with_fraction(fraction)))
                .retry(StandardRetry::new().attempts(attempts))
                .retry_budget(RetryBudget::unlimited())
                .operation_timeout(deadline)
                .build()
                .unwrap();
            let begun = clock.now();
            let result = client.raw_call("DescribeVpcs").read_only(true).send().await;
            let took = clock.now().duration_since(begun).unwrap();
            let asked = service.asked.lock().unwrap().clone();
            let context = format!("round {round}: {asked:?}, {result:?}");

            assert!(took <= deadline + service.takes, "{took:?} of {deadline:?}: {context}");
            let counted = asked.iter().filter(|(_, answer)| !matches!(answer, Answer::Busy(_))).count();
            assert!(counted <= attempts as usize, "{counted} of {attempts}: {context}");
            for pair in asked.windows(2) {
                let wait = pair[1].0.duration_since(pair[0].0).unwrap();
                match pair[0].1 {
                    Answer::Busy(_) => assert!(wait >= Duration::from_secs(2), "{wait:?}: {context}"),
                    Answer::Throttled(Some(ms)) => assert!(wait >= Duration::from_millis(ms.min(120_000)), "{wait:?}: {context}"),
                    Answer::Success | Answer::Refused => panic!("retried: {context}"),
                    _ => {}
                }
            }
            // Success exactly if it was the last answer, and every failure says how often it was tried.
            match (&result, asked.last()) {
                (Ok(_), Some((_, Answer::Success))) => outcomes[0] += 1,
                (Err(error), last) if !matches!(last, Some((_, Answer::Success))) => {
                    assert_eq!(error.attempts() as usize, asked.len().max(1), "{context}");
                    outcomes[1] += 1;
                }
                _ => panic!("{context}"),
            }
        }
        assert!(outcomes.iter().all(|count| *count > 300), "{outcomes:?}");
    }

    /// A service that is down costs all clones together no more than the budget: 500 tokens, 10 for a retry, 5 after throttling.
    #[tokio::test]
    async fn the_budget_bounds_retries_of_all_calls() {
        for (failure, cost) in [(Answer::Failure, 10), (Answer::Lost, 10), (Answer::Throttled(Some(1)), 5)] {
            let mock = MockTransport::new();
            let service = Arc::new(Service {
                clock: mock.clock().clone(),
                answers: Mutex::new(vec![failure; 1_000]),
                asked: Mutex::default(),
                takes: Duration::ZERO,
            });
            let client: Client = Client::builder(&SERVICE).test(&mock).transport(service.clone()).build().unwrap();
            for _ in 0..200 {
                let error = client.clone().raw_call("DescribeVpcs").read_only(true).send().await.unwrap_err();
                assert_ne!(error.retry_class(), RetryClass::None);
            }
            let retries = service.asked.lock().unwrap().len() - 200;
            assert_eq!(retries, 500 / cost, "{failure:?}");
        }
    }
}
