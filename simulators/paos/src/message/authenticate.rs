//! What the server sends in the steps of Extended Access Control.

use xml::Element;

use super::start::ConnectionHandle;
use crate::namespace::{ISO, XSI};
use crate::reading::{
    all, all_hex, optional, optional_hex, optional_text, required, required_hex, text,
};
use crate::writing::{
    hex_element, hex_elements, optional_hex_element, text_element, text_elements,
};
use crate::{DID_NAME, EAC_PROTOCOL, PaosError};

/// A step of the server. `[TR-03112-7 §3.6.4]`
///
/// ```text
/// DIDAuthenticate { ConnectionHandle   DIDName   AuthenticationProtocolData(Protocol, xsi:type) { … } }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DidAuthenticate {
    /// The card.
    pub connection_handle: Option<ConnectionHandle>,
    /// [`DID_NAME`].
    pub did_name: Option<String>,
    /// The step.
    pub data: InputData,
}

/// The content of a server's step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputData {
    /// Who asks, and what for.
    Eac1(Eac1Input),
    /// The server's ephemeral key, perhaps its signature too.
    Eac2(Eac2Input),
    /// The signature, when it did not come before.
    Additional(EacAdditionalInput),
}

/// `EAC1InputType`: who asks, and what for. `[TR-03112-7 §3.6.4.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Eac1Input {
    /// Card-verifiable certificates with tag 7F21, in any order.
    pub certificates: Vec<Vec<u8>>,
    /// The description of the terminal's certificate, DER.
    pub certificate_description: Option<Vec<u8>>,
    /// Rights that the user cannot take away, 7F4C.
    pub required_chat: Option<Vec<u8>>,
    /// Rights that the user can take away, 7F4C.
    pub optional_chat: Option<Vec<u8>>,
    /// What the card shall compare, 67.
    pub auxiliary_data: Option<Vec<u8>>,
    /// Words for the user.
    pub transaction_info: Option<String>,
    /// The kinds of identity that the server takes.
    pub accepted_eid_types: Vec<String>,
}

/// `EAC2InputType`: the server's ephemeral key. `[TR-03112-7 §3.6.4.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Eac2Input {
    /// Certificates that were missing, 7F21.
    pub certificates: Vec<Vec<u8>>,
    /// The ephemeral public key: `04 || x || y`, or `x || y`.
    pub ephemeral_public_key: Vec<u8>,
    /// The signature of Terminal Authentication, `r || s`.
    pub signature: Option<Vec<u8>>,
}

/// `EACAdditionalInputType`: the signature alone. `[TR-03112-7 §3.6.4.3]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EacAdditionalInput {
    /// The signature of Terminal Authentication, `r || s`.
    pub signature: Vec<u8>,
}

impl DidAuthenticate {
    /// A step with the card in slot 00.
    #[must_use]
    pub fn new(data: InputData) -> Self {
        Self {
            connection_handle: Some(ConnectionHandle::eid()),
            did_name: Some(DID_NAME.to_owned()),
            data,
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            connection_handle: optional(element, "ConnectionHandle")?
                .map(ConnectionHandle::read)
                .transpose()?,
            did_name: optional_text(element, "DIDName")?,
            data: InputData::read(required(element, "AuthenticationProtocolData")?)?,
        })
    }

    pub(super) fn write(&self) -> Element {
        let handle = self.connection_handle.as_ref();
        let name = self.did_name.as_ref();
        Element::new("DIDAuthenticate", ISO)
            .child_if(handle.map(ConnectionHandle::write))
            .child_if(name.map(|name| text_element("DIDName", ISO, name)))
            .child(self.data.write())
    }
}

impl InputData {
    fn read(element: &Element) -> Result<Self, PaosError> {
        let kind = element.attribute_in(XSI, "type").unwrap_or_default().trim();
        if kind.ends_with("EAC1InputType") {
            Eac1Input::read(element).map(Self::Eac1)
        } else if kind.ends_with("EAC2InputType") {
            Eac2Input::read(element).map(Self::Eac2)
        } else if kind.ends_with("EACAdditionalInputType") {
            let signature = required_hex(element, "Signature")?;
            Ok(Self::Additional(EacAdditionalInput { signature }))
        } else {
            Err(PaosError::UnknownType(kind.to_owned()))
        }
    }

    fn write(&self) -> Element {
        let data = |kind: &str| {
            Element::new("AuthenticationProtocolData", ISO)
                .attr("Protocol", EAC_PROTOCOL)
                .declare("iso", ISO)
                .attr_in("xsi:type", XSI, kind)
        };
        match self {
            Self::Eac1(input) => input.write(data("iso:EAC1InputType")),
            Self::Eac2(input) => input.write(data("iso:EAC2InputType")),
            Self::Additional(input) => data("iso:EACAdditionalInputType").child(hex_element(
                "Signature",
                ISO,
                &input.signature,
            )),
        }
    }
}

impl Eac1Input {
    fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            certificates: all_hex(element, "Certificate")?,
            certificate_description: optional_hex(element, "CertificateDescription")?,
            required_chat: optional_hex(element, "RequiredCHAT")?,
            optional_chat: optional_hex(element, "OptionalCHAT")?,
            auxiliary_data: optional_hex(element, "AuthenticatedAuxiliaryData")?,
            transaction_info: optional_text(element, "TransactionInfo")?,
            accepted_eid_types: all(element, "AcceptedEIDType").map(text).collect(),
        })
    }

    fn write(&self, data: Element) -> Element {
        let bytes = optional_hex_element;
        let description = &self.certificate_description;
        let info = self.transaction_info.as_ref();
        data.children_from(hex_elements("Certificate", &self.certificates))
            .child_if(bytes("CertificateDescription", description))
            .child_if(bytes("RequiredCHAT", &self.required_chat))
            .child_if(bytes("OptionalCHAT", &self.optional_chat))
            .child_if(bytes("AuthenticatedAuxiliaryData", &self.auxiliary_data))
            .child_if(info.map(|info| text_element("TransactionInfo", ISO, info)))
            .children_from(text_elements("AcceptedEIDType", &self.accepted_eid_types))
    }
}

impl Eac2Input {
    fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            certificates: all_hex(element, "Certificate")?,
            ephemeral_public_key: required_hex(element, "EphemeralPublicKey")?,
            signature: optional_hex(element, "Signature")?,
        })
    }

    fn write(&self, data: Element) -> Element {
        let key = hex_element("EphemeralPublicKey", ISO, &self.ephemeral_public_key);
        data.children_from(hex_elements("Certificate", &self.certificates))
            .child(key)
            .child_if(optional_hex_element("Signature", &self.signature))
    }
}
