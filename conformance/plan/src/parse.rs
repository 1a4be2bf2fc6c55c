//! From the text of a plan to the plan, or to all its mistakes.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use conformance_harness::seat::{Claim, Claims, Inside, Protocol, Registration};
use conformance_harness::{Selector, nearest};
use conformance_verdict::Verdict;
use toml::de::{DeTable, DeValue};
use url::Url;

use crate::error::{Mistake, Wrong};
use crate::plan::{MetadataSource, PlannedRegistration, ServicePlan};
use crate::section::{Notes, Section};
use crate::waiver::Waiver;

/// No plan is longer.
const LIMIT: usize = 256 * 1024;
/// The level of the person in the test.
const HIGHEST_LEVEL: u16 = 500;
/// What a client asks for when the plan does not say.
const SCOPES: [&str; 3] = ["openid", "profile", "egovnrn"];

const TOP: [&str; 8] = [
    "schema", "suite", "product", "target", "portal", "ics", "plan", "waiver",
];
const TARGET: [&str; 13] = [
    "role",
    "protocol",
    "metadata",
    "login",
    "logout",
    "redirect-uri",
    "client-id",
    "client-secret",
    "post-logout-redirect-uris",
    "scopes",
    "inside",
    "tls",
    "reader",
];
const OF_OIDC: [&str; 5] = [
    "redirect-uri",
    "client-id",
    "client-secret",
    "post-logout-redirect-uris",
    "scopes",
];

pub(crate) fn parse(file: &str, text: &str) -> Result<ServicePlan, Vec<Mistake>> {
    let mut notes = Notes::new(file, text);
    if text.len() > LIMIT {
        let (found, limit) = (text.len(), LIMIT);
        notes.wrong(0, "", Wrong::Long { found, limit });
        return Err(notes.into_mistakes());
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let reason = error.message().trim().replace('\n', " ");
            notes.wrong(offset, "", Wrong::Toml(reason));
            return Err(notes.into_mistakes());
        }
    };
    let plan = Reader {
        file,
        root: Section::root(table.get_ref()),
        notes: &mut notes,
    }
    .plan();
    let lines = notes.lines(table.get_ref());
    let mistakes = notes.into_mistakes();
    match plan {
        Some(plan) if mistakes.is_empty() => Ok(ServicePlan { lines, ..plan }),
        _ => Err(mistakes),
    }
}

struct Reader<'t, 'n, 'f> {
    file: &'f str,
    root: Section<'t>,
    notes: &'n mut Notes<'f>,
}

impl<'t> Reader<'t, '_, '_> {
    /// The plan as far as it can be read; nothing only where a mistake was noted.
    fn plan(mut self) -> Option<ServicePlan> {
        self.root.only(&TOP, self.notes);
        self.schema();
        let product = self.product();
        let Some(target) = self.root.section("target", &TARGET, self.notes) else {
            if self.root.find("target").is_none() {
                self.root
                    .missing("target", "[target] with role = \"sp\"", self.notes);
            }
            return None;
        };
        self.role(&target);
        let protocol = self.protocol(&target);
        let login = self.address(&target, "login", "\"http://127.0.0.1:8080/login\"");
        let logout = self.optional_address(&target, "logout");
        let inside = self.inside(&target);
        let registration = protocol.and_then(|protocol| self.registration(&target, protocol));
        let trust = self.trust(&target);
        let portal_listen = self.portal();
        let (claims, level) = self.claims(&target, protocol);
        let (select, exclude) = self.selection();
        let waivers = self.waivers();
        Some(ServicePlan {
            file: self.file.to_owned(),
            product: product?,
            protocol: protocol?,
            login: login?,
            logout,
            inside: inside?,
            level,
            registration: registration?,
            claims,
            portal_listen: portal_listen?,
            trust,
            select,
            exclude,
            waivers,
            lines: [].into(),
        })
    }

    fn schema(&mut self) {
        let root = self.root.clone();
        if let Some(schema) = root.needed("schema", "schema = \"1\"", self.notes)
            && schema != "1"
        {
            self.value(&root, "schema", schema, "is not known; write \"1\"");
        }
        root.text("suite", self.notes);
    }

    fn product(&mut self) -> Option<String> {
        let known = ["vendor", "name", "version", "type"];
        let Some(section) = self.root.section("product", &known, self.notes) else {
            if self.root.find("product").is_none() {
                let example = "[product] with name = \"My service\"";
                self.root.missing("product", example, self.notes);
            }
            return None;
        };
        section.text("type", self.notes);
        let vendor = section.text("vendor", self.notes);
        let name = section.needed("name", "name = \"My service\"", self.notes);
        let version = section.text("version", self.notes);
        let name = name?;
        let words: Vec<String> = [vendor, Some(name), version]
            .into_iter()
            .flatten()
            .collect();
        Some(words.join(" "))
    }

