//! The figures of one story. Those of the whole process belong to all the stories that run beside it.

use metrics::LocalRecorderGuard;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// What was counted and measured in this thread, which is the story's, since it began.
pub struct Figures {
    handle: PrometheusHandle,
    _counting: LocalRecorderGuard<'static>,
}

impl Figures {
    pub fn begin() -> Self {
        // For the rest of the process: the guard must not outlive it, and a story is no place to keep it.
        let recorder = Box::leak(Box::new(PrometheusBuilder::new().build_recorder()));
        Self { handle: recorder.handle(), _counting: metrics::set_default_local_recorder(recorder) }
    }

    /// The figure with this name and these labels, written as Prometheus writes them; `None` before there is one.
    pub fn get(&self, name: &str) -> Option<f64> {
        let text = self.handle.render();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map(|value| value.parse().unwrap())
    }
}
