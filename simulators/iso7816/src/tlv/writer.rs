use super::Tag;

/// Writes objects one after the other, each with the shortest length unless another form is asked for.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    out: Vec<u8>,
}

/// How a length is coded; all but `Minimal` exist to send what a receiver must accept or refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthForm {
    /// The shortest form: DER.
    Minimal,
    /// The long form with this many bytes (1 to 4), leading zeros included.
    Long(u8),
    /// The byte 80, the value and two bytes 00.
    Indefinite,
    /// The shortest form of another length than the true one.
    Claimed(usize),
}

impl Writer {
    /// An empty data field.
    #[must_use]
    pub const fn new() -> Self {
        Self { out: Vec::new() }
    }

    /// Appends an object.
    pub fn tlv(&mut self, tag: Tag, value: &[u8]) -> &mut Self {
        write_header(tag, value.len(), &mut self.out);
        self.out.extend_from_slice(value);
        self
    }

    /// Appends an object whose value is what `content` writes.
    pub fn nested(&mut self, tag: Tag, content: impl FnOnce(&mut Self)) -> &mut Self {
        let start = self.out.len();
        content(self);
        let mut header = Vec::with_capacity(9);
        write_header(tag, self.out.len() - start, &mut header);
        self.out.splice(start..start, header);
        self
    }

    /// Appends an object with a length in the given form.
    pub fn tlv_as(&mut self, tag: Tag, value: &[u8], form: LengthForm) -> &mut Self {
        tag.encode_into(&mut self.out);
        match form {
            LengthForm::Minimal => write_length(value.len(), &mut self.out),
            LengthForm::Claimed(length) => write_length(length, &mut self.out),
            LengthForm::Indefinite => self.out.push(0x80),
            LengthForm::Long(count) => {
                write_long_length(value.len(), usize::from(count.clamp(1, 4)), &mut self.out)
            }
        }
        self.out.extend_from_slice(value);
        if form == LengthForm::Indefinite {
            self.out.extend_from_slice(&[0, 0]);
        }
        self
    }

    /// Appends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.out.extend_from_slice(bytes);
        self
    }

    /// What has been written so far.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.out
    }

    /// The data field.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }
}

impl From<Vec<u8>> for Writer {
    /// Appends to bytes that exist already.
    fn from(out: Vec<u8>) -> Self {
        Self { out }
    }
}

/// One object as bytes.
#[must_use]
pub fn encode(tag: Tag, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded_len(tag, value.len()));
    write_header(tag, value.len(), &mut out);
    out.extend_from_slice(value);
    out
}

/// Bytes that an object with a value of `length` bytes takes in all.
#[must_use]
pub fn encoded_len(tag: Tag, length: usize) -> usize {
    let prefix = if length < 0x80 { 0 } else { digits(length) };
    tag.encoded_len() + 1 + prefix + length
}

/// Appends tag and shortest length; the value, `length` bytes, is for the caller to write.
pub fn write_header(tag: Tag, length: usize, out: &mut Vec<u8>) {
    tag.encode_into(out);
    write_length(length, out);
}

fn write_length(length: usize, out: &mut Vec<u8>) {
    match u8::try_from(length) {
        Ok(short @ 0..=0x7F) => out.push(short),
        _ => write_long_length(length, digits(length), out),
    }
}

fn write_long_length(length: usize, count: usize, out: &mut Vec<u8>) {
    let bytes = length.to_be_bytes();
    let last = bytes
        .get(bytes.len().saturating_sub(count)..)
        .unwrap_or_default();
    // Cannot fail: a `usize` has at most 8 bytes.
    out.push(0x80 | u8::try_from(last.len()).unwrap_or_default());
    out.extend_from_slice(last);
}

/// Bytes of a number without leading zeros, at least one.
fn digits(length: usize) -> usize {
    let bytes = length.to_be_bytes();
    bytes
        .iter()
        .position(|byte| *byte != 0)
        .map_or(1, |zeros| bytes.len() - zeros)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tlv::Reader;

    #[test]
    fn lengths_grow_at_128_and_256() {
        for (length, header) in [
            (0, vec![0x87, 0]),
            (127, vec![0x87, 127]),
            (128, vec![0x87, 0x81, 128]),
        ] {
            let mut out = Vec::new();
            write_header(Tag::new(0x87), length, &mut out);
            assert_eq!(out, header);
            assert_eq!(encoded_len(Tag::new(0x87), length), header.len() + length);
        }
        let mut out = Vec::new();
        write_header(Tag::new(0x7F49), 256, &mut out);
        assert_eq!(out, [0x7F, 0x49, 0x82, 1, 0]);
        assert_eq!(encoded_len(Tag::new(0x7F49), 65_536), 2 + 4 + 65_536);
    }

    #[test]
    fn nested_objects_learn_their_length_afterwards() {
        let mut writer = Writer::new();
        writer.nested(Tag::new(0x30), |w| {
            w.tlv(Tag::new(0x04), &[9; 200])
                .nested(Tag::new(0x31), |_| ());
        });
        let bytes = writer.into_bytes();
        let outer = Reader::der(&bytes).expect(Tag::new(0x30));
        assert_eq!(outer.map(|tlv| tlv.value.len()), Ok(203 + 2));
    }

    #[test]
    fn wrong_lengths_can_be_written_on_purpose() {
        let mut writer = Writer::new();
        writer
            .tlv_as(Tag::new(0x80), &[1], LengthForm::Long(2))
            .tlv_as(Tag::new(0x81), &[2], LengthForm::Claimed(5));
        assert_eq!(writer.as_bytes(), [0x80, 0x82, 0, 1, 1, 0x81, 5, 2]);
        let mut writer = Writer::new();
        writer.tlv_as(Tag::new(0x30), &[5, 0], LengthForm::Indefinite);
        assert_eq!(writer.as_bytes(), [0x30, 0x80, 5, 0, 0, 0]);
    }
}
