//! The page's server: the page itself, what it shows after some choices, the verdicts; all else is stateright's.

use super::model::HalfopenScenario;
use super::page::shown_after;
use super::proxy::{Answer, passed_on};
use super::verdicts::PageVerdicts;
use serde_json::{Value, json};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tiny_http::{Header, Request, Response, Server};

/// Something that is gone through by choices.
pub trait Walked: Send + Sync {
    /// What is shown after these choices; `None` where one of them is impossible.
    fn shown_after(&self, choices: &[usize]) -> Option<Value>;
}

impl Walked for HalfopenScenario {
    fn shown_after(&self, choices: &[usize]) -> Option<Value> {
        shown_after(self, choices)
    }
}

/// What is served.
pub struct Served {
    /// The states and steps.
    pub walked: Box<dyn Walked>,
    /// What it is: `one-slot on linux-6.18`.
    pub title: String,
    /// What happens in it, and its bounds.
    pub about: Vec<String>,
    /// What the project's own search says.
    pub verdicts: PageVerdicts,
    /// Where stateright's explorer is served, on loopback, if it is.
    pub stateright: Option<SocketAddr>,
}

/// Takes the port.
///
/// # Errors
///
/// When it cannot be had, in words.
pub fn bound(at: IpAddr, port: u16) -> Result<(Server, SocketAddr), String> {
    let server = Server::http((at, port)).map_err(|error| error.to_string())?;
    let address = server.server_addr().to_ip();
    let address = address.ok_or("it is no address of the Internet")?;
    Ok((server, address))
}

/// How many requests are answered at the same time.
const WORKERS: usize = 4;

/// Serves until the program is ended.
pub fn serve(server: Server, served: &Served) {
    let server = Arc::new(server);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            let server = Arc::clone(&server);
            scope.spawn(move || {
                while let Ok(request) = server.recv() {
                    answer(request, served);
                }
            });
        }
    });
}

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

fn answer(request: Request, served: &Served) {
    let path = request.url().to_owned();
    let path = path.split('?').next().unwrap_or_default();
    let (status, of_type, body) = match path {
        "/" => text("text/html; charset=utf-8", PAGE),
        "/page.css" => text("text/css; charset=utf-8", STYLE),
        "/page.js" => text("text/javascript; charset=utf-8", SCRIPT),
        "/favicon.ico" => (204, String::new(), Vec::new()),
        "/.about" => of_value(&json!({
            "title": served.title,
            "about": served.about,
            "stateright": served.stateright.is_some(),
        })),
        "/.verdicts" => of_value(&served.verdicts.json()),
        // The page of stateright looks for its own parts beside it.
        "/stateright.htm" => pass_on(served, &request, "/"),
        other => match other.strip_prefix("/.shown/") {
            Some(choices) => shown(served, choices),
            None => pass_on(served, &request, other),
        },
    };
    let mut response = Response::from_data(body).with_status_code(status);
    for (name, value) in [
        ("Content-Type", &*of_type),
        ("Cache-Control", "no-store"),
        // Whatever a page is made to contain, no request leaves for elsewhere.
        (
            "Content-Security-Policy",
            "default-src 'self' 'unsafe-inline' 'unsafe-eval' data:",
        ),
    ] {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // A reader that went away misses nothing.
    let _ = request.respond(response);
}

fn text(of_type: &str, body: &str) -> Answer {
    (200, of_type.to_owned(), body.as_bytes().to_vec())
}

fn of_value(value: &Value) -> Answer {
    text("application/json", &value.to_string())
}

/// What is shown after choices such as `0/2/1`, of which the first chooses the initial state.
fn shown(served: &Served, choices: &str) -> Answer {
    let numbers: Result<Vec<usize>, _> = choices.split('/').map(str::parse).collect();
    let numbers = numbers.ok().filter(|numbers| numbers.first() == Some(&0));
    let shown = numbers.and_then(|numbers| served.walked.shown_after(&numbers[1..]));
    match shown {
        Some(value) => of_value(&value),
        None => (
            404,
            "application/json".to_owned(),
            json!({ "error": format!("no run of this scenario makes the choices {choices}") })
                .to_string()
                .into_bytes(),
        ),
    }
}

fn pass_on(served: &Served, request: &Request, path: &str) -> Answer {
    let Some(stateright) = served.stateright else {
        return (404, String::new(), Vec::new());
    };
    passed_on(stateright, request.method().as_str(), path).unwrap_or_else(|error| {
        let told = format!("stateright's explorer does not answer: {error}");
        (502, "text/plain".to_owned(), told.into_bytes())
    })
}
