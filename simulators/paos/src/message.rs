//! The messages, both directions.

mod authenticate;
mod authenticate_response;
mod start;
mod transmit;

pub use authenticate::{DidAuthenticate, Eac1Input, Eac2Input, EacAdditionalInput, InputData};
pub use authenticate_response::{DidAuthenticateResponse, Eac1Output, Eac2Output, OutputData};
pub use start::{
    ConnectionHandle, InitializeFrameworkResponse, StartPaos, StartPaosResponse, UserAgent, Version,
};
pub use transmit::{InputApdu, Transmit, TransmitResponse};

use xml::Element;

use crate::PaosError;
use crate::namespace::ECARD;

/// The content of an envelope's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The client begins.
    StartPaos(StartPaos),
    /// The server asks for the client's version; it may leave that out.
    InitializeFramework,
    /// The client names its version.
    InitializeFrameworkResponse(InitializeFrameworkResponse),
    /// The server takes a step of Extended Access Control.
    DidAuthenticate(Box<DidAuthenticate>),
    /// The client answers it.
    DidAuthenticateResponse(Box<DidAuthenticateResponse>),
    /// The server has commands for the card.
    Transmit(Transmit),
    /// The card's responses.
    TransmitResponse(TransmitResponse),
    /// The server ends it.
    StartPaosResponse(StartPaosResponse),
}

impl Message {
    /// The name of the message's element.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::StartPaos(_) => "StartPAOS",
            Self::InitializeFramework => "InitializeFramework",
            Self::InitializeFrameworkResponse(_) => "InitializeFrameworkResponse",
            Self::DidAuthenticate(_) => "DIDAuthenticate",
            Self::DidAuthenticateResponse(_) => "DIDAuthenticateResponse",
            Self::Transmit(_) => "Transmit",
            Self::TransmitResponse(_) => "TransmitResponse",
            Self::StartPaosResponse(_) => "StartPAOSResponse",
        }
    }

    pub(crate) fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(match element.local() {
            "StartPAOS" => Self::StartPaos(StartPaos::read(element)?),
            "InitializeFramework" => Self::InitializeFramework,
            "InitializeFrameworkResponse" => {
                Self::InitializeFrameworkResponse(InitializeFrameworkResponse::read(element)?)
            }
            "DIDAuthenticate" => Self::DidAuthenticate(Box::new(DidAuthenticate::read(element)?)),
            "DIDAuthenticateResponse" => {
                Self::DidAuthenticateResponse(Box::new(DidAuthenticateResponse::read(element)?))
            }
            "Transmit" => Self::Transmit(Transmit::read(element)?),
            "TransmitResponse" => Self::TransmitResponse(TransmitResponse::read(element)?),
            "StartPAOSResponse" => Self::StartPaosResponse(StartPaosResponse::read(element)?),
            other => return Err(PaosError::UnknownMessage(other.to_owned())),
        })
    }

    pub(crate) fn write(&self) -> Element {
        match self {
            Self::StartPaos(message) => message.write(),
            Self::InitializeFramework => Element::new("InitializeFramework", ECARD),
            Self::InitializeFrameworkResponse(message) => message.write(),
            Self::DidAuthenticate(message) => message.write(),
            Self::DidAuthenticateResponse(message) => message.write(),
            Self::Transmit(message) => message.write(),
            Self::TransmitResponse(message) => message.write(),
            Self::StartPaosResponse(message) => message.write(),
        }
    }
}
