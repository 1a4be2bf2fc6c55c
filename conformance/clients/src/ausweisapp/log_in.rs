//! A login with AusweisApp2, begun as a browser does: by the link to the local port.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;

use serde_json::{Value, json};

use super::change_pin::{MOST_PROMPTS, prompt_of, retry_counter};
use super::{AusweisApp, PATIENCE, PROGRAM, Prompt, Secrets, unexpected};
use crate::ClientError;

/// A finished login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogIn {
    /// Where the program sends the browser.
    pub location: String,
    /// The rights that it showed to be required, by its own names.
    pub required: Vec<String>,
    /// The rights that it let the citizen deselect.
    pub optional: Vec<String>,
    /// Who it said is asking.
    pub subject: String,
    /// Each prompt, with the retry counter that the program showed beside it.
    pub prompts: Vec<(Prompt, Option<u8>)>,
    /// Last word of the result's major code: `ok` or `error`.
    pub result: String,
    /// What it said about the result.
    pub message: String,
}

/// What the citizen does beside entering secrets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consent {
    /// Accepts everything that is shown.
    #[default]
    Everything,
    /// Deselects whatever can be deselected.
    Required,
    /// Cancels when asked.
    Nothing,
}

impl AusweisApp {
    /// Opens the link of a page that starts the eID client, answers each prompt, and returns where the browser is sent.
    ///
    /// # Errors
    /// Where the program falls silent, asks again and again, or sends the browser nowhere.
    pub fn log_in(
        &mut self,
        tc_token_url: &str,
        consent: Consent,
        secrets: &Secrets,
    ) -> Result<LogIn, ClientError> {
        let browser = self.open_link(tc_token_url)?;
        let mut run = LogIn {
            location: String::new(),
            required: Vec::new(),
            optional: Vec::new(),
            subject: String::new(),
            prompts: Vec::new(),
            result: String::new(),
            message: String::new(),
        };
        while run.result.is_empty() {
            let message = self.next_message()?;
            self.hear(&message, &mut run, consent, secrets)?;
            if run.prompts.len() > MOST_PROMPTS {
                return Err(unexpected(&format!(
                    "it asks again and again: {:?}",
                    run.prompts
                )));
            }
        }
        let answer = browser
            .join()
            .map_err(|_| unexpected("the browser's thread broke down"))??;
        run.location = location(&answer).ok_or_else(|| unexpected(&answer))?;
        Ok(run)
    }

    fn hear(
        &mut self,
        message: &Value,
        run: &mut LogIn,
        consent: Consent,
        secrets: &Secrets,
    ) -> Result<(), ClientError> {
        if let Some(prompt) = prompt_of(message) {
            self.answer(prompt, &run.prompts, secrets)?;
            run.prompts.push((prompt, retry_counter(message)));
            return Ok(());
        }
        match message.get("msg").and_then(Value::as_str) {
            Some("ACCESS_RIGHTS") => {
                run.required = names(message.pointer("/chat/required"));
                run.optional = names(message.pointer("/chat/optional"));
                let chosen = names(message.pointer("/chat/effective"));
                if consent == Consent::Required && chosen.len() > run.required.len() {
                    return self.send(&json!({"cmd": "SET_ACCESS_RIGHTS", "chat": []}));
                }
                self.send(&json!({"cmd": "GET_CERTIFICATE"}))
            }
            Some("CERTIFICATE") => {
                let subject = message.pointer("/description/subjectName");
                run.subject = subject
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned();
                let command = if consent == Consent::Nothing {
                    "CANCEL"
                } else {
                    "ACCEPT"
                };
                self.send(&json!({"cmd": command}))
            }
            Some("AUTH") => {
                let major = message.pointer("/result/major").and_then(Value::as_str);
                if let Some(major) = major {
                    run.result = major.rsplit('#').next().unwrap_or(major).to_owned();
                    let text = message.pointer("/result/message").and_then(Value::as_str);
                    run.message = text.unwrap_or_default().to_owned();
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The browser's request, on a thread of its own: its answer comes when the program is done.
    fn open_link(
        &self,
        tc_token_url: &str,
    ) -> Result<thread::JoinHandle<Result<String, ClientError>>, ClientError> {
        let io = ClientError::io(PROGRAM);
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).map_err(io)?;
        stream
            .set_read_timeout(Some(4 * PATIENCE))
            .map_err(ClientError::io(PROGRAM))?;
        let path = format!("/eID-Client?tcTokenURL={}", percent(tc_token_url));
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        );
        stream
            .write_all(request.as_bytes())
            .map_err(ClientError::io(PROGRAM))?;
        Ok(thread::spawn(move || {
            let mut answer = Vec::new();
            stream
                .read_to_end(&mut answer)
                .map_err(ClientError::io(PROGRAM))?;
            Ok(String::from_utf8_lossy(&answer).into_owned())
        }))
    }
}

fn names(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).map(Vec::as_slice);
    list.unwrap_or_default()
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

/// The address in the last answer of the connection; before it comes an interim one.
fn location(answer: &str) -> Option<String> {
    answer.lines().rev().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location")
            .then(|| value.trim().to_owned())
    })
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::{location, percent};

    #[test]
    fn the_last_answer_says_where_the_browser_goes() {
        let answer = "HTTP/1.0 102 Processing\r\nContent-Length: 0\r\n\r\nHTTP/1.0 303 See Other\r\nLocation: https://localhost:1/x?ResultMajor=ok\r\n\r\n";
        assert_eq!(
            location(answer).as_deref(),
            Some("https://localhost:1/x?ResultMajor=ok")
        );
        assert_eq!(location("HTTP/1.0 404 Not Found\r\n\r\n"), None);
    }

    #[test]
    fn a_url_in_a_query_is_percent_encoded() {
        assert_eq!(percent("https://a/?b=c"), "https%3A%2F%2Fa%2F%3Fb%3Dc");
    }
}
