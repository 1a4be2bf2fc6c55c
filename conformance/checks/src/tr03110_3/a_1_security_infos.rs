//! SecurityInfos: the set, and which structure each member is ([TR-03110-3 §A.1]).
//!
//! ```text
//! 31 SecurityInfos ::= SET OF SecurityInfo
//! `- 30 SecurityInfo
//!    |- 06 protocol
//!    |- .. requiredData
//!    `- .. optionalData, if any
//! ```

use std::fmt;

use crate::arcs;
use crate::der::{Element, Oid, audit, oid, read_one, small_unsigned};
use crate::judgement::{Place, Report};

const CLAUSE: &str = "[TR-03110-3 §A.1]";
const DER: &str = "[TR-03110-3 §D]";

/// The structures that a SecurityInfo can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pace,
    PaceDomainParameter,
    Password,
    ChipAuthentication,
    ChipAuthenticationDomainParameter,
    ChipAuthenticationPublicKey,
    PsPublicKey,
    TerminalAuthentication,
    RestrictedIdentification,
    RestrictedIdentificationDomainParameter,
    Psa,
    Psm,
    Psc,
    Card,
    EidSecurity,
    PrivilegedTerminal,
    Other,
}

impl Kind {
    fn of(protocol: Oid<'_>) -> Self {
        let at = |arc: &[u8]| protocol.below(arc);
        match (
            at(&arcs::PACE),
            at(&arcs::CA),
            at(&arcs::PK),
            at(&arcs::RI),
            at(&arcs::PS),
        ) {
            (Some([_]), ..) => Self::PaceDomainParameter,
            (Some(_), ..) => Self::Pace,
            (_, Some([_]), ..) => Self::ChipAuthenticationDomainParameter,
            (_, Some(_), ..) => Self::ChipAuthentication,
            (_, _, Some([3, ..]), ..) => Self::PsPublicKey,
            (_, _, Some(_), ..) => Self::ChipAuthenticationPublicKey,
            (.., Some([_]), _) => Self::RestrictedIdentificationDomainParameter,
            (.., Some(_), _) => Self::RestrictedIdentification,
            (.., Some([2, ..])) => Self::Psm,
            (.., Some([3, ..])) => Self::Psc,
            (.., Some(_)) => Self::Psa,
            _ => Self::without_variants(protocol),
        }
    }

    fn without_variants(protocol: Oid<'_>) -> Self {
        [
            (arcs::TA, Self::TerminalAuthentication),
            (arcs::CI, Self::Card),
            (arcs::EID_SECURITY, Self::EidSecurity),
            (arcs::PT, Self::PrivilegedTerminal),
            (arcs::PASSWORD_TYPE, Self::Password),
        ]
        .into_iter()
        .find(|(arc, _)| protocol.is_within(arc))
        .map_or(Self::Other, |(_, kind)| kind)
    }

    /// The name of the structure in the guideline.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pace => "PACEInfo",
            Self::PaceDomainParameter => "PACEDomainParameterInfo",
            Self::Password => "PasswordInfo",
            Self::ChipAuthentication => "ChipAuthenticationInfo",
            Self::ChipAuthenticationDomainParameter => "ChipAuthenticationDomainParameterInfo",
            Self::ChipAuthenticationPublicKey => "ChipAuthenticationPublicKeyInfo",
            Self::PsPublicKey => "PSPublicKeyInfo",
            Self::TerminalAuthentication => "TerminalAuthenticationInfo",
            Self::RestrictedIdentification => "RestrictedIdentificationInfo",
            Self::RestrictedIdentificationDomainParameter => {
                "RestrictedIdentificationDomainParameterInfo"
            }
            Self::Psa => "PSAInfo",
            Self::Psm => "PSMInfo",
            Self::Psc => "PSCInfo",
            Self::Card => "CardInfo",
            Self::EidSecurity => "EIDSecurityInfo",
            Self::PrivilegedTerminal => "PrivilegedTerminalInfo",
            Self::Other => "SecurityInfo",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One member of the set.
#[derive(Clone, Debug)]
pub(crate) struct Info<'a> {
    pub(crate) kind: Kind,
    pub(crate) protocol: Oid<'a>,
    /// What follows the object identifier.
    pub(crate) fields: Vec<Element<'a>>,
    /// The whole SEQUENCE as it is stored.
    pub(crate) raw: &'a [u8],
    pub(crate) place: Place,
}

impl<'a> Info<'a> {
    /// The field of that index as a small number, if it is one.
    pub(crate) fn number(&self, index: usize) -> Option<u32> {
        let field = self.fields.get(index).filter(|field| field.tag == 0x02)?;
        small_unsigned(field).ok()
    }
}

