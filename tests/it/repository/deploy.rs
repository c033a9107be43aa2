//! What it is deployed with names the program, its routes and its settings as they are.

use certs::config::SETTINGS;
use serde_yaml_ng::Value;

use super::{literals, none_of, read, rust_files};

#[test]
fn settings_that_are_set_are_settings() {
    let mut problems = Vec::new();
    for (path, names) in [
        ("Dockerfile", words_before_equals(&read("Dockerfile"), "ENV")),
        ("deploy/compose.yaml", keys(&yaml("deploy/compose.yaml")[0]["x-certs"]["environment"])),
        ("deploy/kubernetes.yaml", keys(&of_kind("Secret")["stringData"])),
        ("deploy/kubernetes.yaml", keys(&of_kind("ConfigMap")["data"])),
    ] {
        assert!(!names.is_empty(), "{path}: none are found");
        let unknown = names.into_iter().filter(|name| SETTINGS.iter().all(|setting| setting.name != name));
        problems.extend(unknown.map(|name| format!("{path}: {name} is no setting")));
    }
    none_of(&problems);
}

#[test]
fn the_manifest_sets_what_there_is_no_default_for() {
    let mut set = keys(&of_kind("Secret")["stringData"]);
    set.extend(keys(&of_kind("ConfigMap")["data"]));
    let required = SETTINGS.iter().filter(|setting| setting.default.is_none());
    let missing = required.filter(|setting| !set.iter().any(|name| name == setting.name));
    none_of(
        &missing.map(|setting| format!("deploy/kubernetes.yaml lacks {}", setting.name)).collect::<Vec<_>>(),
    );
}

#[test]
fn nothing_runs_as_root() {
    let image = read("Dockerfile");
    let last_stage = image.rsplit("\nFROM ").next().unwrap();
    let user = last_stage.lines().rev().find_map(|line| line.strip_prefix("USER ")).unwrap();
    assert_eq!(user, "65532:65532", "distroless' user without rights");
    let pod = &of_kind("Deployment")["spec"]["template"]["spec"]["securityContext"];
    assert_eq!((&pod["runAsNonRoot"], &pod["runAsUser"]), (&Value::from(true), &Value::from(65532)));
    assert!(read("deploy/certs.service").contains("\nDynamicUser=yes\n"));
}

#[test]
fn the_program_is_where_it_is_called() {
    let image = read("Dockerfile");
    for line in [
        "COPY --from=build /out/usr/local/bin/certs /usr/local/bin/certs",
        "ENTRYPOINT [\"/usr/local/bin/certs\"]",
        "CMD [\"serve\"]",
    ] {
        assert!(image.lines().any(|other| other == line), "the Dockerfile lacks {line}");
    }
    assert!(
        image.contains("CMD [\"/usr/local/bin/certs\", \"health\", \"--ready\"]"),
        "its health is asked for"
    );
    assert!(read("deploy/certs.service").contains("\nExecStart=/usr/local/bin/certs serve\n"));
}

#[test]
fn the_toolchain_and_the_version_are_the_same_everywhere() {
    let toolchain: String = read("rust-toolchain.toml");
    let channel =
        toolchain.lines().find_map(|line| line.strip_prefix("channel = ")).unwrap().trim_matches('"');
    let image = read("Dockerfile");
    assert!(image.contains(&format!("FROM rust:{channel}-")), "the builder's image");
    assert!(image.contains(&format!("RUSTUP_TOOLCHAIN={channel}\n")), "the builder's toolchain");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(yaml("deploy/compose.yaml")[0]["x-certs"]["image"], format!("certs:{version}"));
    let container = &of_kind("Deployment")["spec"]["template"]["spec"]["containers"][0];
    assert!(container["image"].as_str().unwrap().ends_with(&format!("/certs:{version}")));
}

#[test]
fn what_is_asked_and_passed_on_are_routes() {
    let routes: Vec<String> = rust_files("src/web")
        .iter()
        .flat_map(|source| literals(&source.text).map(str::to_owned).collect::<Vec<_>>())
        .filter(|literal| literal.starts_with('/'))
        .collect();
    let container = of_kind("Deployment")["spec"]["template"]["spec"]["containers"][0].clone();
    let probes = ["startupProbe", "livenessProbe", "readinessProbe"];
    let mut asked: Vec<String> = probes
        .iter()
        .map(|probe| container[*probe]["httpGet"]["path"].as_str().unwrap().to_owned())
        .collect();
    let proxy = read("deploy/Caddyfile");
    let passed_on = proxy.lines().find_map(|line| line.trim().strip_prefix("@vendors path ")).unwrap();
    asked.extend(passed_on.split(' ').map(str::to_owned));
    asked.extend(proxy.lines().filter_map(|line| line.trim().strip_prefix("health_uri ")).map(str::to_owned));
    let unknown = asked.iter().filter(|path| !routes.contains(path));
    none_of(&unknown.map(|path| format!("{path} is no route of src/web")).collect::<Vec<_>>());
    let inner = ["/healthz", "/readyz", "/metrics"];
    let left_out =
        routes.iter().filter(|route| !inner.contains(&route.as_str()) && route.matches('/').count() == 2);
    let missing = left_out.filter(|route| !passed_on.split(' ').any(|path| path == *route));
    none_of(&missing.map(|route| format!("deploy/Caddyfile does not pass {route} on")).collect::<Vec<_>>());
}

#[test]
fn workflows_run_the_same_checks_with_pinned_actions() {
    assert!(read(".github/workflows/ci.yml").contains("run: bash .ci/run\n"));
    let mut problems = Vec::new();
    for path in ["ci", "advisories", "release"].map(|name| format!(".github/workflows/{name}.yml")) {
        let text = read(&path);
        for action in
            text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: "))
        {
            let version = action.split_once('@').map_or("", |(_, version)| version);
            if version.strip_prefix('v').is_none_or(|version| version.split('.').count() != 3) {
                problems.push(format!("{path}: {action} is not pinned to a version"));
            }
        }
        for command in text.lines().filter(|line| line.contains("cargo install ")) {
            if !(command.contains("--locked") && command.contains("--version ")) {
                problems.push(format!("{path}: not pinned: {}", command.trim()));
            }
        }
    }
    none_of(&problems);
}

/// The documents of a file.
fn yaml(path: &str) -> Vec<Value> {
    let text = read(path);
    text.split("\n---\n")
        .map(|document| {
            let mut value: Value =
                serde_yaml_ng::from_str(document).unwrap_or_else(|why| panic!("{path}: {why}"));
            value.apply_merge().unwrap();
            value
        })
        .collect()
}

/// The one object of a kind in the Kubernetes manifest.
fn of_kind(kind: &str) -> Value {
    let found = yaml("deploy/kubernetes.yaml").into_iter().find(|object| object["kind"] == kind);
    found.unwrap_or_else(|| panic!("deploy/kubernetes.yaml has no {kind}"))
}

fn keys(mapping: &Value) -> Vec<String> {
    let mapping = mapping.as_mapping().into_iter().flatten();
    mapping.filter_map(|(key, _)| Some(key.as_str()?.to_owned())).collect()
}

/// `ENV A=1 \` and the lines that follow it, in the last stage.
fn words_before_equals(text: &str, instruction: &str) -> Vec<String> {
    let last_stage = text.rsplit("\nFROM ").next().unwrap().replace("\\\n", " ");
    let lines =
        last_stage.lines().filter_map(|line| line.strip_prefix(instruction)).collect::<Vec<_>>().join(" ");
    lines.split_whitespace().filter_map(|word| Some(word.split_once('=')?.0.to_owned())).collect()
}
