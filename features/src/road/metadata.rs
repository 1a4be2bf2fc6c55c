//! Metadata: what parties publish of themselves, and what somebody else publishes in their place.

use conformance_harness::{Order, StepError};
use eidas_profile::Signer;
use xml::{Element, Hash, Limits, SignatureAlgorithm};

use super::citizen::unanswered;
use super::words::Party;
use crate::CardWorld;

/// The namespace of metadata.
pub const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// The namespace of the profile's extensions.
pub const EIDAS: &str = "http://eidas.europa.eu/saml-extensions";

fn said(error: impl std::fmt::Display) -> StepError {
    StepError::precondition(error.to_string())
}

/// How metadata are signed again.
#[derive(Clone, Copy, Debug)]
pub struct MetadataSigning {
    /// The key, by its name at the site.
    pub key: &'static str,
    /// The hash of digest and signature.
    pub hash: Hash,
}

impl Party {
    /// Where its metadata are, behind its origin.
    #[must_use]
    pub const fn metadata(self) -> &'static str {
        match self {
            Self::RelyingParty => "/saml/metadata",
            Self::Portal => "/fas/saml/metadata",
            Self::Connector => "/EidasNode/ConnectorMetadata",
            Self::Middleware => "/eidas-middleware/Metadata",
            Self::EidClient => "",
        }
    }

    /// The key that signs its metadata, by its name at the site.
    #[must_use]
    pub const fn metadata_key(self) -> &'static str {
        match self {
            Self::RelyingParty => "relying-party signing",
            Self::Portal => "csam signing",
            Self::Connector => "connector metadata",
            Self::Middleware | Self::EidClient => "middleware-de metadata",
        }
    }
}

/// Moves with metadata.
impl CardWorld {
    /// The address of a party's metadata, which is also its name.
    ///
    /// # Errors
    ///
    /// When the site has no such party.
    pub fn metadata_address(&self, party: Party) -> Result<String, StepError> {
        Ok(format!("{}{}", self.origin(party)?, party.metadata()))
    }

    /// The document, as anybody gets it.
    ///
    /// # Errors
    ///
    /// When the party does not answer, or has none.
    pub fn fetch_metadata(&mut self, party: Party) -> Result<String, StepError> {
        let address = self.metadata_address(party)?;
        let mut anybody = self.browser()?.clone();
        let page = anybody.open(&address).map_err(unanswered)?;
        if page.status() != 200 {
            return Err(StepError::expected("metadata", page.status()));
        }
        Ok(page.html().to_owned())
    }

    /// The document without its signature, to be changed.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn own_metadata(&mut self, party: Party) -> Result<Element, StepError> {
        let text = self.fetch_metadata(party)?;
        let mut metadata = xml::parse(text.as_bytes(), &Limits::METADATA).map_err(said)?;
        metadata.remove_first(super::forge::DS, "Signature");
        Ok(metadata)
    }

    /// The text of signed metadata.
    ///
    /// # Errors
    ///
    /// When the key is missing.
    pub fn sign_metadata(
        &self,
        metadata: &Element,
        signing: MetadataSigning,
    ) -> Result<String, StepError> {
        let identity = self.identity(signing.key)?;
        let mut signer = Signer::new(&identity.key, &identity.certificate).map_err(said)?;
        signer.digest = signing.hash;
        signer.algorithm = SignatureAlgorithm::Ecdsa(signing.hash);
        signer.sign_document(metadata).map_err(said)
    }

    /// From now on this document is at the address of a party's metadata.
    ///
    /// # Errors
    ///
    /// When this world cannot do that.
    pub fn publish(&self, party: Party, document: &str) -> Result<(), StepError> {
        let order = Order::Other {
            name: "publish".to_owned(),
            value: format!("{} {document}", party.role()),
        };
        self.site()?.control(order).map(drop).map_err(said)
    }
}
