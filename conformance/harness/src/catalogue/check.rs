//! One check: a scenario and everything its tags and its description say about it.

use std::collections::{BTreeMap, BTreeSet};

use conformance_verdict::{CheckId, Clause, Level, MutantId, Requirement};

use super::description::Description;
use crate::seat::Claim;
use crate::{Error, nearest::did_you_mean};

/// A check, ready to be run.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// The requirement it judges.
    pub requirement: Requirement,
    /// How strongly the standard asks.
    pub level: Level,
    /// Country code in lower case, or `any` for checks of the suite itself.
    pub country: String,
    /// The mutants it claims to kill.
    pub kills: Vec<MutantId>,
    /// Profiles that must be claimed beyond those of the requirement.
    pub profiles: Vec<String>,
    /// The personalisation it needs; nothing when any will do.
    pub card: Option<String>,
    /// The state of the PIN it needs; nothing for an operational card.
    pub state: Option<String>,
    /// What else must be special about its world, from `@with:NAME` tags.
    pub settings: BTreeSet<String>,
    /// Secrets and certificates it cannot do without.
    pub needs: BTreeSet<Need>,
    /// What a service must claim for it to apply, from `@claims:WORD` tags.
    pub claims: BTreeSet<Claim>,
    /// Whether time must pass for it (`@clock`): it cannot be made to pass for a service of somebody else.
    pub moves_clock: bool,
    /// Whether it knows the inside of the reference (`@own`), and so applies to no service of somebody else.
    pub own: bool,
    /// Whether it may leave the card changed for good.
    pub destructive: bool,
    /// Whether it takes long and is left out of `quick`.
    pub long: bool,
    /// Which positive control follows a PASS.
    pub control: Control,
    /// What it runs on: a card, a world of services, or the suite's own made-up targets.
    pub runs_on: RunsOn,
    /// Where the standard says so.
    pub clause: Clause,
    /// What it is about, in plain words.
    pub about: String,
    /// What is usually wrong when it fails.
    pub usual_causes: String,
    /// Published vulnerabilities that look alike, such as `CVE-2017-11427 (python-saml)`.
    pub resembles: Vec<String>,
    /// Name of the feature.
    pub feature: String,
    /// Path of the feature file.
    pub file: &'static str,
    /// Line of the scenario or of its Examples row.
    pub line: usize,
    /// All tags without their `@`.
    pub tags: BTreeSet<String>,
    /// The scenario with the steps of its backgrounds in front.
    pub scenario: gherkin::Scenario,
}

/// Something a check cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// The PIN.
    Pin,
    /// The card access number.
    Can,
    /// The PUK.
    Puk,
    /// The machine-readable zone.
    Mrz,
    /// Terminal certificates with their keys below a trust point of the card.
    Certificates,
    /// A card that can be taken out of the field and put back without a person.
    Removal,
    /// A card whose power can be cut in the middle of a command.
    PowerLoss,
    /// A way to the card that takes commands of any length.
    LongestCommand,
}

impl Need {
    /// All needs.
    pub const ALL: [Self; 8] = [
        Self::Pin,
        Self::Can,
        Self::Puk,
        Self::Mrz,
        Self::Certificates,
        Self::Removal,
        Self::PowerLoss,
        Self::LongestCommand,
    ];

    /// The word after `@needs:`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Can => "can",
            Self::Puk => "puk",
            Self::Mrz => "mrz",
            Self::Certificates => "certificates",
            Self::Removal => "removal",
            Self::PowerLoss => "power-loss",
            Self::LongestCommand => "longest-command",
        }
    }

    /// What is needed, in words.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Pin => "the PIN (--pin)",
            Self::Can => "the CAN (--can)",
            Self::Puk => "the PUK (--puk)",
            Self::Mrz => "the machine-readable zone (mrz in the plan file)",
            Self::Certificates => "terminal certificates (certificates in the plan file)",
            Self::Removal => "a card that can be taken out without a person",
            Self::PowerLoss => "a card whose power can be cut in the middle of a command",
            Self::LongestCommand => "a way to the card for commands of 65535 bytes",
        }
    }
}

/// The positive control that follows a PASS. On services one follows after `@negative` checks only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// A reset, then PACE with the CAN must succeed; on services, a good login.
    Full,
    /// A reset, then the card's EF.CardAccess must be readable (`@control:basic`); on services,
    /// they are there.
    Basic,
}

/// What a check runs on, by the area of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunsOn {
    /// A card of the target that the user names.
    Target,
    /// A world of services of the target that the user names.
    Site,
    /// Targets that the check makes itself: checks of the suite itself (area HRN).
    Itself,
}

impl RunsOn {
    /// Areas of services: eIDAS node, CSAM, service provider, identity provider, eID server, eID
    /// client, whole login.
    const SITE_AREAS: [&str; 7] = ["NOD", "FAS", "SP", "IDP", "EIS", "EIC", "LOG"];

    /// What the checks of an area run on.
    fn of_area(area: &str) -> Self {
        match area {
            "HRN" => Self::Itself,
            area if Self::SITE_AREAS.contains(&area) => Self::Site,
            _ => Self::Target,
        }
    }
}

