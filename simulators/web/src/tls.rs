//! TLS of a server, on OpenSSL.

use std::fmt;

use openssl::pkey::PKey;
use openssl::ssl::{SslAcceptor, SslMethod, SslOptions, SslVersion};
use openssl::x509::X509;

use crate::WebError;

/// The certificate and the key of a server, and the versions that it speaks.
///
/// Sessions are resumed by tickets whose keys live as long as the server: a client in attached mode that compares the
/// session before and after finds it unchanged.
#[derive(Clone)]
pub struct Tls {
    certificate: Vec<u8>,
    key: Vec<u8>,
    only_1_2: bool,
}

impl Tls {
    /// TLS 1.2 and 1.3 with a certificate (DER) and its key (PKCS#8 DER).
    #[must_use]
    pub fn new(certificate: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Self {
        Self {
            certificate: certificate.into(),
            key: key.into(),
            only_1_2: false,
        }
    }

    /// TLS 1.2 only, as the eID channel wants it. [TR-03130-1]
    #[must_use]
    pub const fn only_1_2(mut self) -> Self {
        self.only_1_2 = true;
        self
    }

    /// The certificate, as DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    pub(crate) fn acceptor(&self) -> Result<SslAcceptor, WebError> {
        let certificate = X509::from_der(&self.certificate)?;
        let key = PKey::private_key_from_pkcs8(&self.key)?;
        let mut acceptor = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
        acceptor.set_certificate(&certificate)?;
        acceptor.set_private_key(&key)?;
        acceptor.check_private_key()?;
        acceptor.clear_options(SslOptions::NO_TICKET);
        acceptor.set_session_id_context(b"eidolon")?;
        if self.only_1_2 {
            acceptor.set_min_proto_version(Some(SslVersion::TLS1_2))?;
            acceptor.set_max_proto_version(Some(SslVersion::TLS1_2))?;
        }
        Ok(acceptor.build())
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("certificate", &self.certificate.len())
            .field("only_1_2", &self.only_1_2)
            .finish_non_exhaustive()
    }
}
