//! Terminal Authentication on the terminal's side: the chain to send, the data to sign.
//!
//! Certificates and a private key come in, data fields and a signature go out. Nothing is sent from here.

use crypto::{Hash, PrivateKey};

use crate::encoding::{
    CertificateHolderReference, CompressedPublicKey, CvCertificate, Role, SetAt, TaProtocol,
};

/// A terminal's certificates and private key.
#[derive(Clone, Debug)]
pub struct TerminalCredentials {
    terminal: CvCertificate,
    issuers: Vec<CvCertificate>,
    key: PrivateKey,
    hash: Hash,
}

impl TerminalCredentials {
    /// Takes a terminal certificate with its private key, and the link and DV certificates that may be needed, in any
    /// order. `None` when the certificate is not a terminal's, or not for ECDSA.
    #[must_use]
    pub fn new(
        terminal: CvCertificate,
        key: PrivateKey,
        issuers: Vec<CvCertificate>,
    ) -> Option<Self> {
        let Some(TaProtocol::Ecdsa(hash)) = terminal.body().public_key.protocol() else {
            return None;
        };
        let is_terminal = terminal.body().chat.role() == Role::Terminal;
        is_terminal.then_some(Self {
            terminal,
            issuers,
            key,
            hash,
        })
    }

    /// The terminal certificate.
    #[must_use]
    pub const fn certificate(&self) -> &CvCertificate {
        &self.terminal
    }

    /// The certificates to send to a card that knows these authorities: from the first one that an authority signed down
    /// to the terminal's. The most recent authority that leads anywhere is taken.
    #[must_use]
    pub fn path_from(
        &self,
        authorities: &[CertificateHolderReference],
    ) -> Option<Vec<&CvCertificate>> {
        authorities
            .iter()
            .find_map(|authority| self.path(authority))
    }

    fn path(&self, authority: &CertificateHolderReference) -> Option<Vec<&CvCertificate>> {
        let mut path = vec![&self.terminal];
        while path.len() <= self.issuers.len() + 1 {
            let wanted = &path.last()?.body().car;
            if wanted == authority {
                path.reverse();
                return Some(path);
            }
            let issuer = self
                .issuers
                .iter()
                .find(|issuer| issuer.body().chr == *wanted && !issuer.is_self_signed())?;
            path.push(issuer);
        }
        None
    }

    /// Signs. `[TR-03110-2 §3.3.1]`
    #[must_use]
    pub fn sign(&self, data: &SignedData<'_>) -> Vec<u8> {
        self.key.sign(self.hash, &data.parts())
    }
}

/// What a terminal signs: ID_ICC, r_ICC, Comp(PK_PCD), A_PCD. `[TR-03110-2 §3.3.1]`
#[derive(Clone, Copy, Debug)]
pub struct SignedData<'a> {
    /// The card's name in this session.
    pub id_icc: &'a CompressedPublicKey,
    /// The card's challenge.
    pub challenge: &'a [u8],
    /// The compressed ephemeral key.
    pub ephemeral_key: &'a CompressedPublicKey,
    /// The data object 67, or nothing.
    pub auxiliary_data: &'a [u8],
}

impl SignedData<'_> {
    /// The parts, in order.
    #[must_use]
    pub fn parts(&self) -> [&[u8]; 4] {
        [
            self.id_icc.as_bytes(),
            self.challenge,
            self.ephemeral_key.as_bytes(),
            self.auxiliary_data,
        ]
    }
}

/// The data field of MSE:Set AT. `[TR-03110-3 §B.3]`
#[must_use]
pub fn set_at(
    credentials: &TerminalCredentials,
    ephemeral_key: &CompressedPublicKey,
    auxiliary_data: Option<&[u8]>,
) -> SetAt {
    let body = credentials.certificate().body();
    SetAt {
        mechanism: Some(body.public_key.algorithm),
        public_key_reference: Some(body.chr.as_bytes().to_vec()),
        auxiliary_data: auxiliary_data.map(<[u8]>::to_vec),
        ephemeral_key: Some(ephemeral_key.as_bytes().to_vec()),
        ..SetAt::default()
    }
}
