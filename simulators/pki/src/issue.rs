//! From a row of a table to the bytes of a certificate.

use ambient::{Ambient, Date};
use crypto::{Curve, Hash, PrivateKey};
use eac::encoding::oid::{self, Oid};
use eac::encoding::{
    CertificateBody, CertificateExtension, CertificateExtensions, CertificateHolderReference, Chat,
    CvDate, CvPublicKey, PUBLIC_POINT, RawCertificate, RawObject, Role, TaProtocol, TerminalType,
    tag,
};
use iso7816::tlv::{self, Tag};

use crate::certificate::NamedCertificate;
use crate::error::PkiError;
use crate::row::{Anchor, Extra, Flaw, KeyKind, Moment, Rights, Row};
use crate::sector::{Sector, SectorKey};
use crate::x509::suitable_hash;

/// What every certificate of one test PKI depends on.
#[derive(Debug, Clone)]
pub(crate) struct Workshop {
    pub(crate) ambient: Ambient,
    pub(crate) curve: Curve,
    pub(crate) effective: Date,
    pub(crate) expiration: Date,
    pub(crate) description: Vec<u8>,
}

impl Workshop {
    /// The key pair of this name, always the same.
    pub(crate) fn key(&self, name: &str, curve: Curve) -> PrivateKey {
        PrivateKey::generate(curve, &mut self.ambient.fork(name).stream("key"))
    }

    pub(crate) fn sector_key(&self, sector: Sector) -> SectorKey {
        SectorKey::new(self.key(sector.key_name(), SectorKey::CURVE))
    }

    /// Makes the certificate of a row, signed with the key of its issuer's row.
    pub(crate) fn issue(&self, row: &Row, issuer: &Row) -> Result<NamedCertificate, PkiError> {
        let key = self.row_key(row);
        let issuer_key = self.row_key(issuer);
        let hash = self.row_hash(issuer);
        let car = reference(issuer)?;
        let chr = reference(row)?;
        let body = CertificateBody {
            car,
            public_key: self.public_key(row, &key),
            chr,
            chat: chat(row),
            effective: self.date(row.from)?,
            expiration: self.date(row.until)?,
            extensions: self.extensions(row, hash),
        };
        let raw = with_flawed_body(
            with_raw_rights(RawCertificate::from(&body), row),
            row.flaw,
            self.effective,
        );
        let raw = with_flawed_signature(raw.sign(&issuer_key, hash), row.flaw);
        Ok(NamedCertificate {
            name: row.name.to_owned(),
            bytes: raw.encode(),
            body_and_signature: raw.command_data(),
            chr,
            car,
            key: Some(key),
            issuer: (!row.is_trust_point()).then(|| issuer.name.to_owned()),
        })
    }

    fn row_key(&self, row: &Row) -> PrivateKey {
        let curve = match row.curve {
            KeyKind::Usual => self.curve,
            KeyKind::Migrated if self.curve == Curve::BrainpoolP384r1 => Curve::BrainpoolP256r1,
            KeyKind::Migrated => Curve::BrainpoolP384r1,
            KeyKind::Short => shorter(self.curve),
        };
        self.key(row.key, curve)
    }

    /// The hash of a row's algorithm; a short key keeps that of the trust points [TR-03105-3.3 §2.4.14].
    fn row_hash(&self, row: &Row) -> Hash {
        match row.curve {
            KeyKind::Short => suitable_hash(self.curve),
            KeyKind::Usual | KeyKind::Migrated => suitable_hash(self.row_key(row).curve()),
        }
    }

    fn public_key(&self, row: &Row, key: &PrivateKey) -> CvPublicKey {
        let algorithm = TaProtocol::ecdsa_oid(self.row_hash(row));
        if row.rights.is_cvca() || row.curve == KeyKind::Short {
            return CvPublicKey::ec_with_parameters(algorithm, &key.public_key());
        }
        CvPublicKey::ec(algorithm, &key.public_key())
    }

    fn date(&self, moment: Moment) -> Result<CvDate, PkiError> {
        let anchor = match moment.anchor {
            Anchor::Effective => self.effective,
            Anchor::Expiration => self.expiration,
        };
        let day = anchor
            .checked_add_months(moment.months)
            .and_then(|day| day.checked_add_days(moment.days));
        let date = day.and_then(|day| CvDate::new(day.year(), day.month(), day.day()));
        date.ok_or_else(|| PkiError::Date(anchor.to_string()))
    }

    fn extensions(&self, row: &Row, hash: Hash) -> CertificateExtensions {
        let sector = |sector| self.sector_key(sector).public_key().digest(hash);
        let extension = |extra: &Extra| match extra {
            Extra::FirstSector => CertificateExtension::sector(Some(&sector(Sector::First)), None),
            Extra::BothSectors => CertificateExtension::sector(
                Some(&sector(Sector::First)),
                Some(&sector(Sector::Second)),
            ),
            Extra::PseudonymSector => self.pseudonym_sector(hash),
            Extra::Description => {
                CertificateExtension::description(hash.digest(&[&self.description]).as_ref())
            }
            Extra::Authorization(oid, bits) => authorization(*oid, bits.to_vec()),
            // Six bytes of sixty-four bits: the two highest are not there.
            Extra::Compare(bits) => authorization(
                oid::ID_EID_ACCESS,
                bits.to_be_bytes().into_iter().skip(2).collect(),
            ),
        };
        row.extensions.iter().map(extension).collect()
    }