    fn role(&mut self, target: &Section<'t>) {
        if let Some(role) = target.needed("role", "role = \"sp\"", self.notes)
            && role != "sp"
        {
            let why = "is no role that can be tested; write \"sp\"";
            self.value(target, "role", role, why);
        }
        if target.find("reader").is_some() {
            self.contradict(
                target,
                "reader",
                "is for cards, and the role is \"sp\"; leave it out",
            );
        }
    }

    fn protocol(&mut self, target: &Section<'t>) -> Option<Protocol> {
        let word = target.needed("protocol", "protocol = \"saml\"", self.notes)?;
        let known = Protocol::from_str(&word).ok();
        if known.is_none() {
            let hint = nearest(&word, ["saml", "oidc"])
                .map(|word| format!("; did you mean {word:?}?"))
                .unwrap_or_default();
            let why = format!("is neither saml nor oidc{hint}");
            self.value(target, "protocol", word, &why);
        }
        known
    }

    fn registration(
        &mut self,
        target: &Section<'t>,
        protocol: Protocol,
    ) -> Option<PlannedRegistration> {
        match protocol {
            Protocol::Saml => {
                for key in OF_OIDC.into_iter().filter(|key| target.find(key).is_some()) {
                    let why = "is of OpenID Connect, and the protocol is \"saml\"; leave it out";
                    self.contradict(target, key, why);
                }
                let example = "metadata = \"http://127.0.0.1:8080/saml/metadata\" or a file";
                let source = target.needed("metadata", example, self.notes)?;
                if !source.contains("://") {
                    return Some(PlannedRegistration::Saml(MetadataSource::File(
                        source.into(),
                    )));
                }
                let url = self.checked_address(target, "metadata", source)?;
                Some(PlannedRegistration::Saml(MetadataSource::Url(url)))
            }
            Protocol::Oidc => {
                if target.find("metadata").is_some() {
                    let why = "is of SAML, and the protocol is \"oidc\"; leave it out";
                    self.contradict(target, "metadata", why);
                }
                self.client(target)
            }
        }
    }

    fn client(&mut self, target: &Section<'t>) -> Option<PlannedRegistration> {
        let redirect = self.address(target, "redirect-uri", "\"http://127.0.0.1:8080/callback\"");
        let id = target.needed("client-id", "client-id = \"my-service\"", self.notes);
        let secret = target.needed("client-secret", "client-secret = \"…\"", self.notes);
        let after = target.texts("post-logout-redirect-uris", self.notes);
        let after: Vec<String> = after
            .into_iter()
            .filter_map(|uri| self.checked_address(target, "post-logout-redirect-uris", uri))
            .collect();
        let mut scopes = target.texts("scopes", self.notes);
        if target.find("scopes").is_none() {
            scopes = SCOPES.map(str::to_owned).to_vec();
        } else if !scopes.iter().any(|scope| scope == "openid") {
            self.contradict(
                target,
                "scopes",
                "do not name openid, which each login asks for",
            );
        }
        Some(PlannedRegistration::Oidc(Registration::Oidc {
            id: id?,
            secret: secret?,
            redirect_uris: vec![redirect?],
            post_logout_redirect_uris: after,
            scopes,
        }))
    }

    fn inside(&mut self, target: &Section<'t>) -> Option<Inside> {
        let known = ["url", "status", "text", "shows"];
        let Some(section) = target.section("inside", &known, self.notes) else {
            if target.find("inside").is_none() {
                let example =
                    "[target.inside] with url and text: what only somebody who is logged in sees";
                target.missing("inside", example, self.notes);
            }
            return None;
        };
        let url = self.address(&section, "url", "\"http://127.0.0.1:8080/account\"");
        let status = section.number("status", self.notes);
        if let Some(code) = status
            && !(100..600).contains(&code)
        {
            self.value(&section, "status", code.to_string(), "is no HTTP status");
        }
        let text = section.text("text", self.notes);
        if section.find("status").is_none() && section.find("text").is_none() {
            let example = "text = \"Logged in as\": how one sees that somebody is logged in";
            section.missing("text", example, self.notes);
        }
        let shows = section.texts("shows", self.notes);
        Some(Inside {
            url: url?,
            status,
            text,
            shows,
        })
    }

