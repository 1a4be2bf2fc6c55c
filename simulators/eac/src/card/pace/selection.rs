//! MSE:Set AT of PACE: which suite, which password, for whom.
//!
//! The data field and what the card offers come in, the choice goes out.

use crypto::Curve;
use iso7816::tlv::Tag;

use crate::card::fault::{Fault, Faults};
use crate::card::refusal::{Reason, Refusal};
use crate::encoding::{
    CertificateExtensions, Chat, PaceProtocol, PasswordReference, Right, SetAt, TerminalType,
};

/// A protocol over a curve that the card offers: one PACEInfo of EF.CardAccess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceSuite {
    /// Mapping and cipher.
    pub protocol: PaceProtocol,
    /// Domain parameters.
    pub curve: Curve,
}

/// What MSE:Set AT chose. `[TR-03110-3 §B.14.1]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The suite.
    pub suite: PaceSuite,
    /// The password.
    pub password: PasswordReference,
    /// The confined authorization; without it no Terminal Authentication will follow.
    pub chat: Option<Chat>,
    /// Confined authorization extensions.
    pub extensions: CertificateExtensions,
}

impl Selection {
    /// Judges the data field of MSE:Set AT (P1-P2 C1A4).
    ///
    /// # Errors
    /// 6A80 for broken data, an unknown protocol, or a password that the terminal type must not use; 6A88 for a password
    /// or domain parameters that do not exist.
    pub fn judge(data: &[u8], suites: &[PaceSuite], faults: Faults) -> Result<Self, Refusal> {
        let set = SetAt::decode(data)?;
        let mechanism = set.mechanism.ok_or(Reason::Missing(Tag::new(0x80)))?;
        let protocol = PaceProtocol::from_oid(&mechanism)
            .filter(|protocol| suites.iter().any(|suite| suite.protocol == *protocol))
            .ok_or(Reason::UnknownProtocol(mechanism))?;
        let suite = choose_suite(&set, protocol, suites)?;
        let reference = set
            .public_key_reference
            .as_deref()
            .ok_or(Reason::Missing(Tag::new(0x83)))?;
        let password = match reference {
            [number] => PasswordReference::from_number(*number),
            _ => None,
        };
        let password = password.ok_or_else(|| Reason::UnknownPassword(reference.to_vec()))?;
        if let Some(chat) = set.chat
            && !may_use(&chat, password)
            && !faults.has(Fault::PacePasswordNotTiedToTerminalType)
        {
            return Err(Reason::PasswordNotForTerminal { password, chat }.into());
        }
        Ok(Self {
            suite,
            password,
            chat: set.chat,
            extensions: set.extensions.unwrap_or_default(),
        })
    }
}

fn choose_suite(
    set: &SetAt,
    protocol: PaceProtocol,
    suites: &[PaceSuite],
) -> Result<PaceSuite, Refusal> {
    let mut fitting = suites.iter().filter(|suite| suite.protocol == protocol);
    let id = set.private_key_number();
    let chosen = match (&set.private_key_reference, id) {
        (None, _) => fitting.next().filter(|_| fitting.next().is_none()),
        (Some(_), Some(id)) => fitting.find(|suite| u32::from(suite.curve.parameter_id()) == id),
        (Some(_), None) => None,
    };
    chosen
        .copied()
        .ok_or_else(|| Reason::UnknownDomainParameters(id).into())
}

/// Which passwords a terminal type may use. `[TR-03110-2 §2.3.2.1]`
fn may_use(chat: &Chat, password: PasswordReference) -> bool {
    use PasswordReference::{Can, Mrz, Pin, Puk};
    match chat.terminal_type() {
        TerminalType::InspectionSystem => matches!(password, Can | Mrz),
        TerminalType::AuthenticationTerminal => {
            password == Pin || password == Can && chat.has(Right::CanAllowed)
        }
        TerminalType::SignatureTerminal => matches!(password, Pin | Can | Puk),
    }
}
