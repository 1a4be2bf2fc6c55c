//! What SELECT tells about a file: control parameters and control information.
//!
//! ```text
//! 62 | 6F {
//!   80 data bytes, 2     elementary files only
//!   82 descriptor        01 transparent, 38 directory
//!   83 identifier, 2
//!   84 application name  directories only
//!   88 short identifier  in the upper five bits; empty when there is none
//!   8A 05                life cycle: operational, activated
//! }
//! ```

use iso7816::tlv::{Tag, Writer};

use super::{FileSystem, Found};

const CONTROL_PARAMETERS: Tag = Tag::new(0x62);
const CONTROL_INFORMATION: Tag = Tag::new(0x6F);
const SIZE: Tag = Tag::new(0x80);
const DESCRIPTOR: Tag = Tag::new(0x82);
const IDENTIFIER: Tag = Tag::new(0x83);
const NAME: Tag = Tag::new(0x84);
const SHORT_IDENTIFIER: Tag = Tag::new(0x88);
const LIFE_CYCLE: Tag = Tag::new(0x8A);

/// The FCP template of a file, tag 62 `[ISO 7816-4 §7.4.3]`.
#[must_use]
pub fn control_parameters(files: &FileSystem, found: Found) -> Vec<u8> {
    template(CONTROL_PARAMETERS, files, found)
}

/// The FCI template of a file, tag 6F `[ISO 7816-4 §7.4.3]`.
#[must_use]
pub fn control_information(files: &FileSystem, found: Found) -> Vec<u8> {
    template(CONTROL_INFORMATION, files, found)
}

fn template(tag: Tag, files: &FileSystem, found: Found) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.nested(tag, |writer| {
        match found {
            Found::Directory(place) => describe_directory(files, place, writer),
            Found::File(place) => describe_file(files, place, writer),
        }
        writer.tlv(LIFE_CYCLE, &[0x05]);
    });
    writer.into_bytes()
}

fn describe_directory(files: &FileSystem, place: super::DirectoryRef, writer: &mut Writer) {
    writer.tlv(DESCRIPTOR, &[0x38]);
    let Some(directory) = files.directory(place) else {
        return;
    };
    if let Some(id) = directory.id() {
        writer.tlv(IDENTIFIER, &id.to_bytes());
    }
    if let Some(name) = directory.name() {
        writer.tlv(NAME, name.as_bytes());
    }
}

fn describe_file(files: &FileSystem, place: super::FileRef, writer: &mut Writer) {
    let Some(file) = files.file(place) else {
        return;
    };
    let size = u16::try_from(file.content().len()).unwrap_or(u16::MAX);
    writer
        .tlv(SIZE, &size.to_be_bytes())
        .tlv(DESCRIPTOR, &[0x01])
        .tlv(IDENTIFIER, &file.id().to_bytes());
    match file.short_id() {
        Some(id) => writer.tlv(SHORT_IDENTIFIER, &[id.value() << 3]),
        None => writer.tlv(SHORT_IDENTIFIER, &[]),
    };
}
