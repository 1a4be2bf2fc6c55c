//! Why a command ended before it had an answer.

use conformance_harness::Error;
use conformance_plan::PlanError;
use conformance_report::ReportError;
use conformance_verdict::ExitCode;
use conformance_world::WorldError;
use thiserror::Error as ThisError;

/// Why a command ended before it had an answer.
#[derive(Debug, ThisError)]
pub(super) enum Failure {
    /// The command line asks for something that does not exist.
    #[error("{0}")]
    Usage(String),
    /// The selector does not parse.
    #[error(
        "{0}\nhelp: a selector is for example CRD-DE-PACE-01, de, quick, or layer(pace) & !tag(long)"
    )]
    Selector(Error),
    /// Something in the suite's own files is broken.
    #[error("{}", list(.0))]
    Suite(Vec<Error>),
    /// The target cannot be had.
    #[error("target: {0}")]
    Target(#[from] WorldError),
    /// The plan of a service has mistakes.
    #[error("{0}")]
    Plan(#[from] PlanError),
    /// The environment lacks something.
    #[error("{0}")]
    Environment(String),
    /// The report cannot be written.
    #[error("report: {0}")]
    Report(#[from] ReportError),
    /// A listing cannot be written as JSON.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
}

impl Failure {
    /// The exit code.
    pub(super) fn code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::Usage,
            Self::Selector(_) => ExitCode::Selector,
            Self::Suite(_)
            | Self::Target(_)
            | Self::Plan(_)
            | Self::Environment(_)
            | Self::Report(_)
            | Self::Json(_) => ExitCode::Configuration,
        }
    }
}

fn list(errors: &[Error]) -> String {
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::Failure;

    #[test]
    fn each_failure_has_its_exit_code() {
        let syntax = "(".parse::<conformance_harness::Selector>().err();
        let table = [
            (Failure::Usage(String::new()), 2),
            (Failure::Environment(String::new()), 96),
            (Failure::Suite(Vec::new()), 96),
        ];
        for (failure, code) in table {
            assert_eq!(failure.code().value(), code, "{failure:?}");
        }
        assert_eq!(
            syntax.map(|error| Failure::Selector(error).code().value()),
            Some(94)
        );
    }
}
