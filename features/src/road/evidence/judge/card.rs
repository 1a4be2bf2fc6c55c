//! The second step, and what the card is asked. `[TR-03112-7 §3.6.4.2]`

use conformance_harness::StepError;
use crypto::{Curve, PublicKey};
use eac::encoding::{CompressedPublicKey, CvCertificate, Right, SecurityInfos};
use eac::terminal::terminal_authentication::SignedData;
use paos::Transmit;

use super::{chat, check, said};
use crate::road::evidence::Seen;
use crate::road::evidence::certificates::{Shown, hash_of};

/// Instructions of commands to the card, which secure messaging leaves in the open.
const VERIFY: u8 = 0x20;
const GENERAL_AUTHENTICATE: u8 = 0x86;
const READ_BINARY: u8 = 0xB0;

/// Key and signature.
impl Seen {
    /// The server's ephemeral key, on the curve that the card named.
    ///
    /// # Errors
    ///
    /// When it is no key on that curve.
    pub fn ephemeral_key(&self) -> Result<PublicKey, StepError> {
        let access = self.consent()?.ef_card_access.clone().unwrap_or_default();
        let infos = SecurityInfos::decode_file(&access).map_err(said)?;
        let mut curves = infos
            .chip_authentication()
            .filter(|info| info.version == 2)
            .filter_map(|info| infos.chip_authentication_curve(info.key_id));
        let curve = curves
            .next()
            .ok_or_else(|| StepError::precondition("the card names no curve"))?;
        let mut point = self.key()?.ephemeral_public_key.clone();
        if point.len().is_multiple_of(2) {
            point.insert(0, 0x04);
        }
        PublicKey::decode(curve, &point).map_err(said)
    }

    /// The signature is r and s, of equal length, as long as the order of the curve.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn signature_is_plain(&self, trust_point: &CvCertificate) -> Result<(), StepError> {
        let curve = Shown::of(self.inquiry()?)?.verify_below(trust_point)?;
        let expected = 2 * curve.order_len();
        let found = self.signature()?.len();
        check(found == expected, format!("{expected} bytes"), found)
    }

    /// The signature is the terminal's, over the card's name and challenge, the key, and the auxiliary data.
    ///
    /// # Errors
    ///
    /// When it is not.
    pub fn signature_verifies(&self, trust_point: &CvCertificate) -> Result<(), StepError> {
        let inquiry = self.inquiry()?;
        let shown = Shown::of(inquiry)?;
        let curve: Curve = shown.verify_below(trust_point)?;
        let terminal = shown.terminal()?;
        let key = terminal
            .body()
            .public_key
            .public_key(Some(curve))
            .map_err(said)?;
        let consent = self.consent()?;
        let id_icc = consent.id_picc.as_deref().unwrap_or_default();
        let signed = SignedData {
            id_icc: &CompressedPublicKey::received(id_icc),
            challenge: consent.challenge.as_deref().unwrap_or_default(),
            ephemeral_key: &CompressedPublicKey::of(&self.ephemeral_key()?),
            auxiliary_data: inquiry.auxiliary_data.as_deref().unwrap_or_default(),
        };
        key.verify(hash_of(terminal), &signed.parts(), self.signature()?)
            .map_err(said)
    }
}

/// What the card is asked.
impl Seen {
    /// Nothing is read that the person has not agreed to.
    ///
    /// # Errors
    ///
    /// The data groups beyond it.
    pub fn reads_are_allowed(&self) -> Result<(), StepError> {
        let effective = chat(self.consent()?.chat.as_deref())?;
        let read = self.headers()?.into_iter().filter_map(|[_, ins, p1, _]| {
            (ins == READ_BINARY && p1 & 0x80 != 0).then_some(p1 & 0x1F)
        });
        let groups: Vec<u8> = read.collect();
        check(!groups.is_empty(), "data groups that are read", "none")?;
        let more: Vec<String> = groups
            .into_iter()
            .filter(|group| !effective.has(Right::ReadDataGroup(*group)))
            .map(|group| format!("data group {group}"))
            .collect();
        check(
            more.is_empty(),
            "data groups that were agreed to",
            more.join(", "),
        )
    }

    /// The card is asked for its blocking identification, and for the pseudonym where it was agreed to.
    ///
    /// # Errors
    ///
    /// When it is asked less, or more.
    pub fn identifications_are_asked(&self) -> Result<(), StepError> {
        let effective = chat(self.consent()?.chat.as_deref())?;
        let pseudonym = usize::from(effective.has(Right::RestrictedIdentification));
        let asked = self.count(GENERAL_AUTHENTICATE)?;
        check(
            asked == 1 + pseudonym,
            format!("{} identifications", 1 + pseudonym),
            asked,
        )
    }

    /// The card is asked to compare its last day, once.
    ///
    /// # Errors
    ///
    /// When it is not.
    pub fn validity_is_asked(&self) -> Result<(), StepError> {
        let asked = self.count(VERIFY)?;
        check(asked == 1, "one comparison", asked)
    }

    /// Every command was answered, and with 9000.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn commands_are_good(&self) -> Result<(), StepError> {
        for (batch, response) in self.batches() {
            let outputs = response.map_or(&[][..], |response| response.outputs.as_slice());
            check(
                outputs.len() == batch.inputs.len(),
                batch.inputs.len(),
                outputs.len(),
            )?;
            let bad = outputs
                .iter()
                .find(|output| !output.ends_with(&[0x90, 0x00]));
            let bad = bad.map(hex::encode);
            check(bad.is_none(), "answers with 9000", bad.unwrap_or_default())?;
        }
        check(!self.batches().is_empty(), "commands for the card", "none")
    }

    fn count(&self, instruction: u8) -> Result<usize, StepError> {
        let headers = self.headers()?;
        Ok(headers
            .iter()
            .filter(|[_, ins, ..]| *ins == instruction)
            .count())
    }

    /// The headers of all commands; each must be protected.
    fn headers(&self) -> Result<Vec<[u8; 4]>, StepError> {
        let batches = self.batches();
        let inputs = batches
            .iter()
            .flat_map(|(Transmit { inputs, .. }, _)| inputs);
        inputs
            .map(|input| match input.apdu.first_chunk::<4>() {
                Some(header) if header[0] & 0x0C == 0x0C => Ok(*header),
                _ => Err(StepError::expected(
                    "a protected command",
                    hex::encode(&input.apdu),
                )),
            })
            .collect()
    }
}
