//! What the client answers in the steps of Extended Access Control.

use xml::Element;

use crate::namespace::{ECARD, ISO, XSI};
use crate::reading::{all, optional, optional_hex, text};
use crate::writing::{optional_hex_element, text_elements};
use crate::{EAC_PROTOCOL, PaosError, ProtocolResult};

/// The client's answer to a step. `[TR-03112-7 §3.6.4]`
///
/// ```text
/// DIDAuthenticateResponse { Result   AuthenticationProtocolData(Protocol, xsi:type)? { … } }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DidAuthenticateResponse {
    /// How it went.
    pub result: ProtocolResult,
    /// What came out; in general nothing when it did not go well.
    pub data: Option<OutputData>,
}

/// The content of a client's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutputData {
    /// After the user agreed and PACE was run.
    Eac1(Eac1Output),
    /// After the server's key was received; without its signature only the challenge.
    Eac2(Eac2Output),
}

/// `EAC1OutputType`: what the user agreed to, and what the card said. `[TR-03112-7 §3.6.4.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Eac1Output {
    /// The rights that are left after the user's choice, 7F4C.
    pub chat: Option<Vec<u8>>,
    /// Names of the card's trust points to which the client found no chain, at most two.
    pub certification_authority_references: Vec<String>,
    /// EF.CardAccess.
    pub ef_card_access: Option<Vec<u8>>,
    /// The compressed ephemeral key of the card in PACE.
    pub id_picc: Option<Vec<u8>>,
    /// The card's challenge, 8 bytes.
    pub challenge: Option<Vec<u8>>,
}

/// `EAC2OutputType`: the challenge again, or the result of Terminal and Chip Authentication.
/// `[TR-03112-7 §3.6.4.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Eac2Output {
    /// The card's challenge, when the server's signature is still due.
    pub challenge: Option<Vec<u8>>,
    /// EF.CardSecurity.
    pub ef_card_security: Option<Vec<u8>>,
    /// The card's token of Chip Authentication, 8 bytes.
    pub authentication_token: Option<Vec<u8>>,
    /// The card's nonce of Chip Authentication, 8 bytes.
    pub nonce: Option<Vec<u8>>,
}

impl DidAuthenticateResponse {
    /// It went well, and this came out.
    #[must_use]
    pub const fn ok(data: OutputData) -> Self {
        Self {
            result: ProtocolResult::ok(),
            data: Some(data),
        }
    }

    /// It did not.
    #[must_use]
    pub const fn error(result: ProtocolResult) -> Self {
        Self { result, data: None }
    }

    pub(super) fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            result: ProtocolResult::read(element)?,
            data: optional(element, "AuthenticationProtocolData")?
                .map(OutputData::read)
                .transpose()?,
        })
    }

    pub(super) fn write(&self) -> Element {
        Element::new("DIDAuthenticateResponse", ISO)
            .attr("Profile", ECARD)
            .child(self.result.write())
            .child_if(self.data.as_ref().map(OutputData::write))
    }
}

impl OutputData {
    fn read(element: &Element) -> Result<Self, PaosError> {
        let kind = element.attribute_in(XSI, "type").unwrap_or_default().trim();
        if kind.ends_with("EAC1OutputType") {
            Eac1Output::read(element).map(Self::Eac1)
        } else if kind.ends_with("EAC2OutputType") {
            Eac2Output::read(element).map(Self::Eac2)
        } else {
            Err(PaosError::UnknownType(kind.to_owned()))
        }
    }

    fn write(&self) -> Element {
        let data = |kind: &str| {
            Element::new("AuthenticationProtocolData", ISO)
                .declare("iso", ISO)
                .attr_in("xsi:type", XSI, kind)
                .attr("Protocol", EAC_PROTOCOL)
        };
        match self {
            Self::Eac1(output) => output.write(data("iso:EAC1OutputType")),
            Self::Eac2(output) => output.write(data("iso:EAC2OutputType")),
        }
    }
}

impl Eac1Output {
    fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            chat: optional_hex(element, "CertificateHolderAuthorizationTemplate")?,
            certification_authority_references: all(element, "CertificationAuthorityReference")
                .map(text)
                .collect(),
            ef_card_access: optional_hex(element, "EFCardAccess")?,
            id_picc: optional_hex(element, "IDPICC")?,
            challenge: optional_hex(element, "Challenge")?,
        })
    }

    fn write(&self, data: Element) -> Element {
        let bytes = optional_hex_element;
        let references = &self.certification_authority_references;
        data.child_if(bytes("CertificateHolderAuthorizationTemplate", &self.chat))
            .children_from(text_elements("CertificationAuthorityReference", references))
            .child_if(bytes("EFCardAccess", &self.ef_card_access))
            .child_if(bytes("IDPICC", &self.id_picc))
            .child_if(bytes("Challenge", &self.challenge))
    }
}

impl Eac2Output {
    fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            challenge: optional_hex(element, "Challenge")?,
            ef_card_security: optional_hex(element, "EFCardSecurity")?,
            authentication_token: optional_hex(element, "AuthenticationToken")?,
            nonce: optional_hex(element, "Nonce")?,
        })
    }

    fn write(&self, data: Element) -> Element {
        let bytes = optional_hex_element;
        data.child_if(bytes("Challenge", &self.challenge))
            .child_if(bytes("EFCardSecurity", &self.ef_card_security))
            .child_if(bytes("AuthenticationToken", &self.authentication_token))
            .child_if(bytes("Nonce", &self.nonce))
    }
}
