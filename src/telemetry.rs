//! Log lines, figures, and with the feature `otel` traces. `docs/observability.md` has all that an operator may meet.

#[cfg(feature = "otel")]
mod traces;

use std::io::IsTerminal;
use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::filter::{FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// Libraries that say much at lower levels: statements, addresses, and nothing that helps an operator.
const QUIET: &[&str] = &[
    "slack_morphism=info",
    "sqlx=warn",
    "sea_orm=info",
    "tokio_cron_scheduler=warn",
    "hyper=info",
    "reqwest=info",
];

/// How long reading a campaign takes, in seconds: from a handful of items to all that Okta allows.
const SYNC_SECONDS: &[f64] = &[0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0];

/// What has been started; dropping it sends on what has not left yet.
#[derive(Debug)]
#[must_use = "traces end with it"]
pub struct Telemetry {
    #[cfg(feature = "otel")]
    _traces: Option<traces::Traces>,
}

/// Starts logging to standard error with the filter of `CERTS_LOG`; and where the feature is built in and OpenTelemetry's
/// own variables name a collector, tracing.
pub fn start_log(filter: &str, json: bool) -> Telemetry {
    let mut filter = EnvFilter::new(filter);
    for quiet in QUIET {
        if let Ok(directive) = quiet.parse() {
            filter = filter.add_directive(directive);
        }
    }
    let mut lines = fmt::layer().with_writer(std::io::stderr);
    if !std::io::stderr().is_terminal() {
        lines.set_ansi(false);
    }
    let lines = if json { lines.json().flatten_event(true).boxed() } else { lines.boxed() };
    // Spans are for traces; a line stands for itself.
    let is_line = filter_fn(|metadata| !metadata.is_span()).with_max_level_hint(LevelFilter::TRACE);
    let registry = tracing_subscriber::registry().with(lines.with_filter(filter.and(is_line)));
    #[cfg(feature = "otel")]
    {
        let traces = traces::Traces::from_environment();
        registry.with(traces.as_ref().map(traces::Traces::layer)).init();
        Telemetry { _traces: traces }
    }
    #[cfg(not(feature = "otel"))]
    {
        registry.init();
        Telemetry {}
    }
}

/// The figures of this process, for `/metrics`; counting begins with the first call.
pub fn figures() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let sync = Matcher::Full("certs_sync_seconds".to_owned());
        let builder = PrometheusBuilder::new();
        // Refused only without buckets; then it would be a summary.
        let builder = builder.set_buckets_for_metric(sync, SYNC_SECONDS).unwrap_or_default();
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Somebody who installed another recorder before us reads theirs.
        let _ = metrics::set_global_recorder(recorder);
        handle
    })
}
