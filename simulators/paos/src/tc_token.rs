//! The TC token: where the eID server is, and where the browser goes afterwards.

use xml::Element;

use crate::reading::{hex, text};
use crate::writing::{hex_element, text_element};
use crate::{BINDING, PATH_SECURITY_PSK, PaosError};

/// A TC token. Every part can be missing, because tokens of real servers miss parts; who receives one decides what that
/// means. `[TR-03124-1 §2.6]`
///
/// ```text
/// TCTokenType { ServerAddress  SessionIdentifier  RefreshAddress  CommunicationErrorAddress?  Binding
///               [PathSecurity-Protocol  PathSecurity-Parameters { PSK }] }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TcToken {
    /// URL of the eID server's PAOS endpoint.
    pub server_address: Option<String>,
    /// Name of the session at the eID server; with a pre-shared key also its identity.
    pub session_identifier: Option<String>,
    /// Where the browser goes in the end.
    pub refresh_address: Option<String>,
    /// Where the browser goes when the refresh address cannot be used.
    pub communication_error_address: Option<String>,
    /// [`BINDING`], or something that no client takes.
    pub binding: Option<String>,
    /// The security of a channel apart from that of the token; without it the channel is attached.
    pub path_security: Option<PathSecurity>,
}

/// How the PAOS channel is protected when it is not attached to the token's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathSecurity {
    /// [`PATH_SECURITY_PSK`], or something that no client takes.
    pub protocol: Option<String>,
    /// The pre-shared key.
    pub psk: Option<Vec<u8>>,
}

impl TcToken {
    /// A token of the attached kind, as the German eIDAS middleware gives it: no pre-shared key.
    #[must_use]
    pub fn attached(
        server_address: impl Into<String>,
        session_identifier: impl Into<String>,
        refresh_address: impl Into<String>,
    ) -> Self {
        Self {
            server_address: Some(server_address.into()),
            session_identifier: Some(session_identifier.into()),
            refresh_address: Some(refresh_address.into()),
            communication_error_address: None,
            binding: Some(BINDING.to_owned()),
            path_security: None,
        }
    }

    /// With an address for the case that the refresh address cannot be used.
    #[must_use]
    pub fn with_communication_error_address(mut self, address: impl Into<String>) -> Self {
        self.communication_error_address = Some(address.into());
        self
    }

    /// With a pre-shared key for the PAOS channel.
    #[must_use]
    pub fn with_psk(mut self, psk: impl Into<Vec<u8>>) -> Self {
        self.path_security = Some(PathSecurity {
            protocol: Some(PATH_SECURITY_PSK.to_owned()),
            psk: Some(psk.into()),
        });
        self
    }

    /// Reads a token: elements of any namespace, in any order and depth.
    ///
    /// # Errors
    /// No XML, another root than `TCTokenType`, a part that stands twice, or a key that is not hexadecimal.
    pub fn decode(document: &[u8]) -> Result<Self, PaosError> {
        let root = xml::parse(document, &xml::Limits::PAOS)?;
        if root.local() != "TCTokenType" {
            return Err(PaosError::Root {
                found: root.local().to_owned(),
                expected: "TCTokenType",
            });
        }
        let part = |local| Ok::<_, PaosError>(anywhere(&root, local)?.map(text));
        let protocol = part("PathSecurity-Protocol")?;
        let psk = anywhere(&root, "PSK")?
            .map(|element| hex(element, "PSK"))
            .transpose()?;
        Ok(Self {
            server_address: part("ServerAddress")?,
            session_identifier: part("SessionIdentifier")?,
            refresh_address: part("RefreshAddress")?,
            communication_error_address: part("CommunicationErrorAddress")?,
            binding: part("Binding")?,
            path_security: (protocol.is_some() || psk.is_some())
                .then_some(PathSecurity { protocol, psk }),
        })
    }

    /// The token as a document.
    #[must_use]
    pub fn encode(&self) -> String {
        let part = |name, content: &Option<String>| {
            content
                .as_ref()
                .map(|content| text_element(name, "", content))
        };
        let parameters = |psk: &Vec<u8>| {
            Element::new("PathSecurity-Parameters", "").child(hex_element("PSK", "", psk))
        };
        let security = self.path_security.clone().unwrap_or_default();
        let error_address = &self.communication_error_address;
        Element::new("TCTokenType", "")
            .child_if(part("ServerAddress", &self.server_address))
            .child_if(part("SessionIdentifier", &self.session_identifier))
            .child_if(part("RefreshAddress", &self.refresh_address))
            .child_if(part("CommunicationErrorAddress", error_address))
            .child_if(part("Binding", &self.binding))
            .child_if(part("PathSecurity-Protocol", &security.protocol))
            .child_if(security.psk.as_ref().map(parameters))
            .to_document()
    }
}

/// The one element with this local name, at any depth.
fn anywhere<'e>(root: &'e Element, local: &'static str) -> Result<Option<&'e Element>, PaosError> {
    let mut found = root
        .descendants()
        .filter(|element| element.local() == local);
    let first = found.next();
    match found.next() {
        Some(_) => Err(PaosError::Duplicate(local)),
        None => Ok(first),
    }
}
