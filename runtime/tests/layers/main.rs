//! Which modules of the runtime use which: none is in a cycle.

#[cfg(test)]
mod cycles {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    #[test]
    fn no_module_uses_itself_by_way_of_others() {
        let uses = uses();
        for module in uses.keys() {
            let mut reached = BTreeSet::new();
            let mut open: Vec<&str> = uses[module].iter().map(String::as_str).collect();
            while let Some(next) = open.pop() {
                if reached.insert(next) {
                    open.extend(uses.get(next).into_iter().flatten().map(String::as_str));
                }
            }
            assert!(!reached.contains(module.as_str()), "`{module}` uses itself by way of others: it uses {:?}", uses[module]);
        }
    }

    /// The modules that each module of the crate uses. Tests inside of it may use anything.
    fn uses() -> BTreeMap<String, BTreeSet<String>> {
        let mut uses = BTreeMap::new();
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
            let path = entry.unwrap().path();
            let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let mut used = BTreeSet::new();
            collect(&path, &mut used);
            used.remove(&module);
            uses.insert(module, used);
        }
        uses
    }

    fn collect(path: &Path, used: &mut BTreeSet<String>) {
        if path.is_dir() {
            fs::read_dir(path).unwrap().for_each(|entry| collect(&entry.unwrap().path(), used));
            return;
        }
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in lines {
            for (start, _) in line.match_indices("crate::").filter(|(start, _)| !line[..*start].ends_with('$')) {
                let name = &line[start + "crate::".len()..];
                let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
                used.insert(name[..end].to_owned());
            }
        }
    }
}
