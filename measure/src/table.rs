//! What was measured, to be read: on the screen while it is made, and at the end as Markdown.

use std::fmt::Display;

use comfy_table::presets::ASCII_MARKDOWN;

use crate::say;

/// A title, a head and rows of text.
#[derive(Debug)]
pub struct Table {
    title: String,
    table: comfy_table::Table,
}

impl Table {
    /// An empty one with these columns; the machine is named beside the title.
    pub fn new(title: &str, columns: &[&str]) -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(ASCII_MARKDOWN).set_header(columns);
        Self { title: format!("{title} ({})", machine()), table }
    }

    /// Adds a row, and shows that something happens.
    pub fn row(&mut self, cells: &[&dyn Display]) {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        say(&format!("… {}", cells.join(" · ")));
        self.table.add_row(cells);
    }

    /// Prints it.
    pub fn print(&self) {
        say(&format!("\n{}\n\n{}", self.title, self.table));
    }
}

/// The machine, for people: "2 cores, 24 GiB".
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let kib: u64 = text.lines().next()?.split_whitespace().nth(1)?.parse().ok()?;
        Some(format!(", {} GiB", kib.div_ceil(1024 * 1024)))
    });
    format!("{cores} cores{}", memory.unwrap_or_default())
}