/// All members of one set, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct SecurityInfos<'a> {
    pub(crate) infos: Vec<Info<'a>>,
    pub(crate) place: Place,
}

impl<'a> SecurityInfos<'a> {
    /// Reads the set from the start of `bytes`, which lie at `place` in the recording; reports what is no SecurityInfos.
    ///
    /// What follows the set is left to [`judge_encoding`].
    pub(crate) fn read(bytes: &'a [u8], place: Place, report: &mut Report) -> Self {
        report.clause(CLAUSE);
        let infos = match read_one(bytes, place.offset) {
            Ok((set, _)) => members(&set, &place, report),
            Err(fault) => {
                report.fault(&place, fault);
                Vec::new()
            }
        };
        Self { infos, place }
    }

    /// The members of one kind.
    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = &Info<'a>> {
        self.infos.iter().filter(move |info| info.kind == kind)
    }

    /// At least one member of this kind must be there.
    pub(crate) fn at_least_one(&self, kind: Kind, report: &mut Report) {
        if self.of(kind).next().is_none() {
            report.violation(
                &self.place,
                format!("no {kind}"),
                format!("at least one {kind}"),
            );
        }
    }
}

/// Every rule of DER over the whole set, beyond what [`SecurityInfos::read`] needs to read it, and nothing behind it.
pub(crate) fn judge_encoding(bytes: &[u8], place: &Place, report: &mut Report) {
    report.clause(DER);
    if let Ok((set, rest)) = read_one(bytes, place.offset) {
        for fault in audit(&set) {
            report.fault(place, fault);
        }
        judge_rest(
            rest,
            &place.below("end", place.offset + set.raw.len()),
            report,
        );
    }
}

/// The members of a set that was read already, for sets inside sets.
pub(crate) fn members<'a>(set: &Element<'a>, place: &Place, report: &mut Report) -> Vec<Info<'a>> {
    if set.tag != 0x31 {
        report.violation(
            place,
            format!("tag {:02X}", set.tag),
            "a SET OF SecurityInfo with tag 31",
        );
        return Vec::new();
    }
    let children = match set.children() {
        Ok(children) => children,
        Err(fault) => {
            report.fault(place, fault);
            return Vec::new();
        }
    };
    let infos = children.iter().enumerate();
    infos
        .filter_map(|(index, child)| member(child, &place.item(index, child.offset), report))
        .collect()
}

fn member<'a>(child: &Element<'a>, place: &Place, report: &mut Report) -> Option<Info<'a>> {
    if child.tag != 0x30 {
        report.violation(
            place,
            format!("tag {:02X}", child.tag),
            "a SecurityInfo with tag 30",
        );
        return None;
    }
    let elements = match child.children() {
        Ok(elements) => elements,
        Err(fault) => {
            report.fault(place, fault);
            return None;
        }
    };
    let Some((first, fields)) = elements
        .split_first()
        .filter(|(first, _)| first.tag == 0x06)
    else {
        report.violation(place, "no object identifier", "the protocol first");
        return None;
    };
    let protocol = match oid(first) {
        Ok(protocol) => protocol,
        Err(fault) => {
            report.fault(place, fault);
            return None;
        }
    };
    let kind = Kind::of(protocol);
    let place = place.below(kind.name(), child.offset);
    judge_count(protocol, fields.len(), &place, report);
    Some(Info {
        kind,
        protocol,
        fields: fields.to_vec(),
        raw: child.raw,
        place,
    })
}

fn judge_count(protocol: Oid<'_>, fields: usize, place: &Place, report: &mut Report) {
    let expected = "requiredData and at most one optionalData";
    if fields == 0 && protocol.is_within(arcs::MOBILE_EID_TYPE) {
        report.warning(
            place,
            "no requiredData, as the kind of a mobile eID has it",
            expected,
        );
    } else if fields == 0 || fields > 2 {
        report.violation(
            place,
            format!("{fields} elements after protocol {protocol}"),
            expected,
        );
    }
}

/// What a file holds behind its structure: nothing, or at most the 00 that fill it up.
pub(crate) fn judge_rest(rest: &[u8], place: &Place, report: &mut Report) {
    if rest.is_empty() {
        return;
    }
    let found = format!("{} bytes behind the structure", rest.len());
    if rest.iter().all(|&byte| byte == 0) {
        report.warning(place, format!("{found}, all 00"), "the structure alone");
    } else {
        report.violation(place, found, "the structure alone");
    }
}
