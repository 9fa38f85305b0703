//! A person with a browser can use the page at `/`: with scripts and without, in light and in dark, with the
//! keyboard, and on a narrow screen.
//!
//! Where there is no Chromium the test prints so and passes; with `CI=true` it fails.

use okta_emulator::{Emulator, Fault, Preset};
use serde_json::json;
use url::form_urlencoded;

use crate::org::Org;
use crate::over_tcp::get;
use crate::web_driver::{Browser, Driver, ENTER, Habits};

/// No longer than Okta lets a last name be.
const EVIL: &str = "<img src=x onerror=\"document.title=1\">'&<b>";

#[tokio::test(flavor = "multi_thread")]
async fn a_person_with_chromium_uses_the_page_with_scripts_and_without() {
    let driver = match tokio::task::spawn_blocking(Driver::start).await.unwrap() {
        Ok(driver) => driver,
        Err(reason) => {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{reason}");
            println!("skipped, because there is no headless Chromium here: {reason}");
            return;
        }
    };
    let org = org().await;
    let server = org.emulator.serve("127.0.0.1:0").await.unwrap();
    let url = server.base_url().to_owned();
    // Links in the answers and the paths in the list of requests are those of the served org.
    for path in ["/api/v1/users?limit=2", "/api/v1/apps/0oaNone", "/api/v1/apps"] {
        get(&format!("{url}{path}"), org.token.expose()).await.unwrap();
    }
    for habits in [
        Habits::default(),
        Habits {
            without_scripts: true,
            dark: true,
        },
    ] {
        let browser = driver.browser(habits).await;
        // The browser is closed whatever the checks find.
        let checks = tokio::spawn(check(browser.clone(), url.clone(), habits));
        let checked = checks.await;
        browser.close().await;
        checked.unwrap();
    }
    server.shutdown().await.unwrap();
}

/// An org with more users than fit on a page, a group with an evil name, and a fault.
async fn org() -> Org {
    let fault = Fault::error(503, "E0000010")
        .on_operation("getApplication")
        .times(1);
    let org = Org::new(
        Emulator::builder()
            .users(59)
            .groups(3)
            .apps(2)
            .limits(Preset::IntegratorFree)
            .virtual_time()
            .fault(fault),
    );
    org.group(EVIL).await;
    let who = json!({ "profile": { "login": "ada@lovelace.example", "email": "ada@lovelace.example", "firstName": "Ada", "lastName": EVIL } });
    org.post("/api/v1/users?activate=false", who).await.expect(200);
    org
}

async fn check(browser: Browser, url: String, habits: Habits) {
    scripts_run_as_they_should(&browser, habits).await;
    browser.open(&url).await;
    what_there_is_is_seen(&browser).await;
    colours_follow_the_person(&browser, habits).await;
    pages_are_turned(&browser, &url).await;
    people_are_found(&browser, &url).await;
    if !habits.without_scripts {
        nothing_is_wider_than_a_narrow_screen(&browser).await;
    }
    assert_eq!(browser.console().await, Vec::<serde_json::Value>::new());
}

/// That the browser has scripts, or has none, is not taken for granted.
async fn scripts_run_as_they_should(browser: &Browser, habits: Habits) {
    browser
        .open("data:text/html,<title>none</title><script>document.title='some'</script>")
        .await;
    let expected = if habits.without_scripts { "none" } else { "some" };
    assert_eq!(browser.title().await, expected);
}

