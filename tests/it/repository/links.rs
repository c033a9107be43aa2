//! Links in the documentation lead somewhere: to files that there are, and to headings that are in them.

use std::path::{Component, Path, PathBuf};

use super::{none_of, read, root};

/// Every page that git keeps for people, by its path from the root.
fn pages() -> Vec<String> {
    let listed = std::fs::read_dir(root().join("docs")).unwrap();
    let names = listed.map(|entry| format!("docs/{}", entry.unwrap().file_name().to_string_lossy()));
    let mut pages: Vec<String> = names.filter(|name| is_markdown(name)).collect();
    pages.extend(["README.md".to_owned(), "CHANGELOG.md".to_owned()]);
    pages
}

fn is_markdown(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "md")
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let mut problems = Vec::new();
    for page in pages() {
        for link in links(&read(&page)) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, heading) = link.split_once('#').unwrap_or((link.as_str(), ""));
            let target = if path.is_empty() { page.clone() } else { beside(&page, path) };
            if !root().join(&target).exists() {
                problems.push(format!("{page}: there is no {link}"));
            } else if !heading.is_empty() && !anchors(&read(&target)).contains(&heading.to_owned()) {
                problems.push(format!("{page}: there is no heading for {link}"));
            }
        }
    }
    none_of(&problems);
}

/// Where links and pictures of a page lead.
fn links(text: &str) -> Vec<String> {
    let after = |opening: &str, closing: char| -> Vec<String> {
        let rest = text.split(opening).skip(1);
        rest.filter_map(|rest| Some(rest.split_once(closing)?.0.to_owned())).collect()
    };
    [after("](", ')'), after("<img src=\"", '"')].concat()
}

/// A path as it is meant on a page.
fn beside(page: &str, path: &str) -> String {
    let from = Path::new(page).parent().unwrap_or(Path::new(""));
    let mut target = PathBuf::new();
    for part in from.join(path).components() {
        match part {
            Component::ParentDir => drop(target.pop()),
            part => target.push(part),
        }
    }
    target.to_string_lossy().into_owned()
}

/// The anchors of headings, as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>()
    };
    headings.map(anchor).collect()
}

#[test]
fn a_link_is_read_as_it_is_followed() {
    assert_eq!(links("a [b](c.md#d) and <img src=\"e.png\" width=\"1\">"), ["c.md#d", "e.png"]);
    assert_eq!(beside("docs/a.md", "../deploy/b"), "deploy/b");
    assert_eq!(
        anchors("# A\n## 0. See it first, without any account\n"),
        ["a", "0-see-it-first-without-any-account"]
    );
}
