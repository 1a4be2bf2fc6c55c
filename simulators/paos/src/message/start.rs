//! How a conversation begins and ends.

use xml::Element;

use crate::namespace::{ECARD, ISO, XSI};
use crate::reading::{all, optional, optional_hex, optional_number, optional_text, required};
use crate::writing::{optional_hex_element, text_element};
use crate::{CARD_APPLICATION, PaosError, ProtocolResult};

/// The client begins. `[TR-03112-7 §2.6]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartPaos {
    /// That of the TC token.
    pub session_identifier: String,
    /// The card, one handle in general.
    pub connection_handles: Vec<ConnectionHandle>,
    /// The client.
    pub user_agent: Option<UserAgent>,
    /// The versions of the eCard-API that the client speaks.
    pub supported_api_versions: Vec<Version>,
}

/// A card in a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionHandle {
    /// The application on the card.
    pub card_application: Option<Vec<u8>>,
    /// The slot.
    pub slot_handle: Option<Vec<u8>>,
}

/// The client's name and version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserAgent {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Version,
}

/// A version in three numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Version {
    /// The first.
    pub major: u32,
    /// The second.
    pub minor: Option<u32>,
    /// The third.
    pub subminor: Option<u32>,
}

/// The client names its version of the eCard-API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitializeFrameworkResponse {
    /// How it went.
    pub result: ProtocolResult,
    /// The version.
    pub version: Version,
}

/// The server ends the conversation. `[TR-03112-7 §2.3.3]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartPaosResponse {
    /// How it went, as the server sees it.
    pub result: ProtocolResult,
}

/// The names of the three parts, which differ between places. `[TR-03112-7 §2.6]`
const API_VERSION: [&str; 3] = ["Major", "Minor", "Subminor"];
const FRAMEWORK_VERSION: [&str; 3] = ["Major", "Minor", "SubMinor"];
const AGENT_VERSION: [&str; 3] = ["VersionMajor", "VersionMinor", "VersionSubminor"];

impl Version {
    /// A version.
    #[must_use]
    pub const fn new(major: u32, minor: u32, subminor: u32) -> Self {
        Self {
            major,
            minor: Some(minor),
            subminor: Some(subminor),
        }
    }

    fn read(parent: &Element, names: [&'static str; 3]) -> Result<Self, PaosError> {
        let [major, minor, subminor] = names;
        Ok(Self {
            major: optional_number(parent, major)?.ok_or(PaosError::Missing(major))?,
            minor: optional_number(parent, minor)?,
            subminor: optional_number(parent, subminor)?,
        })
    }

    fn write(self, parent: Element, namespace: &str, names: [&str; 3]) -> Element {
        let [major, minor, subminor] = names;
        let number = |name, number: u32| text_element(name, namespace, &number.to_string());
        parent
            .child(number(major, self.major))
            .child_if(self.minor.map(|value| number(minor, value)))
            .child_if(self.subminor.map(|value| number(subminor, value)))
    }
}

impl ConnectionHandle {
    /// The eID application of the card in slot 00.
    #[must_use]
    pub fn eid() -> Self {
        Self {
            card_application: Some(CARD_APPLICATION.to_vec()),
            slot_handle: Some(vec![0]),
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            card_application: optional_hex(element, "CardApplication")?,
            slot_handle: optional_hex(element, "SlotHandle")?,
        })
    }

    pub(super) fn write(&self) -> Element {
        let application = &self.card_application;
        Element::new("ConnectionHandle", ISO)
            .attr_in("xsi:type", XSI, "ConnectionHandleType")
            .child_if(optional_hex_element("CardApplication", application))
            .child_if(optional_hex_element("SlotHandle", &self.slot_handle))
    }
}

impl StartPaos {
    /// The client of this name and version begins a session with a card in slot 00.
    #[must_use]
    pub fn new(session_identifier: impl Into<String>, user_agent: UserAgent) -> Self {
        Self {
            session_identifier: session_identifier.into(),
            connection_handles: vec![ConnectionHandle::eid()],
            user_agent: Some(user_agent),
            supported_api_versions: vec![Version::new(1, 1, 5)],
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            session_identifier: optional_text(element, "SessionIdentifier")?
                .ok_or(PaosError::Missing("SessionIdentifier"))?,
            connection_handles: all(element, "ConnectionHandle")
                .map(ConnectionHandle::read)
                .collect::<Result<_, _>>()?,
            user_agent: optional(element, "UserAgent")?
                .map(UserAgent::read)
                .transpose()?,
            supported_api_versions: all(element, "SupportedAPIVersions")
                .map(|version| Version::read(version, API_VERSION))
                .collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn write(&self) -> Element {
        let session = text_element("SessionIdentifier", ISO, &self.session_identifier);
        let handles = self.connection_handles.iter().map(ConnectionHandle::write);
        let versions = self.supported_api_versions.iter();
        let versions = versions.map(|version| {
            version.write(Element::new("SupportedAPIVersions", ISO), ISO, API_VERSION)
        });
        Element::new("StartPAOS", ISO)
            .child(session)
            .children_from(handles)
            .child_if(self.user_agent.as_ref().map(UserAgent::write))
            .children_from(versions)
    }
}

impl UserAgent {
    fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            name: optional_text(element, "Name")?.ok_or(PaosError::Missing("Name"))?,
            version: Version::read(element, AGENT_VERSION)?,
        })
    }

    fn write(&self) -> Element {
        let element = Element::new("UserAgent", ISO).child(text_element("Name", ISO, &self.name));
        self.version.write(element, ISO, AGENT_VERSION)
    }
}

impl InitializeFrameworkResponse {
    /// It went well, and this is the version.
    #[must_use]
    pub const fn new(version: Version) -> Self {
        Self {
            result: ProtocolResult::ok(),
            version,
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            result: ProtocolResult::read(element)?,
            version: Version::read(required(element, "Version")?, FRAMEWORK_VERSION)?,
        })
    }

    pub(super) fn write(&self) -> Element {
        let version = Element::new("Version", ECARD);
        Element::new("InitializeFrameworkResponse", ECARD)
            .attr("Profile", ECARD)
            .child(self.result.write())
            .child(self.version.write(version, ECARD, FRAMEWORK_VERSION))
    }
}

impl StartPaosResponse {
    /// Ends the conversation with this result.
    #[must_use]
    pub const fn new(result: ProtocolResult) -> Self {
        Self { result }
    }

    pub(super) fn read(element: &Element) -> Result<Self, PaosError> {
        ProtocolResult::read(element).map(Self::new)
    }

    pub(super) fn write(&self) -> Element {
        Element::new("StartPAOSResponse", ISO)
            .attr("Profile", ECARD)
            .child(self.result.write())
    }
}
