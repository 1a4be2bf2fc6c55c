//! The TC token. `[TR-03124-1 §2.4.1]`

use conformance_harness::StepError;

use super::{check, description};
use crate::road::evidence::{Seen, behind_origin};

impl Seen {
    /// An XML document, fetched with status 200, of an attached eID server: no key of its own for the channel.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn token_is_attached(&self) -> Result<(), StepError> {
        let mut fields = self.token.response_headers.iter();
        let kind = fields.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let kind = kind.map_or("", |(_, value)| value.as_str());
        let is_xml = ["text/xml", "application/xml"]
            .iter()
            .any(|xml| kind.starts_with(xml));
        check(is_xml, "a token of type text/xml", kind)?;
        check(self.token.status == 200, "status 200", self.token.status)?;
        let token = self.tc_token()?;
        check(
            token.path_security.is_none(),
            "no path security",
            "a path security",
        )
    }

    /// The server's address begins with https and is on the host of the token.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn server_is_attached(&self) -> Result<(), StepError> {
        let address = self.tc_token()?.server_address.unwrap_or_default();
        let attached = web::origin(&address) == web::origin(&self.token_url);
        let https = address.starts_with("https://");
        check(
            https && attached,
            "an https address beside the token's",
            address,
        )
    }

    /// The refresh address has the origin that the description names, which is that of the token.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn refresh_comes_home(&self) -> Result<(), StepError> {
        let address = self.tc_token()?.refresh_address.unwrap_or_default();
        let home = web::origin(&self.token_url);
        let there = web::origin(&address);
        check(
            home.is_some() && there == home,
            "an address beside the token's",
            &address,
        )?;
        let Ok(inquiry) = self.inquiry() else {
            return Ok(());
        };
        let subject = description(inquiry)?.subject_url.unwrap_or_default();
        let expected = format!("an address of {subject}");
        check(web::origin(&subject) == there, expected, address)
    }

    /// The browser came back to the refresh address, with the result that the client reported, and got something else than
    /// a refusal.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn refresh_leads_back(&self) -> Result<(), StepError> {
        let last = self.returns.last();
        let last = last.ok_or_else(|| StepError::requirement("the browser never came back"))?;
        let address = behind_origin(&last.url);
        check(
            address.contains("ResultMajor="),
            "a result in the address",
            address,
        )?;
        let expected = format!("an answer to the browser at {address}");
        check(
            last.status < 400,
            expected,
            format!("status {}", last.status),
        )
    }
}
