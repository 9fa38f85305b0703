//! Where the next page is: links are read, checked against the org's origin, and completed.

use bytes::Bytes;

use okta_models::Metadata;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::cursor::Cursor;
use super::{link, path};
use crate::address::OrgAddress;
use crate::error::{Error, Result};

/// The System Log's `next` link is complete: it is followed as it is.
fn is_log(operation: Metadata) -> bool {
    operation.operation_id() == "listLogEvents"
}

/// The next page that an answer names, if any. `first` is the path and query of the listing's first page, `page`
/// those of the one that was answered.
pub(crate) fn next_page(
    operation: Metadata,
    org: &OrgAddress,
    first: &str,
    page: &str,
    response: &http::Response<Bytes>,
) -> Result<Option<Cursor>> {
    // `GET /iam/roles` sends a `Link` header too (recorded), so both places are read.
    let from_body = link_in_body(operation, response.body())?;
    let from_headers = || link::target(response.headers(), "next");
    let link = from_body.map_or_else(from_headers, |link| Ok(Some(link)));
    let link = link.map_err(|problem| {
        let what = format!("it is not known which page comes next: {problem}");
        Error::pagination(operation, what, STOPPED)
    })?;
    let Some(link) = link else {
        return Ok(None);
    };
    let url = own_page(operation, org, page, &link)?;
    let listing = path::without_query(first);
    // The server that answered is trusted to name the same object by its id.
    if !path::is_page_of(operation, listing, url.path()) {
        return Err(Error::pagination(
            operation,
            "the link to the next page names another path than the listing's",
            format!("It was not followed. {STOPPED}"),
        ));
    }
    let page = complete(operation, first, &url);
    let cursor = Cursor::new(operation.operation_id(), listing, &page);
    cursor.map(Some).map_err(|problem| {
        Error::pagination(operation, format!("the link to the next page {problem}"), STOPPED)
    })
}

const STOPPED: &str = "The listing was stopped, and is incomplete.";

/// `_links.next.href`, where the answer is an object. Whatever Okta documents about the operation's pages: a page that is
/// named and not read would be missed in silence.
fn link_in_body(operation: Metadata, body: &[u8]) -> Result<Option<String>> {
    #[derive(Deserialize)]
    struct Body {
        #[serde(default, rename = "_links")]
        links: Value,
    }
    // An array has no links, and what is no JSON is the decoder's to refuse.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Ok(None);
    }
    let Ok(Body { links }) = serde_json::from_slice(body) else {
        return Ok(None);
    };
    match links.get("next") {
        None | Some(Value::Null) => Ok(None),
        Some(next) => match next.get("href") {
            Some(Value::String(href)) => Ok(Some(href.clone())),
            _ => Err(Error::pagination(
                operation,
                "the link to the next page has another form than Okta documents",
                STOPPED,
            )),
        },
    }
}

/// The link as a URL of the org. Okta names the admin console's host at times (recorded for e-mail
/// templates); everything else is refused before anything is sent.
///
/// A relative link is read against the page that it stands on (RFC 8288, section 3.1).
fn own_page(operation: Metadata, org: &OrgAddress, page: &str, link: &str) -> Result<Url> {
    let refuse = |what: &str| Err(Error::pagination(operation, what, STOPPED));
    if link.trim().is_empty() {
        return refuse("the link to the next page is empty");
    }
    let Some(mut url) = org.join(page).and_then(|page| page.join(link).ok()) else {
        return refuse("the link to the next page is not a URL");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::pagination(
            operation,
            "the link to the next page holds a user name or password",
            format!("It was not followed. {STOPPED}"),
        ));
    }
    // `acme.okta.com.` is the same host, written out to the root of the names.
    let rooted = url
        .host_str()
        .and_then(|host| host.strip_suffix('.'))
        .map(str::to_owned);
    if let Some(host) = rooted
        && url.set_host(Some(&host)).is_err()
    {
        return refuse("the link to the next page is not a URL");
    }
    if org.is_origin_of(&url) || org.is_admin_twin(&url) {
        return Ok(url);
    }
    let host = url.host_str().unwrap_or("no host");
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Err(Error::pagination(
        operation,
        format!(
            "the link to the next page names {}://{host}{port} instead of {org}",
            url.scheme()
        ),
        "It was not followed, and the token was not sent there. If that is the org's address, configure it as such. \
         The listing is incomplete.",
    ))
}

/// Path and query of the page, with the parameters of the first page that Okta left out (okta-sdk-nodejs#439:
/// `expand` is lost from the second page on).
fn complete(operation: Metadata, first: &str, url: &Url) -> String {
    let mut page = url.path().to_owned();
    let mut query = url.query().unwrap_or_default().to_owned();
    if !is_log(operation) {
        let kept = |name: &str| url.query_pairs().any(|(other, _)| other == name);
        for parameter in first.split_once('?').map_or("", |(_, query)| query).split('&') {
            let name = parameter.split('=').next().unwrap_or_default();
            if !name.is_empty() && name != "after" && !kept(name) {
                let separator = if query.is_empty() { "" } else { "&" };
                query.push_str(separator);
                query.push_str(parameter);
            }
        }
    }
    if !query.is_empty() {
        page.push('?');
        page.push_str(&query);
    }
    page
}
