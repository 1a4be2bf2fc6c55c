//! Writes DER, right or wrong, apart from any codec.

/// One element; the tag in as many bytes as it needs.
pub(crate) fn tlv(tag: u32, contents: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = tag
        .to_be_bytes()
        .into_iter()
        .skip_while(|&byte| byte == 0)
        .collect();
    match contents.len() {
        short @ 0..=0x7F => bytes.push(u8::try_from(short).unwrap()),
        long @ 0x80..=0xFF => bytes.extend([0x81, u8::try_from(long).unwrap()]),
        longer => {
            bytes.push(0x82);
            bytes.extend(u16::try_from(longer).unwrap().to_be_bytes());
        }
    }
    bytes.extend(contents);
    bytes
}

pub(crate) fn seq(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// A SET OF in ascending order.
pub(crate) fn set(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut sorted = parts.to_vec();
    sorted.sort();
    set_as_given(&sorted)
}

pub(crate) fn set_as_given(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x31, &parts.concat())
}

pub(crate) fn int(value: u32) -> Vec<u8> {
    big_int(&value.to_be_bytes())
}

/// An INTEGER of this magnitude, in its shortest form.
pub(crate) fn big_int(magnitude: &[u8]) -> Vec<u8> {
    let start = magnitude
        .iter()
        .position(|&byte| byte != 0)
        .unwrap_or(magnitude.len() - 1);
    let mut contents = magnitude[start..].to_vec();
    if contents[0] & 0x80 != 0 {
        contents.insert(0, 0);
    }
    tlv(0x02, &contents)
}

pub(crate) fn octets(contents: &[u8]) -> Vec<u8> {
    tlv(0x04, contents)
}

pub(crate) fn bits(contents: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], contents].concat())
}

pub(crate) fn ia5(text: &str) -> Vec<u8> {
    tlv(0x16, text.as_bytes())
}

pub(crate) fn utf8(text: &str) -> Vec<u8> {
    tlv(0x0C, text.as_bytes())
}

pub(crate) fn printable(text: &str) -> Vec<u8> {
    tlv(0x13, text.as_bytes())
}

pub(crate) fn boolean(value: bool) -> Vec<u8> {
    tlv(0x01, &[if value { 0xFF } else { 0x00 }])
}

/// An object identifier from its dotted form.
pub(crate) fn oid(dotted: &str) -> Vec<u8> {
    let numbers: Vec<u32> = dotted
        .split('.')
        .map(|number| number.parse().unwrap())
        .collect();
    let mut contents = vec![u8::try_from(numbers[0] * 40 + numbers[1]).unwrap()];
    for &number in &numbers[2..] {
        let mut groups = vec![(number & 0x7F) as u8];
        let mut rest = number >> 7;
        while rest > 0 {
            groups.push((rest & 0x7F) as u8 | 0x80);
            rest >>= 7;
        }
        contents.extend(groups.iter().rev());
    }
    tlv(0x06, &contents)
}
