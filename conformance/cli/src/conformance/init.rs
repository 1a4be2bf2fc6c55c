//! `conformance init`: a commented plan file for a service of the user's.

use std::fs::OpenOptions;
use std::io::{self, BufRead as _, ErrorKind, IsTerminal as _, Write as _};

use conformance_harness::seat::Protocol;
use conformance_plan::{Draft, ServicePlan};
use conformance_verdict::ExitCode;

use super::arguments::InitArgs;
use super::failure::Failure;
use super::screen::print_line;

/// What is still to be known: a flag, what it is in words, and an example.
type Question = (&'static str, &'static str, String);

/// Writes the plan, after asking on a terminal for what the flags do not say.
pub(super) fn run(arguments: &InitArgs) -> Result<ExitCode, Failure> {
    let terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    let draft = draft(arguments, |questions| {
        if terminal {
            return questions.iter().map(ask).collect();
        }
        let flags: Vec<&str> = questions.iter().map(|(flag, _, _)| *flag).collect();
        Err(Failure::Usage(format!(
            "missing: {}; there is no terminal to ask on",
            flags.join(" ")
        )))
    })?;
    let text = draft.to_text();
    let file = arguments.out.display().to_string();
    // What was given may be wrong; a plan with mistakes is not written.
    ServicePlan::parse(&file, &text)
        .map_err(|error| Failure::Usage(format!("{error}\nnothing was written")))?;
    write(arguments, &text)?;
    print_line(&format!("wrote {file}; look through it, then"));
    print_line(&format!(
        "next    cargo xtask conformance doctor --plan {file}"
    ));
    Ok(ExitCode::Success)
}

fn draft(
    arguments: &InitArgs,
    answer: impl Fn(&[Question]) -> Result<Vec<String>, Failure>,
) -> Result<Draft, Failure> {
    let protocol = match arguments.protocol {
        Some(protocol) => protocol,
        None => protocol_of(&answer(&protocol_question(arguments))?)?,
    };
    let mut draft = Draft::new(protocol);
    draft.client_id.clone_from(&arguments.client_id);
    draft.client_secret.clone_from(&arguments.client_secret);
    draft.listen.clone_from(&arguments.listen);
    let questions = questions(arguments, &draft);
    let mut answers = if questions.is_empty() {
        Vec::new()
    } else {
        answer(&questions)?
    }
    .into_iter();
    let mut fill = |given: &Option<String>, place: &mut String| {
        if let Some(value) = given.clone().or_else(|| answers.next()) {
            *place = value;
        }
    };
    fill(&arguments.login, &mut draft.login);
    match protocol {
        Protocol::Saml => fill(&arguments.metadata, &mut draft.metadata),
        Protocol::Oidc => fill(&arguments.redirect_uri, &mut draft.redirect_uri),
    }
    fill(&arguments.inside, &mut draft.inside);
    fill(&arguments.text, &mut draft.text);
    match (protocol, &arguments.metadata, &arguments.redirect_uri) {
        (Protocol::Oidc, Some(_), _) => Err(Failure::Usage(
            "--metadata is for SAML, and the protocol is oidc".to_owned(),
        )),
        (Protocol::Saml, _, Some(_)) => Err(Failure::Usage(
            "--redirect-uri is for OpenID Connect, and the protocol is saml".to_owned(),
        )),
        _ => Ok(draft),
    }
}

/// The protocol decides what else is asked for. Without a terminal everything that is missing is named at once.
fn protocol_question(arguments: &InitArgs) -> Vec<Question> {
    let mut asked = vec![("--protocol", "Protocol (saml or oidc)", "saml".to_owned())];
    if !io::stdin().is_terminal() {
        let draft = Draft::new(Protocol::Saml);
        asked.extend(
            questions(arguments, &draft)
                .into_iter()
                .filter(|(flag, _, _)| *flag != "--metadata"),
        );
    }
    asked
}

fn protocol_of(answers: &[String]) -> Result<Protocol, Failure> {
    let word = answers.first().map(String::as_str).unwrap_or_default();
    word.parse().map_err(Failure::Usage)
}

