//! Launches a rocket.
//!
//! ```console
//! $ cargo add acs-macros@0.1.0 acs-runtime@0.1.0
//! $ cargo add tokio --features macros,rt
//! ```

mod service {
    acs_macros::service!("tests/specs");
}

use service::Client;
use service::rockets::{LaunchRocketLog, LaunchRocketPlan, LaunchRocketStage};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), acs_runtime::Error> {
    let client = Client::from_env()?;
    let reply = client
        .launch_rocket("one")
        .region_id("cn-hangzhou")
        .goal("mars")
        .crew(3)
        .mass(5000000000)
        .thrust(1.5)
        .angle(2.0)
        .manned(true)
        .code("REDACTED")
        .crates([7, 8])
        .stages([
            LaunchRocketStage {
                name: Some("a".into()),
                engines: vec!["e".into()],
                next: Some(
                    Box::new(LaunchRocketStage {
                        name: Some("b".into()),
                        ..Default::default()
                    }),
                ),
            },
        ])
        .ids(["x", "y"])
        .plan(LaunchRocketPlan { days: Some(3) })
        .labels([("a".into(), "b".into())].into())
        .note("{\"x\":[1]}".parse().unwrap_or_default())
        .log(LaunchRocketLog {
            path: Some("/dev/null".into()),
        })
        .send()
        .await?;
    println!("{reply:#?}");
    Ok(())
}
