//! `conformance coverage`: the suite beside the official plan.

use conformance_harness::{Coverage, CoverageRow, Covered};
use conformance_verdict::ExitCode;
use conformance_world::{PERSONALISATIONS, Reference};

use super::arguments::{CoverageArgs, Listing};
use super::failure::Failure;
use super::screen::print_line;
use super::suite::Suite;

/// Shows the coverage.
pub(super) fn run(arguments: &CoverageArgs) -> Result<ExitCode, Failure> {
    let suite = Suite::load()?;
    let coverage = Coverage::of(
        &suite.plan,
        &suite.catalogue,
        &Reference::new(1),
        PERSONALISATIONS,
    );
    match arguments.format {
        Listing::Json => print_line(&serde_json::to_string_pretty(&coverage)?),
        Listing::Table => table(&coverage),
    }
    Ok(ExitCode::Success)
}

fn table(coverage: &Coverage) {
    coverage.rows.iter().for_each(|row| print_line(&line(row)));
    print_line(&format!(
        "\n{} live ids of TR-03105 Part 3.3: {} tested, {} not applicable, {} not tested yet",
        coverage.live, coverage.tested, coverage.not_applicable, coverage.not_yet
    ));
    print_line(&format!(
        "{} of {} lettered variants tested; {} checks of requirements of our own",
        coverage.variants_tested, coverage.variants, coverage.our_own
    ));
}

fn line(row: &CoverageRow) -> String {
    let detail = match &row.status {
        Covered::Tested => {
            let checks: Vec<&str> = row.checks.iter().map(|check| check.as_str()).collect();
            let missing = match row.missing_variants.as_slice() {
                [] => String::new(),
                letters => format!("  (variants not yet: {})", letters.join(" ")),
            };
            format!("{}{missing}", abridged(&checks))
        }
        Covered::NotApplicable { profile, line } => format!("{profile}  ({line})"),
        Covered::NotYet => row.profile.clone(),
    };
    format!("{:<20} {:<15} {detail}", row.id, row.status.word())
}

/// The first and the last of many.
fn abridged(checks: &[&str]) -> String {
    match checks {
        [first, .., last] if checks.len() > 3 => {
            format!("{first} … {last} ({} checks)", checks.len())
        }
        few => few.join(" "),
    }
}
