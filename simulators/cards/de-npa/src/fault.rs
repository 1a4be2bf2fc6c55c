//! Wrong behaviours of the German card: those of the engine, of the protocols, of secure messaging, and of the contents.

use std::fmt;

use card::{DirectoryRef, FileId};
use eac::encoding::oid;

use crate::DeNpa;
use crate::files::{self, EF_DIR, PASSPORT_APPLICATION, directory};

mod data_groups;
mod info_set;
mod security_infos;

use data_groups::group_mistake;
pub use security_infos::{InfosFault, InfosFile, InfosMistake};

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $requirement:literal;)*) => {
        /// A wrong content of a file. Each says which requirement it breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ContentFault {
            $(
                $(#[$doc])*
                #[doc = concat!("Breaks `", $requirement, "`.")]
                $name,
            )*
        }

        impl ContentFault {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name by which a person chooses the fault.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The requirement that the fault breaks.
            #[must_use]
            pub const fn violates(self) -> &'static str {
                match self {
                    $(Self::$name => $requirement,)*
                }
            }
        }
    };
}

faults! {
    /// EF.CardAccess has another CardInfo than EF.CardSecurity.
    CardAccessDiffers = "cardaccess-differs-from-cardsecurity", "[TR-03110-3 §A.1.2.2]: EF.CardSecurity repeats EF.CardAccess";
    /// EF.CardAccess is followed by a byte that belongs to nothing.
    CardAccessTrailingByte = "cardaccess-trailing-byte", "[TR-03110-3 §A.1.2]: the file holds SecurityInfos";
    /// EF.CardSecurity tells of the keys of privileged terminals. Seen in PersoSim.
    CardSecurityTellsPrivilegedKey = "cardsecurity-tells-privileged-key", "[TR-03110-3 §A.1.2.2]: keys of privileged terminals are excluded";
    /// The signature of EF.CardSecurity is wrong.
    CardSecuritySignatureWrong = "cardsecurity-signature-wrong", "[TR-03110-3 §A.1.2.5]: signed by the document signer";
    /// The signature of EF.ChipSecurity is wrong.
    ChipSecuritySignatureWrong = "chipsecurity-signature-wrong", "[TR-03110-3 §A.1.2.5]: signed by the document signer";
    /// EF.DIR has no entry for the eID application.
    EfDirWithoutEid = "ef-dir-without-eid", "[ISO 7816-4 §12.2.2]: EF.DIR lists the applications";
    /// EF.ATR/INFO tells neither of chaining nor of extended length.
    CapabilitiesNotTold = "capabilities-not-told", "[TR-03110-3 §B.13.1]: chaining is announced";
    /// Data group 4 has the tag of data group 5.
    WrongDataGroupTag = "wrong-dg-tag", "[TR-03110-4 §2.2.3.1]: GivenNames is [APPLICATION 4]";
    /// Data group 1 has a UTF8String for a PrintableString.
    WrongStringType = "dg-wrong-string-type", "[TR-03110-4 §2.2.3.1]: DocumentType is an ICAOString";
    /// The date of birth is written day first.
    BirthDateFormatWrong = "dg-birth-date-format-wrong", "[TR-03110-4 §2.2.3.1]: Date is YYYYMMDD";
    /// Unknown parts of the date of birth are zeros.
    UnknownBirthDateZero = "dg-unknown-birth-date-zero", "[TR-03127 §3.4.3]: unknown parts are spaces";
    /// The date of expiry has two digits for the year.
    ExpiryDateShort = "dg-expiry-date-short", "[TR-03110-4 §2.2.3.1]: Date has eight digits";
    /// The family name is in ISO 8859-1.
    NameNotUtf8 = "dg-name-not-utf8", "[TR-03110-4 §2.2.3.1]: FamilyNames is a UTF8String";
    /// The nationality has two letters.
    CountryOfTwoLetters = "dg-country-of-two-letters", "[TR-03110-4 §2.2.3.1]: ICAOCountry has one or three letters";
    /// The length of data group 17 is not the shortest.
    LengthNotMinimal = "dg-length-not-minimal", "[TR-03110-4 §2.2.3.1]: data groups are DER";
    /// The issuing state is in lower case.
    IssuerInLowerCase = "dg-issuer-in-lower-case", "[TR-03110-4 §2.2.3.1]: ICAOCountry has capital letters";
    /// The stage name is a PrintableString.
    ArtisticNameWrongType = "dg-artistic-name-wrong-type", "[TR-03110-4 §2.2.3.1]: NomDePlume is a UTF8String";
    /// The academic title is an IA5String.
    TitleWrongType = "dg-title-wrong-type", "[TR-03110-4 §2.2.3.1]: AcademicTitle is a UTF8String";
    /// The place of birth is text without the tag of its form.
    BirthPlaceUntagged = "dg-birth-place-untagged", "[TR-03110-4 §2.2.3.1]: GeneralPlace is a choice of three forms";
    /// The sex is a letter that the type does not have.
    SexUnknownLetter = "dg-sex-unknown-letter", "[TR-03110-4 §2.2.3.1]: ICAOSex is M, F or a space";
    /// The optional data are a SEQUENCE OF.
    OptionalDataSequence = "dg-optional-data-sequence", "[TR-03110-4 §2.2.3.1]: OptionalDataR is a SET OF";
    /// The birth name is not UTF-8.
    BirthNameNotUtf8 = "dg-birth-name-not-utf8", "[TR-03110-4 §2.2.3.1]: BirthName is a UTF8String";
    /// The written signature is a picture of another kind.
    SignatureOtherPicture = "dg-signature-other-picture", "[TR-03110-4 §2.2.3.1]: WrittenSignature is JPEG 2000";
    /// The date of issuance has a thirteenth month.
    IssuanceMonthThirteen = "dg-issuance-month-thirteen", "[TR-03110-4 §2.2.3.1]: Date is YYYYMMDD";
    /// The municipality id is a PrintableString.
    MunicipalityIdWrongType = "dg-municipality-id-wrong-type", "[TR-03110-4 §2.2.3.1]: MunicipalityID is an OCTET STRING";
    /// The first text of the residence permit claims to be compressed, and is not.
    PermitTextNotCompressed = "dg-permit-text-not-compressed", "[TR-03110-4 §2.2.3.1]: compressed text is DEFLATE";
    /// The second text of the residence permit has no tag of its form.
    PermitTextUntagged = "dg-permit-text-untagged", "[TR-03110-4 §2.2.3.1]: Text is a choice of two forms";
    /// The telephone number is a national one.
    PhoneNational = "dg-phone-national", "[TR-03110-4 §2.2.3.1]: PhoneNumber contains a global number";
    /// The e-mail address is a UTF8String.
    EmailWrongType = "dg-email-wrong-type", "[TR-03110-4 §2.2.3.1]: EmailAddress is an IA5String";
    /// The municipality id is text and not binary coded decimal.
    MunicipalityIdAsText = "dg-municipality-id-as-text", "[TR-03127 §3.4.3]: two digits per byte";
    /// The hash of DG1 in EF.SOD is wrong.
    SecurityObjectHashWrong = "sod-hash-wrong", "[ICAO 9303-10 §4.6.2.3]: hashes of the data groups";
}

