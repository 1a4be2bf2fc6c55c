//! Where things are, as the EU node has them.

/// The metadata of the connector.
pub const METADATA: &str = "/EidasNode/ConnectorMetadata";
/// Requests of the national system.
pub const REQUEST: &str = "/EidasNode/SpecificConnectorRequest";
/// Responses of peers.
pub const RESPONSE: &str = "/EidasNode/ColleagueResponse";
/// The cache, for a national system that runs elsewhere: the cache's name and the message's identifier follow.
pub const LIGHT_CACHE: &str = "/EidasNode/light-cache/";
