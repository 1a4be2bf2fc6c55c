//! The card itself: a personalisation put into the engine.

use ambient::{Ambient, Date};
use card::{
    Blueprint, Credentials, DirectoryRef, Engine, FileSystem, ObservedCard, Observer, Profile,
    SecurityStatus,
};
use crypto::{Curve, Hash, PrivateKey};
use eac::card::auxiliary_data::StoredData;
use eac::card::chip_authentication::{self, ChipKey};
use eac::card::restricted_identification::{self, IdentificationKey};
use eac::card::trust::{CertifiedKey, TrustStore};
use eac::encoding::{CaProtocol, CvCertificate, CvDate, RiProtocol, TerminalType, oid};
use iso7816::Card;
use iso7816::tlv::{Reader, Tag};
use persona::Day;
use pki::{DocumentSigner, TestPki};

use crate::files::{self, EID_APPLICATION, MasterFile, PASSPORT_APPLICATION, Passport, directory};
use crate::security_infos::{Capabilities, ShownChipKey, ShownPseudonymKey};
use crate::{Error, PassportProfile, Personalisation, data_groups, icao};

/// The key that all cards of a generation share.
const GENERATION_KEY: u32 = 41;
/// The key of this card alone, for privileged terminals.
const PRIVILEGED_KEY: u32 = 45;
/// Keys for Restricted Identification: for revocation, and for pseudonyms `[TR-03127 §4.4.2]`.
const PSEUDONYM_KEYS: [(u32, restricted_identification::Audience); 2] = [
    (1, restricted_identification::Audience::Everyone),
    (2, restricted_identification::Audience::AuthorizedOnly),
];
const PSEUDONYM_CURVE: Curve = Curve::BrainpoolP256r1;

/// A German card with an eID application: identity card, residence permit or eID card for EU citizens.
#[derive(Clone, Debug)]
pub struct DeNpa {
    pub(crate) engine: Engine<GermanCard>,
    #[cfg_attr(not(feature = "faults"), expect(dead_code))]
    pub(crate) spoiled: Spoiled,
}

/// What a German card knows of its holder beside its files.
#[derive(Clone, Debug)]
pub(crate) struct GermanCard {
    pub(crate) eid: DirectoryRef,
    date_of_birth: Option<[u8; 8]>,
    date_of_expiry: Option<[u8; 8]>,
}

/// Files as a card with a fault would have them, made at personalisation because only then there is a signer.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "faults"), allow(dead_code))]
pub(crate) struct Spoiled {
    pub(crate) signer: DocumentSigner,
    pub(crate) card_access_infos: Vec<u8>,
    pub(crate) card_security_infos: Vec<u8>,
    pub(crate) chip_security_infos: Vec<u8>,
    pub(crate) card_access: Vec<u8>,
    pub(crate) card_security: Vec<u8>,
    pub(crate) security_object: Vec<u8>,
}

impl DeNpa {
    /// Personalises a card. Keys of this card follow from `ambient` and the document number, the key of the generation
    /// and all signatures from the PKI; random numbers are drawn from `ambient`. The card's date is the one on which the
    /// trust points of the PKI begin.
    ///
    /// # Errors
    /// A personalisation that makes no card, or a PKI that cannot sign.
    pub fn new(
        personalisation: Personalisation,
        pki: &TestPki,
        ambient: &Ambient,
    ) -> Result<Self, Error> {
        Factory::new(personalisation, pki, ambient)?.build()
    }

    /// The same card with random numbers of its own: a clone shares those of its original otherwise.
    #[must_use]
    pub fn drawing_from(mut self, ambient: &Ambient) -> Self {
        self.engine.draw_from(ambient);
        self
    }

    /// The files, as they are now.
    #[must_use]
    pub const fn files(&self) -> &FileSystem {
        self.engine.files()
    }

    /// The passwords with their counters, as they are now.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        self.engine.credentials()
    }

    /// Trust points and the current date, as they are now.
    #[must_use]
    pub const fn trust(&self) -> &TrustStore {
        self.engine.trust()
    }

    /// What has been proven in this session.
    #[must_use]
    pub fn status(&self) -> SecurityStatus {
        self.engine.status()
    }

    /// Whether there is a session with secure messaging.
    #[must_use]
    pub const fn has_session(&self) -> bool {
        self.engine.has_session()
    }

    /// Sends a command and cuts the power before the answer: see [`Engine::lose_power_during`].
    pub fn lose_power_during(&mut self, command: &[u8]) {
        self.engine.lose_power_during(command);
    }
}

impl Card for DeNpa {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) {
        self.engine.transmit(command, response);
    }

    fn reset(&mut self) {
        self.engine.reset();
    }

    fn atr(&self) -> &[u8] {
        self.engine.atr()
    }
}

