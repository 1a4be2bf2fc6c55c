//! From StartPAOS to the signature: who asks, what for, and what the person leaves of it.

use ambient::Ambient;
use crypto::{Curve, PrivateKey};
use eac::encoding::{
    AuxiliaryData, AuxiliaryDate, CertificateDescription, Chat, CompressedPublicKey, CvCertificate,
    Right, Role, SecurityInfos,
};
use eac::terminal::terminal_authentication::SignedData;
use iso7816::tlv::{Tag, encode};
use paos::{
    DidAuthenticate, Eac1Input, Eac1Output, Eac2Input, Eac2Output, EacAdditionalInput, InputData,
    Message,
};

use super::authorization::missing;
use super::{EidServer, Failure, Rights, Stage, Step, Wanted};
use crate::Fault;

/// What was asked of client and person.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) wanted: Wanted,
    /// The rights as they were sent.
    pub(super) sent: Rights,
    /// The data object 67 as it was sent; empty for none.
    pub(super) auxiliary: Vec<u8>,
}

/// What the person has agreed to, and the key that the card will be met with.
#[derive(Clone, Debug)]
pub(super) struct Agreed {
    pub(super) asked: Asked,
    /// The rights that are left.
    pub(super) effective: Chat,
    pub(super) card_access: SecurityInfos,
    pub(super) id_picc: CompressedPublicKey,
    pub(super) ephemeral: PrivateKey,
}

impl EidServer {
    /// Asks: certificates, description, rights, auxiliary data.
    pub(super) fn ask(&self, wanted: Wanted, ambient: &Ambient) -> Result<Step, Failure> {
        if !self.faults.has(Fault::ExpiredCertificateUsed) {
            self.terminal.valid_on(ambient.today())?;
        }
        let denied = missing(&wanted.rights.required, self.granted());
        if !denied.is_empty() {
            return Err(Failure::NotCertified(denied));
        }
        let sent = self.rights_to_send(wanted.rights);
        let auxiliary = self.auxiliary_data(ambient);
        let chat = |chat: Chat| (chat.right_bits() != 0).then(|| chat.encode());
        let input = Eac1Input {
            certificates: self.certificates_to_send(),
            certificate_description: self.description_to_send(),
            required_chat: chat(sent.required),
            optional_chat: chat(sent.optional),
            auxiliary_data: (!auxiliary.is_empty()).then(|| auxiliary.clone()),
            ..Eac1Input::default()
        };
        let asked = Asked {
            wanted,
            sent,
            auxiliary,
        };
        Ok((
            Stage::AwaitConsent(Box::new(asked)),
            authenticate(InputData::Eac1(input)),
        ))
    }

    fn rights_to_send(&self, wanted: Rights) -> Rights {
        let granted = |chat: Chat| chat.confined_by(self.granted()).unwrap_or(chat);
        let mut sent = Rights {
            required: granted(wanted.required),
            optional: granted(wanted.optional),
        };
        if self.faults.has(Fault::OptionalRightsRequired) {
            sent = sent.insistent();
        }
        if self.faults.has(Fault::RequiredRightsTooMany) {
            let more = [Right::ReadDataGroup(7), Right::ReadDataGroup(17)];
            sent.required = more
                .iter()
                .fold(sent.required, |all, right| all.with(*right));
        }
        if self.faults.has(Fault::RightsBeyondCertificate) {
            let every = Chat::all_rights(self.granted().terminal_type(), Role::Terminal);
            let beyond = missing(&every, self.granted());
            sent.required = beyond
                .iter()
                .fold(sent.required, |all, right| all.with(*right));
        }
        sent
    }

    fn certificates_to_send(&self) -> Vec<Vec<u8>> {
        let root_too = self.faults.has(Fault::RootCertificateSent);
        let roots = self.terminal.roots().iter().filter(|_| root_too);
        let without_issuer = self.faults.has(Fault::IssuerCertificateMissing);
        let is_left_out =
            |issuer: &&CvCertificate| without_issuer && issuer.body().chat.role() != Role::Cvca;
        let issuers = self
            .terminal
            .issuers()
            .iter()
            .filter(|issuer| !is_left_out(issuer));
        let mut certificates: Vec<_> = roots.chain(issuers).map(CvCertificate::encode).collect();
        let mut own = self.terminal.certificate().encode();
        if self.faults.has(Fault::TerminalCertificateForged)
            && let Some(last) = own.last_mut()
        {
            *last ^= 1;
        }
        if self.faults.has(Fault::TerminalCertificateTwice) {
            certificates.push(own.clone());
        }
        certificates.push(own);
        certificates
    }

