//! The addresses of the portal.

/// Metadata for SAML services.
pub const METADATA: &str = "/fas/saml/metadata";
/// Where SAML requests go.
pub const SINGLE_SIGN_ON: &str = "/fas/SSORedirect/metaAlias/idp";
/// Where SAML logout messages go.
pub const SINGLE_LOGOUT: &str = "/fas/SLORedirect/metaAlias/idp";
/// The base of OpenID Connect, which is the end of the issuer.
pub const OAUTH: &str = "/fas/oauth2";
/// Where browsers come from clients.
pub const AUTHORIZE: &str = "/fas/oauth2/authorize";
/// Where codes are redeemed.
pub const TOKEN: &str = "/fas/oauth2/access_token";
/// Where claims are fetched.
pub const USERINFO: &str = "/fas/oauth2/userinfo";
/// Where tokens are looked up.
pub const INTROSPECT: &str = "/fas/oauth2/introspect";
/// The keys of tokens.
pub const KEYS: &str = "/fas/oauth2/connect/jwk_uri";
/// Where browsers log out.
pub const END_SESSION: &str = "/fas/oauth2/connect/endSession";
/// The discovery document.
pub const DISCOVERY: &str = "/fas/oauth2/.well-known/openid-configuration";
/// The discovery document for clients that know the portal by its origin.
pub const DISCOVERY_AT_ORIGIN: &str = "/.well-known/openid-configuration";
/// The pages for people.
pub const PAGES: &str = "/fas/XUI/";
/// Where people come back into the pages.
pub const PAGES_RETURN: &str = "/fas/XUI/return";
/// Where people log out.
pub const PAGES_LOGOUT: &str = "/fas/XUI/logout";
/// Where the connector sends people back.
pub const EIDAS_RETURN: &str = "/fas/eidas/return";
