//! Reads the body of a request within its bounds.

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http::header::{CONTENT_LENGTH, EXPECT};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::time::timeout;

use super::Limits;

/// How many bodies of the largest size are read and thrown away, so that a client that sends without listening still
/// finds its 413.
const PATIENCE: usize = 16;

/// The whole body, or the status that says why not.
pub(super) async fn receive(
    parts: &http::request::Parts,
    body: Incoming,
    limits: &Limits,
) -> Result<Bytes, StatusCode> {
    let announced = parts.headers.get(CONTENT_LENGTH);
    let announced = announced
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse::<usize>().ok());
    let too_large = announced.is_some_and(|length| length > limits.body);
    if too_large && parts.headers.contains_key(EXPECT) {
        // The client asks first and has sent nothing.
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    match timeout(limits.body_time, collect(body, limits.body)).await {
        Ok(outcome) => outcome,
        Err(_) if too_large => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

async fn collect(mut body: Incoming, limit: usize) -> Result<Bytes, StatusCode> {
    let mut bytes = BytesMut::new();
    let mut length: usize = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data() else {
            // Trailers say nothing that a service asks for.
            continue;
        };
        length = length.saturating_add(data.len());
        if length <= limit {
            bytes.extend_from_slice(&data);
        } else if length > limit.saturating_mul(PATIENCE) {
            break;
        } else {
            bytes.clear();
        }
    }
    if length > limit {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(bytes.freeze())
}
