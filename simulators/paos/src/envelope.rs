//! The SOAP envelope around each message.

use xml::Element;

use crate::namespace::{ADDRESSING, DSS, ECARD, ISO, PAOS, SOAP, XSI};
use crate::reading::{optional, optional_text, required};
use crate::writing::text_element;
use crate::{BINDING, Message, PaosError};

const ANONYMOUS_ROLE: &str = "http://www.projectliberty.org/2006/01/role/paos";
const REPLY_ROLE: &str = "http://www.projectliberty.org/2006/02/role/paos";
const SERVICE: &str = "http://www.bsi.bund.de/ecard/api/1.1/PAOS/GetNextCommand";
const NEXT_ACTOR: &str = "http://schemas.xmlsoap.org/soap/actor/next";

/// A message with its addresses. `[TR-03112-7 §2.3.2]`
///
/// ```text
/// soap:Envelope { soap:Header { [paos:PAOS  wsa:ReplyTo]  wsa:RelatesTo?  wsa:MessageID? }  soap:Body { message } }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Whose header it has.
    pub sender: Sender,
    /// The name of this message: an opaque text, no valid UUID.
    pub message_id: Option<String>,
    /// The name of the message to which this one answers.
    pub relates_to: Option<String>,
    /// The message.
    pub message: Message,
}

/// Who sends an envelope. Only the client's has the PAOS header with the service that it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// The citizen's software.
    Client,
    /// The eID server.
    Server,
}

/// The name of a message from 128 random bits: `urn:uuid:` and the shape of a UUID, without the bits of its version.
#[must_use]
pub fn message_id(random: [u8; 16]) -> String {
    let digits = hex::encode(random);
    let part = |from, to| digits.get(from..to).unwrap_or_default();
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

impl Envelope {
    /// A message of the client.
    #[must_use]
    pub fn from_client(message: Message, message_id: impl Into<String>) -> Self {
        Self {
            sender: Sender::Client,
            message_id: Some(message_id.into()),
            relates_to: None,
            message,
        }
    }

    /// A message of the server.
    #[must_use]
    pub fn from_server(message: Message, message_id: impl Into<String>) -> Self {
        Self {
            sender: Sender::Server,
            ..Self::from_client(message, message_id)
        }
    }

    /// As an answer to the message with this name.
    #[must_use]
    pub fn relating_to(mut self, message_id: impl Into<String>) -> Self {
        self.relates_to = Some(message_id.into());
        self
    }

    /// Reads an envelope. The header may be missing, and so may both names.
    ///
    /// # Errors
    /// No XML, no envelope with one message that is known, a part of it missing or twice, or content of another form.
    pub fn decode(document: &[u8]) -> Result<Self, PaosError> {
        let root = xml::parse(document, &xml::Limits::PAOS)?;
        if root.local() != "Envelope" {
            return Err(PaosError::Root {
                found: root.local().to_owned(),
                expected: "Envelope",
            });
        }
        let header = optional(&root, "Header")?;
        let named = |local| match header {
            Some(header) => optional_text(header, local),
            None => Ok(None),
        };
        let from_client = match header {
            Some(header) => optional(header, "PAOS")?.is_some(),
            None => false,
        };
        let mut content = required(&root, "Body")?.elements();
        let message = content.next().ok_or(PaosError::Missing("Body content"))?;
        if content.next().is_some() {
            return Err(PaosError::Duplicate("Body content"));
        }
        Ok(Self {
            sender: if from_client {
                Sender::Client
            } else {
                Sender::Server
            },
            message_id: named("MessageID")?,
            relates_to: named("RelatesTo")?,
            message: Message::read(message)?,
        })
    }

    /// The envelope as a document.
    #[must_use]
    pub fn encode(&self) -> String {
        self.to_element().to_document()
    }

    /// The envelope as a tree, for those who change it before it is sent.
    #[must_use]
    pub fn to_element(&self) -> Element {
        let name = |name, content: &Option<String>| {
            content
                .as_ref()
                .map(|content| text_element(name, ADDRESSING, content))
        };
        let relates_to = name("wsa:RelatesTo", &self.relates_to);
        let message_id = name("wsa:MessageID", &self.message_id);
        let root = Element::new("soap:Envelope", SOAP)
            .declare("soap", SOAP)
            .declare("wsa", ADDRESSING)
            .declare("xsi", XSI);
        let header = Element::new("soap:Header", SOAP);
        let (root, header) = match self.sender {
            Sender::Client => (
                root.declare("paos", PAOS)
                    .declare("dss", DSS)
                    .declare("ecard", ECARD)
                    .declare("iso", ISO),
                client_header(header)
                    .child_if(relates_to)
                    .child_if(message_id),
            ),
            Sender::Server => (root, header.child_if(message_id).child_if(relates_to)),
        };
        root.child(header)
            .child(Element::new("soap:Body", SOAP).child(self.message.write()))
    }
}

/// The service that the client offers, and where answers go.
fn client_header(header: Element) -> Element {
    let marked = |name, namespace| {
        Element::new(name, namespace)
            .attr_in("soap:mustUnderstand", SOAP, "1")
            .attr_in("soap:actor", SOAP, NEXT_ACTOR)
    };
    let endpoint = Element::new("paos:EndpointReference", PAOS)
        .child(text_element("paos:Address", PAOS, ANONYMOUS_ROLE))
        .child(Element::new("paos:MetaData", PAOS).child(text_element(
            "paos:ServiceType",
            PAOS,
            SERVICE,
        )));
    let paos = marked("paos:PAOS", PAOS)
        .child(text_element("paos:Version", PAOS, BINDING))
        .child(endpoint);
    let reply_to = Element::new("wsa:ReplyTo", ADDRESSING).child(text_element(
        "wsa:Address",
        ADDRESSING,
        REPLY_ROLE,
    ));
    header.child(paos).child(reply_to)
}