    fn trust(&mut self, target: &Section<'t>) -> Vec<PathBuf> {
        let section = target.section("tls", &["trust"], self.notes);
        let files = section.map(|section| section.texts("trust", self.notes));
        files
            .unwrap_or_default()
            .into_iter()
            .map(PathBuf::from)
            .collect()
    }

    fn portal(&mut self) -> Option<String> {
        let Some(section) = self.root.section("portal", &["listen"], self.notes) else {
            if self.root.find("portal").is_none() {
                let example = "[portal] with listen = \"127.0.0.1:8443\": the address of the portal that your service knows";
                self.root.missing("portal", example, self.notes);
            }
            return None;
        };
        let listen = section.needed("listen", "listen = \"127.0.0.1:8443\"", self.notes)?;
        let wrong = match listen.parse::<SocketAddr>() {
            Err(_) => Some("is no address and port, for example \"127.0.0.1:8443\""),
            Ok(address) if address.port() == 0 => {
                Some("has no port; your service must know the portal's address")
            }
            Ok(address) if address.ip().is_multicast() => Some("is no address to listen at"),
            Ok(_) => None,
        };
        if let Some(why) = wrong {
            self.value(&section, "listen", listen.clone(), why);
        }
        Some(listen)
    }

    fn claims(&mut self, target: &Section<'t>, protocol: Option<Protocol>) -> (Claims, u16) {
        let mut claims = Claims {
            file: self.file.to_owned(),
            protocol_line: self.notes.line(target.offset_of("protocol")),
            stated: [].into(),
        };
        let words = Claim::ALL.map(Claim::word);
        let Some(ics) = self.root.section("ics", &words, self.notes) else {
            return (claims, HIGHEST_LEVEL);
        };
        let mut level = HIGHEST_LEVEL;
        for claim in Claim::ALL {
            let line = self.notes.line(ics.offset_of(claim.word()));
            let stated = if claim == Claim::Levels {
                self.level(&ics).map(|asked| {
                    level = asked.unwrap_or(HIGHEST_LEVEL);
                    asked.is_some()
                })
            } else {
                ics.flag(claim.word(), self.notes)
            };
            if let Some(stated) = stated {
                claims.stated.insert(claim, (stated, line));
            }
        }
        self.consistent(&claims, &ics, target, protocol);
        (claims, level)
    }

    /// The level that is asked for; `levels = false` says that none is.
    fn level(&mut self, ics: &Section<'t>) -> Option<Option<u16>> {
        match ics.find("levels")?.1 {
            DeValue::Boolean(false) => Some(None),
            DeValue::Boolean(true) => {
                let why = "does not say which level; write for example levels = 500, or false";
                self.value(ics, "levels", "true".to_owned(), why);
                None
            }
            _ => {
                let level = ics.number("levels", self.notes)?;
                if level == 0 || level > HIGHEST_LEVEL || level % 100 != 0 {
                    let why = "is no level; levels are 100, 200, 300, 400 and 500";
                    self.value(ics, "levels", level.to_string(), why);
                }
                Some(Some(level))
            }
        }
    }

    fn consistent(
        &mut self,
        claims: &Claims,
        ics: &Section<'t>,
        target: &Section<'t>,
        protocol: Option<Protocol>,
    ) {
        let claimed = |claim: Claim| matches!(claims.stated.get(&claim), Some((true, _)));
        for claim in Claim::ALL.into_iter().filter(|claim| claimed(*claim)) {
            if let (Some(own), Some(of)) = (protocol, protocol_of(claim))
                && own != of
            {
                let why = format!("is of {of}, and the protocol is \"{own}\"; write false");
                self.contradict(ics, claim.word(), &why);
            }
        }
        if claimed(Claim::SignedUserInfo) && !claimed(Claim::UserInfo) {
            let why = "needs userinfo = true: userinfo that is not asked for cannot be signed";
            self.contradict(ics, "signed-userinfo", why);
        }
        if claimed(Claim::Logout) && target.find("logout").is_none() {
            let why = "needs the address target.logout, which is not written";
            self.contradict(ics, "logout", why);
        }
    }

    fn selection(&mut self) -> (Option<String>, Vec<String>) {
        let Some(section) = self
            .root
            .section("plan", &["select", "exclude"], self.notes)
        else {
            return (None, Vec::new());
        };
        let selected = section.text("select", self.notes);
        let exclude = section.texts("exclude", self.notes);
        let selectors = selected.iter().map(|text| ("select", text));
        for (key, text) in selectors.chain(exclude.iter().map(|text| ("exclude", text))) {
            if let Err(error) = text.parse::<Selector>() {
                let why = format!("is no selector: {error}");
                self.value(&section, key, text.clone(), &why);
            }
        }
        (selected, exclude)
    }

