//! Results: how a request went, in every response.

use std::borrow::Cow;
use std::fmt;

use xml::Element;

use crate::PaosError;
use crate::namespace::DSS;
use crate::reading::{language, optional, required, text};
use crate::writing::text_element;

const MAJOR: &str = "http://www.bsi.bund.de/ecard/api/1.1/resultmajor";
const MINOR: &str = "http://www.bsi.bund.de/ecard/api/1.1/resultminor";

/// `Result` of a response. `[TR-03112-1 §4.1.2]`
///
/// ```text
/// Result { ResultMajor   ResultMinor?   ResultMessage? }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolResult {
    /// Whether it went well.
    pub major: ResultMajor,
    /// What exactly happened.
    pub minor: Option<ResultMinor>,
    /// Words for a person.
    pub message: Option<ResultMessage>,
}

/// How it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResultMajor {
    /// `#ok`.
    Ok,
    /// `#warning`.
    Warning,
    /// `#error`.
    Error,
    /// Anything else.
    Other(String),
}

/// Words of a result, and their language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultMessage {
    /// `xml:lang`.
    pub language: Option<String>,
    /// The words.
    pub text: String,
}

/// What exactly happened: a whole URI. The constants are those that eID clients know.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ResultMinor(Cow<'static, str>);

macro_rules! minors {
    ($($constant:ident = $path:literal;)*) => {
        impl ResultMinor {
            $(
                #[doc = concat!("`", $path, "`")]
                pub const $constant: Self =
                    Self(Cow::Borrowed(concat!("http://www.bsi.bund.de/ecard/api/1.1/resultminor", $path)));
            )*

            /// All of these constants.
            pub const KNOWN: &'static [Self] = &[$(Self::$constant,)*];
        }
    };
}

minors! {
    UNKNOWN_ERROR = "/al/common#unknownError";
    NO_PERMISSION = "/al/common#noPermission";
    INTERNAL_ERROR = "/al/common#internalError";
    PARAMETER_ERROR = "/al/common#parameterError";
    UNKNOWN_API_FUNCTION = "/al/common#unknownAPIFunction";
    NOT_INITIALIZED = "/al/common#notInitialized";
    CONNECTION_DISCONNECTED = "/al/common#warningConnectionDisconnected";
    SESSION_TERMINATED = "/al/common#SessionTerminatedWarning";
    COMMUNICATION_ERROR = "/al/common#communicationError";
    CHANNEL_TIMEOUT = "/dp#timeout";
    UNKNOWN_CHANNEL_HANDLE = "/dp#unknownChannelHandle";
    CHANNEL_COMMUNICATION_ERROR = "/dp#communicationError";
    TRUSTED_CHANNEL_FAILED = "/dp#trustedChannelEstablishmentFailed";
    UNKNOWN_PROTOCOL = "/dp#unknownProtocol";
    UNKNOWN_CIPHER_SUITE = "/dp#unknownCipherSuite";
    UNKNOWN_BINDING = "/dp#unknownWebserviceBinding";
    NODE_NOT_REACHABLE = "/dp#nodeNotReachable";
    TERMINAL_CANCELLATION_BY_USER = "/ifdl#cancellationByUser";
    TERMINAL_TIMEOUT = "/ifdl/common#timeoutError";
    INVALID_SLOT_HANDLE = "/ifdl/common#invalidSlotHandle";
    UNKNOWN_SLOT = "/ifdl/terminal#unknownSlot";
    SHARING_VIOLATION = "/ifdl/terminal#IFDSharingViolation";
    NO_CARD = "/ifdl/terminal#noCard";
    REPEATED_DATA_MISMATCH = "/ifdl/IO#repeatedDataMismatch";
    UNKNOWN_PIN_FORMAT = "/ifdl/IO#unknownPINFormat";
    INVALID_CERTIFICATE_PATH = "/il/signature#invalidCertificatePath";
    KEY_GENERATION_NOT_POSSIBLE = "/il/key#keyGenerationNotPossible";
    CANCELLATION_BY_USER = "/sal#cancellationByUser";
    INVALID_KEY = "/sal#invalidKey";
    SECURITY_CONDITION_NOT_SATISFIED = "/sal#securityConditionNotSatisfied";
    AGE_VERIFICATION_FAILED = "/sal/mEAC#AgeVerificationFailedWarning";
    COMMUNITY_VERIFICATION_FAILED = "/sal/mEAC#CommunityVerificationFailedWarning";
    DOCUMENT_VALIDITY_FAILED = "/sal/mEAC#DocumentValidityVerificationFailed";
}

