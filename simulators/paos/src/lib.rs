//! What an eID server and the citizen's eID client say to each other: the TC token with which it begins, and the PAOS
//! messages that follow. `[TR-03124-1 §2.6]` `[TR-03112-7 §2.3]`
//!
//! ```text
//! client                                   server
//! StartPaos                      ->
//!                                <-        InitializeFramework                     may be left out
//! InitializeFrameworkResponse    ->
//!                                <-        DidAuthenticate { Eac1Input }
//! DidAuthenticateResponse        ->                                                { Eac1Output }
//!                                <-        DidAuthenticate { Eac2Input }
//! DidAuthenticateResponse        ->                                                { Eac2Output, challenge } without a signature
//!                                <-        DidAuthenticate { EacAdditionalInput }
//! DidAuthenticateResponse        ->                                                { Eac2Output }
//!                                <-        Transmit                                once or more
//! TransmitResponse               ->
//!                                <-        StartPaosResponse                       ends it, and may come earlier
//! ```
//!
//! Text comes in, types go out, and back. Elements are recognised by their local names, unknown ones are skipped, and an
//! element that may stand once is refused when it stands twice. This crate knows no order of messages, opens no
//! connection, and does not look into certificates, CHATs or APDUs: to it they are bytes.
//!
//! ```
//! use paos::{Envelope, InputApdu, Message, Transmit};
//!
//! let select = InputApdu::new([0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]).accepting("9000");
//! let message = Message::Transmit(Transmit::new([select]));
//! let envelope = Envelope::from_server(message, paos::message_id([7; 16])).relating_to("urn:uuid:1");
//!
//! let text = envelope.encode();
//! assert!(text.contains("<InputAPDU>00a4000c023f00</InputAPDU>"));
//! assert_eq!(Envelope::decode(text.as_bytes())?, envelope);
//! # Ok::<(), paos::PaosError>(())
//! ```

mod envelope;
mod error;
mod message;
mod outcome;
mod reading;
mod tc_token;
mod writing;

pub mod namespace;

pub use envelope::{Envelope, Sender, message_id};
pub use error::PaosError;
pub use message::{
    ConnectionHandle, DidAuthenticate, DidAuthenticateResponse, Eac1Input, Eac1Output, Eac2Input,
    Eac2Output, EacAdditionalInput, InitializeFrameworkResponse, InputApdu, InputData, Message,
    OutputData, StartPaos, StartPaosResponse, Transmit, TransmitResponse, UserAgent, Version,
};
pub use outcome::{ProtocolResult, ResultMajor, ResultMessage, ResultMinor};
pub use tc_token::{PathSecurity, TcToken};

/// The binding that a TC token names, and the version in the header `PAOS`.
pub const BINDING: &str = "urn:liberty:paos:2006-08";

/// The path security of a TC token with a pre-shared key.
pub const PATH_SECURITY_PSK: &str = "urn:ietf:rfc:4279";

/// The protocol of `AuthenticationProtocolData`: Extended Access Control version 2.
pub const EAC_PROTOCOL: &str = "urn:oid:1.3.162.15480.3.0.14.2";

/// The name of the PIN as a differential identity.
pub const DID_NAME: &str = "PIN";

/// The eID application, as `CardApplication` of a connection handle names it.
pub const CARD_APPLICATION: [u8; 9] = [0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02];

/// Content type of PAOS messages.
pub const CONTENT_TYPE: &str = "application/vnd.paos+xml; charset=UTF-8";

/// What a client accepts.
pub const ACCEPT: &str = "text/html; application/vnd.paos+xml";

/// Value of the client's header `PAOS`.
pub const PAOS_HEADER: &str = "ver=\"urn:liberty:paos:2006-08\"";

/// The client's header with the session identifier of the TC token; later messages have it nowhere else.
pub const REQUEST_ID_HEADER: &str = "requestid";
