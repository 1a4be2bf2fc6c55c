//! EF.DIR, the list of applications ([ISO 7816-4:2005 §8.2.1.1], [TR-03127 §3.4.1]).
//!
//! ```text
//! 61 application template
//! |- 4F application identifier (5 to 16 bytes)
//! |- 50 label (to 16), if any
//! `- 73 and others, if any
//! ```

use crate::der::{Element, read_one};
use crate::judgement::{Judgement, Place, Report};

const CLAUSE: &str = "[ISO 7816-4:2005 §8.2.1.1]";

/// Application templates, each with one identifier, and each of `expected` among them.
#[must_use]
pub fn applications(ef_dir: &[u8], expected: &[&[u8]]) -> Judgement {
    let mut report = Report::new("REQ-ISO7816-4-8.2.1.1-1", CLAUSE);
    let found = templates(ef_dir, &mut report);
    report.clause("[TR-03127 §3.4.1]");
    for application in expected
        .iter()
        .filter(|application| !found.contains(application))
    {
        let text: String = application
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        report.violation(
            &Place::root("EF.DIR"),
            "no such application",
            format!("application {text}"),
        );
    }
    report.finish()
}

fn templates<'a>(ef_dir: &'a [u8], report: &mut Report) -> Vec<&'a [u8]> {
    let mut found: Vec<&[u8]> = Vec::new();
    let mut rest = ef_dir;
    while rest.iter().any(|&byte| byte != 0) {
        let offset = ef_dir.len() - rest.len();
        if let [0x00, after @ ..] = rest {
            rest = after; // padding between objects
            continue;
        }
        let place = Place::root("EF.DIR").below("template", offset);
        let (template, after) = match read_one(rest, offset) {
            Ok(parts) => parts,
            Err(fault) => {
                report.fault(&place, fault);
                break;
            }
        };
        rest = after;
        let Some(identifier) = identifier(&template, &place, report) else {
            continue;
        };
        if found.contains(&identifier) {
            report.violation(
                &place,
                "an application for the second time",
                "each application once",
            );
        }
        found.push(identifier);
    }
    found
}

fn identifier<'a>(template: &Element<'a>, place: &Place, report: &mut Report) -> Option<&'a [u8]> {
    if template.tag != 0x61 {
        report.violation(
            place,
            format!("tag {:02X}", template.tag),
            "an application template with tag 61",
        );
        return None;
    }
    let children = match template.children() {
        Ok(children) => children,
        Err(fault) => {
            report.fault(place, fault);
            return None;
        }
    };
    for label in children
        .iter()
        .filter(|child| child.tag == 0x50 && child.contents.len() > 16)
    {
        report.violation(
            &place.below("50", label.offset),
            format!("{} bytes", label.contents.len()),
            "at most 16",
        );
    }
    let mut identifiers = children.iter().filter(|child| child.tag == 0x4F);
    let first = identifiers.next();
    let count = usize::from(first.is_some()) + identifiers.count();
    match first {
        Some(first) if count == 1 && (5..=16).contains(&first.contents.len()) => {
            Some(first.contents)
        }
        _ => {
            report.violation(
                place,
                format!("{count} application identifiers"),
                "one of 5 to 16 bytes, object 4F",
            );
            None
        }
    }
}
