//! A hand on a browser: headless Chromium through the W3C WebDriver protocol of its chromedriver.
//!
//! Both must be installed. With `CI=true` Debian's packages are installed first where they are missing.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

/// The key of an element's id, fixed by the protocol (<https://www.w3.org/TR/webdriver2/#elements>).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// The Enter key (<https://www.w3.org/TR/webdriver2/#keyboard-actions>).
pub(crate) const ENTER: char = '\u{e007}';

/// A running chromedriver; it ends when it is dropped.
pub(crate) struct Driver {
    child: Child,
    address: String,
    chromium: PathBuf,
}

/// A browser with one window.
#[derive(Clone)]
pub(crate) struct Browser {
    client: Client<HttpConnector, Full<Bytes>>,
    session: String,
}

/// How a browser differs from the usual one.
#[derive(Clone, Copy, Default)]
pub(crate) struct Habits {
    pub(crate) without_scripts: bool,
    pub(crate) dark: bool,
}

impl Driver {
    /// Starts chromedriver on a free port.
    ///
    /// # Errors
    ///
    /// Why there is no browser to be had here.
    pub(crate) fn start() -> Result<Self, String> {
        if std::env::var("CI").as_deref() == Ok("true") {
            install()?;
        }
        let chromium = ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| installed(name))
            .ok_or("Chromium is not installed")?;
        let driver = installed("chromedriver").ok_or("chromedriver is not installed")?;
        let mut child = Command::new(driver)
            .arg("--port=0")
            .env("HOME", env!("CARGO_TARGET_TMPDIR"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("chromedriver does not start: {error}"))?;
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let port = line.strip_prefix("ChromeDriver was started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let Some(port) = port else {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
            return Err("chromedriver says no port".to_owned());
        };
        Ok(Self {
            child,
            address: format!("http://127.0.0.1:{port}"),
            chromium,
        })
    }

    /// Opens a browser that reaches nothing but this machine.
    pub(crate) async fn browser(&self, habits: Habits) -> Browser {
        let mut arguments = vec![
            "--headless=new",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-extensions",
            "--disable-sync",
            "--no-first-run",
            "--no-default-browser-check",
            "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--window-size=1200,1000",
        ];
        if is_root() {
            // Chromium refuses to run as root with its sandbox.
            arguments.push("--no-sandbox");
        }
        if habits.dark {
            arguments.push("--blink-settings=preferredColorScheme=0");
        }
        let mut options = json!({ "args": arguments, "binary": self.chromium });
        if habits.without_scripts {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let mut browser = Browser {
            client: Client::builder(TokioExecutor::new()).build_http(),
            session: format!("{}/session", self.address),
        };
        let asked = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let made = browser.command(Method::POST, "", Some(asked)).await;
        let id = made["sessionId"].as_str().expect("a session").to_owned();
        browser.session = format!("{}/{id}", browser.session);
        browser
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Browser {
    pub(crate) async fn open(&self, url: &str) {
        self.command(Method::POST, "/url", Some(json!({ "url": url })))
            .await;
    }

    /// Waits until the window shows this address: a form that is sent and a link that is followed take their time.
    pub(crate) async fn arrives_at(&self, url: &str) {
        let mut shown = String::new();
        for _ in 0..600 {
            shown = text(&self.command(Method::GET, "/url", None).await);
            if shown == url {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the window shows {shown} and not {url}");
    }

    pub(crate) async fn title(&self) -> String {
        text(&self.command(Method::GET, "/title", None).await)
    }

    /// The ids of the elements that a CSS selector names.
    pub(crate) async fn elements(&self, selector: &str) -> Vec<String> {
        let by = json!({ "using": "css selector", "value": selector });
        let found = self.command(Method::POST, "/elements", Some(by)).await;
        let elements = found.as_array().expect("a list of elements");
        elements.iter().map(|element| text(&element[ELEMENT])).collect()
    }

    /// The texts of the elements as a person sees them.
    pub(crate) async fn texts(&self, selector: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.elements(selector).await {
            texts.push(self.about(&element, "text").await);
        }
        texts
    }

    pub(crate) async fn text(&self, selector: &str) -> String {
        let element = self.element(selector).await;
        self.about(&element, "text").await
    }

    /// What the protocol tells of an element: `text`, `attribute/{name}`, `css/{property}`, or the role and the
    /// name that are told to who does not see it, `computedrole` and `computedlabel`.
    pub(crate) async fn told(&self, selector: &str, what: &str) -> String {
        let element = self.element(selector).await;
        self.about(&element, what).await
    }

    pub(crate) async fn click(&self, selector: &str) {
        let element = self.element(selector).await;
        let path = format!("/element/{element}/click");
        self.command(Method::POST, &path, Some(json!({}))).await;
    }

    /// Types into a field in place of what it holds.
    pub(crate) async fn fill(&self, selector: &str, typed: &str) {
        let element = self.element(selector).await;
        for (path, body) in [("clear", json!({})), ("value", json!({ "text": typed }))] {
            let path = format!("/element/{element}/{path}");
            self.command(Method::POST, &path, Some(body)).await;
        }
    }

    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height });
        self.command(Method::POST, "/window/rect", Some(size)).await;
    }

    /// Runs a script of the test's own, and gives what it returns.
    pub(crate) async fn run(&self, script: &str) -> Value {
        let body = json!({ "script": script, "args": [] });
        self.command(Method::POST, "/execute/sync", Some(body)).await
    }

    /// What the browser's console was told since it was asked last.
    pub(crate) async fn console(&self) -> Vec<Value> {
        let asked = json!({ "type": "browser" });
        let lines = self.command(Method::POST, "/se/log", Some(asked)).await;
        lines.as_array().expect("a list of lines").clone()
    }

    pub(crate) async fn close(&self) {
        self.command(Method::DELETE, "", None).await;
    }

    async fn element(&self, selector: &str) -> String {
        let found = self.elements(selector).await;
        assert_eq!(found.len(), 1, "{selector} names one element");
        found[0].clone()
    }

    async fn about(&self, element: &str, what: &str) -> String {
        let path = format!("/element/{element}/{what}");
        text(&self.command(Method::GET, &path, None).await)
    }

    /// Sends a command and gives the `value` of its answer.
    async fn command(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let body = body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.session))
            .header("content-type", "application/json")
            .body(Full::new(body))
            .unwrap();
        let asked = tokio::time::timeout(Duration::from_secs(120), self.client.request(request));
        let (parts, body) = asked
            .await
            .expect("chromedriver answers within two minutes")
            .unwrap()
            .into_parts();
        let answer: Value = serde_json::from_slice(&body.collect().await.unwrap().to_bytes()).unwrap();
        assert!(
            parts.status.is_success(),
            "{path}: {}",
            answer["value"]["message"]
        );
        answer["value"].clone()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn install() -> Result<(), String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chromium/install.sh");
    let output = Command::new("bash")
        .arg(&script)
        .output()
        .map_err(|error| error.to_string())?;
    let told = || String::from_utf8_lossy(&output.stderr).into_owned();
    output.status.success().then_some(()).ok_or_else(told)
}

/// A program on the search path.
fn installed(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