impl ObservedCard for DeNpa {
    fn transmit_observed(
        &mut self,
        command: &[u8],
        response: &mut Vec<u8>,
        observer: &mut dyn Observer,
    ) {
        self.engine.transmit_observed(command, response, observer);
    }
}

impl Profile for GermanCard {
    /// Birth and expiry never change; the municipality id is what data group 18 holds now.
    fn stored_data<'a>(&'a self, files: &'a FileSystem) -> StoredData<'a> {
        StoredData {
            date_of_birth: self.date_of_birth,
            date_of_expiry: self.date_of_expiry,
            municipality_id: municipality_id(self.eid, files),
        }
    }
}

fn municipality_id(eid: DirectoryRef, files: &FileSystem) -> Option<&[u8]> {
    let place = files.file_in(eid, files::data_group_id(18))?;
    let group = Reader::new(files.file(place)?.content())
        .expect(Tag::new(0x72))
        .ok()?;
    group
        .reader()
        .expect(Tag::new(0x04))
        .ok()
        .map(|id| id.value)
}

/// Everything that is at hand while a card is made.
struct Factory<'a> {
    personalisation: Personalisation,
    pki: &'a TestPki,
    ambient: &'a Ambient,
    keys: Ambient,
    today: Day,
}

impl<'a> Factory<'a> {
    fn new(
        personalisation: Personalisation,
        pki: &'a TestPki,
        ambient: &'a Ambient,
    ) -> Result<Self, Error> {
        if !personalisation.is_card() {
            return Err(Error::Document(personalisation.persona.document.kind));
        }
        if personalisation.pace_suites.is_empty() {
            return Err(Error::NoPaceSuite);
        }
        let today = ambient.today();
        let today = Day::new(today.year(), today.month(), today.day())
            .ok_or_else(|| Error::Date(today.to_string()))?;
        let keys = ambient
            .fork("de-npa")
            .fork(personalisation.persona.document.number.as_str());
        Ok(Self {
            personalisation,
            pki,
            ambient,
            keys,
            today,
        })
    }

    fn build(self) -> Result<DeNpa, Error> {
        let persona = &self.personalisation.persona;
        let groups = data_groups::encode_all(persona, self.personalisation.data_groups, self.today);
        let (chip_keys, identification_keys) = (self.chip_keys(), self.identification_keys());
        let capabilities = self.capabilities(&chip_keys, &identification_keys);
        let sign = |infos: &[u8]| {
            self.pki
                .sign_security_object(&oid::ID_SECURITY_OBJECT, infos)
        };
        let mut files = files::master_file(MasterFile {
            card_access: capabilities.card_access().encode(),
            card_security: sign(&capabilities.card_security().encode())?,
            chip_security: match self.personalisation.has_privileged_key() {
                true => Some(sign(&capabilities.chip_security(&groups).encode())?),
                false => None,
            },
            directory: directory::german_directory(&self.applications()),
        });
        // Cannot fail: both application names have between 1 and 16 bytes.
        let eid = files::add_eid(&mut files, &groups).unwrap_or(DirectoryRef::MASTER_FILE);
        files::add_signature(&mut files);
        let mut security_object = Vec::new();
        if self.personalisation.passport != PassportProfile::Absent {
            let passport = self.passport(&capabilities)?;
            security_object = self.wrong_security_object(&passport)?;
            files::add_passport(&mut files, passport, self.personalisation.passport);
        }
        let spoiled = Spoiled {
            signer: self.pki.document_signer()?.clone(),
            card_access_infos: capabilities.card_access().encode(),
            card_security_infos: capabilities.card_security().encode(),
            chip_security_infos: capabilities.chip_security(&groups).encode(),
            card_access: capabilities.card_access_with_other_card_info().encode(),
            card_security: sign(&capabilities.card_security_with_privileged_key().encode())?,
            security_object,
        };
        let blueprint = Blueprint {
            atr: self.personalisation.answer.answer_to_reset()?,
            files,
            credentials: self.personalisation.credentials(self.today),
            pace_suites: self.personalisation.pace_suites.clone(),
            trust: self.trust()?,
            chip_keys,
            identification_keys,
        };
        let card = GermanCard {
            eid,
            date_of_birth: self.date_of_birth(),
            date_of_expiry: self.date_of_expiry(),
        };
        Ok(DeNpa {
            engine: Engine::new(blueprint, card, self.ambient),
            spoiled,
        })
    }

