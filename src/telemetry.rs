//! Log lines and figures.

use std::io::IsTerminal;
use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
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

/// Starts logging to standard error with the filter of `CERTS_LOG`.
pub fn start_log(filter: &str, json: bool) {
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
    tracing_subscriber::registry().with(filter).with(lines).init();
}

/// The figures of this process, for `/metrics`; counting begins with the first call.
pub fn figures() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        // Somebody who installed another recorder before us reads theirs.
        let _ = metrics::set_global_recorder(recorder);
        handle
    })
}
