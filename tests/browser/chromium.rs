//! A browser without a window, and a page in it: what a person can do with it, over the DevTools protocol.

use serde_json::{Value, json};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// A page that is being looked at.
pub(crate) struct Page {
    browser: Child,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    session: String,
    asked: u64,
    /// Every request that the page made.
    pub(crate) requests: Vec<String>,
    /// Errors of scripts.
    pub(crate) errors: Vec<String>,
}

impl Drop for Page {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
/// The machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);

fn installed() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    let named = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    named.into_iter().find(|path| path.is_file())
}

/// Where pictures and profiles are put.
pub(crate) fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    std::fs::create_dir_all(&folder).expect("the folder for temporary files can be written");
    folder
}

/// An empty page; `None`, said aloud, where there is no Chromium. `name` tells its profile from those of other tests.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
pub(crate) fn page(name: &str) -> Option<Page> {
    let Some(program) = installed() else {
        eprintln!("skipped: needs chromium; remedy: apt-get install chromium, or .ci/run");
        return None;
    };
    let profile = folder().join(format!("profile-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&profile);
    let browser = Command::new(program)
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
        ])
        .args([
            "--no-first-run",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
        ])
        .args([
            "--disable-component-update",
            "--disable-sync",
            "--remote-debugging-port=0",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg("about:blank")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromium starts");
    let address = address_in(&profile.join("DevToolsActivePort"));
    let (socket, _) = tungstenite::connect(address).expect("chromium listens");
    let mut page = Page {
        browser,
        socket,
        session: String::new(),
        asked: 0,
        requests: Vec::new(),
        errors: Vec::new(),
    };
    let target = page.ask("Target.createTarget", &json!({ "url": "about:blank" }));
    let attached = page.ask(
        "Target.attachToTarget",
        &json!({ "targetId": target["targetId"], "flatten": true }),
    );
    page.session = attached["sessionId"]
        .as_str()
        .expect("a session")
        .to_owned();
    for domain in ["Page.enable", "Network.enable", "Runtime.enable"] {
        page.ask(domain, &json!({}));
    }
    page.size(1500, 1000);
    Some(page)
}

/// Chromium writes its port and path there when it is ready.
fn address_in(file: &Path) -> String {
    let began = Instant::now();
    loop {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut lines = text.lines();
        if let (Some(port), Some(path)) = (lines.next(), lines.next()) {
            return format!("ws://127.0.0.1:{port}{path}");
        }
        assert!(began.elapsed() < PATIENCE, "chromium does not come up");
        std::thread::sleep(Duration::from_millis(50));
    }
}

impl Page {
    /// A command and its answer.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.command(method, params);
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// A command and its answer or error; events that come meanwhile are noted.
    fn command(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
        self.asked += 1;
        let mut command = json!({ "id": self.asked, "method": method, "params": params });
        if !self.session.is_empty() {
            command["sessionId"] = json!(self.session);
        }
        self.socket
            .send(Message::text(command.to_string()))
            .expect("chromium takes commands");
        loop {
            let Message::Text(text) = self.socket.read().expect("chromium answers") else {
                continue;
            };
            let answer: Value = serde_json::from_str(&text).expect("it is JSON");
            if answer["id"] == json!(self.asked) {
                let error = &answer["error"];
                return if error.is_null() {
                    Ok(answer["result"].clone())
                } else {
                    Err(error.clone())
                };
            }
            self.note(&answer);
        }
    }

    fn note(&mut self, event: &Value) {
        match event["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                let url = event["params"]["request"]["url"].as_str();
                self.requests.extend(url.map(str::to_owned));
            }
            Some("Runtime.exceptionThrown") => {
                self.errors
                    .push(event["params"]["exceptionDetails"].to_string());
            }
            _ => {}
        }
    }

    pub(crate) fn size(&mut self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.ask("Emulation.setDeviceMetricsOverride", &metrics);
    }

    pub(crate) fn dark(&mut self) {
        let features = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
        self.ask(
            "Emulation.setEmulatedMedia",
            &json!({ "features": features }),
        );
    }

    pub(crate) fn open(&mut self, url: &str) {
        self.ask("Page.navigate", &json!({ "url": url }));
        self.wait_until("document.readyState === 'complete'");
    }

    /// What an expression of JavaScript gives.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let answer = self.evaluated(expression);
        let answer = answer.unwrap_or_else(|error| panic!("{expression}: {error}"));
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {}",
            answer["exceptionDetails"]
        );
        answer["result"]["value"].clone()
    }

    fn evaluated(&mut self, expression: &str) -> Result<Value, Value> {
        let params = json!({ "expression": expression, "returnByValue": true });
        self.command("Runtime.evaluate", &params)
    }

    #[track_caller]
    pub(crate) fn text(&mut self, selector: &str) -> String {
        let expression = format!("document.querySelector({selector:?})?.innerText ?? ''");
        self.value(&expression).as_str().expect("a text").to_owned()
    }

    #[track_caller]
    pub(crate) fn wait_until(&mut self, condition: &str) {
        let began = Instant::now();
        // A page that goes away while it is asked gives an error: then the next one is asked.
        let holds = |answer: Value| answer["result"]["value"] == json!(true);
        while !self.evaluated(condition).is_ok_and(holds) {
            assert!(began.elapsed() < PATIENCE, "it never comes to {condition}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Clicks where an element is, as a mouse does.
    #[track_caller]
    pub(crate) fn click(&mut self, selector: &str) {
        let place = self.value(&format!(
            "(() => {{ const one = document.querySelector({selector:?}); one.scrollIntoView({{block: 'center'}}); \
             const box = one.getBoundingClientRect(); return [box.x + Math.min(box.width / 2, 60), box.y + box.height / 2]; }})()"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let params = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.ask("Input.dispatchMouseEvent", &params);
        }
    }

    pub(crate) fn key(&mut self, key: &str) {
        for kind in ["keyDown", "keyUp"] {
            self.ask(
                "Input.dispatchKeyEvent",
                &json!({ "type": kind, "key": key }),
            );
        }
    }

    /// A picture of what is seen, to be looked at by a person.
    pub(crate) fn picture(&mut self, name: &str) {
        let answer = self.ask("Page.captureScreenshot", &json!({ "format": "png" }));
        let data = answer["data"].as_str().expect("a picture");
        let path = folder().join(format!("{name}.png"));
        std::fs::write(path, octets(data)).expect("the folder can be written");
    }

    /// Every request went to this place, and no script failed.
    #[track_caller]
    pub(crate) fn stayed_at(&self, place: &str) {
        let strangers: Vec<&String> = self
            .requests
            .iter()
            .filter(|url| !url.starts_with(place) && !url.starts_with("data:"))
            .filter(|url| !url.starts_with("chrome:") && *url != "about:blank")
            .collect();
        assert!(strangers.is_empty(), "{strangers:?}");
        assert!(!self.requests.is_empty(), "requests are seen");
        assert_eq!(self.errors, Vec::<String>::new());
    }
}

/// Base64 as DevTools writes it.
fn octets(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut octets = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for value in text.bytes().filter_map(value) {
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            octets.push((bits >> held & 0xff) as u8);
        }
    }
    octets
}
