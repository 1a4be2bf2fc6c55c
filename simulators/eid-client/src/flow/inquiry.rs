//! The server's first step: who asks, what for, and whether that is in order.

use ambient::Ambient;
use eac::encoding::{AuxiliaryData, CertificateDescription, Chat, Right, Role, TerminalType};
use paos::Eac1Input;
use rules::Breach;

use super::run::Run;
use super::view::View;
use super::{Effect, Phase, Stepped, rights};
use crate::certificates::Certificates;
use crate::{Fault, Rule};

/// What a service asks for, after all checks.
#[derive(Debug)]
pub(crate) struct Inquiry {
    pub(crate) certificates: Certificates,
    pub(crate) description: CertificateDescription,
    pub(crate) required: Chat,
    pub(crate) optional: Chat,
    /// The data object 67 as received, which the terminal signs.
    pub(crate) auxiliary: Option<Vec<u8>>,
    pub(crate) comparisons: AuxiliaryData,
    pub(crate) transaction: Option<String>,
}

/// What the user agreed to.
#[derive(Debug)]
pub(crate) struct Approved {
    pub(crate) inquiry: Inquiry,
    pub(crate) chat: Chat,
}

impl Inquiry {
    /// The user's choice among the optional rights.
    pub(super) fn approve(self, granted: &[Right], run: &Run) -> Approved {
        let everything = run.has(Fault::IgnoresDeselection);
        let chosen = rights::listed(&self.optional)
            .into_iter()
            .filter(|right| everything || granted.contains(right));
        let chat = chosen.fold(self.required, Chat::with);
        Approved {
            inquiry: self,
            chat,
        }
    }
}

/// Checks the first step, in the order of the guideline, and asks the user. `[TR-03124-1 §2.7.3]`
pub(super) fn judge(run: &mut Run, input: &Eac1Input, ambient: &Ambient) -> Stepped {
    let book = run.policy.rulebook.clone();
    let certificates = Certificates::sort(&input.certificates, &book)?;
    certificates.check_chain(&run.policy.roots, &book)?;
    certificates.check_dates(&run.policy.roots, ambient.today(), &book)?;
    let description = describe(run, input, &certificates)?;
    // From here on the description says where home is, also when it is not where the token came from.
    run.description = Some((description.clone(), certificates.verifier_hash()));
    check_origin(run, &description)?;
    let hashes = &description.communication_certificates;
    run.servers
        .check_hashes(hashes, certificates.verifier_hash(), &book)?;
    let comparisons = read(input.auxiliary_data.as_deref(), AuxiliaryData::decode)?;
    let comparisons = comparisons.unwrap_or_default();
    let granted = match run.has(Fault::GrantsBeyondCertificate) {
        true => Chat::all_rights(TerminalType::AuthenticationTerminal, Role::Terminal),
        false => certificates.terminal().chat,
    };
    let (required, optional) = wanted(input, &granted, &comparisons)?;
    let inquiry = Box::new(Inquiry {
        certificates,
        description,
        required,
        optional,
        auxiliary: input.auxiliary_data.clone(),
        comparisons,
        transaction: input.transaction_info.clone(),
    });
    let view = View::rights(&inquiry);
    Ok((Phase::Choosing(inquiry), Effect::Show(Box::new(view))))
}

fn describe(
    run: &Run,
    input: &Eac1Input,
    certificates: &Certificates,
) -> Result<CertificateDescription, Breach<Rule>> {
    let book = &run.policy.rulebook;
    let encoded = input.certificate_description.as_deref();
    // Without a description there is nobody to show, rule or no rule.
    let encoded = encoded
        .ok_or_else(|| Breach::new(Rule::DescriptionPresent, "no certificate description"))?;
    let description = CertificateDescription::decode(encoded).map_err(|error| {
        Breach::new(
            Rule::DescriptionPresent,
            format!("certificate description: {error}"),
        )
    })?;
    let subject = description.subject_url.as_deref();
    book.require(Rule::SubjectUrlPresent, subject.is_some(), || {
        "the certificate description has no subject URL".to_owned()
    })?;
    let digest = certificates.terminal_hash().digest(&[encoded]);
    let certified = certificates.terminal().extensions.description_hash();
    book.require(
        Rule::DescriptionHash,
        certified == Some(digest.as_ref()),
        || {
            format!(
                "{} certifies another description",
                certificates.terminal().chr
            )
        },
    )?;
    Ok(description)
}

fn check_origin(run: &Run, description: &CertificateDescription) -> Result<(), Breach<Rule>> {
    let subject = description.subject_url.as_deref();
    let (ours, theirs) = (web::origin(&run.token_url), subject.and_then(web::origin));
    let same = subject.is_none() || ours == theirs && ours.is_some();
    let book = &run.policy.rulebook;
    book.require(Rule::SubjectOrigin, same, || {
        format!("subject URL {subject:?}, but the TC token is from {ours:?}")
    })
}

/// Required and optional rights. When the server names none, all rights of the certificate are optional.
fn wanted(
    input: &Eac1Input,
    granted: &Chat,
    comparisons: &AuxiliaryData,
) -> Result<(Chat, Chat), Breach<Rule>> {
    let required = read(input.required_chat.as_deref(), Chat::decode)?;
    let optional = read(input.optional_chat.as_deref(), Chat::decode)?;
    let optional = match (&required, optional) {
        (None, None) => *granted,
        (_, optional) => optional.unwrap_or_else(rights::none),
    };
    let presentable = |chat: &Chat| rights::presentable(chat, granted, comparisons);
    let required = presentable(&required.unwrap_or_else(rights::none));
    let optional = rights::listed(&required)
        .into_iter()
        .fold(presentable(&optional), Chat::without);
    Ok((required, optional))
}

fn read<T>(
    encoded: Option<&[u8]>,
    decode: impl Fn(&[u8]) -> Result<T, eac::encoding::DecodeError>,
) -> Result<Option<T>, Breach<Rule>> {
    encoded
        .map(decode)
        .transpose()
        .map_err(|error| Breach::new(Rule::RequestReadable, error.to_string()))
}
