//! The progress of a list, and whether it agrees with what the service announced.

use super::same_page::Seen;

/// The position of a page in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// A page by its number.
    Page {
        /// The number, from 1.
        number: u64,
        /// The number of items per page, without which the page number means nothing; `None` leaves it to the service.
        size: Option<u64>,
    },
    /// A page by the token from the page before; `None` is the first page.
    Token(Option<String>),
}

/// How many empty pages in a row are skipped where more items are announced.
const EMPTY_PAGES: u32 = 3;

/// How many empty pages in a row are skipped where each names the next one: a filter may leave many pages without an item.
const EMPTY_PARTS: u32 = 100;

/// How many repeated pages in a row are skipped where each names the next one.
const REPEATED_PARTS: u32 = 3;

/// What was received of a list.
#[derive(Debug, Default)]
pub(super) struct Progress {
    begun: bool,
    /// How many items there were at least and at most, with those before the first page that was asked for. The two differ if the
    /// list did not begin with its first page, since the service may give smaller pages than it was asked for.
    least: u64,
    most: u64,
    /// The number of items that the service announced last.
    total: Option<u64>,
    /// Items of the largest page.
    largest: u64,
    empty: u32,
    repeated: u32,
}

/// What a page of a list by token is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) first: bool,
    pub(super) count: u64,
    pub(super) total: Option<i64>,
    pub(super) seen: Seen,
}

/// What comes after a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The page with the next number.
    Page(u64),
    /// The page that this token names.
    Part(String),
    End,
    /// The list cannot be complete, for this reason.
    Incomplete(String),
}

impl Progress {
    /// What comes after the page with this number.
    ///
    /// A total counts more than a short page, until more items were received than it says. Without a total, a page that is smaller
    /// than an earlier one is the last, unless it names the next one by a token.
    pub(super) fn after_page(&mut self, number: u64, count: u64, total: Option<i64>, asked: u64, names_next: bool) -> Step {
        if !self.begun {
            self.begun = true;
            let before = number.saturating_sub(1);
            // If no size was requested, the number of items before this page is unknown.
            let most = if asked == 0 && before > 0 { u64::MAX } else { before.saturating_mul(asked.max(count)) };
            (self.least, self.most) = (before.saturating_mul(asked.min(count)), most);
        }
        self.count(count, total);
        let next = Step::Page(number.saturating_add(1));
        match self.total {
            Some(total) if self.least == total => Step::End,
            Some(total) if self.least < total => match count {
                0 if self.most >= total => Step::End,
                0 if self.empty >= EMPTY_PAGES => self.short(total),
                _ => next,
            },
            // No total, or one that is too small to be true.
            _ if count > 0 && (count >= asked || count >= self.largest) => next,
            None if names_next => beyond_reach(),
            _ => Step::End,
        }
    }

    /// What comes after a repeated page. A service may return its last page for any greater number.
    pub(super) fn after_repeated_page(&self, count: u64, asked: u64) -> Step {
        match self.total {
            Some(total) if self.most < total => self.short(total),
            None if count >= asked => Step::Incomplete("the service gave the same full page twice".to_owned()),
            _ => Step::End,
        }
    }

    /// What comes after a page that names the next one by `token`.
    pub(super) fn after_part(&mut self, part: Part, token: String) -> Step {
        self.repeated = if part.seen == Seen::New { 0 } else { self.repeated + 1 };
        self.count_part(part);
        match (self.repeated, self.empty) {
            (REPEATED_PARTS.., _) => {
                Step::Incomplete("the service gives the same items again and again, under new tokens".to_owned())
            }
            (_, EMPTY_PARTS..) => {
                Step::Incomplete(format!("the service gave {} empty pages in a row, each with a new token", self.empty))
            }
            _ => Step::Part(token),
        }
    }

    /// What comes after a page that does not name another.
    pub(super) fn after_last_part(&mut self, part: Part) -> Step {
        self.count_part(part);
        match self.total {
            Some(total) if self.most < total => self.short(total),
            _ => Step::End,
        }
    }

    fn count_part(&mut self, part: Part) {
        if !self.begun {
            self.begun = true;
            // The number of items before a page in the middle is unknown.
            self.most = if part.first { 0 } else { u64::MAX };
        }
        if part.seen != Seen::Again {
            // An item that was created on a page already read is announced but not received.
            let announced = self.total;
            self.count(part.count, part.total);
            self.total = [announced, self.total].into_iter().flatten().min();
        }
    }

    /// What comes after the only page of a list that is not paginated.
    pub(super) fn after_only_page(&mut self, count: u64, total: Option<i64>, names_next: bool) -> Step {
        self.count(count, total);
        match self.total {
            Some(total) if self.most < total => self.short(total),
            _ if names_next => beyond_reach(),
            _ => Step::End,
        }
    }

    fn count(&mut self, count: u64, total: Option<i64>) {
        self.least = self.least.saturating_add(count);
        self.most = self.most.saturating_add(count);
        self.largest = self.largest.max(count);
        self.empty = if count == 0 { self.empty + 1 } else { 0 };
        self.total = total.and_then(|total| u64::try_from(total).ok()).or(self.total);
    }

    fn short(&self, total: u64) -> Step {
        Step::Incomplete(format!("the service announced {total} items and gave {}", self.most))
    }
}

