//! The page in a real browser: Chromium, driven over WebDriver.
//!
//! Where `chromedriver` is not installed each test says so and passes, unless `ACS_BROWSER=required`. `ACS_AXE` names the file
//! `axe.min.js` of the npm package `axe-core`; without it accessibility is not checked. `ACS_SCREENSHOTS` names a folder that
//! pictures of the pages are written to.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use acs_explorer::Explorer;
use serde_json::{Value, json};

use crate::webdriver::{ENTER, Session};

/// Longest time that anything on a page may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser with the page of a new explorer in it.
struct Browser {
    session: Session,
    explorer: Explorer,
    driver: Child,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Browser {
    /// `None` where there is no Chromium to drive.
    async fn start() -> Option<Browser> {
        Browser::of(json!({"args": ["--window-size=1440,1000"]})).await
    }

    /// One as narrow as a small phone. A window of Chromium has a least width that is wider.
    async fn narrow() -> Option<Browser> {
        let device = json!({"deviceMetrics": {"width": 320, "height": 800, "pixelRatio": 1.0, "mobile": false, "touch": false}});
        Browser::of(json!({"args": [], "mobileEmulation": device})).await
    }

    async fn of(mut options: Value) -> Option<Browser> {
        let driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut driver = match driver {
            Ok(driver) => driver,
            Err(error) => {
                assert!(std::env::var("ACS_BROWSER").as_deref() != Ok("required"), "chromedriver: {error}");
                #[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
                {
                    eprintln!("skipped: chromedriver cannot be started ({error})");
                }
                return None;
            }
        };
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            line.split_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').parse::<u16>().unwrap())
        });
        let port = port.unwrap();
        if let Some(arguments) = options["args"].as_array_mut() {
            arguments.extend(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"].map(Value::from));
        }
        let session = Session::new(port, &json!({"goog:chromeOptions": options})).await;
        let explorer = Explorer::builder().start().await.unwrap();
        session.go_to(&explorer.address()).await;
        Some(Browser { session, explorer, driver })
    }

    async fn open(&self, path: &str) {
        let origin = self.explorer.address();
        let origin = origin.split("/?").next().unwrap();
        self.session.go_to(&format!("{origin}{path}")).await;
    }

    async fn run(&self, script: &str) -> Value {
        self.session.run("sync", script).await
    }