fn questions(arguments: &InitArgs, draft: &Draft) -> Vec<Question> {
    let registration = match draft.protocol {
        Protocol::Saml => (
            &arguments.metadata,
            "--metadata",
            "Its SAML metadata, an address or a file",
            &draft.metadata,
        ),
        Protocol::Oidc => (
            &arguments.redirect_uri,
            "--redirect-uri",
            "The address where answers arrive",
            &draft.redirect_uri,
        ),
    };
    let all = [
        (
            &arguments.login,
            "--login",
            "The address that starts a login",
            &draft.login,
        ),
        registration,
        (
            &arguments.inside,
            "--inside",
            "A page that only somebody who is logged in sees",
            &draft.inside,
        ),
        (
            &arguments.text,
            "--text",
            "A text of that page that nobody else sees",
            &draft.text,
        ),
    ];
    all.into_iter()
        .filter(|(given, ..)| given.is_none())
        .map(|(_, flag, words, example)| (flag, words, example.clone()))
        .collect()
}

/// Asks on the terminal; an empty line takes the example.
fn ask((_, words, example): &Question) -> Result<String, Failure> {
    let broken = |error: io::Error| Failure::Environment(format!("terminal: {error}"));
    eprint!("{words} [{example}]: ");
    io::stderr().flush().map_err(broken)?;
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line).map_err(broken)?;
    if read == 0 {
        return Err(Failure::Usage("no answer; nothing was written".to_owned()));
    }
    let line = line.trim();
    Ok(if line.is_empty() { example } else { line }.to_owned())
}

fn write(arguments: &InitArgs, text: &str) -> Result<(), Failure> {
    let path = &arguments.out;
    let mut options = OpenOptions::new();
    options.write(true);
    if arguments.force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let name = path.display();
        if error.kind() == ErrorKind::AlreadyExists {
            return Failure::Usage(format!("{name} is there already; --force writes over it"));
        }
        Failure::Environment(format!("{name}: {error}"))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use clap::Parser as _;

    use super::{Failure, InitArgs, draft, run};

    fn arguments(words: &[&str]) -> InitArgs {
        InitArgs::try_parse_from(["init", "--role", "sp"].iter().chain(words)).unwrap()
    }

    #[test]
    fn only_what_the_flags_do_not_say_is_asked() {
        let given = ["--protocol", "oidc", "--login", "http://a.example/in"];
        let asked = draft(&arguments(&given), |questions| {
            Ok(questions
                .iter()
                .map(|(flag, ..)| format!("answer to {flag}"))
                .collect())
        })
        .unwrap();
        assert_eq!(asked.login, "http://a.example/in");
        assert_eq!(asked.redirect_uri, "answer to --redirect-uri");
        assert_eq!(asked.inside, "answer to --inside");
        assert_eq!(asked.text, "answer to --text");
    }

    #[test]
    fn a_flag_of_the_other_protocol_is_a_usage_error() {
        let given = ["--protocol", "oidc", "--metadata", "x.xml"];
        let refused = draft(&arguments(&given), |questions| {
            Ok(vec![String::new(); questions.len()])
        });
        assert!(matches!(refused, Err(Failure::Usage(_))));
    }

    #[test]
    fn a_plan_is_written_once_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("plan.toml");
        let mut words = vec!["--protocol", "saml", "--login", "http://a.example/in"];
        words.extend(["--metadata", "m.xml", "--inside", "http://a.example/me"]);
        words.extend(["--text", "Hello \"you\"", "--out", out.to_str().unwrap()]);
        assert!(run(&arguments(&words)).is_ok());
        assert!(matches!(run(&arguments(&words)), Err(Failure::Usage(_))));
        words.push("--force");
        assert!(run(&arguments(&words)).is_ok());
        words.extend(["--listen", "nowhere"]);
        let refused = run(&arguments(&words)).unwrap_err().to_string();
        assert!(refused.contains("portal.listen: \"nowhere\""), "{refused}");
    }
}
