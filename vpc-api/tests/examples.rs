//! Do the examples run to their end?

#[path = "../examples/blocking.rs"]
mod blocking;
#[path = "../examples/concurrency.rs"]
mod concurrency;
#[path = "../examples/credentials.rs"]
mod credentials;
#[path = "../examples/mock_test.rs"]
mod mock_test;
#[path = "../examples/paginator.rs"]
mod paginator;
#[path = "../examples/raw_call.rs"]
mod raw_call;
#[path = "../examples/retry_policy.rs"]
mod retry_policy;
#[path = "../examples/waiter.rs"]
mod waiter;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[test]
fn blocking_runs() -> Outcome {
    blocking::main()
}

#[test]
fn concurrency_runs() -> Outcome {
    concurrency::main()
}

#[test]
fn credentials_runs() -> Outcome {
    credentials::main()
}

#[test]
fn mock_test_runs() -> Outcome {
    mock_test::main()
}

#[test]
fn paginator_runs() -> Outcome {
    paginator::main()
}

#[test]
fn raw_call_runs() -> Outcome {
    raw_call::main()
}

#[test]
fn retry_policy_runs() -> Outcome {
    retry_policy::main()
}

#[test]
fn waiter_runs() -> Outcome {
    waiter::main()
}
