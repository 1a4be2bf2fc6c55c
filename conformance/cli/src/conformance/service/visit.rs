//! A visitor of a service: asks for pages as a browser does, within bounds of time, size and number.

use std::fs;
use std::time::Duration;

use conformance_plan::ServicePlan;
use url::Url;
use web::{ClientLimits, Fetch as _, FetchError, HttpClient, Request, Response, Runtime, Trust};

use crate::conformance::failure::Failure;

/// The longest wait for one answer, and the largest answer.
const LIMITS: ClientLimits = ClientLimits {
    body: 1024 * 1024,
    time: Duration::from_secs(10),
};
/// The most redirects that are followed.
const HOPS: usize = 10;

/// Asks for pages.
#[derive(Debug)]
pub(super) struct Visitor {
    client: HttpClient,
}

/// Where a visit ended.
#[derive(Debug)]
pub(super) struct Visit {
    /// The address of the last answer, or the first one at the portal, which is not asked.
    pub(super) end: Url,
    /// The answers, in order.
    pub(super) answers: Vec<Response>,
}

impl Visitor {
    /// A visitor who trusts what the plan trusts; any certificate when it names none.
    pub(super) fn new(plan: &ServicePlan) -> Result<Self, Failure> {
        let mut trusted = Vec::new();
        for file in &plan.trust {
            let path = plan.folder().join(file);
            let place = plan.place("target.tls.trust");
            let bytes = fs::read(&path).map_err(|error| {
                Failure::Environment(format!("{place}: {}: {error}", path.display()))
            })?;
            let found = certificates(&bytes);
            if found.is_empty() {
                let why = format!("{place}: {} holds no certificate", path.display());
                return Err(Failure::Environment(why));
            }
            trusted.extend(found);
        }
        let trust = if trusted.is_empty() {
            Trust::Any
        } else {
            Trust::Only(trusted)
        };
        let place = plan.place("target.tls.trust");
        let wrong = |error: web::WebError| Failure::Environment(format!("{place}: {error}"));
        let runtime = Runtime::start().map_err(wrong)?;
        let client = HttpClient::limited(&runtime, &trust, LIMITS).map_err(wrong)?;
        Ok(Self { client })
    }

    /// One answer.
    pub(super) fn ask(&self, url: &str, cookies: &[String]) -> Result<Response, FetchError> {
        let mut request: Request = web::get(url)?;
        if !cookies.is_empty()
            && let Ok(value) = cookies.join("; ").parse()
        {
            request.headers_mut().insert("cookie", value);
        }
        self.client.fetch(request)
    }

    /// The text of a document.
    pub(super) fn document(&self, url: &str) -> Result<String, String> {
        let answer = self.ask(url, &[]).map_err(|error| error.to_string())?;
        if !answer.status().is_success() {
            return Err(format!("{url} answers with status {}", answer.status()));
        }
        Ok(body(&answer))
    }

    /// Follows redirects from an address, until `stop` says that an address is far enough.
    pub(super) fn follow(
        &self,
        url: &str,
        stop: impl Fn(&Url) -> bool,
    ) -> Result<Visit, FetchError> {
        let mut end = Url::parse(url).map_err(|_| FetchError::Url(url.to_owned()))?;
        let (mut cookies, mut answers) = (Vec::new(), Vec::new());
        for _ in 0..=HOPS {
            if stop(&end) {
                break;
            }
            let answer = self.ask(end.as_str(), &cookies)?;
            let set = answer.headers().get_all("set-cookie").iter();
            let pairs = set.filter_map(|value| value.to_str().ok()?.split(';').next());
            cookies.extend(pairs.map(str::to_owned));
            let next = answer.headers().get("location").cloned();
            let next = next.filter(|_| answer.status().is_redirection());
            answers.push(answer);
            let next = next.and_then(|next| end.join(next.to_str().ok()?).ok());
            let Some(next) = next else { break };
            if next.host_str() != end.host_str() {
                cookies.clear();
            }
            end = next;
        }
        Ok(Visit { end, answers })
    }
}

impl Visit {
    /// The status and text of the last answer.
    pub(super) fn page(&self) -> (u16, String) {
        let last = self.answers.last();
        last.map_or((0, String::new()), |answer| {
            (answer.status().as_u16(), body(answer))
        })
    }
}

fn body(answer: &Response) -> String {
    String::from_utf8_lossy(answer.body()).into_owned()
}

/// The certificates of a file, PEM or DER.
fn certificates(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    if !text.contains("-----BEGIN CERTIFICATE-----") {
        return vec![bytes.to_vec()];
    }
    text.split("-----BEGIN CERTIFICATE-----")
        .skip(1)
        .filter_map(|block| {
            let encoded = block.split("-----END").next()?;
            let packed: String = encoded.split_whitespace().collect();
            decode(&packed)
        })
        .collect()
}

fn decode(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}
