//! The certificates that TLS servers have shown. Who issued them does not count: the service's own certificate names
//! their hashes. `[TR-03124-1 §2.7.3]`

use ambient::UnixSeconds;
use crypto::Hash;
use rules::{Breach, Rulebook};
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

use crate::Rule;

/// What the servers of one run have shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeenServers {
    servers: Vec<SeenServer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct SeenServer {
    origin: String,
    /// DER; nothing if the server showed none.
    certificate: Vec<u8>,
}

impl SeenServers {
    /// Notes what a server has shown, after its dates and its name.
    pub(crate) fn meet(
        &mut self,
        url: &str,
        certificate: Option<&[u8]>,
        now: UnixSeconds,
        book: &Rulebook<Rule>,
    ) -> Result<(), Breach<Rule>> {
        let origin = web::origin(url).unwrap_or_default();
        let certificate = certificate.unwrap_or_default().to_vec();
        let server = SeenServer {
            origin,
            certificate,
        };
        if self.servers.contains(&server) {
            return Ok(());
        }
        if server.origin.starts_with("https:") {
            server.check(url, now, book)?;
        }
        self.servers.push(server);
        Ok(())
    }

    /// Whether a server of this origin was met.
    pub(crate) fn has(&self, origin: &str) -> bool {
        self.servers.iter().any(|server| server.origin == origin)
    }

    /// Holds all of them to the hashes in the description.
    pub(crate) fn check_hashes(
        &self,
        hashes: &[Vec<u8>],
        hash: Hash,
        book: &Rulebook<Rule>,
    ) -> Result<(), Breach<Rule>> {
        for server in &self.servers {
            let digest = hash.digest(&[&server.certificate]);
            let known = hashes.iter().any(|known| known == digest.as_ref());
            book.require(Rule::CommunicationCertificates, known, || {
                format!(
                    "the certificate of {} is not in the description",
                    server.origin
                )
            })?;
        }
        Ok(())
    }
}

impl SeenServer {
    fn check(
        &self,
        url: &str,
        now: UnixSeconds,
        book: &Rulebook<Rule>,
    ) -> Result<(), Breach<Rule>> {
        let origin = &self.origin;
        let certificate = Certificate::from_der(&self.certificate).ok();
        let dates = certificate.as_ref().is_some_and(|it| is_valid(it, now));
        book.require(Rule::TlsDates, dates, || {
            format!("the certificate of {origin} is not valid at {now}")
        })?;
        let host = url::Url::parse(url).ok();
        let host = host.as_ref().and_then(url::Url::host);
        let named = match (&certificate, host) {
            (Some(certificate), Some(host)) => names(certificate, &host),
            _ => false,
        };
        book.require(Rule::TlsHostName, named, || {
            format!("the certificate of {origin} is for another host")
        })
    }
}

fn is_valid(certificate: &Certificate, now: UnixSeconds) -> bool {
    let validity = certificate.tbs_certificate().validity();
    let seconds = |time: &x509_cert::time::Time| {
        i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
    };
    seconds(&validity.not_before) <= now.get() && now.get() <= seconds(&validity.not_after)
}

/// Whether the alternative names have the host. `[RFC 2818 §3.1]`
fn names(certificate: &Certificate, host: &url::Host<&str>) -> bool {
    let alternatives = certificate
        .tbs_certificate()
        .get_extension::<SubjectAltName>();
    let Ok(Some((_, SubjectAltName(names)))) = alternatives else {
        return false;
    };
    names.iter().any(|name| match (name, host) {
        (GeneralName::DnsName(pattern), url::Host::Domain(domain)) => {
            matches_pattern(pattern.as_str(), domain)
        }
        (GeneralName::IpAddress(bytes), url::Host::Ipv4(address)) => {
            bytes.as_bytes() == address.octets()
        }
        (GeneralName::IpAddress(bytes), url::Host::Ipv6(address)) => {
            bytes.as_bytes() == address.octets()
        }
        _ => false,
    })
}

/// A star stands for one label at the left.
fn matches_pattern(pattern: &str, domain: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(rest) => domain
            .split_once('.')
            .is_some_and(|(label, parent)| !label.is_empty() && parent.eq_ignore_ascii_case(rest)),
        None => pattern.eq_ignore_ascii_case(domain),
    }
}

#[cfg(test)]
mod tests {
    use super::matches_pattern;

    #[test]
    fn a_star_is_one_label() {
        assert!(matches_pattern("Localhost", "localhost"));
        assert!(matches_pattern("*.example.de", "a.example.de"));
        assert!(!matches_pattern("*.example.de", "a.b.example.de"));
        assert!(!matches_pattern("*.example.de", "example.de"));
    }
}