    fn waivers(&mut self) -> Vec<Waiver> {
        let known = ["id", "verdict", "reason", "issue", "expires"];
        let sections = self.root.sections("waiver", &known, self.notes);
        let mut waivers: Vec<Waiver> = Vec::new();
        for section in sections {
            let Some(waiver) = self.waiver(&section) else {
                continue;
            };
            let twin = waivers
                .iter()
                .find(|other| other.id == waiver.id && other.verdict == waiver.verdict);
            if let Some(twin) = twin {
                let why = format!("is waived in line {} already", twin.line);
                self.value(&section, "id", waiver.id.to_string(), &why);
            }
            waivers.push(waiver);
        }
        waivers
    }

    fn waiver(&mut self, section: &Section<'t>) -> Option<Waiver> {
        let id = section.needed("id", "id = \"SP-SAML-33\"", self.notes);
        let verdict = section.needed("verdict", "verdict = \"FAIL\"", self.notes);
        let reason = section.needed("reason", "reason = \"why you live with it\"", self.notes);
        let issue = section.needed("issue", "issue = \"ACME-4711\"", self.notes);
        let expires = self.expires(section);
        let id = id.and_then(|id| {
            let known = id.parse();
            if let Err(error) = &known {
                self.value(section, "id", id, &format!("is no id of a check: {error}"));
            }
            known.ok()
        });
        let verdict = verdict.and_then(|word| match word.as_str() {
            "FAIL" => Some(Verdict::Fail),
            "WARNING" => Some(Verdict::Warning),
            _ => {
                let why = "cannot be waived; \"FAIL\" and \"WARNING\" can";
                self.value(section, "verdict", word, why);
                None
            }
        });
        Some(Waiver {
            id: id?,
            verdict: verdict?,
            reason: reason?,
            issue: issue?,
            expires: expires?,
            line: self.notes.line(section.offset()),
        })
    }

    fn expires(&mut self, section: &Section<'t>) -> Option<ambient::Date> {
        let text = match section.find("expires") {
            None => {
                section.missing("expires", "expires = 2027-01-31", self.notes);
                return None;
            }
            Some((_, DeValue::Datetime(date))) => date.to_string(),
            Some((_, DeValue::String(text))) => text.to_string(),
            Some((_, other)) => format!("{other:?}"),
        };
        let date = text.parse().ok();
        if date.is_none() {
            let why = "is no date; write for example 2027-01-31";
            self.value(section, "expires", text, why);
        }
        date
    }

    fn address(&mut self, section: &Section<'t>, key: &str, example: &str) -> Option<String> {
        let text = section.needed(key, &format!("{key} = {example}"), self.notes)?;
        self.checked_address(section, key, text)
    }

    fn optional_address(&mut self, section: &Section<'t>, key: &str) -> Option<String> {
        let text = section.text(key, self.notes)?;
        self.checked_address(section, key, text)
    }

    fn checked_address(
        &mut self,
        section: &Section<'t>,
        key: &str,
        text: String,
    ) -> Option<String> {
        let right = Url::parse(&text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https") && url.has_host() && url.fragment().is_none()
        });
        if right {
            return Some(text);
        }
        let why = "is no address that begins with http:// or https:// (and has no #)";
        self.value(section, key, text, why);
        None
    }

    fn value(&mut self, section: &Section<'t>, key: &str, found: String, why: &str) {
        let why = why.to_owned();
        let wrong = Wrong::Value { found, why };
        self.notes
            .wrong(section.offset_of(key), section.path(key), wrong);
    }

    fn contradict(&mut self, section: &Section<'t>, key: &str, why: &str) {
        let wrong = Wrong::Contradiction(why.to_owned());
        self.notes
            .wrong(section.offset_of(key), section.path(key), wrong);
    }
}

/// The protocol to which a claim belongs, when it belongs to one alone.
const fn protocol_of(claim: Claim) -> Option<Protocol> {
    match claim {
        Claim::Encryption | Claim::Artifact => Some(Protocol::Saml),
        Claim::SignedIdToken
        | Claim::UserInfo
        | Claim::SignedUserInfo
        | Claim::Pkce
        | Claim::CallbackIssuer => Some(Protocol::Oidc),
        _ => None,
    }
}
