//! What was measured, to be read.

/// Rows of a name and what was measured.
pub struct Table {
    title: String,
    rows: Vec<(&'static str, String)>,
}

impl Table {
    /// An empty one.
    pub fn new(items: usize, database: &str) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { title: format!("The close of {items} items, on {database}, {cores} cores"), rows: Vec::new() }
    }

    /// Adds a row, and shows that something happens.
    pub fn row(&mut self, name: &'static str, value: impl Into<String>) {
        let value = value.into();
        show(&format!("… {name}: {value}"));
        self.rows.push((name, value));
    }

    /// As Markdown.
    pub fn print(&self) {
        show(&format!("\n{}\n\n| | |\n|---|---|", self.title));
        for (name, value) in &self.rows {
            show(&format!("| {name} | {value} |"));
        }
    }
}

#[expect(clippy::print_stdout, reason = "what the command was asked for")]
fn show(line: &str) {
    println!("{line}");
}