    fn description_to_send(&self) -> Option<Vec<u8>> {
        if self.faults.has(Fault::DescriptionMissing) {
            return None;
        }
        let own = self.terminal.description().to_vec();
        if !self.faults.has(Fault::DescriptionOfAnother) {
            return Some(own);
        }
        let mut other = CertificateDescription::decode(&own).ok()?;
        "TEST Another Service Provider".clone_into(&mut other.subject_name);
        Some(other.encode())
    }

    /// The document validity check with today's date, always.
    fn auxiliary_data(&self, ambient: &Ambient) -> Vec<u8> {
        if self.faults.has(Fault::DocumentValidityNotAsked) {
            return Vec::new();
        }
        let years_ago = match self.faults.has(Fault::DocumentValidityOfAnotherDay) {
            true => 20,
            false => 0,
        };
        let today = ambient.today();
        let day = today.checked_add_years(-years_ago).unwrap_or(today);
        let tomorrow = self.faults.has(Fault::DocumentValidityOfTomorrow);
        let day = day.checked_add_days(i64::from(tomorrow)).unwrap_or(day);
        AuxiliaryDate::new(day.year(), day.month(), day.day())
            .map(|day| AuxiliaryData::new().with_current_date(day).encode())
            .unwrap_or_default()
    }

    /// Takes what the person has left of the rights, and proves the terminal.
    pub(super) fn prove(
        &self,
        asked: Asked,
        output: Eac1Output,
        ambient: &Ambient,
    ) -> Result<Step, Failure> {
        let effective = self.effective(&asked, output.chat.as_deref())?;
        let certificates = self.missing_links(&output.certification_authority_references)?;
        let card_access = card_access(output.ef_card_access.as_deref())?;
        let curve = chip_curve(&card_access).ok_or(Failure::NoChipKey)?;
        let id_picc = output.id_picc.ok_or_else(|| absent("IDPICC"))?;
        let agreed = Agreed {
            asked,
            effective,
            card_access,
            id_picc: CompressedPublicKey::received(&id_picc),
            ephemeral: self.ephemeral_key(curve, ambient),
        };
        let signature = output
            .challenge
            .map(|challenge| self.signature(&agreed, &challenge));
        let input = Eac2Input {
            certificates,
            ephemeral_public_key: agreed.ephemeral.public_key().as_bytes().to_vec(),
            signature: signature.clone(),
        };
        let agreed = Box::new(agreed);
        let state = match signature {
            Some(_) => Stage::AwaitChip(agreed),
            None => Stage::AwaitChallenge(agreed),
        };
        Ok((state, authenticate(InputData::Eac2(input))))
    }

    /// The signature for a client that tells the challenge only now.
    pub(super) fn prove_late(&self, agreed: Agreed, output: Eac2Output) -> Result<Step, Failure> {
        let challenge = output.challenge.ok_or_else(|| absent("Challenge"))?;
        let signature = self.signature(&agreed, &challenge);
        let input = InputData::Additional(EacAdditionalInput { signature });
        Ok((Stage::AwaitChip(Box::new(agreed)), authenticate(input)))
    }

    fn effective(&self, asked: &Asked, chat: Option<&[u8]>) -> Result<Chat, Failure> {
        let effective = match chat {
            Some(chat) => {
                Chat::decode(chat).map_err(|error| malformed("the effective CHAT", error))?
            }
            None => asked.sent.all(),
        };
        let invented = missing(&effective, &asked.sent.all());
        if !invented.is_empty() && !self.faults.has(Fault::InventedRightsAccepted) {
            return Err(Failure::RightsInvented(invented));
        }
        let refused = missing(&asked.wanted.rights.required, &effective);
        if refused.is_empty() || self.faults.has(Fault::RefusedRightIgnored) {
            return Ok(effective);
        }
        Err(Failure::RightsRefused(refused))
    }