/// One wrong behaviour of the card, chosen at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Of the engine: files, passwords, the session.
    Engine(card::Fault),
    /// Of the protocols.
    Protocol(eac::card::Fault),
    /// Of secure messaging.
    SecureMessaging(secure_messaging::Fault),
    /// Of the contents of files.
    Content(ContentFault),
    /// Of the SecurityInfos in one of the files that hold them.
    Infos(InfosFault),
}

const COUNT: usize = card::Fault::ALL.len()
    + eac::card::Fault::ALL.len()
    + secure_messaging::Fault::ALL.len()
    + ContentFault::ALL.len()
    + InfosFault::ALL.len();

#[expect(
    clippy::indexing_slicing,
    reason = "computed when compiling: an index outside stops the build"
)]
const fn all() -> [Fault; COUNT] {
    let mut faults = [Fault::Content(ContentFault::CardAccessDiffers); COUNT];
    let mut place = 0;
    let mut next = 0;
    while next < card::Fault::ALL.len() {
        faults[place] = Fault::Engine(card::Fault::ALL[next]);
        (place, next) = (place + 1, next + 1);
    }
    next = 0;
    while next < eac::card::Fault::ALL.len() {
        faults[place] = Fault::Protocol(eac::card::Fault::ALL[next]);
        (place, next) = (place + 1, next + 1);
    }
    next = 0;
    while next < secure_messaging::Fault::ALL.len() {
        faults[place] = Fault::SecureMessaging(secure_messaging::Fault::ALL[next]);
        (place, next) = (place + 1, next + 1);
    }
    next = 0;
    while next < ContentFault::ALL.len() {
        faults[place] = Fault::Content(ContentFault::ALL[next]);
        (place, next) = (place + 1, next + 1);
    }
    next = 0;
    while next < InfosFault::ALL.len() {
        faults[place] = Fault::Infos(InfosFault::ALL[next]);
        (place, next) = (place + 1, next + 1);
    }
    faults
}

impl Fault {
    /// All faults.
    pub const ALL: &'static [Self] = &all();

