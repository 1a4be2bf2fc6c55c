//! What a team says of its own service: the plan file `conformance.toml` with `role = "sp"`.
//!
//! Text comes in; a [`ServicePlan`] goes out, or every mistake of the text at once, each with its line, its key and the
//! nearest right key. A [`Draft`] goes the other way: it writes a commented plan that reads back.
//!
//! ```
//! use conformance_plan::{Draft, ServicePlan};
//! use conformance_harness::seat::Protocol;
//!
//! let draft = Draft { login: "https://sp.example/login".to_owned(), ..Draft::new(Protocol::Oidc) };
//! let plan = ServicePlan::parse("conformance.toml", &draft.to_text()).unwrap();
//! assert_eq!(plan.protocol, Protocol::Oidc);
//!
//! let slip = draft.to_text().replace("\nlogin =", "\nlogn =");
//! let mistakes = ServicePlan::parse("conformance.toml", &slip).unwrap_err().to_string();
//! assert!(mistakes.contains("target.logn: unknown key; did you mean \"login\"?"), "{mistakes}");
//! ```

mod draft;
mod error;
mod parse;
mod plan;
mod section;
mod waiver;

pub use draft::Draft;
pub use error::{Mistake, PlanError, Wrong};
pub use plan::{MetadataSource, PlannedRegistration, ServicePlan};
pub use waiver::Waiver;
