//! A set of SecurityInfos as byte strings, which can be taken apart, changed and put together again.
//!
//! Knows where an info begins and which protocol it is about; what else is in it is bytes.

use eac::encoding::{Oid, oid};
use iso7816::tlv::{Reader, Tag, encode};

const INTEGER: Tag = Tag::new(0x02);
const OBJECT_IDENTIFIER: Tag = Tag::new(0x06);
const SEQUENCE: Tag = Tag::new(0x30);
pub(super) const SET: Tag = Tag::new(0x31);

/// The members of a SET OF.
pub(super) fn members(set: &[u8]) -> Option<Vec<Vec<u8>>> {
    let set = Reader::new(set).expect(SET).ok()?;
    set.reader()
        .map(|member| member.ok().map(|member| member.raw.to_vec()))
        .collect()
}

pub(super) fn set_of(mut members: Vec<Vec<u8>>) -> Vec<u8> {
    members.sort();
    encode(SET, &members.concat())
}

pub(super) fn info(protocol: Oid, rest: &[Vec<u8>]) -> Vec<u8> {
    encode(SEQUENCE, &[tagged(protocol), rest.concat()].concat())
}

pub(super) fn tagged(identifier: Oid) -> Vec<u8> {
    encode(OBJECT_IDENTIFIER, identifier.as_bytes())
}

pub(super) fn int(value: u8) -> Vec<u8> {
    encode(INTEGER, &[value])
}

/// The identifier at the start of an info.
fn protocol_of(info: &[u8]) -> Option<Oid> {
    let identifier = Reader::new(info)
        .expect(SEQUENCE)
        .ok()?
        .reader()
        .expect(OBJECT_IDENTIFIER)
        .ok()?;
    Oid::decode(identifier.value).ok()
}

/// Whether an info is about `protocol` or something below it.
fn is_about(info: &[u8], protocol: Oid) -> bool {
    protocol_of(info).is_some_and(|found| found == protocol || found.below(&protocol).is_some())
}

pub(super) fn remove(infos: &mut Vec<Vec<u8>>, protocol: Oid) {
    infos.retain(|info| !is_about(info, protocol));
}

pub(super) fn replace(infos: &mut [Vec<u8>], protocol: Oid, with: impl Fn(&[u8]) -> Vec<u8>) {
    for info in infos.iter_mut().filter(|info| is_about(info, protocol)) {
        *info = with(info);
    }
}

/// Takes the infos of exactly this protocol out of the PrivilegedTerminalInfo.
pub(super) fn shrink_privileged(infos: &mut [Vec<u8>], protocol: Oid) {
    replace(infos, oid::ID_PT, |privileged| {
        let Some(mut inner) = privileged_members(privileged) else {
            return privileged.to_vec();
        };
        inner.retain(|info| protocol_of(info) != Some(protocol));
        info(oid::ID_PT, &[set_of(inner)])
    });
}

fn privileged_members(privileged: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut fields = Reader::new(privileged).expect(SEQUENCE).ok()?.reader();
    fields.expect(OBJECT_IDENTIFIER).ok()?;
    members(fields.expect(SET).ok()?.raw)
}

/// The last byte of the point, which lies before the keyId at the end.
pub(super) fn key_off_curve(info: &[u8]) -> Vec<u8> {
    let mut changed = info.to_vec();
    let key_id_len = int(0).len();
    if let Some(byte) = changed
        .len()
        .checked_sub(key_id_len + 1)
        .and_then(|index| changed.get_mut(index))
    {
        *byte ^= 1;
    }
    changed
}

pub(super) fn last_hash_short(info: &[u8]) -> Vec<u8> {
    shortened(info).unwrap_or_else(|| info.to_vec())
}

/// Drops the last byte of the last primitive element, all the way up with the lengths.
pub(super) fn shortened(element: &[u8]) -> Option<Vec<u8>> {
    let outer = Reader::new(element).next()?.ok()?;
    if element.first()? & 0x20 == 0 {
        return Some(encode(outer.tag, outer.value.split_last()?.1));
    }
    let inner: Option<Vec<Vec<u8>>> = outer
        .reader()
        .map(|inner| inner.ok().map(|inner| inner.raw.to_vec()))
        .collect();
    let mut inner = inner?;
    let last = inner.pop()?;
    inner.push(shortened(&last)?);
    Some(encode(outer.tag, &inner.concat()))
}
