//! Answers as they stand on the wire, and requests as nobody's form would write them.

use std::sync::Arc;

use conformance_harness::StepError;
use web::{Fetch, Request, Response};

use super::network;
use crate::CardWorld;

/// An answer of a party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// What was asked, for error texts.
    pub what: String,
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// The answers of a step, for the next one to judge.
#[derive(Clone, Debug, Default)]
pub struct Answers(pub Vec<Answer>);

/// A request that is written by hand.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What it is about, for error texts.
    pub what: String,
    /// The method.
    pub method: String,
    /// The absolute address, encoded as it goes out.
    pub url: String,
    /// The headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// What came over the wire.
    #[must_use]
    pub fn of(what: &str, response: &Response) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let headers = response.headers().iter();
        Self {
            what: what.to_owned(),
            status: response.status().as_u16(),
            headers: headers
                .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
                .collect(),
            body: text(response.body()),
        }
    }

    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// All headers of this name.
    pub fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let headers = self.headers.iter();
        headers
            .filter(move |(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a browser shows it as a page.
    #[must_use]
    pub fn is_page(&self) -> bool {
        let kind = self.header("content-type").unwrap_or("text/html");
        kind.contains("html") && !self.body.is_empty()
    }

    /// The code that a page shows, or that the JSON of a protocol has.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        let between = |before: &str, after: &str| {
            let (_, rest) = self.body.split_once(before)?;
            rest.split_once(after).map(|(code, _)| code)
        };
        between("<code class=\"rule\">", "</code>")
            .or_else(|| between("\"error\":\"", "\""))
            .or_else(|| between("/resultminor/", "<"))
    }

    /// In one line, for error texts.
    #[must_use]
    pub fn in_words(&self) -> String {
        let code = self.code().unwrap_or("no code");
        format!("{} to {} ({code})", self.status, self.what)
    }
}

impl Ask {
    /// A request for an address.
    #[must_use]
    pub fn get(what: &str, url: String) -> Self {
        Self {
            what: what.to_owned(),
            method: "GET".to_owned(),
            url,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A form that is encoded already.
    #[must_use]
    pub fn post(what: &str, url: String, form: impl Into<Vec<u8>>) -> Self {
        let kind = "application/x-www-form-urlencoded".to_owned();
        Self {
            method: "POST".to_owned(),
            headers: vec![("content-type", kind)],
            body: form.into(),
            ..Self::get(what, url)
        }
    }

    fn request(self) -> Result<Request, StepError> {
        fn said(error: impl std::fmt::Display) -> StepError {
            StepError::precondition(error.to_string())
        }
        let mut request = web::get(&self.url).map_err(said)?;
        *request.method_mut() = self.method.parse().map_err(said)?;
        for (name, value) in self.headers {
            let value = value.parse().map_err(said)?;
            request.headers_mut().insert(name, value);
        }
        *request.body_mut() = self.body.into();
        Ok(request)
    }
}

impl CardWorld {
    /// A network as browsers have one.
    ///
    /// # Errors
    ///
    /// When the machine has no threads left.
    pub fn network() -> Result<Arc<dyn Fetch>, StepError> {
        network::client()
    }

    /// Sends requests one after the other, from nobody's browser, and keeps the answers. Redirects are not followed.
    ///
    /// # Errors
    ///
    /// When one is not answered.
    pub fn ask(&mut self, asks: Vec<Ask>) -> Result<(), StepError> {
        let client = network::impatient()?;
        let answers = asks.into_iter().map(|ask| {
            let what = ask.what.clone();
            match client.fetch(ask.request()?) {
                Ok(response) => Ok(Answer::of(&what, &response)),
                Err(error) => Err(StepError::expected(format!("an answer to {what}"), error)),
            }
        });
        let answers = answers.collect::<Result<_, _>>()?;
        self.keep(Answers(answers));
        Ok(())
    }

    /// The answers of the step before; the first that is not as it should be is a broken requirement.
    ///
    /// # Errors
    ///
    /// What was expected and what came.
    pub fn each_answer(
        &self,
        expected: &str,
        holds: impl Fn(&Answer) -> bool,
    ) -> Result<(), StepError> {
        let Answers(answers) = self.kept("an answer")?;
        if answers.is_empty() {
            return Err(StepError::precondition("nothing was asked"));
        }
        match answers.iter().find(|answer| !holds(answer)) {
            None => Ok(()),
            Some(wrong) => Err(StepError::expected(expected, wrong.in_words())),
        }
    }
}