    /// The fault with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.name() == name)
    }

    /// The name by which a person chooses the fault.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Engine(fault) => fault.name(),
            Self::Protocol(fault) => fault.name(),
            Self::SecureMessaging(fault) => fault.name(),
            Self::Content(fault) => fault.name(),
            Self::Infos(fault) => fault.name(),
        }
    }

    /// The requirement that the fault breaks.
    #[must_use]
    pub const fn violates(self) -> &'static str {
        match self {
            Self::Engine(fault) => fault.violates(),
            Self::Protocol(fault) => fault.violates(),
            Self::SecureMessaging(_) => "[TR-03110-3 §F.3]: secure messaging",
            Self::Content(fault) => fault.violates(),
            Self::Infos(fault) => fault.violates(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<card::Fault> for Fault {
    fn from(fault: card::Fault) -> Self {
        Self::Engine(fault)
    }
}

impl From<eac::card::Fault> for Fault {
    fn from(fault: eac::card::Fault) -> Self {
        Self::Protocol(fault)
    }
}

impl From<secure_messaging::Fault> for Fault {
    fn from(fault: secure_messaging::Fault) -> Self {
        Self::SecureMessaging(fault)
    }
}

impl From<ContentFault> for Fault {
    fn from(fault: ContentFault) -> Self {
        Self::Content(fault)
    }
}

impl From<InfosFault> for Fault {
    fn from(fault: InfosFault) -> Self {
        Self::Infos(fault)
    }
}

impl DeNpa {
    /// The same card with a wrong behaviour, beside those that it has. A fault of secure messaging takes the place of
    /// another one.
    #[must_use]
    pub fn with_fault(mut self, fault: impl Into<Fault>) -> Self {
        match fault.into() {
            Fault::Engine(fault) => self.engine.set_fault(fault),
            Fault::Protocol(fault) => self.engine.set_protocol_fault(fault),
            Fault::SecureMessaging(fault) => self.engine.set_secure_messaging_fault(fault),
            Fault::Content(fault) => self.spoil(fault),
            Fault::Infos(fault) => self.spoil_infos(fault),
        }
        self
    }

    /// Makes the mistake in the SecurityInfos, and signs them again where they are signed. A file that the card does not
    /// have stays away.
    fn spoil_infos(&mut self, fault: InfosFault) {
        let (infos, id) = match fault.file {
            InfosFile::CardAccess => (&self.spoiled.card_access_infos, files::CARD_ACCESS),
            InfosFile::CardSecurity => (&self.spoiled.card_security_infos, files::CARD_SECURITY),
            InfosFile::ChipSecurity => (&self.spoiled.chip_security_infos, files::CHIP_SECURITY),
        };
        let wrong = security_infos::with_mistake(fault.mistake, infos);
        let content = match fault.file {
            InfosFile::CardAccess => Ok(wrong),
            InfosFile::CardSecurity | InfosFile::ChipSecurity => {
                self.spoiled.signer.sign(&oid::ID_SECURITY_OBJECT, &wrong)
            }
        };
        if let Ok(content) = content {
            self.rewrite(DirectoryRef::MASTER_FILE, id, |_| content);
        }
    }

    fn spoil(&mut self, fault: ContentFault) {
        let (master_file, eid) = (DirectoryRef::MASTER_FILE, self.engine.profile().eid);
        let spoiled = &self.spoiled;
        match fault {
            ContentFault::CardAccessDiffers => {
                let content = spoiled.card_access.clone();
                self.rewrite(master_file, files::CARD_ACCESS, |_| content);
            }
            ContentFault::CardAccessTrailingByte => {
                self.rewrite(master_file, files::CARD_ACCESS, |content| {
                    [content, &[0xFF]].concat()
                });
            }
            ContentFault::CardSecurityTellsPrivilegedKey => {
                let content = spoiled.card_security.clone();
                self.rewrite(master_file, files::CARD_SECURITY, |_| content);
            }
            ContentFault::CardSecuritySignatureWrong => {
                self.rewrite(master_file, files::CARD_SECURITY, last_byte_flipped);
            }
            ContentFault::ChipSecuritySignatureWrong => {
                self.rewrite(master_file, files::CHIP_SECURITY, last_byte_flipped);
            }
            ContentFault::EfDirWithoutEid => {
                let content = directory::directory(&[&PASSPORT_APPLICATION]);
                self.rewrite(master_file, EF_DIR, |_| content);
            }
            ContentFault::CapabilitiesNotTold => {
                self.rewrite(master_file, files::EF_ATR, |_| {
                    vec![0x47, 0x03, 0xB4, 0x01, 0x00]
                });
            }
            ContentFault::SecurityObjectHashWrong => {
                let content = spoiled.security_object.clone();
                if let Some(passport) = self.engine.files().application(&PASSPORT_APPLICATION) {
                    self.rewrite(passport, files::EF_SOD, |_| content);
                }
            }
            other => self.spoil_group(eid, other),
        }
    }

    fn spoil_group(&mut self, eid: DirectoryRef, fault: ContentFault) {
        if let Some((number, mistake)) = group_mistake(fault) {
            self.rewrite(eid, files::data_group_id(number), |content| {
                mistake.made_in(content)
            });
        }
    }

    fn rewrite(
        &mut self,
        directory: DirectoryRef,
        id: FileId,
        change: impl FnOnce(&[u8]) -> Vec<u8>,
    ) {
        self.engine.rewrite_file(directory, id, change);
    }
}

fn last_byte_flipped(content: &[u8]) -> Vec<u8> {
    let mut content = content.to_vec();
    if let Some(last) = content.last_mut() {
        *last ^= 1;
    }
    content
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Fault;

    #[test]
    fn every_fault_has_a_name_of_its_own() {
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), Fault::ALL.len());
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.name()), Some(*fault));
        }
        assert_eq!(Fault::parse("no-such-fault"), None);
    }
}