impl Check {
    /// Reads the tags and the description of a scenario.
    pub(super) fn read(
        file: &'static str,
        feature: &str,
        scenario: gherkin::Scenario,
    ) -> Result<Self, Error> {
        let line = scenario.position.line;
        let tags = Tags::read(&scenario.tags);
        let complain = |reason: String| Error::Scenario {
            file: file.to_owned(),
            line,
            scenario: scenario.name.clone(),
            reason,
        };
        let id: CheckId = tags
            .only_parsed("an id such as @CRD-DE-PACE-07")
            .map_err(complain)?;
        let description = Description::read(scenario.description.as_deref());
        let needs = tags.needs().map_err(complain)?;
        Ok(Self {
            requirement: tags
                .only_parsed("a requirement such as @EAC2_ISO7816_H_4a or @REQ-…")
                .map_err(complain)?,
            level: tags
                .only_parsed("a level: @must, @should or @may")
                .map_err(complain)?,
            country: tags
                .one_of("country")
                .ok_or_else(|| complain("has no @country:…".into()))?,
            kills: tags.kills().map_err(complain)?,
            profiles: tags.all_of("profile"),
            card: tags.one_of("card"),
            state: tags.one_of("state"),
            settings: tags.all_of("with").into_iter().collect(),
            needs,
            claims: tags.claims().map_err(complain)?,
            moves_clock: tags.has("clock"),
            own: tags.has("own"),
            destructive: tags.has("destructive"),
            long: tags.has("long"),
            control: if tags.has("control:basic") {
                Control::Basic
            } else {
                Control::Full
            },
            runs_on: RunsOn::of_area(id.area()),
            clause: description
                .clause
                .ok_or_else(|| complain("its description has no line \"Clause: […]\"".into()))?,
            about: description.about,
            usual_causes: description.usual_causes,
            resembles: description.resembles,
            feature: feature.to_owned(),
            file,
            line,
            tags: tags.0,
            id,
            scenario,
        })
    }

    /// An error about this check.
    #[must_use]
    pub fn complain(&self, reason: String) -> Error {
        Error::Scenario {
            file: self.file.to_owned(),
            line: self.line,
            scenario: self.scenario.name.clone(),
            reason,
        }
    }

    /// The scenario as a feature of its own, as the runner takes it.
    #[must_use]
    pub fn as_feature(&self) -> gherkin::Feature {
        gherkin::Feature {
            keyword: "Feature".into(),
            name: self.feature.clone(),
            description: None,
            background: None,
            scenarios: vec![self.scenario.clone()],
            rules: Vec::new(),
            tags: Vec::new(),
            span: self.scenario.span,
            position: self.scenario.position,
            path: Some(self.file.into()),
        }
    }

    /// Whether the target is meant to refuse something (`@negative`), so that a PASS is worth
    /// something only from a target that also accepts.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.tags.contains("negative")
    }

    /// Marks for listings: `[DESTRUCTIVE]`, `[LONG]`, `[HUMAN]`.
    #[must_use]
    pub fn marks(&self) -> Vec<&'static str> {
        [
            (self.destructive, "[DESTRUCTIVE]"),
            (self.long, "[LONG]"),
            (self.tags.contains("human"), "[HUMAN]"),
        ]
        .into_iter()
        .filter_map(|(applies, mark)| applies.then_some(mark))
        .collect()
    }
}

/// The tags of a scenario without their `@`.
struct Tags(BTreeSet<String>);

impl Tags {
    fn read(tags: &[String]) -> Self {
        Self(
            tags.iter()
                .map(|tag| tag.trim_start_matches('@').to_owned())
                .collect(),
        )
    }

    fn has(&self, tag: &str) -> bool {
        self.0.contains(tag)
    }

    fn all_of(&self, key: &str) -> Vec<String> {
        self.0
            .iter()
            .filter_map(|tag| tag.strip_prefix(key)?.strip_prefix(':'))
            .map(str::to_owned)
            .collect()
    }

    /// The value of a key. When a scenario overrides what its feature says, the two differ and the
    /// lint complains; here the first one is taken.
    fn one_of(&self, key: &str) -> Option<String> {
        self.all_of(key).into_iter().next()
    }

    /// The one tag that parses as `T`.
    fn only_parsed<T: std::str::FromStr + std::fmt::Display>(
        &self,
        what: &str,
    ) -> Result<T, String> {
        let mut parsed = self.0.iter().filter_map(|tag| tag.parse::<T>().ok());
        match (parsed.next(), parsed.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(format!("has no tag that is {what}")),
            (Some(one), Some(two)) => Err(format!("has both @{one} and @{two}; keep one")),
        }
    }

    fn kills(&self) -> Result<Vec<MutantId>, String> {
        let kills = self.all_of("kills");
        kills
            .iter()
            .map(|id| id.parse::<MutantId>().map_err(|error| error.to_string()))
            .collect()
    }

    fn claims(&self) -> Result<BTreeSet<Claim>, String> {
        let words = self.all_of("claims");
        words.iter().map(|word| word.parse()).collect()
    }

    fn needs(&self) -> Result<BTreeSet<Need>, String> {
        let known: BTreeMap<&str, Need> = Need::ALL.map(|need| (need.word(), need)).into();
        self.all_of("needs")
            .iter()
            .map(|word| {
                known.get(word.as_str()).copied().ok_or_else(|| {
                    let hint = did_you_mean(word, known.keys().copied());
                    format!("@needs:{word} is not known{hint}")
                })
            })
            .collect()
    }
}
