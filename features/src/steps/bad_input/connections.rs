//! Clients that are slow, that break off, and that speak no HTTP.

use conformance_harness::StepError;
use cucumber::{then, when};

use crate::CardWorld;
use crate::road::Party;
use crate::road::answers::{Answer, Answers, Ask};
use crate::road::doors::{front, mouth};
use crate::road::wire::Wire;

/// The first half of a handshake of TLS: a record that says that 512 bytes follow.
const HALF_A_HANDSHAKE: &[u8] = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";
/// What is no protocol at all.
const GARBAGE: &[u8] = b"\x00\x01\x02 what? \xff\xfe\r\n\r\n";

/// Clients that have fallen silent, with what they still have to say.
struct Silent(Vec<(Wire, Vec<u8>)>);

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").into_bytes()
}

/// A form that says too little.
fn post(party: Party) -> Vec<u8> {
    let body = "RelayState=nothing&step=nothing";
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        mouth(party),
        body.len()
    );
    format!("{head}{body}").into_bytes()
}

/// Says all but the last bytes.
fn say_half(origin: &str, whole: &[u8], kept: usize) -> Result<(Wire, Vec<u8>), StepError> {
    let (half, rest) = whole.split_at(whole.len().saturating_sub(kept));
    let mut wire = Wire::open(origin)?;
    wire.say(half);
    Ok((wire, rest.to_vec()))
}

#[when(regex = "^two clients of the (.+) fall silent, one in a head and one in a body$")]
fn fall_silent(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let origin = world.origin(party)?;
    let silent = vec![
        say_half(&origin, &get(front(party)), 12)?,
        say_half(&origin, &post(party), 12)?,
    ];
    world.keep(Silent(silent));
    Ok(())
}

#[when(regex = "^two clients of the (.+) fall silent, one before its handshake and one within$")]
fn fall_silent_at_the_handshake(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let origin = world.origin(party)?;
    let silent = vec![
        say_half(&origin, b"", 0)?,
        say_half(&origin, HALF_A_HANDSHAKE, 0)?,
    ];
    world.keep(Silent(silent));
    Ok(())
}

#[then(regex = "^another client of the (.+) is served$")]
fn served(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let url = format!("{}{}", world.origin(party)?, front(party));
    world.ask(vec![Ask::get(front(party), url)])?;
    world.each_answer("an answer with the status 200", |answer| {
        answer.status == 200
    })
}

#[then("the silent clients are served when they go on")]
fn go_on(world: &mut CardWorld) -> Result<(), StepError> {
    let Silent(silent) = world.take_kept("a silent client")?;
    for (mut wire, rest) in silent {
        wire.say(&rest);
        match wire.hear() {
            Some(answer) if answer.status < 500 && answer.status != 408 => {}
            other => {
                let came = other.map_or("the end of the connection".into(), |it| it.in_words());
                return Err(StepError::expected("an answer", came));
            }
        }
    }
    Ok(())
}

#[when(regex = "^a client of the (.+) breaks off in the middle of a (head|body|handshake)$")]
fn breaks_off(world: &mut CardWorld, party: Party, part: String) -> Result<(), StepError> {
    let origin = world.origin(party)?;
    let (wire, _) = match part.as_str() {
        "head" => say_half(&origin, &get(front(party)), 12)?,
        "body" => say_half(&origin, &post(party), 12)?,
        _ => say_half(&origin, HALF_A_HANDSHAKE, 0)?,
    };
    wire.break_off();
    Ok(())
}

/// Three requests at once: a good one, one for an address that nobody has, and one that is none.
#[when(regex = "^a client of the (.+) sends garbage behind a good request$")]
fn garbage_behind(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let mut wire = Wire::open(&world.origin(party)?)?;
    wire.say(&[&get(front(party)), &get("/nowhere"), GARBAGE].concat());
    let mut answers = Vec::new();
    while let Some(answer) = wire.hear() {
        answers.push(answer);
    }
    world.keep(Answers(answers));
    Ok(())
}

#[when(regex = "^a client of the (.+) sends garbage instead of a handshake$")]
fn garbage(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let mut wire = Wire::open(&world.origin(party)?)?;
    wire.say(&get(front(party)));
    let answer = wire.hear();
    world.keep(Answers(answer.into_iter().collect()));
    Ok(())
}

#[then("the good request is answered and the garbage is not")]
fn good_answered(world: &mut CardWorld) -> Result<(), StepError> {
    let Answers(answers) = world.kept("answers")?;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    match statuses.as_slice() {
        [200, 404] | [200, 404, 400] => Ok(()),
        other => Err(StepError::expected(
            "200, 404, and 400 or the end of the connection",
            format!("{other:?}"),
        )),
    }
}

#[then("nothing of it is served")]
fn not_served(world: &mut CardWorld) -> Result<(), StepError> {
    let Answers(answers) = world.kept("answers")?;
    let served = answers.iter().find(|answer| answer.status < 400);
    match served.map(Answer::in_words) {
        None => Ok(()),
        Some(served) => Err(StepError::expected("no answer", served)),
    }
}