    /// The sector as a point on the parameters of its curve [TR-03110-3 §C.3.2.2].
    fn pseudonym_sector(&self, hash: Hash) -> CertificateExtension {
        let key = self.sector_key(Sector::First).key().public_key();
        let mut template = tlv::encode(Tag::new(0x80), &[SectorKey::CURVE.parameter_id()]);
        template.extend(tlv::encode(
            Tag::new(0x81),
            hash.digest(&[key.as_bytes()]).as_ref(),
        ));
        CertificateExtension {
            oid: oid::ID_PS_SECTOR,
            objects: vec![(Tag::new(0xA0), template)],
        }
    }
}

/// A curve whose prime is shorter than that of the trust points.
fn shorter(curve: Curve) -> Curve {
    match curve.field_len() {
        0..=28 => Curve::BrainpoolP192r1,
        29..=32 => Curve::BrainpoolP224r1,
        _ => Curve::BrainpoolP256r1,
    }
}

fn reference(row: &Row) -> Result<CertificateHolderReference, PkiError> {
    Ok(CertificateHolderReference::decode(row.holder.as_bytes())?)
}

/// The template of the row; for rights that are no template, a place that [`with_raw_rights`] fills.
fn chat(row: &Row) -> Chat {
    row.rights.template().map_or_else(
        || Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal),
        |(kind, bits)| Chat::from_bits(kind, bits),
    )
}

fn with_raw_rights(raw: RawCertificate, row: &Row) -> RawCertificate {
    let Rights::Raw(oid, bits) = row.rights else {
        return raw;
    };
    let mut value = tlv::encode(tag::OBJECT_IDENTIFIER, oid.as_bytes());
    value.extend(tlv::encode(tag::DISCRETIONARY_DATA, bits));
    raw.with_value(tag::AUTHORIZATION_TEMPLATE, &value)
}

/// An object 80 as the test plan writes it; the guideline has no example [TR-03110-3 §C.3.1] [TR-03105-3.3 §2.4.30].
fn authorization(oid: Oid, bits: Vec<u8>) -> CertificateExtension {
    CertificateExtension {
        oid,
        objects: vec![(Tag::new(0x80), bits)],
    }
}

fn with_flawed_body(mut raw: RawCertificate, flaw: Flaw, effective: Date) -> RawCertificate {
    const NOT_BCD: [u8; 6] = [0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F];
    let on_32nd = || {
        let (year, month) = (effective.year() % 100, effective.month());
        let digits = [
            year / 10,
            year % 10,
            u16::from(month / 10),
            u16::from(month % 10),
            3,
            2,
        ];
        digits.map(|digit| u8::try_from(digit).unwrap_or(0))
    };
    match flaw {
        Flaw::NoRights => raw.without(tag::AUTHORIZATION_TEMPLATE),
        Flaw::NoEffectiveDate => raw.without(tag::EFFECTIVE_DATE),
        Flaw::NoExpirationDate => raw.without(tag::EXPIRATION_DATE),
        Flaw::EffectiveDateNotBcd => raw.with_value(tag::EFFECTIVE_DATE, &NOT_BCD),
        Flaw::ExpirationDateNotBcd => raw.with_value(tag::EXPIRATION_DATE, &NOT_BCD),
        Flaw::EffectiveOn32nd => raw.with_value(tag::EFFECTIVE_DATE, &on_32nd()),
        Flaw::ExpirationOn32nd => raw.with_value(tag::EXPIRATION_DATE, &on_32nd()),
        Flaw::UnknownAlgorithm => with_algorithm(raw, oid::ID_TA.child(&[5, 1])),
        Flaw::ForeignAlgorithm => with_algorithm(raw, oid::ID_CA_ECDH.child(&[2])),
        Flaw::NoAlgorithm => {
            raw.with_public_key(|key| key.retain(|object| object.tag != tag::OBJECT_IDENTIFIER))
        }
        Flaw::NoPoint => raw.with_public_key(|key| key.retain(|object| object.tag != PUBLIC_POINT)),
        Flaw::UnknownObject => {
            raw.with_public_key(|key| key.push(RawObject::new(Tag::new(0x77), [0])))
        }
        Flaw::BodyTag => {
            raw.body_tag = Tag::new(0x7F4F);
            raw
        }
        _ => raw,
    }
}

fn with_algorithm(raw: RawCertificate, algorithm: Oid) -> RawCertificate {
    raw.with_public_key(|key| {
        for object in key
            .iter_mut()
            .filter(|object| object.tag == tag::OBJECT_IDENTIFIER)
        {
            object.value = algorithm.as_bytes().to_vec();
        }
    })
}

fn with_flawed_signature(mut raw: RawCertificate, flaw: Flaw) -> RawCertificate {
    match flaw {
        Flaw::BodyLength => raw.with_short_body_length(),
        Flaw::SignatureLength => raw.with_short_signature_length(),
        Flaw::ZeroR => raw.with_r_zero(),
        Flaw::ZeroS => raw.with_s_zero(),
        Flaw::SignatureTag => {
            raw.signature.tag = Tag::new(0x5F38);
            raw
        }
        Flaw::WrongSignature => {
            if let Some(last) = raw.signature.value.last_mut() {
                *last = last.wrapping_add(1);
            }
            raw
        }
        Flaw::ShortSignature => {
            raw.signature.value.pop();
            raw
        }
        _ => raw,
    }
}
