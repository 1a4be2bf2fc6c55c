//! The files of a German card: which there are, who may read and write them.
//!
//! Contents come in, a file system goes out.
//!
//! ```text
//! MF   EF.ATR/INFO 2F01   EF.DIR 2F00   EF.CardAccess 011C   EF.CardSecurity 011D   EF.ChipSecurity 011B
//!  ├── eID application        DG n = 01nn
//!  └── ePassport application  DG n = 01nn, EF.COM 011E, EF.SOD 011D
//! ```

pub(crate) mod directory;

use card::{
    AccessRule, ApplicationId, Directory, DirectoryRef, ElementaryFile, FileId, FileSystem, Proof,
    ShortFileId,
};
use eac::encoding::{PasswordReference, Right, TerminalType};

use crate::PassportProfile;
use crate::icao::PassportGroup;

/// Name of the eID application `[TR-03110-4 §2.2.1]`.
pub const EID_APPLICATION: [u8; 9] = [0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02];
/// Name of the ePassport application `[ICAO 9303-10 §3.4.1]`.
pub const PASSPORT_APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
/// Name of the signature application, which holds nothing until its owner loads a certificate.
pub(crate) const SIGNATURE_APPLICATION: [u8; 10] =
    [0xA0, 0x00, 0x00, 0x01, 0x67, 0x45, 0x53, 0x49, 0x47, 0x4E];
/// Name of the application that describes the signature application.
pub(crate) const SIGNATURE_INFORMATION: [u8; 15] = [
    0xE8, 0x28, 0xBD, 0x08, 0x0F, 0xA0, 0x00, 0x00, 0x01, 0x67, 0x45, 0x53, 0x49, 0x47, 0x4E,
];
/// Name of the master file.
pub const MASTER_FILE: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x03];

pub(crate) const CARD_ACCESS: FileId = FileId::new(0x011C);
pub(crate) const CARD_SECURITY: FileId = FileId::new(0x011D);
pub(crate) const CHIP_SECURITY: FileId = FileId::new(0x011B);
pub(crate) const EF_DIR: FileId = FileId::new(0x2F00);
pub(crate) const EF_ATR: FileId = FileId::new(0x2F01);
const EF_COM: FileId = FileId::new(0x011E);
pub(crate) const EF_SOD: FileId = FileId::new(0x011D);

/// Bytes that a data group which can be written has room for: a long address takes about 200.
const WRITABLE_CAPACITY: usize = 512;

/// The contents of the master file.
#[derive(Debug)]
pub(crate) struct MasterFile {
    pub(crate) card_access: Vec<u8>,
    pub(crate) card_security: Vec<u8>,
    pub(crate) chip_security: Option<Vec<u8>>,
    pub(crate) directory: Vec<u8>,
}

/// The contents of the ePassport application.
#[derive(Debug)]
pub(crate) struct Passport {
    pub(crate) common: Vec<u8>,
    pub(crate) security_object: Vec<u8>,
    pub(crate) groups: Vec<PassportGroup>,
}

/// The file system with its master file; the applications are added to it.
pub(crate) fn master_file(contents: MasterFile) -> FileSystem {
    let mut directory = Directory::with_id(FileId::MASTER_FILE);
    if let Some(name) = ApplicationId::new(&MASTER_FILE) {
        directory = directory.named(name);
    }
    directory = directory
        .with(file(EF_ATR, 0x01, directory::card_information()))
        .with(file(EF_DIR, 0x1E, contents.directory))
        .with(file(CARD_ACCESS, 0x1C, contents.card_access))
        .with(
            file(CARD_SECURITY, 0x1D, contents.card_security)
                .readable(Proof::TerminalAuthentication.into()),
        );
    if let Some(content) = contents.chip_security {
        directory =
            directory.with(file(CHIP_SECURITY, 0x1B, content).readable(privileged_terminal()));
    }
    FileSystem::new(directory)
}

/// Inspection systems are always privileged terminals, authentication terminals with the right are
/// `[TR-03110-2 §2.1.4]`.
fn privileged_terminal() -> AccessRule {
    let inspection_system = AccessRule::from(Proof::Terminal(TerminalType::InspectionSystem));
    inspection_system.or(Proof::Right(Right::PrivilegedTerminal).into())
}

/// Adds the eID application.
pub(crate) fn add_eid(files: &mut FileSystem, groups: &[(u8, Vec<u8>)]) -> Option<DirectoryRef> {
    let mut directory = Directory::application(ApplicationId::new(&EID_APPLICATION)?);
    for (number, content) in groups {
        let mut group =
            file(data_group_id(*number), *number, content.clone()).readable(reads_group(*number));
        if (17..=22).contains(number) {
            group = group.writable(writes_group(*number), WRITABLE_CAPACITY);
        }
        directory = directory.with(group);
    }
    Some(files.add(DirectoryRef::MASTER_FILE, directory))
}

/// Adds the signature application and its description, both empty: no certificate is loaded.
pub(crate) fn add_signature(files: &mut FileSystem) {
    for name in [&SIGNATURE_INFORMATION[..], &SIGNATURE_APPLICATION] {
        if let Some(name) = ApplicationId::new(name) {
            files.add(DirectoryRef::MASTER_FILE, Directory::application(name));
        }
    }
}

/// The identifier of data group n: 01nn in both applications.
pub(crate) fn data_group_id(number: u8) -> FileId {
    FileId::new(0x0100 | u16::from(number))
}

/// Authentication terminals with the right, and every inspection system, after Chip Authentication
/// `[TR-03110-4 §2.2.2]`.
fn reads_group(number: u8) -> AccessRule {
    let inspection_system = AccessRule::from(Proof::Terminal(TerminalType::InspectionSystem));
    let reader = inspection_system.or(Proof::Right(Right::ReadDataGroup(number)).into());
    AccessRule::from(Proof::ChipAuthentication).and(reader)
}

/// Authentication terminals with the right, after Chip Authentication `[TR-03110-4 §2.2.2]`.
fn writes_group(number: u8) -> AccessRule {
    AccessRule::from(Proof::ChipAuthentication)
        .and(Proof::Right(Right::WriteDataGroup(number)).into())
}

/// Adds the ePassport application.
pub(crate) fn add_passport(
    files: &mut FileSystem,
    passport: Passport,
    profile: PassportProfile,
) -> Option<DirectoryRef> {
    let reader = match profile {
        PassportProfile::EuCompliant => AccessRule::from(Proof::PasswordIs(PasswordReference::Mrz))
            .or(Proof::PasswordIs(PasswordReference::Can).into()),
        PassportProfile::Protected | PassportProfile::Absent => inspection_system_only(),
    };
    let mut directory = Directory::application(ApplicationId::new(&PASSPORT_APPLICATION)?)
        .with(file(EF_COM, 0x1E, passport.common).readable(reader.clone()))
        .with(file(EF_SOD, 0x1D, passport.security_object).readable(reader.clone()));
    for group in passport.groups {
        let rule = match group.number {
            3 => inspection_system_only().and(Proof::Right(Right::ReadFingerprint).into()),
            _ => reader.clone(),
        };
        directory = directory
            .with(file(data_group_id(group.number), group.number, group.content).readable(rule));
    }
    Some(files.add(DirectoryRef::MASTER_FILE, directory))
}

fn inspection_system_only() -> AccessRule {
    AccessRule::from(Proof::ChipAuthentication)
        .and(Proof::Terminal(TerminalType::InspectionSystem).into())
}

fn file(id: FileId, short: u8, content: Vec<u8>) -> ElementaryFile {
    ElementaryFile::new(id, ShortFileId::new(short), content)
}
