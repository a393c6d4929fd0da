//! Groups in the manifest of a crate: each is a feature, and some lists name them all. Comments and layout stay.

/// Whether the features of a manifest are the groups: at least half of them are there.
pub(super) fn has_groups(manifest: &str, groups: &[&str]) -> bool {
    let features = section(manifest);
    let is_feature = |group: &&&str| manifest[features.clone()].lines().any(|line| key(line) == Some(**group));
    !groups.is_empty() && groups.iter().filter(is_feature).count() * 2 >= groups.len()
}

/// The manifest with a group more, sorted in where the others are.
pub(super) fn add(manifest: &str, groups: &[&str], name: &str) -> String {
    let features = section(manifest);
    let line_end = super::newline(manifest);
    let mut lines: Vec<String> = manifest[features.clone()].split_inclusive('\n').map(str::to_owned).collect();
    if lines.iter().any(|line| key(line) == Some(name)) {
        return manifest.to_owned();
    }
    // The lists first: their lines come before those of the features or after, and each is found by its own content.
    let mut at = 0;
    while at < lines.len() {
        let end = array_end(&lines, at);
        let list = lines[at..end].concat();
        let named = groups.iter().filter(|group| list.contains(&format!("\"{group}\""))).count();
        // A group lists the groups that its waiters need, not all of them.
        let is_list = key(&lines[at]).is_some_and(|key| !groups.contains(&key));
        if is_list && named > 0 && named * 2 >= groups.len() {
            let listed = with_item(&list, groups, name, line_end);
            lines.splice(at..end, [listed]);
            at += 1;
        } else {
            at = end;
        }
    }
    let is_group = |line: &String| key(line).is_some_and(|key| groups.contains(&key));
    let before = lines.iter().position(|line| is_group(line) && key(line) > Some(name));
    let last = lines.iter().rposition(is_group).map(|last| array_end(&lines, last));
    let at = before.or(last).unwrap_or(lines.len());
    if let Some(line) = lines.get_mut(at.wrapping_sub(1)).filter(|line| !line.ends_with('\n')) {
        line.push_str(line_end);
    }
    lines.insert(at, format!("{name} = []{line_end}"));
    format!("{}{}{}", &manifest[..features.start], lines.concat(), &manifest[features.end..])
}

/// The manifest in which a group has another name.
pub(super) fn rename(manifest: &str, old: &str, new: &str) -> String {
    changed(manifest, old, |line| {
        let named = line.replace(&format!("\"{old}\""), &format!("\"{new}\""));
        if key(line) == Some(old) { named.replacen(old, new, 1) } else { named }
    })
}

/// The manifest without a group.
pub(super) fn remove(manifest: &str, name: &str) -> String {
    changed(manifest, name, |line| {
        if key(line) == Some(name) {
            return String::new();
        }
        let item = format!("\"{name}\"");
        match line.trim().trim_end_matches(',') {
            alone if alone == item => String::new(),
            _ => line.replace(&format!("{item}, "), "").replace(&format!(", {item}"), "").replace(&item, ""),
        }
    })
}

fn changed(manifest: &str, name: &str, change: impl Fn(&str) -> String) -> String {
    let features = section(manifest);
    let is_named = |line: &str| key(line) == Some(name) || line.contains(&format!("\"{name}\""));
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    let lines = manifest[features.clone()].split_inclusive('\n');
    let lines = lines.map(|line| if is_named(line) && !is_comment(line) { change(line) } else { line.to_owned() });
    format!("{}{}{}", &manifest[..features.start], lines.collect::<String>(), &manifest[features.end..])
}

/// The bytes of `[features]`, without its heading.
fn section(manifest: &str) -> std::ops::Range<usize> {
    let (mut start, mut at) = (None, 0);
    for line in manifest.split_inclusive('\n') {
        let text = line.trim();
        if start.is_none() && text.split('#').next().map(str::trim) == Some("[features]") {
            start = Some(at + line.len());
        } else if let Some(start) = start.filter(|_| text.starts_with('[') && text.trim_end_matches(|c| c != ']').ends_with(']'))
        {
            // A blank line before the next heading is not of this section.
            let body = manifest[start..at].trim_end();
            let end = start + body.len();
            return start..manifest[end..at].find('\n').map_or(at, |newline| end + newline + 1);
        }
        at += line.len();
    }
    start.map_or(0..0, |start| start..manifest.len())
}

