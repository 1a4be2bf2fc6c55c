//! The portal, as its own documents describe it: read when first needed, and kept.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::StatusCode;
use oidc::jose::Jwks;
use oidc::{ProviderMetadata, client};
use rules::Rulebook;
use saml::metadata::{Endpoint, KeyUse};
use saml::names::binding;
use saml::{Instant, Metadata};
use web::Fetch;
use xml::Limits;

use crate::{MetadataSource, OidcClient, Refusal};

/// The identity provider of SAML.
#[derive(Clone, Debug)]
pub(crate) struct IdentityProvider {
    /// Its name.
    pub(crate) entity_id: String,
    /// Its certificates for signatures.
    pub(crate) certificates: Vec<Vec<u8>>,
    /// Where requests go by redirect.
    pub(crate) sign_on: String,
    /// Where logout requests go by redirect, and where the answers to its own go.
    pub(crate) logout: Option<(String, String)>,
    /// Until when its metadata may be used.
    pub(crate) valid_until: Option<Instant>,
}

/// The provider of OpenID Connect.
#[derive(Clone, Debug)]
pub(crate) struct Provider {
    /// Its addresses.
    pub(crate) metadata: ProviderMetadata,
    /// Its keys.
    pub(crate) keys: Jwks,
}

/// What was read, so that it need not be read again.
#[derive(Default)]
pub(crate) struct Peers {
    saml: Mutex<Option<Arc<IdentityProvider>>>,
    oidc: Mutex<Option<Arc<Provider>>>,
}

impl Peers {
    /// The identity provider; read anew when its metadata have expired.
    pub(crate) fn identity_provider(
        &self,
        source: &MetadataSource,
        fetch: &dyn Fetch,
        now: Instant,
    ) -> Result<Arc<IdentityProvider>, Refusal> {
        let fresh = |idp: &Arc<IdentityProvider>| idp.valid_until.is_none_or(|until| until > now);
        if let Some(idp) = kept(&self.saml).clone().filter(fresh) {
            return Ok(idp);
        }
        let text = match source {
            MetadataSource::Document(text) => text.clone(),
            MetadataSource::Address(url) => document(url, fetch)?,
        };
        let idp = Arc::new(IdentityProvider::read(&text, now).map_err(Refusal::portal)?);
        *kept(&self.saml) = Some(idp.clone());
        Ok(idp)
    }

    /// The provider; read anew when `again`, because it may have new keys.
    pub(crate) fn provider(
        &self,
        own: &OidcClient,
        fetch: &dyn Fetch,
        book: &Rulebook<client::Rule>,
        again: bool,
    ) -> Result<Arc<Provider>, Refusal> {
        if let Some(provider) = kept(&self.oidc).clone().filter(|_| !again) {
            return Ok(provider);
        }
        let text = document(&ProviderMetadata::address(&own.issuer), fetch)?;
        let metadata = client::check_discovery(&text, &own.issuer, book)?;
        let keys = Jwks::parse(&document(&metadata.jwks_uri, fetch)?);
        let keys = keys.map_err(|error| Refusal::portal(error.to_string()))?;
        let provider = Arc::new(Provider { metadata, keys });
        *kept(&self.oidc) = Some(provider.clone());
        Ok(provider)
    }
}

/// What is kept; never held while somebody is asked.
fn kept<T>(slot: &Mutex<Option<T>>) -> MutexGuard<'_, Option<T>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

fn document(url: &str, fetch: &dyn Fetch) -> Result<String, Refusal> {
    let response = fetch.fetch(web::get(url)?)?;
    if response.status() != StatusCode::OK {
        return Err(Refusal::portal(format!(
            "{url} answers with status {}",
            response.status()
        )));
    }
    String::from_utf8(response.body().to_vec())
        .map_err(|_| Refusal::portal(format!("{url} is not text")))
}

impl IdentityProvider {
    /// Reads metadata of an identity provider that takes requests by redirect.
    ///
    /// # Errors
    ///
    /// What is missing, in words.
    pub(crate) fn read(text: &str, now: Instant) -> Result<Self, String> {
        let root = xml::parse(text.as_bytes(), &Limits::SAML).map_err(|error| error.to_string())?;
        let entities = Metadata::all_from_element(&root).map_err(|error| error.to_string())?;
        let entity = entities.into_iter().find(|entity| !entity.idp.is_empty());
        let entity = entity.ok_or("metadata name no identity provider")?;
        if entity.expired(now) {
            return Err("metadata have expired".to_owned());
        }
        let idp = entity
            .identity_provider()
            .ok_or("metadata name no identity provider")?;
        let sign_on = idp
            .sign_on(binding::HTTP_REDIRECT)
            .and_then(|endpoint| endpoint.location.clone());
        let logout = Endpoint::with_binding(&idp.role.single_logout, binding::HTTP_REDIRECT);
        let logout =
            logout.and_then(|end| Some((end.location.clone()?, end.answers()?.to_owned())));
        Ok(Self {
            certificates: idp.role.certificates(KeyUse::Signing),
            sign_on: sign_on.ok_or("metadata have no address for requests by redirect")?,
            logout,
            valid_until: entity.valid_until,
            entity_id: entity.entity_id.ok_or("metadata have no entityID")?,
        })
    }
}