impl ResultMinor {
    /// The minor result with this URI.
    #[must_use]
    pub fn new(uri: impl Into<String>) -> Self {
        Self(Cow::Owned(uri.into()))
    }

    /// The whole URI.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.0
    }

    /// What stands behind the last `#`, the whole URI if there is none.
    #[must_use]
    pub fn word(&self) -> &str {
        self.0.rsplit('#').next().unwrap_or_default()
    }
}

impl fmt::Debug for ResultMinor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResultMinor({self})")
    }
}

impl fmt::Display for ResultMinor {
    /// The URI, without the part that all have in common.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.strip_prefix(MINOR).unwrap_or(&self.0))
    }
}

impl ResultMajor {
    fn from_uri(uri: &str) -> Self {
        match uri.strip_prefix(MAJOR) {
            Some("#ok") => Self::Ok,
            Some("#warning") => Self::Warning,
            Some("#error") => Self::Error,
            _ => Self::Other(uri.to_owned()),
        }
    }

    /// The whole URI.
    #[must_use]
    pub fn uri(&self) -> String {
        match self {
            Self::Ok => format!("{MAJOR}#ok"),
            Self::Warning => format!("{MAJOR}#warning"),
            Self::Error => format!("{MAJOR}#error"),
            Self::Other(uri) => uri.clone(),
        }
    }
}

impl ResultMessage {
    fn write(&self) -> Element {
        let element = text_element("ResultMessage", DSS, &self.text);
        match &self.language {
            Some(language) => element.attr_in("xml:lang", xml::ns::XML, language),
            None => element,
        }
    }
}

impl ProtocolResult {
    /// It went well.
    #[must_use]
    pub const fn ok() -> Self {
        Self {
            major: ResultMajor::Ok,
            minor: None,
            message: None,
        }
    }

    /// It did not, and why.
    #[must_use]
    pub const fn error(minor: ResultMinor) -> Self {
        Self {
            major: ResultMajor::Error,
            minor: Some(minor),
            message: None,
        }
    }

    /// With words in English.
    #[must_use]
    pub fn with_message(mut self, text: impl Into<String>) -> Self {
        self.message = Some(ResultMessage {
            language: Some("en".to_owned()),
            text: text.into(),
        });
        self
    }

    /// Whether it went well.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.major == ResultMajor::Ok
    }

    pub(crate) fn read(parent: &Element) -> Result<Self, PaosError> {
        let result = required(parent, "Result")?;
        let major = required(result, "ResultMajor")?;
        let minor = optional(result, "ResultMinor")?;
        let message = optional(result, "ResultMessage")?;
        Ok(Self {
            major: ResultMajor::from_uri(&text(major)),
            minor: minor.map(|minor| ResultMinor::new(text(minor))),
            message: message.map(|message| ResultMessage {
                language: language(message),
                text: text(message),
            }),
        })
    }

    pub(crate) fn write(&self) -> Element {
        let minor = self.minor.as_ref();
        let minor = minor.map(|minor| text_element("ResultMinor", DSS, minor.uri()));
        Element::new("Result", DSS)
            .child(text_element("ResultMajor", DSS, &self.major.uri()))
            .child_if(minor)
            .child_if(self.message.as_ref().map(ResultMessage::write))
    }
}
