//! How diagnostics look.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Padding, Renderer, Snippet};

use super::{Diagnostic, Location, Severity};
use crate::printable::{coloured, one_line, printable};

/// How many diagnostics are shown at once: nobody reads more, and each costs time.
pub(super) const MOST_SHOWN: usize = 100;

pub(super) fn all(diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MOST_SHOWN) {
        // The renderer replaces escapes in the lines of the file, and nothing in paths.
        text.push_str(&coloured(&renderer.render(&[group(&clean(diagnostic))])));
        text.push_str("\n\n");
    }
    if diagnostics.len() > MOST_SHOWN {
        text.push_str(&format!("{} more are not shown", diagnostics.len() - MOST_SHOWN));
    }
    text.truncate(text.trim_end().len());
    text
}

/// The same with paths and texts that steer no terminal. The lines of the file stay as they are, since places count their bytes.
fn clean(diagnostic: &Diagnostic) -> Diagnostic {
    let text = |text: &String| printable(text).into_owned();
    Diagnostic {
        message: text(&diagnostic.message),
        location: diagnostic.location.printable(),
        label: text(&diagnostic.label),
        related: diagnostic.related.iter().map(|(location, label)| (location.printable(), text(label))).collect(),
        notes: diagnostic.notes.iter().map(text).collect(),
        helps: diagnostic.helps.iter().map(text).collect(),
        edits: Vec::new(),
        ..*diagnostic
    }
}

/// One line per diagnostic, which ends with the help.
pub(super) fn one_lines(diagnostics: &[Diagnostic]) -> impl Iterator<Item = String> + '_ {
    let mut cursor = Cursor::default();
    diagnostics.iter().map(move |diagnostic| {
        let (line, column) = cursor.position(&diagnostic.location);
        line_of(diagnostic, line, column)
    })
}

fn line_of(diagnostic: &Diagnostic, line: usize, column: usize) -> String {
    let Diagnostic { code, severity, message, location, helps, .. } = diagnostic;
    let severity = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let help: String = helps.iter().map(|help| format!("; help: {help}")).collect();
    // A second line would be a line to whoever reads them: cargo takes orders from those of a build script.
    one_line(&format!("{}:{line}:{column}: {severity}[{code}]: {message}{help}", location.path()), usize::MAX)
}

/// Lines and columns of locations that come in order, so that a text is gone through once.
#[derive(Default)]
struct Cursor {
    path: String,
    at: usize,
    line: usize,
    column: usize,
}

impl Cursor {
    fn position(&mut self, location: &Location) -> (usize, usize) {
        let start = location.span().start;
        if self.path != location.path() || start < self.at {
            *self = Cursor { path: location.path().to_owned(), at: 0, line: 1, column: 1 };
        }
        let between = location.text().get(self.at..start).unwrap_or_default();
        if let Some(newline) = between.rfind('\n') {
            self.line += between.matches('\n').count();
            self.column = between[newline + 1..].chars().count() + 1;
        } else {
            self.column += between.chars().count();
        }
        self.at = start;
        (self.line, self.column)
    }
}

fn group(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let notes = diagnostic.notes.iter().map(|note| Level::NOTE.message(note));
    let helps = diagnostic.helps.iter().map(|help| Level::HELP.message(help));
    level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.id())
        .elements(snippets(diagnostic))
        .elements(notes)
        .elements(helps)
}

/// One snippet for each file that takes part, the file of the mistake first.
fn snippets(diagnostic: &Diagnostic) -> Vec<Element<'_>> {
    let location = &diagnostic.location;
    if location.text().is_empty() {
        return vec![Origin::path(location.path()).into(), Padding.into()];
    }
    let primary = AnnotationKind::Primary.span(location.span()).label(label(&diagnostic.label));
    let here = related(diagnostic, |other| other.path() == location.path());
    let mut elements = vec![snippet(location).annotation(primary).annotations(here).into()];
    for (other, text) in diagnostic.related.iter().filter(|(other, _)| other.path() != location.path()) {
        elements.push(snippet(other).annotation(AnnotationKind::Context.span(other.span()).label(label(text))).into());
    }
    elements
}

fn snippet(location: &Location) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    Snippet::source(location.text()).path(location.path())
}

fn related<'a>(
    diagnostic: &'a Diagnostic,
    wanted: impl Fn(&Location) -> bool,
) -> impl Iterator<Item = annotate_snippets::Annotation<'a>> {
    diagnostic
        .related
        .iter()
        .filter(move |(location, _)| wanted(location))
        .map(|(location, text)| AnnotationKind::Context.span(location.span()).label(label(text)))
}

fn label(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