/// A reply names the next page by a token, but the list has no parameter for it.
fn beyond_reach() -> Step {
    Step::Incomplete("the service has more pages, which nothing says how to ask for".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{EMPTY_PARTS, Part, Progress, Step};
    use crate::call::same_page::Seen;

    /// The pages that are asked for, given how many items each has and what it announces, and how the list ends.
    fn walk(first: u64, asked: u64, pages: &[(u64, Option<i64>)]) -> (u64, Step) {
        let mut progress = Progress::default();
        let mut number = first;
        for &(count, total) in pages {
            match progress.after_page(number, count, total, asked, false) {
                Step::Page(next) => number = next,
                end => return (number, end),
            }
        }
        (number, Step::Page(number))
    }

    #[test]
    fn a_total_is_reached_through_pages_of_any_size() {
        assert_eq!(walk(1, 10, &[(10, Some(25)), (10, Some(25)), (5, Some(25))]), (3, Step::End));
        assert_eq!(walk(1, 100, &[(50, Some(120)), (50, Some(120)), (20, Some(120))]), (3, Step::End));
        assert_eq!(walk(1, 10, &[(10, Some(20)), (0, Some(20)), (10, Some(20))]), (3, Step::End));
        // Only the first page announces a total.
        assert_eq!(walk(1, 10, &[(10, Some(15)), (5, None)]), (2, Step::End));
        // Items were deleted meanwhile.
        assert_eq!(walk(1, 10, &[(10, Some(20)), (0, Some(10))]), (2, Step::End));
    }

    #[test]
    fn a_total_that_is_never_reached_ends_with_the_reason() {
        let (pages, end) = walk(1, 10, &[(10, Some(1000)), (0, Some(1000)), (0, Some(1000)), (0, Some(1000))]);
        assert_eq!((pages, end), (4, Step::Incomplete("the service announced 1000 items and gave 10".to_owned())));
    }

    #[test]
    fn a_total_below_what_came_is_not_believed() {
        for total in [Some(5), Some(0), Some(-1), None] {
            assert_eq!(walk(1, 10, &[(10, total), (10, total), (3, total)]), (3, Step::End), "{total:?}");
        }
    }

    #[test]
    fn without_a_total_a_page_shorter_than_the_largest_is_the_last() {
        assert_eq!(walk(1, 100, &[(50, None), (50, None), (20, None)]), (3, Step::End));
        assert_eq!(walk(1, 100, &[(50, None), (0, None)]), (2, Step::End));
        assert_eq!(walk(1, 0, &[(50, None), (50, None), (0, None)]), (3, Step::End));
    }

    #[test]
    fn a_list_that_begins_in_the_middle_is_not_said_to_be_short() {
        assert_eq!(walk(3, 10, &[(5, Some(25)), (0, Some(25))]), (4, Step::End));
        assert_eq!(walk(2, 100, &[(50, Some(120)), (20, Some(120))]), (3, Step::End));
    }
    #[test]
    fn a_list_that_begins_in_the_middle_with_pages_of_unknown_size_ends_at_a_short_page() {
        assert_eq!(walk(3, 0, &[(5, Some(25)), (0, Some(25))]), (4, Step::End));
    }

    #[test]
    fn after_a_page_that_came_before_the_total_decides() {
        let after = |total, count| {
            let mut progress = Progress::default();
            progress.after_page(1, 10, total, 10, false);
            progress.after_repeated_page(count, 10)
        };
        assert_eq!(after(Some(10), 10), Step::End);
        assert!(matches!(after(Some(11), 10), Step::Incomplete(reason) if reason.contains("announced 11 items and gave 10")));
        assert!(matches!(after(None, 10), Step::Incomplete(reason) if reason.contains("same full page twice")));
        assert_eq!(after(None, 9), Step::End);
    }

    #[test]
    fn parts_that_bring_nothing_new_have_an_end() {
        let part = |count, seen| Part { first: true, count, total: None, seen };
        let mut after = {
            let mut progress = Progress::default();
            move |part| progress.after_part(part, "t".to_owned())
        };
        let on = Step::Part("t".to_owned());
        for _ in 1..EMPTY_PARTS {
            assert_eq!(after(part(0, Seen::New)), on);
        }
        assert_eq!(after(part(1, Seen::New)), on);
        let mut steps = (0..EMPTY_PARTS).map(|_| after(part(0, Seen::New)));
        assert!(matches!(steps.find(|step| *step != on), Some(Step::Incomplete(_))));

        for again in [Seen::Again, Seen::AgainPerhaps] {
            let mut progress = Progress::default();
            let seen = [Seen::New, again, again, Seen::New, again, again, again];
            let ends = seen.map(|seen| matches!(progress.after_part(part(5, seen), "t".to_owned()), Step::Incomplete(_)));
            assert_eq!(ends, [false, false, false, false, false, false, true]);
        }
        // How many items precede a part in the middle is unknown.
        let mut progress = Progress::default();
        let middle = Part { first: false, total: Some(25), ..part(5, Seen::New) };
        assert!(matches!(progress.after_last_part(middle), Step::End));
        // What came again does not count towards the total.
        let mut progress = Progress::default();
        progress.after_part(part(5, Seen::New), "t".to_owned());
        assert!(matches!(progress.after_last_part(Part { total: Some(10), ..part(5, Seen::Again) }), Step::End));
        assert!(matches!(progress.after_last_part(Part { total: Some(10), ..part(0, Seen::New) }), Step::Incomplete(_)));
    }
}