    /// Link certificates again, for a client that found no way from what the card trusts.
    fn missing_links(&self, authorities: &[String]) -> Result<Vec<Vec<u8>>, Failure> {
        if authorities.is_empty() {
            return Ok(Vec::new());
        }
        let no_path = || Failure::NoPath(authorities.to_vec());
        let known: Vec<_> = self
            .terminal
            .issuers()
            .iter()
            .map(|issuer| issuer.body().car)
            .filter(|car| authorities.contains(&car.to_string()))
            .collect();
        let path = self.terminal.credentials().path_from(&known);
        let links = path.ok_or_else(no_path)?.into_iter();
        Ok(links
            .filter(|certificate| certificate.body().chat.role() == Role::Cvca)
            .map(CvCertificate::encode)
            .collect())
    }

    fn ephemeral_key(&self, curve: Curve, ambient: &Ambient) -> PrivateKey {
        let name = "eid server ephemeral key";
        match self.faults.has(Fault::EphemeralKeyKept) {
            // A fork begins anew each time.
            true => PrivateKey::generate(curve, &mut ambient.fork("kept").stream(name)),
            false => PrivateKey::generate(curve, &mut ambient.stream(name)),
        }
    }

    fn signature(&self, agreed: &Agreed, challenge: &[u8]) -> Vec<u8> {
        let own = CompressedPublicKey::of(&agreed.ephemeral.public_key());
        let other = CompressedPublicKey::received(&vec![0x55; own.as_bytes().len()]);
        let other_challenge = vec![0; challenge.len()];
        let has = |fault| self.faults.has(fault);
        let mut signed = SignedData {
            id_icc: &agreed.id_picc,
            challenge,
            ephemeral_key: &own,
            auxiliary_data: &agreed.asked.auxiliary,
        };
        if has(Fault::SignatureOverAnotherChallenge) {
            signed.challenge = &other_challenge;
        }
        if has(Fault::SignatureOverAnotherKey) {
            signed.ephemeral_key = &other;
        }
        if has(Fault::SignatureWithoutAuxiliaryData) {
            signed.auxiliary_data = &[];
        }
        let mut signature = self.terminal.credentials().sign(&signed);
        if self.faults.has(Fault::SignatureAltered)
            && let Some(last) = signature.last_mut()
        {
            *last ^= 1;
        }
        match self.faults.has(Fault::SignatureAsSequence) {
            true => as_sequence(&signature),
            false => signature,
        }
    }
}

fn authenticate(data: InputData) -> Message {
    Message::DidAuthenticate(Box::new(DidAuthenticate::new(data)))
}

pub(super) fn absent(what: &'static str) -> Failure {
    Failure::Malformed {
        what,
        why: "it is missing".to_owned(),
    }
}

pub(super) fn malformed(what: &'static str, error: impl std::fmt::Display) -> Failure {
    Failure::Malformed {
        what,
        why: error.to_string(),
    }
}

fn card_access(file: Option<&[u8]>) -> Result<SecurityInfos, Failure> {
    let file = file.ok_or_else(|| absent("EF.CardAccess"))?;
    SecurityInfos::decode_file(file).map_err(|error| malformed("EF.CardAccess", error))
}

/// The curve of the key that the client will choose: the first of version 2.
fn chip_curve(infos: &SecurityInfos) -> Option<Curve> {
    infos
        .chip_authentication()
        .filter(|info| info.version == 2 && info.ca_protocol().is_some())
        .find_map(|info| infos.chip_authentication_curve(info.key_id))
}

/// SEQUENCE { INTEGER r, INTEGER s }
fn as_sequence(plain: &[u8]) -> Vec<u8> {
    let (r, s) = plain.split_at(plain.len() / 2);
    let integer = |half: &[u8]| {
        let start = half.iter().position(|byte| *byte != 0).unwrap_or(0);
        let digits = half.get(start..).unwrap_or_default();
        let sign = digits.first().filter(|first| **first > 0x7F).map(|_| 0);
        let value: Vec<u8> = sign.into_iter().chain(digits.iter().copied()).collect();
        encode(Tag::new(0x02), &value)
    };
    encode(Tag::new(0x30), &[integer(r), integer(s)].concat())
}
