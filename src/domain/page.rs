//! Long answers, a page at a time.

use std::ops::Range;

/// Which page, and of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Leaf {
    /// From 0 on.
    pub page: usize,
    /// At least one.
    pub of: usize,
}

impl Leaf {
    /// The page that is wanted, or the last where there are fewer by now, and what is on it of a list.
    pub fn of_list(length: usize, a_page: usize, wanted: usize) -> (Self, Range<usize>) {
        let a_page = a_page.max(1);
        let of = length.div_ceil(a_page).max(1);
        let page = wanted.min(of - 1);
        (Self { page, of }, page * a_page..length.min((page + 1) * a_page))
    }

    /// The same where a page takes so many entries, and so many characters of them, whichever is less.
    pub fn of_text(sizes: &[usize], most: usize, room: usize, wanted: usize) -> (Self, Range<usize>) {
        let mut starts = vec![0];
        let (mut entries, mut used) = (0, 0_usize);
        for (at, size) in sizes.iter().enumerate() {
            if entries > 0 && (entries == most || used.saturating_add(*size) > room) {
                starts.push(at);
                (entries, used) = (0, 0);
            }
            entries += 1;
            used = used.saturating_add(*size);
        }
        let page = wanted.min(starts.len() - 1);
        let end = starts.get(page + 1).copied().unwrap_or(sizes.len());
        (Self { page, of: starts.len() }, starts[page]..end)
    }
}
