//! Whether the chip is genuine: who has signed its key, and whether it has that key.
//!
//! EF.CardSecurity, token and nonce come in; the signed infos and the keys of the session go out.

use eac::encoding::{DynamicData, SecurityInfo, SecurityInfos};
use eac::terminal::chip_authentication::{ChipChoice, ChipError};
use eac::terminal::passive::{self, PassiveError};
use iso7816::tlv::{Reader, Tag, TlvError};
use paos::Eac2Output;
use secure_messaging::SessionKeys;

use super::consent::{Agreed, absent, malformed};
use super::{EidServer, Failure};
use crate::Fault;

/// A chip that has proven itself.
pub(super) struct Proven {
    pub(super) infos: SecurityInfos,
    pub(super) keys: SessionKeys,
}

impl EidServer {
    pub(super) fn prove_chip(
        &self,
        agreed: &Agreed,
        output: &Eac2Output,
    ) -> Result<Proven, Failure> {
        let file = output.ef_card_security.as_deref();
        let infos = self.signed_infos(file.ok_or_else(|| absent("EF.CardSecurity"))?)?;
        let compared = !self.faults.has(Fault::CardAccessNotCompared);
        if compared && !confirms(&infos, &agreed.card_access) {
            return Err(Failure::CardAccessDiffers);
        }
        let choice = ChipChoice::first(&infos).ok_or(Failure::NoChipKey)?;
        if choice.public_key.curve() != agreed.ephemeral.curve() {
            return Err(Failure::NoChipKey);
        }
        let part = |part: &Option<Vec<u8>>, name| part.clone().ok_or_else(|| absent(name));
        let nonce = part(&output.nonce, "Nonce")?;
        let token = part(&output.authentication_token, "AuthenticationToken")?;
        let keys = if self.faults.has(Fault::ChipTokenNotChecked) {
            let shared = agreed
                .ephemeral
                .agree(&choice.public_key)
                .map_err(ChipError::Key)?;
            SessionKeys::derive(choice.protocol.cipher, shared.as_bytes(), &nonce)
        } else {
            let answer = DynamicData::new().with(0x81, nonce).with(0x82, token);
            choice.receive(&agreed.ephemeral, &answer.encode())?.keys
        };
        Ok(Proven { infos, keys })
    }

    fn signed_infos(&self, file: &[u8]) -> Result<SecurityInfos, Failure> {
        if self.faults.has(Fault::PassiveAuthenticationSkipped) {
            let content =
                unverified_content(file).map_err(|error| malformed("EF.CardSecurity", error))?;
            return SecurityInfos::decode(content)
                .map_err(|error| Failure::Passive(PassiveError::Content(error)));
        }
        let security = match self.faults.has(Fault::AnySignerTrusted) {
            true => passive::verify_integrity(file)?,
            false => passive::verify_card_security(file, &self.trusted)?,
        };
        Ok(security.infos().clone())
    }
}

/// Whether what EF.CardAccess says about protocols is signed. `[TR-03110-3 §A.1.2.2]`
fn confirms(signed: &SecurityInfos, card_access: &SecurityInfos) -> bool {
    card_access
        .iter()
        .filter(|info| !matches!(info, SecurityInfo::PrivilegedTerminal(_)))
        .all(|info| signed.iter().any(|other| other == info))
}

/// The content of a CMS object, whoever has signed it.
///
/// ```text
/// ContentInfo { id-signedData, [0] { SignedData { version, digests, { type, [0] { OCTET STRING } } … } } }
/// ```
fn unverified_content(file: &[u8]) -> Result<&[u8], TlvError> {
    const SEQUENCE: Tag = Tag::new(0x30);
    const EXPLICIT: Tag = Tag::new(0xA0);
    let mut info = Reader::der(file).expect(SEQUENCE)?.reader();
    info.expect(Tag::new(0x06))?;
    let mut signed = info.expect(EXPLICIT)?.reader().expect(SEQUENCE)?.reader();
    signed.expect(Tag::new(0x02))?;
    signed.expect(Tag::new(0x31))?;
    let mut content = signed.expect(SEQUENCE)?.reader();
    content.expect(Tag::new(0x06))?;
    let content = content.expect(EXPLICIT)?.reader().expect(Tag::new(0x04))?;
    Ok(content.value)
}
