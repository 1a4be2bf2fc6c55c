//! What the applicant declares about the card ([TR-03105-3.3 §A]).

use crate::arcs;
use crate::judgement::{Place, Report};
use crate::tr03110_3::a_1_security_infos::Info;

const CLAUSE: &str = "[TR-03105-3.3 §A.4]";

/// The part of the implementation conformance statement that layer 7 is compared with. Empty lists declare nothing, and
/// then nothing is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConformanceStatement {
    /// Names of the supported protocol suites, as the statement writes them (`id-PACE-ECDH-GM-AES-CBC-CMAC-128`).
    pub protocol_suites: Vec<String>,
    /// Keys of Restricted Identification: identifier, and whether it is for authorised terminals only.
    pub restricted_identification_keys: Vec<(u32, bool)>,
}

impl ConformanceStatement {
    /// The suite of an info must be declared.
    pub(crate) fn judge_suite(&self, info: &Info<'_>, report: &mut Report) {
        let Some(name) = arcs::suite_name(info.protocol.0) else {
            return; // said where the syntax is judged
        };
        if !self.protocol_suites.is_empty() && !self.protocol_suites.contains(&name) {
            report.clause(CLAUSE);
            report.violation(
                &info.place,
                format!("{name}, which is not declared"),
                "a protocol suite of the conformance statement",
            );
        }
    }

    /// The keys in the file must be the declared ones.
    pub(crate) fn judge_restricted_keys(
        &self,
        keys: &[(u32, bool)],
        place: &Place,
        report: &mut Report,
    ) {
        let declared = &self.restricted_identification_keys;
        if declared.is_empty() {
            return;
        }
        report.clause(CLAUSE);
        for (id, authorized_only) in keys.iter().filter(|key| !declared.contains(key)) {
            report.violation(
                place,
                format!("key {id} (authorizedOnly {authorized_only}), which is not declared"),
                "the keys of the conformance statement",
            );
        }
        for (id, authorized_only) in declared.iter().filter(|key| !keys.contains(key)) {
            report.violation(
                place,
                format!("no key {id} (authorizedOnly {authorized_only})"),
                "the keys of the conformance statement",
            );
        }
    }
}