    /// Waits until a script returns something true.
    async fn until(&self, what: &str, script: &str) -> Value {
        let started = Instant::now();
        loop {
            let found = self.run(script).await;
            if !matches!(found, Value::Null | Value::Bool(false)) && found != "" {
                return found;
            }
            assert!(started.elapsed() < PATIENCE, "{what}: {}", self.run("return document.body.innerText").await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn click(&self, selector: &str) {
        // Below the bar that stays at the bottom nothing can be clicked.
        let shown = format!(
            "const found = document.querySelector({selector:?}); found?.scrollIntoView({{ block: 'center', behavior: 'instant' }}); return found !== null"
        );
        self.until(selector, &shown).await;
        self.session.element(selector).await.click().await;
    }

    /// Types into an empty field.
    async fn fill(&self, name: &str, text: &str) {
        let field = self.session.element(&format!("[name='{name}']")).await;
        field.clear().await;
        field.send_keys(text).await;
    }

    /// Calls the operation of the page, and gives what is told of the outcome.
    async fn call(&self) -> String {
        self.run("document.querySelector('#reply').removeAttribute('data-filled')").await;
        self.click("button[data-call][value='call']").await;
        self.until("a reply", "return document.querySelector('#reply[data-filled] .outcome')?.innerText")
            .await
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Calls the operation of the page, and expects this outcome. The gateway may still be busy with the change before.
    async fn expect(&self, outcome: &str) {
        let started = Instant::now();
        loop {
            let told = self.call().await;
            if told.contains(outcome) {
                return;
            }
            let busy = told.contains("VpnGateway.Configuring") && started.elapsed() < PATIENCE;
            assert!(busy, "{told}: {}", self.run("return document.querySelector('#reply').innerText").await);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// A field of the reply.
    async fn reply(&self, field: &str) -> String {
        let script = format!(
            "return [...document.querySelectorAll('#reply dt')].find(name => name.textContent === '{field}')?.nextElementSibling.textContent"
        );
        self.until(field, &script).await.as_str().unwrap().to_owned()
    }

    /// Waits until what a call began has ended in a state, and gives all states that were shown.
    async fn states(&self, last: &str) -> Vec<String> {
        let started = Instant::now();
        let mut states: Vec<String> = Vec::new();
        loop {
            let state = self.run("return document.querySelector('#waiting .state')?.textContent ?? ''").await;
            let state = state.as_str().unwrap_or_default().to_owned();
            if !state.is_empty() && states.last() != Some(&state) {
                states.push(state);
            }
            let done = self.run("const box = document.querySelector('#waiting'); return box && !box.dataset.poll").await;
            if done == true && states.last().is_some_and(|state| state == last) {
                return states;
            }
            assert!(started.elapsed() < PATIENCE, "{states:?}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    async fn gateway(&self) -> String {
        self.open("/emulator").await;
        self.click("form[action='/emulator/gateway'] button").await;
        self.until("a gateway", "return document.querySelector(\"tr[id^='vpn-']\")?.id").await.as_str().unwrap().to_owned()
    }

    async fn end(self) {
        self.session.close().await;
    }
}

/// Finds an operation, reads its error codes, fills it, sees the string to sign, copies code; makes a certificate, deletes it, and
/// watches the gateway.
#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_found_made_and_deleted() {
    let Some(browser) = Browser::start().await else { return };
    let gateway = browser.gateway().await;

    browser.open("/operations/CreateSslVpnServer").await;
    browser.fill("VpnGatewayId", &gateway).await;
    browser.fill("ClientIpPool", "192.168.10.0/24").await;
    browser.fill("LocalSubnet", "10.0.0.0/8").await;
    browser.expect("200").await;
    let server = browser.reply("SslVpnServerId").await;
    assert_eq!(browser.states("active").await.last().map(String::as_str), Some("active"));

    browser.open("/operations/CreateSslVpnClientCert").await;
    browser.fill("SslVpnServerId", &server).await;
    browser.expect("200").await;
    let certificate = browser.reply("SslVpnClientCertId").await;
    browser.states("normal").await;

    browser.open("/").await;
    browser.session.element("body").await.send_keys("/").await;
    browser.session.element(":focus").await.send_keys("delete ssl cert").await;
    browser.until("the operation", "return document.querySelector('#palette-list a[aria-selected=true] strong')?.textContent === 'DeleteSslVpnClientCert'").await;
    browser.session.element(":focus").await.send_keys(ENTER).await;
    browser.until("its page", "return document.querySelector('h1')?.textContent === 'DeleteSslVpnClientCert'").await;
    let codes = browser.run("return document.querySelector('#errors').innerText").await;
    assert!(codes.as_str().unwrap().contains("VpnGateway.Configuring"), "{codes}");

    browser.fill("SslVpnClientCertId", &certificate).await;
    let signed = format!("return document.querySelector('#live').textContent.includes('SslVpnClientCertId%3D{certificate}')");
    browser.until("the string to sign", &signed).await;
    browser.run("[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent === 'Code').click()").await;
    let program = browser.until("sample code", "return document.querySelector('[data-tab=Rust] code')?.innerText").await;
    assert!(program.as_str().unwrap().contains(&certificate), "{program}");
    browser.run("document.querySelector('[data-tab=Rust] [data-copy]').click()").await;
    browser.until("a copy", "return document.querySelector('#announce').textContent === 'Copied'").await;

    browser.expect("200").await;
    browser.click("form[data-part=waiting-result] button").await;
    let states = browser.states("active").await;
    assert_eq!(states, ["updating", "active"]);
    browser.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_value_is_reported_while_typing() {
    let Some(browser) = Browser::start().await else { return };
    browser.open("/operations/DescribeVpcs").await;
    browser.fill("PageSize", "ten").await;
    browser.until("the problem", "return document.querySelector('[data-path=PageSize] .problem').textContent").await;
    assert_eq!(browser.run("return document.querySelector('[name=PageSize]').getAttribute('aria-invalid')").await, "true");
    browser.fill("PageSize", "10").await;
    browser.until("no problem", "return document.querySelector('[data-path=PageSize] .problem').textContent === ''").await;
    browser.until("a link to the filled form", "return location.search === '?PageSize=10'").await;

    browser.open("/operations/TagResources").await;
    browser.click("[data-list='Tag'] > [data-add]").await;
    assert_eq!(browser.run("return document.querySelectorAll(\"[name='Tag.2.Key']\").length").await, 1);
    browser.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_gateway_and_a_fault_are_shown() {
    let Some(browser) = Browser::start().await else { return };
    let gateway = browser.gateway().await;
    browser.click("button[formaction='/emulator/stop-clock']").await;
    browser
        .until("a stopped clock", "return document.querySelector(\"button[formaction='/emulator/start-clock']\") !== null")
        .await;
    let filled =
        format!("/operations/CreateSslVpnServer?VpnGatewayId={gateway}&ClientIpPool=192.168.10.0/24&LocalSubnet=10.0.0.0/8");
    browser.open(&filled).await;
    browser.expect("200").await;
    let server = browser.reply("SslVpnServerId").await;
    browser.open(&format!("/operations/ModifySslVpnServer?SslVpnServerId={server}&Port=1195")).await;
    browser.expect("VpnGateway.Configuring").await;
    let history = browser.run("return document.querySelector('#history').innerText").await;
    assert!(history.as_str().unwrap().contains("CreateSslVpnServer"), "{history}");

    browser.open("/emulator").await;
    browser.run("document.querySelector('[name=kind]').value = 'throttle'").await;
    browser.click("form[action='/emulator/fault'] button").await;
    browser.until("the fault", "return document.querySelector('#faults')?.innerText.includes('throttle')").await;
    browser.open("/operations/DescribeVpcs").await;
    browser.expect("Throttling.User").await;
    browser.expect("200").await;
    browser.end().await;
}

const PAGES: [(&str, &str); 6] = [
    ("home", "/"),
    ("search", "/?q=vpn+gateway&access=write"),
    ("operation", "/operations/CreateVSwitch?CidrBlock=10.1.0.0/16&Tag.1.Key=team&Tag.1.Value=web"),
    ("error", "/errors/VpnGateway.Configuring"),
    ("emulator", "/emulator"),
    ("workbench", "/workbench?file=vswitch/CreateVSwitch.yaml"),
];

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_accessible_in_both_themes() {
    let Some(browser) = Browser::start().await else { return };
    network(&browser).await;
    let axe = std::env::var("ACS_AXE").ok().map(|path| std::fs::read_to_string(path).unwrap());
    let folder = std::env::var("ACS_SCREENSHOTS").ok();
    for (name, path) in PAGES {
        for theme in ["light", "dark"] {
            browser.run(&format!("localStorage.setItem('theme', '{theme}')")).await;
            browser.open(path).await;
            if let Some(folder) = &folder {
                let picture = browser.session.screenshot().await;
                std::fs::write(format!("{folder}/{name}-{theme}.png"), picture).unwrap();
            }
            if let Some(axe) = &axe {
                browser.run(axe).await;
                let script = "const done = arguments[arguments.length - 1];\
                    axe.run().then(found => done(found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + n.failureSummary).slice(0, 3).join('\\n'))))";
                let violations = browser.session.run("async", script).await;
                assert_eq!(violations, json!([]), "{path}, {theme}");
            }
        }
    }
    browser.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_fit_320_pixels() {
    let Some(browser) = Browser::narrow().await else { return };
    network(&browser).await;
    for (_, path) in PAGES {
        browser.open(path).await;
        let width = browser.run("return [document.documentElement.scrollWidth, innerWidth]").await;
        assert_eq!(width[1], 320);
        assert!(width[0].as_u64() <= Some(320), "{path} is wider than the window: {width}");
    }
    browser.end().await;
}

/// A VPC, a vSwitch and a NAT gateway.
async fn network(browser: &Browser) {
    browser.open("/operations/CreateVpc?VpcName=web&CidrBlock=10.0.0.0/8").await;
    browser.expect("200").await;
    let vpc = browser.reply("VpcId").await;
    for (index, zone) in ["h", "i"].into_iter().enumerate() {
        browser.open(&format!("/operations/CreateVSwitch?VpcId={vpc}&ZoneId=cn-hangzhou-{zone}&CidrBlock=10.{index}.0.0/16&VSwitchName=app-{zone}")).await;
        browser.expect("200").await;
    }
    let vswitch = browser.reply("VSwitchId").await;
    browser.states("Available").await;
    browser.open(&format!("/operations/CreateNatGateway?VpcId={vpc}&VSwitchId={vswitch}&NatType=Enhanced&Name=out")).await;
    browser.expect("200").await;
    browser.open("/operations/AllocateEipAddress").await;
    browser.expect("200").await;
}
