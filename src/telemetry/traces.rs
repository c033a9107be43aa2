//! Traces for an OpenTelemetry collector, by OTLP over HTTP. Spans bear ids of campaigns, names of calls and counts: what
//! a log line may bear, and never a name, an address, a body or a token.

use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::registry::LookupSpan;

/// Either of them names a collector. These and the others that begin with `OTEL_` are OpenTelemetry's own:
/// <https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/>.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
/// For what has not left yet, of the ten seconds that a stop may take.
const LEAVES_WITHIN: Duration = Duration::from_secs(1);

/// Sends spans on for as long as it lives.
#[derive(Debug)]
pub(super) struct Traces(SdkTracerProvider);

impl Traces {
    /// As OpenTelemetry's variables say; none when they name no collector, or switch it off.
    pub(super) fn from_environment() -> Option<Self> {
        let is_off = variable("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if is_off || !ENDPOINTS.iter().any(|name| variable(name).is_some()) {
            return None;
        }
        let exporter = match SpanExporter::builder().with_http().build() {
            Ok(exporter) => exporter,
            Err(why) => {
                complain(&format!("certs: traces cannot be sent as OTEL_EXPORTER_OTLP_ENDPOINT says: {why}"));
                return None;
            }
        };
        let mut resource = Resource::builder();
        if variable("OTEL_SERVICE_NAME").is_none() {
            resource = resource.with_service_name("certs");
        }
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource.build())
            .build();
        Some(Self(provider))
    }

    /// Takes our own spans, and no lines: what is logged is logged in one place.
    pub(super) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let is_ours = filter_fn(|metadata| metadata.is_span() && metadata.target().starts_with("certs"));
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("certs"))
            .with_filter(is_ours.with_max_level_hint(LevelFilter::INFO))
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        // A collector that is away takes nothing, and nobody waits for it.
        let _ = self.0.shutdown_with_timeout(LEAVES_WITHIN);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "OpenTelemetry's own variables, which its SDK reads from there too"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[expect(clippy::print_stderr, reason = "there is no log yet, and a person is reading")]
fn complain(text: &str) {
    eprintln!("{text}");
}
