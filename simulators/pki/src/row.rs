//! What one certificate of a table says: issuer, holder, key, rights, validity, extensions, and the flaw it
//! is made for.
//!
//! Rows are constants. Which keys and dates they mean is decided by the [test PKI](crate::TestPki) that issues them.

use eac::encoding::oid::Oid;
use eac::encoding::{Role, TerminalType};

/// The trust point of inspection systems.
pub(crate) const IS_CVCA: &str = "IS_CVCA";
/// The trust point of authentication terminals.
pub(crate) const AT_CVCA: &str = "AT_CVCA";
/// The trust point of signature terminals.
pub(crate) const ST_CVCA: &str = "ST_CVCA";

/// One certificate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// The name under which the certificate is asked for.
    pub(crate) name: &'static str,
    /// The name of the certificate whose key signs; its own name for a trust point.
    pub(crate) issuer: &'static str,
    /// Certificate Holder Reference.
    pub(crate) holder: &'static str,
    /// The key pair.
    pub(crate) key: &'static str,
    /// The curve of the key pair.
    pub(crate) curve: KeyKind,
    /// Certificate Holder Authorization Template.
    pub(crate) rights: Rights,
    /// Effective date.
    pub(crate) from: Moment,
    /// Expiration date.
    pub(crate) until: Moment,
    /// Certificate extensions.
    pub(crate) extensions: &'static [Extra],
    /// What is wrong with it.
    pub(crate) flaw: Flaw,
}

impl Row {
    /// A row without name that others start from.
    pub(crate) const fn template(
        issuer: &'static str,
        rights: Rights,
        from: Moment,
        until: Moment,
    ) -> Self {
        Self {
            name: "",
            issuer,
            holder: "",
            key: "",
            curve: KeyKind::Usual,
            rights,
            from,
            until,
            extensions: &[],
            flaw: Flaw::None,
        }
    }

    pub(crate) const fn named(
        self,
        name: &'static str,
        holder: &'static str,
        key: &'static str,
    ) -> Self {
        Self {
            name,
            holder,
            key,
            ..self
        }
    }

    pub(crate) const fn by(self, issuer: &'static str) -> Self {
        Self { issuer, ..self }
    }

    pub(crate) const fn on(self, curve: KeyKind) -> Self {
        Self { curve, ..self }
    }

    pub(crate) const fn is(self, bits: u8) -> Self {
        Self {
            rights: Rights::Is(bits),
            ..self
        }
    }

    pub(crate) const fn at(self, bits: u64) -> Self {
        Self {
            rights: Rights::At(bits),
            ..self
        }
    }

    pub(crate) const fn st(self, bits: u8) -> Self {
        Self {
            rights: Rights::St(bits),
            ..self
        }
    }

    pub(crate) const fn rights(self, rights: Rights) -> Self {
        Self { rights, ..self }
    }

    pub(crate) const fn during(self, from: Moment, until: Moment) -> Self {
        Self {
            from,
            until,
            ..self
        }
    }

    pub(crate) const fn with(self, extensions: &'static [Extra]) -> Self {
        Self { extensions, ..self }
    }

    pub(crate) const fn flawed(self, flaw: Flaw) -> Self {
        Self { flaw, ..self }
    }

    /// Whether the certificate hangs from nothing.
    pub(crate) fn is_trust_point(&self) -> bool {
        self.name == self.issuer
    }
}

/// The value of a Certificate Holder Authorization Template, role bits included.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rights {
    /// Inspection system, one byte.
    Is(u8),
    /// Authentication terminal, five bytes.
    At(u64),
    /// Signature terminal, one byte.
    St(u8),
    /// Any identifier with any bytes.
    Raw(Oid, &'static [u8]),
}

impl Rights {
    /// Terminal type and bits, where the template is well-formed.
    pub(crate) fn template(self) -> Option<(TerminalType, u64)> {
        match self {
            Self::Is(bits) => Some((TerminalType::InspectionSystem, u64::from(bits))),
            Self::At(bits) => Some((TerminalType::AuthenticationTerminal, bits)),
            Self::St(bits) => Some((TerminalType::SignatureTerminal, u64::from(bits))),
            Self::Raw(..) => None,
        }
    }

    /// Whether the holder is a CVCA, whose certificates carry domain parameters.
    pub(crate) fn is_cvca(self) -> bool {
        self.template().is_some_and(|(kind, bits)| {
            eac::encoding::Chat::from_bits(kind, bits).role() == Role::Cvca
        })
    }
}

/// A day relative to the validity of the trust points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) anchor: Anchor,
    pub(crate) months: i32,
    pub(crate) days: i64,
}

