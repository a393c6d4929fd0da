//! A picture of resources and what they need: each to the right of what it needs.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::state::{Resource, Resources};

const WIDTH: usize = 190;
const HEIGHT: usize = 54;
const GAP_X: usize = 46;
const GAP_Y: usize = 16;

/// Resources in a picture: with more of them it shows nothing any more.
const MOST: usize = 120;

/// The picture as SVG, without script and without style of its own.
pub(super) fn picture(resources: &Resources) -> Markup {
    let shown: Vec<&Resource> = resources.iter().take(MOST).collect();
    let places = places(&shown);
    let columns = places.values().map(|(column, _)| column + 1).max().unwrap_or(0);
    let rows = places.values().map(|(_, row)| row + 1).max().unwrap_or(0);
    let (width, height) = (columns * (WIDTH + GAP_X), rows * (HEIGHT + GAP_Y) + GAP_Y);
    let left = |place: &(usize, usize)| place.0 * (WIDTH + GAP_X) + 2;
    let top = |place: &(usize, usize)| place.1 * (HEIGHT + GAP_Y) + GAP_Y / 2;
    html! {
        div.scroll.picture tabindex="0" role="region" aria-label="Picture of the resources" {
            svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="group" aria-label="Resources and what they need" {
                @for resource in &shown { @for need in &resource.needs {
                    @if let (Some(from), Some(to)) = (places.get(need.as_str()), places.get(resource.id.as_str())) {
                        @let (x1, y1, x2, y2) = (left(from) + WIDTH, top(from) + HEIGHT / 2, left(to), top(to) + HEIGHT / 2);
                        @let middle = x1 + (x2.saturating_sub(x1)) / 2;
                        path.edge d={ "M" (x1) " " (y1) " C" (middle) " " (y1) " " (middle) " " (y2) " " (x2) " " (y2) } {}
                    }
                } }
                @for resource in &shown { @if let Some(place) = places.get(resource.id.as_str()) {
                    a href={ "#" (resource.id) } {
                        rect.node x=(left(place)) y=(top(place)) width=(WIDTH) height=(HEIGHT) rx="8" data-busy[is_busy(&resource.status)] {}
                        text.kind x=(left(place) + 10) y=(top(place) + 20) { (resource.kind) @if !resource.name.is_empty() { " " (short(&resource.name, 14)) } }
                        text.id x=(left(place) + 10) y=(top(place) + 39) { (short(&resource.id, 25)) }
                    }
                } }
            }
        }
        @if resources.iter().count() > MOST { p.dim { "The picture has the first " (MOST) " resources." } }
    }
}

/// Whether a state is one on the way to another, as the services name them.
pub(super) fn is_busy(status: &str) -> bool {
    status.ends_with("ing") || status == "init"
}

/// Column and row of each resource: its column is the length of the longest way to what needs nothing, its row that of what it
/// needs, or the next free one.
fn places<'r>(resources: &[&'r Resource]) -> HashMap<&'r str, (usize, usize)> {
    let by_id: HashMap<&str, &Resource> = resources.iter().map(|resource| (resource.id.as_str(), *resource)).collect();
    let mut columns = HashMap::new();
    for resource in resources {
        column(&resource.id, &by_id, &mut columns, 0);
    }
    let mut places: HashMap<&str, (usize, usize)> = HashMap::new();
    let last = columns.values().copied().max().unwrap_or(0);
    for wanted in 0..=last {
        let row_of = |resource: &Resource| {
            resource.needs.iter().filter_map(|need| places.get(need.as_str())).map(|(_, row)| *row).min().unwrap_or(0)
        };
        let mut here: Vec<(usize, &Resource)> = resources
            .iter()
            .filter(|resource| columns.get(resource.id.as_str()) == Some(&wanted))
            .map(|resource| (row_of(resource), *resource))
            .collect();
        here.sort_by_key(|(row, _)| *row);
        let mut next = 0;
        for (row, resource) in here {
            let row = row.max(next);
            next = row + 1;
            places.insert(&resource.id, (wanted, row));
        }
    }
    places
}

fn column<'r>(id: &'r str, all: &HashMap<&'r str, &'r Resource>, columns: &mut HashMap<&'r str, usize>, depth: usize) -> usize {
    if let Some(known) = columns.get(id) {
        return *known;
    }
    // Resources that need each other end somewhere.
    if depth > 30 {
        return 0;
    }
    let needs = all.get(id).map(|resource| resource.needs.as_slice()).unwrap_or_default();
    let column = needs
        .iter()
        .filter(|need| all.contains_key(need.as_str()))
        .map(|need| column(need, all, columns, depth + 1) + 1)
        .max()
        .unwrap_or(0);
    columns.insert(id, column);
    column
}

fn short(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => format!("{}…", text.chars().take(most - 1).collect::<String>()),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(id: &str, needs: &[&str]) -> Resource {
        let needs = needs.iter().map(|need| (*need).to_owned()).collect();
        Resource { kind: "K".into(), id: id.into(), name: "<b>".into(), region: String::new(), status: String::new(), needs }
    }

    #[test]
    fn a_resource_is_right_of_what_it_needs_and_none_covers_another() {
        let all = [resource("v", &[]), resource("s", &["v"]), resource("t", &["v"]), resource("n", &["s"]), resource("w", &[])];
        let all: Vec<&Resource> = all.iter().collect();
        let places = places(&all);
        assert_eq!((places["v"].0, places["s"].0, places["t"].0, places["n"].0), (0, 1, 1, 2));
        let mut taken: Vec<_> = places.values().collect();
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), all.len());
    }

    #[test]
    fn resources_that_need_each_other_are_drawn_too() {
        let all = [resource("a", &["b"]), resource("b", &["a"])];
        assert_eq!(places(&all.iter().collect::<Vec<_>>()).len(), 2);
    }
}
