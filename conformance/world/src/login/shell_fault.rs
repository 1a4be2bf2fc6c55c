//! Wrong behaviours of the shell around a role: whatever the role says, its answers, cookies or connections are spoilt.
//!
//! Each is known to every role as `shell:NAME`. Most act between listener and role; those that act at the listener are in
//! [`super::door`].

mod answered;
mod asked;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::StatusCode;
use web::{Request, Response, Service};

use super::faults::unknown;
use crate::WorldError;

/// What stands before the name.
pub(super) const PREFIX: &str = "shell:";

macro_rules! faults {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $requirement:literal;)*) => {
        /// One wrong behaviour of the shell. Each says which requirement it breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum ShellFault {
            $(
                $(#[doc = $doc])+
                #[doc = concat!("Breaks `", $requirement, "`.")]
                $variant,
            )*
        }

        impl ShellFault {
            /// All of them.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name behind `shell:`.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

faults! {
    /// An address that does not exist is answered with 200.
    PathIgnored = "path-ignored", "[RFC 9110 §15.5.5]: what does not exist is not found";
    /// A method that an address does not take is answered with 200.
    MethodIgnored = "method-ignored", "[RFC 9110 §15.5.6]: a method that is not allowed is refused";
    /// A body of any size is read.
    BodyUnbounded = "body-unbounded", "[RFC 9110 §15.5.14]: a body that is too large is refused";
    /// A page shows what was in the request, as it came.
    EchoesMarkup = "echoes-markup", "[CWE-79]: nothing of a request becomes markup";
    /// The browser is sent wherever a parameter says.
    FollowsAddresses = "follows-addresses", "[CWE-601]: no open redirect";
    /// What stands behind a line break in a parameter becomes a header.
    SplitsHeaders = "splits-headers", "[CWE-113]: nothing of a request becomes a header";
    /// What should be refused is an error of the server.
    Falls = "falls", "[RFC 9110 §15.5.1]: a bad message is the sender's error";
    /// After the first bad message nobody is served.
    Sulks = "sulks", "[CWE-400]: a bad message concerns nobody else";
    /// Pages may run scripts from anywhere.
    LetsScriptsRun = "lets-scripts-run", "[CSP3 §6.1]: a page names the scripts that it runs";
    /// Pages may be shown in a frame of somebody else's.
    LetsItselfBeFramed = "lets-itself-be-framed", "[CSP3 §6.4.2]: a page is not framed";
    /// Browsers may guess what an answer is.
    LetsTypesBeGuessed = "lets-types-be-guessed", "[Fetch §3.6]: the type is what the header says";
    /// Pages may be kept.
    LetsPagesBeKept = "lets-pages-be-kept", "[RFC 9111 §5.2.2.5]: a page about a person is not stored";
    /// Scripts may read cookies.
    CookiesForScripts = "cookies-for-scripts", "[RFC 6265 §4.1.2.6]: session cookies are HttpOnly";
    /// Cookies go along with the forms of other sites.
    CookiesForOtherSites = "cookies-for-other-sites", "[RFC 6265bis §5.3.7]: session cookies say SameSite";
    /// Of a parameter that comes twice the first one counts.
    TakesFirstOfTwo = "takes-first-of-two", "[CWE-235]: a parameter that comes twice is refused";
    /// A document type is read over, and its entities are put in.
    ForgivesDocumentType = "forgives-document-type", "[CWE-776]: no document type, no entities";
    /// Whoever comes while somebody is served is turned away.
    OneAtATime = "one-at-a-time", "[CWE-400]: a slow client holds up nobody";
    /// After a client that broke off in the middle nobody is served.
    BreaksWithItsClient = "breaks-with-its-client", "[RFC 9112 §9.5]: a broken connection concerns nobody else";
}

impl ShellFault {
    /// The fault of a name with its prefix.
    pub(crate) fn parse(fault: &str) -> Option<Self> {
        let name = fault.strip_prefix(PREFIX)?;
        Self::ALL.iter().copied().find(|known| known.name() == name)
    }

    /// Whether it acts at the listener, which a world has from its beginning to its end.
    pub(crate) const fn is_at_the_listener(self) -> bool {
        matches!(
            self,
            Self::BodyUnbounded | Self::OneAtATime | Self::BreaksWithItsClient
        )
    }

    /// All names with their prefix.
    pub(crate) fn names() -> Vec<String> {
        let names = Self::ALL.iter();
        names
            .map(|fault| format!("{PREFIX}{}", fault.name()))
            .collect()
    }
}

/// The service of a role with these faults of its shell; the service itself where there are none.
pub(super) fn around(
    service: Arc<dyn Service>,
    role: &str,
    faults: &[&str],
) -> Result<Arc<dyn Service>, WorldError> {
    let parse = |fault: &&str| ShellFault::parse(fault).ok_or_else(|| unknown(role, fault));
    let faults: BTreeSet<_> = faults.iter().map(parse).collect::<Result<_, _>>()?;
    if faults.is_empty() {
        return Ok(service);
    }
    Ok(Arc::new(Spoilt {
        inner: service,
        faults,
        sulking: AtomicBool::new(false),
    }))
}

/// A service whose shell misbehaves.
struct Spoilt {
    inner: Arc<dyn Service>,
    faults: BTreeSet<ShellFault>,
    sulking: AtomicBool,
}

impl Spoilt {
    fn has(&self, fault: ShellFault) -> bool {
        self.faults.contains(&fault)
    }

    /// The request as the role gets to see it.
    fn altered(&self, request: &Request) -> Request {
        let mut request = request.clone();
        if self.has(ShellFault::TakesFirstOfTwo) {
            asked::keep_the_first(&mut request);
        }
        if self.has(ShellFault::ForgivesDocumentType) {
            asked::read_over_document_type(&mut request);
        }
        request
    }
}

impl Service for Spoilt {
    fn respond(&self, request: &Request) -> Response {
        if self.sulking.load(Ordering::Relaxed) {
            return web::text(StatusCode::SERVICE_UNAVAILABLE, "");
        }
        if self.has(ShellFault::FollowsAddresses)
            && let Some(address) = asked::address(request)
        {
            return web::redirect(&address);
        }
        let response = self.inner.respond(&self.altered(request));
        if answered::refuses(&response) {
            self.sulking
                .store(self.has(ShellFault::Sulks), Ordering::Relaxed);
            if self.has(ShellFault::Falls) {
                return web::text(StatusCode::INTERNAL_SERVER_ERROR, "");
            }
        }
        let faults = self.faults.iter();
        faults.fold(response, |response, fault| {
            answered::spoil(*fault, request, response)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ShellFault;

    #[test]
    fn every_name_is_found_again() {
        for (fault, name) in ShellFault::ALL.iter().zip(ShellFault::names()) {
            assert_eq!(ShellFault::parse(&name), Some(*fault));
        }
        assert_eq!(ShellFault::parse("falls"), None);
    }
}