/// The two days that the plan counts from [TR-03105-3.3 §2.4].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// CVCAeff.
    Effective,
    /// CVCAexp.
    Expiration,
}

/// The effective date of the trust points.
pub(crate) const EFF: Moment = Moment {
    anchor: Anchor::Effective,
    months: 0,
    days: 0,
};
/// The expiration date of the trust points.
pub(crate) const EXP: Moment = Moment {
    anchor: Anchor::Expiration,
    months: 0,
    days: 0,
};

impl Moment {
    /// So many months and then so many days later.
    pub(crate) const fn plus(self, months: i32, days: i64) -> Self {
        Self {
            anchor: self.anchor,
            months: self.months + months,
            days: self.days + days,
        }
    }
}

/// On which curve a key pair lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// The curve of the trust points.
    Usual,
    /// Another, longer one: the cryptosystem that a card migrates to.
    Migrated,
    /// A shorter one, with domain parameters but the algorithm of the trust points.
    Short,
}

/// A certificate extension.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Extra {
    /// The hash of the first sector public key for Restricted Identification.
    FirstSector,
    /// The hashes of both sector public keys.
    BothSectors,
    /// The hash of a sector public key for pseudonymous signatures.
    PseudonymSector,
    /// The hash of the certificate description.
    Description,
    /// Authorization bits of this identifier, in an object 80 as the plan writes it.
    Authorization(Oid, &'static [u8]),
    /// Authorization to compare data groups, six bytes [TR-03110-4 §2.2.3.2].
    Compare(u64),
}

/// One thing that is wrong with a certificate. The signature is that of the flawed body, unless it is the flaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Nothing.
    None,
    /// No Certificate Holder Authorization Template.
    NoRights,
    /// No effective date.
    NoEffectiveDate,
    /// No expiration date.
    NoExpirationDate,
    /// An effective date of bytes that are no digits.
    EffectiveDateNotBcd,
    /// An expiration date of bytes that are no digits.
    ExpirationDateNotBcd,
    /// An effective date on the 32nd.
    EffectiveOn32nd,
    /// An expiration date on the 32nd.
    ExpirationOn32nd,
    /// The public key has the identifier of an algorithm that does not exist.
    UnknownAlgorithm,
    /// The public key has the identifier of another protocol.
    ForeignAlgorithm,
    /// The public key has no algorithm identifier.
    NoAlgorithm,
    /// The public key has no point.
    NoPoint,
    /// The public key has an object 77 that belongs nowhere.
    UnknownObject,
    /// The body has tag 7F4F.
    BodyTag,
    /// The signature has tag 5F38.
    SignatureTag,
    /// The length of the body is one too small.
    BodyLength,
    /// The length of the signature is one too small.
    SignatureLength,
    /// The last byte of the signature is one too great.
    WrongSignature,
    /// The last byte of the signature is missing.
    ShortSignature,
    /// The first half of the signature is zero.
    ZeroR,
    /// The second half of the signature is zero.
    ZeroS,
}

/// A table row for each data group from 1 to 22, with the letters a to v behind the name.
macro_rules! per_data_group {
    ($name:literal, $group:ident => $row:expr) => {{
        use $crate::row::per_data_group as row;
        [
            row!(@ $name "a" 1, $group => $row), row!(@ $name "b" 2, $group => $row), row!(@ $name "c" 3, $group => $row),
            row!(@ $name "d" 4, $group => $row), row!(@ $name "e" 5, $group => $row), row!(@ $name "f" 6, $group => $row),
            row!(@ $name "g" 7, $group => $row), row!(@ $name "h" 8, $group => $row), row!(@ $name "i" 9, $group => $row),
            row!(@ $name "j" 10, $group => $row), row!(@ $name "k" 11, $group => $row), row!(@ $name "l" 12, $group => $row),
            row!(@ $name "m" 13, $group => $row), row!(@ $name "n" 14, $group => $row), row!(@ $name "o" 15, $group => $row),
            row!(@ $name "p" 16, $group => $row), row!(@ $name "q" 17, $group => $row), row!(@ $name "r" 18, $group => $row),
            row!(@ $name "s" 19, $group => $row), row!(@ $name "t" 20, $group => $row), row!(@ $name "u" 21, $group => $row),
            row!(@ $name "v" 22, $group => $row),
        ]
    }};
    (@ $name:literal $letter:literal $number:literal, $group:ident => $row:expr) => {{
        const $group: u32 = $number;
        $crate::row::Row { name: concat!($name, $letter), ..$row }
    }};
}
pub(crate) use per_data_group;
