//! A site that is watched while a check runs on it.

use std::sync::Arc;

use conformance_verdict::Phase;

use super::Recording;
use crate::site::{Site, SiteMessage, role};

/// The site, and where its roles listen.
#[derive(Debug)]
pub(super) struct Watched {
    site: Option<Arc<dyn Site>>,
    origins: Vec<(&'static str, String)>,
}

impl Recording {
    /// From now on the messages of a site are taken over, whenever a step or a phase begins.
    pub(crate) fn watch(&self, site: &Arc<dyn Site>) {
        let origins = role::ALL
            .iter()
            .filter_map(|role| Some((*role, site.origin(role)?)))
            .collect();
        self.contents().watched = Some(Watched {
            site: Some(Arc::clone(site)),
            origins,
        });
    }

    /// Takes the messages over that are new.
    pub(crate) fn observe(&self) {
        if let Some(site) = self.watched_site()
            && site.message_count() != self.contents().messages.len()
        {
            self.take_over(site.messages());
        }
    }

    /// The check is over: takes the last messages over, and what was still open when its request
    /// was seen, and lets go of the site.
    pub(crate) fn release(&self) {
        if let Some(site) = self.watched_site() {
            self.take_over(site.messages());
        }
        if let Some(watched) = self.contents().watched.as_mut() {
            watched.site = None;
        }
    }

    fn watched_site(&self) -> Option<Arc<dyn Site>> {
        self.contents().watched.as_ref()?.site.clone()
    }

    /// Messages that were known keep their phase; the others belong to the present one. Asked for
    /// without the lock: what a site does to answer is its own affair.
    fn take_over(&self, seen: Vec<SiteMessage>) {
        let mut contents = self.contents();
        let now = contents.phase.unwrap_or(Phase::Check);
        let known: Vec<Phase> = contents.messages.iter().map(|(phase, _)| *phase).collect();
        let phases = known.into_iter().chain(std::iter::repeat(now));
        contents.messages = phases.zip(seen).collect();
    }

    /// Whether messages between services were seen.
    #[must_use]
    pub fn has_messages(&self) -> bool {
        !self.contents().messages.is_empty()
    }

    /// Method, path and body of each request in the check itself. Each site listens elsewhere, so
    /// origins are replaced by the names of their roles where they stand in clear.
    pub(super) fn requests_of_check(&self) -> Vec<Vec<u8>> {
        let contents = self.contents();
        let origins = contents
            .watched
            .as_ref()
            .map_or(&[][..], |watched| watched.origins.as_slice());
        let of_check = contents
            .messages
            .iter()
            .filter(|(phase, _)| *phase == Phase::Check);
        of_check
            .map(|(_, message)| request(message, origins))
            .collect()
    }
}

fn request(message: &SiteMessage, origins: &[(&'static str, String)]) -> Vec<u8> {
    let path = super::message::path_and_query(&message.url);
    let head = named(&format!("{} {path}\n", message.method), origins);
    let body = match std::str::from_utf8(&message.request_body) {
        Ok(text) => named(text, origins).into_bytes(),
        Err(_) => message.request_body.clone(),
    };
    [head.into_bytes(), body].concat()
}

/// The text with roles in place of their origins, plain and percent-encoded.
fn named(text: &str, origins: &[(&'static str, String)]) -> String {
    origins
        .iter()
        .fold(text.to_owned(), |text, (role, origin)| {
            let encoded = origin.replace(':', "%3A").replace('/', "%2F");
            text.replace(origin.as_str(), role).replace(&encoded, role)
        })
}
