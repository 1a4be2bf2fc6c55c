//! Parameters of a query or a form, read as leniently as can be.

/// Whether a body is a form: by its media type, or by its looks where it has none.
pub(super) fn is_form(media_type: &str, body: &str) -> bool {
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    if !media_type.is_empty() {
        return media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded");
    }
    let name = body.split('=').next().unwrap_or_default();
    body.contains('=')
        && !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.%+".contains(&byte))
}

/// Names and values, percent-decoded, in order.
pub(super) fn pairs(form: &str) -> Vec<(String, String)> {
    form.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// Percent-decoded; what is no valid escape stays as it is.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = text.as_bytes().iter();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next().copied() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match escaped(bytes.as_slice()) {
                Some(value) => {
                    bytes.nth(1);
                    value
                }
                None => b'%',
            },
            byte => byte,
        });
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn escaped(rest: &[u8]) -> Option<u8> {
    let digit = |at: usize| {
        let digit = char::from(*rest.get(at)?).to_digit(16)?;
        u8::try_from(digit).ok()
    };
    Some(digit(0)? * 16 + digit(1)?)
}
