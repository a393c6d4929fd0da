//! A bounded number of inputs for each target: about a minute in all.

use acs_fuzz::targets;

/// One test for each target, so that a failure names it and they run side by side.
macro_rules! bounded {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                run(stringify!($name));
            }
        )*

        #[test]
        fn every_target_has_its_test() {
            let tested = [$(stringify!($name)),*];
            let names: Vec<_> = targets::ALL.iter().map(|target| target.name).collect();
            assert_eq!(names, tested);
        }
    };
}

bounded! { json xml decode classify encode sign_v1 sign_v3 profile_ini profile_json spec service waiters glossary generate import emulator http }

fn run(name: &str) {
    let target = targets::ALL.iter().find(|target| target.name == name).unwrap();
    let outcome = target.fuzz(1, |cases| cases >= target.cases);
    if let Some((input, message)) = outcome.failure {
        panic!("{name}: {message}\nafter {} inputs: {}", outcome.cases, input.escape_ascii());
    }
    assert!(outcome.cases >= target.cases);
}
