//! Templates that cannot be used, and a service that is only tried out.

use certs::doctor::Level;

use super::{examine, level, says};
use crate::support::world;

#[tokio::test]
async fn templates_are_tried() {
    world(async |w| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().to_str().unwrap();
        let with = [("CERTS_TEMPLATES", path)];
        assert_eq!(level(&examine(w, &with).await, "templates"), Level::Warning);
        std::fs::write(directory.path().join("launch.txt"), "{{ campaign }}\n---\n{{ open }}").unwrap();
        assert_eq!(level(&examine(w, &with).await, "templates"), Level::Ok);
        std::fs::write(directory.path().join("launch.txt"), "{{ campaign }}\n---\n{{ opne }}").unwrap();
        std::fs::write(directory.path().join("remind.txt"), "x").unwrap();
        says!(w, examine(w, &with).await, "templates", "templates_with_mistakes");
    })
    .await;
}

#[tokio::test]
async fn a_trial_is_a_warning() {
    world(async |w| {
        says!(w, examine(w, &[("CERTS_MODE", "dry-run")]).await, "trial", "dry_run");
        says!(w, examine(w, &[("CERTS_ONLY", "alice@acme.example")]).await, "trial", "pilot_group");
    })
    .await;
}
