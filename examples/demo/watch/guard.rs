//! Only this page, opened on this machine, is answered.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::sorry;

/// Everything comes from here, but for pictures in messages.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      img-src data: https: http:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The names of this machine to itself. A page elsewhere can have its own name lead here, but not one of these.
const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];

/// Refuses a request that was meant for another host, or was sent by another site's page.
pub async fn only_this_page(State(port): State<u16>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST);
    let is_ours = |host: &str| NAMES.iter().any(|name| host == format!("{name}:{port}"));
    if !host.and_then(|host| host.to_str().ok()).is_some_and(is_ours) {
        return sorry::forbidden(format!("This page is served at http://127.0.0.1:{port}/ alone."))
            .into_response();
    }
    if is_of_another_site(request.headers(), is_ours) {
        return sorry::forbidden("Another site's page may not do this.").into_response();
    }
    let mut answer = next.run(request).await;
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    answer
        .headers_mut()
        .extend(headers.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))));
    answer
}

/// Browsers name the site with everything that is posted.
fn is_of_another_site(headers: &HeaderMap, is_ours: impl Fn(&str) -> bool) -> bool {
    let origin = headers.get(header::ORIGIN).map(HeaderValue::to_str);
    origin.is_some_and(|origin| {
        let host = origin.ok().and_then(|origin| origin.strip_prefix("http://"));
        !host.is_some_and(is_ours)
    })
}