async fn what_there_is_is_seen(browser: &Browser) {
    assert_eq!(browser.title().await, "Okta emulator");
    assert_eq!(browser.texts("h1").await, ["Okta emulator"]);
    assert_eq!(
        browser.texts("h2").await,
        [
            "Rate limits",
            "Faults",
            "Recent requests newest first",
            "Users 61",
            "Groups 5",
            "Apps 2"
        ]
    );
    assert_eq!(browser.text("#clock").await, "2026-01-15T12:00:00.000Z");
    let requests = browser.texts("#requests tbody tr").await;
    assert_eq!(requests[0], "200 GET /api/v1/apps listApplications");
    assert_eq!(requests[1], "503 GET /api/v1/apps/0oaNone getApplication");
    assert_eq!(requests[2], "200 GET /api/v1/users?limit=2 listUsers");
    assert_eq!(
        browser.texts("#faults tbody tr").await,
        ["error 503 E0000010 getApplication 100 % 1, all used 1 1"]
    );
    // What does not see the picture is told the same as who does.
    let meter = "#limits tbody tr:nth-child(1) meter";
    assert_eq!(
        browser.text("#limits tbody tr:nth-child(1) th").await,
        "/api/v1/apps"
    );
    assert_eq!(browser.told(meter, "computedrole").await, "meter");
    assert_eq!(
        browser.told(meter, "computedlabel").await,
        "/api/v1/apps, the whole org: 1 of 20 used"
    );
    assert_eq!(
        (
            browser.told(meter, "attribute/value").await,
            browser.told(meter, "attribute/max").await
        ),
        ("1".into(), "20".into())
    );
    assert_eq!(
        browser.text("#limits tbody tr:nth-child(1) td:last-child").await,
        "in 60 s"
    );
    assert_eq!(
        browser.told("#q", "computedlabel").await,
        "Find users, groups and apps by name, login or id"
    );
}

async fn colours_follow_the_person(browser: &Browser, habits: Habits) {
    let paper = if habits.dark {
        "rgba(18, 22, 31, 1)"
    } else {
        "rgba(255, 255, 255, 1)"
    };
    assert_eq!(browser.told("body", "css/background-color").await, paper);
}

async fn pages_are_turned(browser: &Browser, url: &str) {
    let first = browser.texts("#users tbody th").await;
    assert_eq!(first.len(), 20);
    for page in 2..=4 {
        browser.click("#users a[rel=next]").await;
        browser.arrives_at(&format!("{url}/?users={page}#users")).await;
    }
    assert_eq!(browser.texts("#users tbody th").await, ["ada@lovelace.example"]);
    assert!(browser.elements("#users a[rel=next]").await.is_empty());
    browser.click("#users a[rel=first]").await;
    browser.arrives_at(&format!("{url}/#users")).await;
    assert_eq!(browser.texts("#users tbody th").await, first);
}

async fn people_are_found(browser: &Browser, url: &str) {
    browser.fill("#q", &format!("LOVELACE{ENTER}")).await;
    browser.arrives_at(&format!("{url}/?q=LOVELACE#search")).await;
    assert_eq!(
        browser.texts("h2").await[3..],
        ["Users 1 of 61 found", "Groups 0 of 5 found", "Apps 0 of 2 found"]
    );
    let row = browser.text("#users tbody tr").await;
    assert!(
        row.starts_with(&format!("ada@lovelace.example Ada {EVIL} STAGED")),
        "{row}"
    );
    browser.fill("#q", EVIL).await;
    browser.click("#search button").await;
    let encoded: String = form_urlencoded::byte_serialize(EVIL.as_bytes()).collect();
    browser.arrives_at(&format!("{url}/?q={encoded}#search")).await;
    assert_eq!(browser.texts("#groups tbody th").await, [EVIL]);
    assert_eq!(browser.told("#q", "attribute/value").await, EVIL);
    assert_eq!(browser.title().await, "Okta emulator");
    browser.click("#all").await;
    browser.arrives_at(&format!("{url}/#search")).await;
    assert_eq!(browser.texts("#groups h2").await, ["Groups 5"]);
}

/// Wide tables scroll by themselves, and the page does not.
async fn nothing_is_wider_than_a_narrow_screen(browser: &Browser) {
    browser.resize(480, 900).await;
    let widths = browser
        .run("const page = document.documentElement; return [page.scrollWidth, page.clientWidth]")
        .await;
    assert_eq!(widths[0], widths[1]);
    let scrolls = browser
        .run("const box = document.querySelector('#requests .scroll'); return box.scrollWidth > box.clientWidth && box.tabIndex === 0")
        .await;
    assert_eq!(scrolls, true);
}
