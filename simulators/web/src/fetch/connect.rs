//! Opens a line to an origin.

use std::net::IpAddr;
use std::pin::Pin;

use bytes::Bytes;
use http::Uri;
use http::uri::Scheme;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use openssl::error::ErrorStack;
use openssl::ssl::{
    Ssl, SslContext, SslContextBuilder, SslMethod, SslMode, SslVerifyMode, SslVersion,
};
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::{X509CheckFlags, X509VerifyFlags};
use openssl::x509::{X509, X509VerifyResult};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_openssl::SslStream;

use super::{PeerCertificate, Trust};
use crate::{FetchError, WebError};

/// Without secrets of one kind or another there is no server to talk to; the defaults of OpenSSL otherwise.
const SUITES: &str = "DEFAULT:!aNULL:!eNULL:!PSK:!SRP:!3DES:!RC4:!MD5";

/// The groups of the web, and those of German servers (TLS 1.2).
const GROUPS: &str = "X25519:P-256:P-384:P-521:brainpoolP256r1:brainpoolP384r1:brainpoolP512r1";

/// Most bytes of a status line and its headers.
const HEAD: usize = 128 * 1024;

/// A connection that takes requests one after the other.
pub(super) struct Line {
    pub(super) requests: http1::SendRequest<Full<Bytes>>,
    pub(super) certificate: Option<PeerCertificate>,
}

/// Opens lines; over TLS to those whom it trusts.
#[derive(Clone)]
pub(super) struct Connector {
    context: SslContext,
    checks_names: bool,
}

impl Connector {
    pub(super) fn new(trust: &Trust) -> Result<Self, WebError> {
        // Not the ready-made builder of the binding: it reads the machine's list of roots each time.
        let mut context = SslContextBuilder::new(SslMethod::tls_client())?;
        context.set_min_proto_version(Some(SslVersion::TLS1_2))?;
        context.set_cipher_list(SUITES)?;
        context.set_groups_list(GROUPS)?;
        context.set_mode(SslMode::AUTO_RETRY | SslMode::RELEASE_BUFFERS);
        let checks_names = match trust {
            Trust::Any => {
                context.set_verify(SslVerifyMode::NONE);
                false
            }
            Trust::Only(certificates) => {
                let mut store = X509StoreBuilder::new()?;
                for der in certificates {
                    store.add_cert(X509::from_der(der)?)?;
                }
                // A trusted certificate is an end of the chain, whoever issued it.
                store.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
                context.set_cert_store(store.build());
                context.set_verify(SslVerifyMode::PEER);
                true
            }
        };
        Ok(Self {
            context: context.build(),
            checks_names,
        })
    }

    pub(super) async fn connect(&self, uri: &Uri, origin: &str) -> Result<Line, FetchError> {
        let secure = uri.scheme() == Some(&Scheme::HTTPS);
        let host = uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let refuse = |because: String| FetchError::Connect {
            origin: origin.to_owned(),
            because,
        };
        let stream = TcpStream::connect((host, port)).await;
        let stream = stream.map_err(|error| refuse(error.to_string()))?;
        // A request is one write and its sender waits for the answer.
        let _ = stream.set_nodelay(true);
        if !secure {
            return shake_hands(stream, None, origin).await;
        }
        let stream = self.secure(stream, host).await;
        let stream = stream.map_err(|because| FetchError::Tls {
            origin: origin.to_owned(),
            because,
        })?;
        let certificate = stream.ssl().peer_certificate();
        let certificate = certificate.and_then(|certificate| certificate.to_der().ok());
        shake_hands(stream, certificate.map(PeerCertificate), origin).await
    }

    /// A TLS session, or why there is none.
    async fn secure(&self, stream: TcpStream, host: &str) -> Result<SslStream<TcpStream>, String> {
        let session = self.session(host).map_err(|error| error.to_string())?;
        let mut stream = SslStream::new(session, stream).map_err(|error| error.to_string())?;
        let shaken = Pin::new(&mut stream).connect().await;
        shaken.map_err(|error| match stream.ssl().verify_result() {
            X509VerifyResult::OK => error.to_string(),
            verdict if self.checks_names => verdict.error_string().to_owned(),
            _ => error.to_string(),
        })?;
        Ok(stream)
    }

    fn session(&self, host: &str) -> Result<Ssl, ErrorStack> {
        let mut session = Ssl::new(&self.context)?;
        let address = host.parse::<IpAddr>().ok();
        if address.is_none() {
            session.set_hostname(host)?;
        }
        if self.checks_names {
            let expected = session.param_mut();
            expected.set_hostflags(X509CheckFlags::NO_PARTIAL_WILDCARDS);
            match address {
                Some(address) => expected.set_ip(address)?,
                None => expected.set_host(host)?,
            }
        }
        Ok(session)
    }
}

async fn shake_hands<S>(
    stream: S,
    certificate: Option<PeerCertificate>,
    origin: &str,
) -> Result<Line, FetchError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shaken = http1::Builder::new()
        .max_buf_size(HEAD)
        .handshake(TokioIo::new(stream))
        .await;
    let (requests, connection) = shaken.map_err(|error| FetchError::Connect {
        origin: origin.to_owned(),
        because: error.to_string(),
    })?;
    // Carries the bytes until one of the two ends lets go. What goes wrong is told to whoever waits for an answer.
    tokio::spawn(connection);
    Ok(Line {
        requests,
        certificate,
    })
}
