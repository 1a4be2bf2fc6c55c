//! The messages of the eID server: which may come when, and who takes care of each.

use ambient::Ambient;
use paos::{
    DidAuthenticate, Envelope, InitializeFrameworkResponse, InputData, Message, ProtocolResult,
    ResultMinor, TransmitResponse, Version,
};
use rules::Breach;

use super::authentication::{self, Proven, ServerKey};
use super::run::{Pending, Run};
use super::trouble::{Problem, Trouble};
use super::{Answer, Effect, Next, Phase, ServerAnswer, Stepped, inquiry, refresh};
use crate::card::{Batch, BatchTurn};
use crate::{Fault, Rule};

/// The version of the eCard-API that is spoken here.
const API_VERSION: Version = Version::new(1, 1, 5);

/// Which message may come. A StartPAOSResponse may always come.
#[derive(Debug)]
pub(super) enum Expected {
    /// InitializeFramework, or the first step.
    First,
    /// The first step.
    Inquiry,
    /// The second step.
    Key(Box<Proven>),
    /// The signature.
    Signature(Box<Proven>, ServerKey),
    /// Commands for the card.
    Commands {
        /// Whether the card has answered any.
        answered: bool,
    },
    /// Nothing but the end.
    End,
}

/// Takes the server's answer.
pub(super) fn received(
    run: &mut Run,
    expected: Expected,
    answer: Answer,
    ambient: &Ambient,
) -> Stepped {
    let ending = matches!(expected, Expected::End);
    match read(run, answer, ambient) {
        Ok(message) => take(run, expected, message, ambient),
        // The conversation was given up before: how it ends changes nothing.
        Err(_) if ending => Ok(refresh::begin(run)),
        Err(trouble) => Err(trouble),
    }
}

fn read(run: &mut Run, answer: Answer, ambient: &Ambient) -> Result<Message, Trouble> {
    let unreached = |because| Trouble::new(Problem::Channel, because);
    let ServerAnswer {
        status,
        body,
        certificate,
        ..
    } = answer.map_err(unreached)?;
    let url = run.token.server_address.clone().unwrap_or_default();
    run.meet(&url, certificate.as_deref(), ambient.now())?;
    if status != 200 {
        return Err(unreached(format!(
            "the eID server answered with status {status}"
        )));
    }
    let envelope = Envelope::decode(&body)
        .map_err(|error| Trouble::new(Problem::Unreadable, error.to_string()))?;
    run.last_message = envelope.message_id;
    run.pending = match &envelope.message {
        Message::DidAuthenticate(_) => Pending::Authenticate,
        Message::Transmit(_) => Pending::Transmit,
        _ => Pending::Nothing,
    };
    Ok(envelope.message)
}

fn take(run: &mut Run, expected: Expected, message: Message, ambient: &Ambient) -> Stepped {
    match (expected, message) {
        (expected, Message::StartPaosResponse(end)) => ended(run, &expected, &end.result),
        (Expected::End, _) => Ok(refresh::begin(run)),
        (Expected::First, Message::InitializeFramework) => {
            let response = InitializeFrameworkResponse::new(API_VERSION);
            let effect = run.post(Message::InitializeFrameworkResponse(response), ambient);
            Ok((Phase::Conversation(Expected::Inquiry), effect))
        }
        (Expected::Commands { .. }, Message::Transmit(transmit)) => {
            let turn = Batch::start(transmit, run.has(Fault::BatchGoesOn));
            Ok(transmitting(run, turn, ambient))
        }
        (expected, Message::DidAuthenticate(message)) => step(run, expected, *message, ambient),
        (_, message) => Err(out_of_order(message.name()).into()),
    }
}

fn step(run: &mut Run, expected: Expected, message: DidAuthenticate, ambient: &Ambient) -> Stepped {
    match (expected, message.data) {
        (Expected::First | Expected::Inquiry, InputData::Eac1(input)) => {
            inquiry::judge(run, &input, ambient)
        }
        (Expected::Key(proven), InputData::Eac2(input)) => {
            authentication::key_received(run, proven, input, ambient)
        }
        (Expected::Signature(proven, key), InputData::Additional(input)) => {
            authentication::signed(proven, key, &input.signature)
        }
        _ => Err(out_of_order("DIDAuthenticate").into()),
    }
}

fn out_of_order(name: &str) -> Breach<Rule> {
    Breach::new(
        Rule::MessageOrder,
        format!("{name} comes at the wrong time"),
    )
}

/// Takes the next turn of a batch.
pub(super) fn transmitting(run: &mut Run, turn: BatchTurn, ambient: &Ambient) -> Next {
    let response = match turn {
        BatchTurn::Send(bytes, batch) => {
            return (Phase::Transmitting(batch), Effect::SendApdu(bytes));
        }
        BatchTurn::Done(outputs) => TransmitResponse::ok(outputs),
        BatchTurn::Stopped(outputs) => TransmitResponse {
            result: ProtocolResult::error(ResultMinor::UNKNOWN_ERROR)
                .with_message("the card answered with a status word that is not acceptable"),
            outputs,
        },
    };
    let effect = run.post(Message::TransmitResponse(response), ambient);
    let expected = Expected::Commands { answered: true };
    (Phase::Conversation(expected), effect)
}

/// The server has ended the conversation. What the client itself has reported before stays the reason.
fn ended(run: &mut Run, expected: &Expected, result: &ProtocolResult) -> Stepped {
    let minor = result.minor.clone().unwrap_or(ResultMinor::UNKNOWN_ERROR);
    let because = || match &result.message {
        Some(message) => format!("the eID server says {minor}: {}", message.text),
        None => format!("the eID server says {minor}"),
    };
    if let Some(trouble) = &run.trouble {
        let echoed = trouble.problem.is_echoed_by(&minor);
        if !result.is_ok() && echoed && run.has(Fault::EchoCountsAsServerError) {
            run.trouble = Some(Trouble::new(Problem::Server(minor.clone()), because()));
        }
        return Ok(refresh::begin(run));
    }
    if !result.is_ok() {
        return Err(Trouble::new(Problem::Server(minor.clone()), because()));
    }
    let at_the_end = matches!(expected, Expected::Commands { answered: true });
    let book = &run.policy.rulebook;
    book.require(Rule::SuccessAtTheEnd, at_the_end, || {
        "the eID server calls it a success before the card has answered".to_owned()
    })?;
    Ok(refresh::begin(run))
}