    fn applications(&self) -> Vec<&'static [u8]> {
        match self.personalisation.passport {
            PassportProfile::Absent => vec![&EID_APPLICATION],
            _ => vec![&PASSPORT_APPLICATION, &EID_APPLICATION],
        }
    }

    fn private_key(&self, curve: Curve, name: &'static str) -> PrivateKey {
        PrivateKey::generate(curve, &mut self.keys.stream(name))
    }

    /// The key of the generation, which differs with its curve, and the key of this card.
    fn chip_keys(&self) -> Vec<ChipKey> {
        let curve = self.personalisation.chip_curve;
        let protocol = CaProtocol {
            cipher: self.personalisation.chip_cipher,
        };
        let name = format!(
            "TEST generation {:?} {}",
            self.personalisation.persona.document.generation,
            curve.name()
        );
        let mut keys = vec![ChipKey {
            id: Some(GENERATION_KEY),
            protocol,
            private: self.pki.private_key(&name, curve),
            audience: chip_authentication::Audience::Everyone,
        }];
        if self.personalisation.has_privileged_key() {
            keys.push(ChipKey {
                id: Some(PRIVILEGED_KEY),
                protocol,
                private: self.private_key(curve, "privileged key"),
                audience: chip_authentication::Audience::Privileged,
            });
        }
        keys
    }

    fn identification_keys(&self) -> Vec<IdentificationKey> {
        let keys = PSEUDONYM_KEYS
            .into_iter()
            .zip(["revocation key", "pseudonym key"]);
        keys.map(|((id, audience), name)| IdentificationKey {
            id,
            protocol: RiProtocol { hash: Hash::Sha256 },
            private: self.private_key(PSEUDONYM_CURVE, name),
            audience,
        })
        .collect()
    }

    fn capabilities(
        &self,
        chip_keys: &[ChipKey],
        identification_keys: &[IdentificationKey],
    ) -> Capabilities {
        let mut shown = chip_keys.iter().map(|key| ShownChipKey {
            id: key.id.unwrap_or_default(),
            protocol: key.protocol,
            key: key.private.public_key(),
        });
        Capabilities {
            pace: self.personalisation.pace_suites.clone(),
            generation_key: shown.next(),
            privileged_key: shown.next(),
            pseudonyms: identification_keys
                .iter()
                .map(|key| ShownPseudonymKey {
                    id: key.id,
                    authorized_only: key.audience
                        == restricted_identification::Audience::AuthorizedOnly,
                })
                .collect(),
            pseudonym_protocol: RiProtocol { hash: Hash::Sha256 },
            pseudonym_curve: PSEUDONYM_CURVE,
        }
    }

    fn passport(&self, capabilities: &Capabilities) -> Result<Passport, Error> {
        let random: [u8; 16] = self.keys.stream("no fingerprints").bytes();
        let mut groups = vec![
            icao::machine_readable_zone(&self.personalisation.persona.mrz(self.today).text()),
            icao::face(),
            icao::no_fingerprints(&random),
        ];
        groups.push(icao::security_options(&capabilities.passport().encode()));
        let listed: Vec<(u8, &[u8])> = groups
            .iter()
            .map(|group| (group.number, group.content.as_slice()))
            .collect();
        let security_object = self.pki.sign_sod(&listed)?;
        Ok(Passport {
            common: icao::common(&groups),
            security_object,
            groups,
        })
    }

    /// EF.SOD over another DG1 than the card has.
    fn wrong_security_object(&self, passport: &Passport) -> Result<Vec<u8>, Error> {
        let groups = passport.groups.iter().map(|group| match group.number {
            1 => (1, &[0x61, 0x00][..]),
            number => (number, group.content.as_slice()),
        });
        Ok(self.pki.sign_sod(&groups.collect::<Vec<_>>())?)
    }

    fn trust(&self) -> Result<TrustStore, Error> {
        let mut kinds = TerminalType::ALL.into_iter();
        kinds.try_fold(
            TrustStore::new(cv_date(self.pki.effective_date())?),
            |store, kind| {
                let named = self
                    .pki
                    .trust_point(kind)
                    .ok_or(Error::NoTrustPoint(kind))?;
                let certificate = CvCertificate::decode(&named.bytes)?;
                let point = CertifiedKey::trust_point(certificate.body()).map_err(|source| {
                    Error::TrustPoint {
                        name: named.name.clone(),
                        source,
                    }
                })?;
                Ok(store.with_trust_point(point))
            },
        )
    }

    fn date_of_birth(&self) -> Option<[u8; 8]> {
        let birth = self
            .personalisation
            .persona
            .holder
            .date_of_birth
            .on(self.today);
        birth.digits().as_bytes().try_into().ok()
    }

    fn date_of_expiry(&self) -> Option<[u8; 8]> {
        let expiry = self.personalisation.persona.document.expires_on(self.today);
        expiry.digits().as_bytes().try_into().ok()
    }
}

fn cv_date(date: Date) -> Result<CvDate, Error> {
    CvDate::new(date.year(), date.month(), date.day()).ok_or_else(|| Error::Date(date.to_string()))
}