/// The key that a line begins with.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim().trim_matches('"');
    (!key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')).then_some(key)
}

/// Behind the last line of what begins in a line: a list may have several.
fn array_end(lines: &[String], at: usize) -> usize {
    let code = |line: &str| line.split('#').next().unwrap_or_default().to_owned();
    let mut depth = 0_i32;
    for (index, line) in lines.iter().enumerate().skip(at) {
        let code = code(line);
        depth += i32::try_from(code.matches('[').count()).unwrap_or(0) - i32::try_from(code.matches(']').count()).unwrap_or(0);
        if depth <= 0 {
            return index + 1;
        }
    }
    lines.len()
}

/// A list with an item more: before the first group that is greater, or behind the last.
fn with_item(list: &str, groups: &[&str], name: &str, line_end: &str) -> String {
    let mut places: Vec<(&str, usize)> =
        groups.iter().filter_map(|group| Some((*group, list.find(&format!("\"{group}\""))?))).collect();
    places.sort_by_key(|(_, at)| *at);
    let own_lines = list.contains('\n') && places.iter().all(|(_, at)| list[..*at].ends_with([' ', '\t']) && is_first(list, *at));
    let mut made = list.to_owned();
    if let Some((_, at)) = places.iter().find(|(group, _)| *group > name) {
        let indent = &list[list[..*at].rfind('\n').map_or(0, |newline| newline + 1)..*at];
        let item = if own_lines { format!("\"{name}\",{line_end}{indent}") } else { format!("\"{name}\", ") };
        made.insert_str(*at, &item);
    } else if let Some((group, at)) = places.last() {
        let indent = &list[list[..*at].rfind('\n').map_or(0, |newline| newline + 1)..*at];
        let item = if own_lines { format!(",{line_end}{indent}\"{name}\"") } else { format!(", \"{name}\"") };
        made.insert_str(at + group.len() + 2, &item);
    }
    made
}

/// Whether nothing but space is before a place in its line.
fn is_first(text: &str, at: usize) -> bool {
    text[..at].rsplit('\n').next().unwrap_or_default().trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[package]\nname = \"a\"\n\n[features]\ndefault = [\"groups\"]\n## All.\ngroups = [\n    \"bgp\",\n    \"vpc\",\n]\n\n\
        # Each.\nbgp = []\nvpc = [\"bgp\"]\n\n[dependencies]\nvpc = \"1\"\n";

    #[test]
    fn a_group_is_added_renamed_and_removed() {
        let groups = ["bgp", "vpc"];
        assert!(has_groups(MANIFEST, &groups) && !has_groups(MANIFEST, &["x", "y", "bgp"]));
        let added = add(MANIFEST, &groups, "eip");
        let expected = MANIFEST.replace("\"bgp\",\n", "\"bgp\",\n    \"eip\",\n").replace("bgp = []\n", "bgp = []\neip = []\n");
        assert_eq!(added, expected);
        assert_eq!(remove(&added, "eip"), MANIFEST);
        let last = add(MANIFEST, &groups, "zone");
        assert!(last.contains("    \"vpc\",\n    \"zone\",\n]") && last.contains("vpc = [\"bgp\"]\nzone = []\n\n[dep"), "{last}");
        let renamed = rename(MANIFEST, "bgp", "border");
        assert!(renamed.contains("    \"border\",\n") && renamed.contains("border = []\nvpc = [\"border\"]\n"), "{renamed}");
        assert_eq!(rename(MANIFEST, "vpc", "x"), MANIFEST.replace("\"vpc\"", "\"x\"").replace("vpc = [", "x = ["));
    }

    #[test]
    fn lists_in_one_line_and_other_line_ends_stay_so() {
        let manifest = "[features]\r\ndefault = [\"full\"]\r\nfull = [\"a\", \"c\"]\r\na = []\r\nc = []\r\n";
        let added = add(manifest, &["a", "c"], "b");
        assert_eq!(added, "[features]\r\ndefault = [\"full\"]\r\nfull = [\"a\", \"b\", \"c\"]\r\na = []\r\nb = []\r\nc = []\r\n");
        assert_eq!(remove(&added, "b"), manifest);
    }
}
