//! What the resources of one kind have in common.

use std::fmt;

/// A kind of resources: what the general mechanism must know of it.
pub(crate) struct Kind {
    /// Name of the kind, as error codes and data files have it.
    pub(crate) name: &'static str,
    /// Name of its id on the wire.
    pub(crate) id: &'static str,
    /// Other names that parameters have for its id.
    pub(crate) aliases: &'static [&'static str],
    /// What its ids begin with.
    pub(crate) prefix: &'static str,
    pub(crate) states: States,
    /// Seconds that the service takes to create, change or delete one, about.
    pub(crate) seconds: u32,
    /// Longest name that the service accepts, in characters.
    pub(crate) max_name: usize,
    /// What a request calls by another name than the replies: from, to.
    pub(crate) renames: &'static [(&'static str, &'static str)],
    /// Fields that lists can be searched by, besides those that the listed items have.
    pub(crate) filters: &'static [&'static str],
    /// Fields that replies have within an object: its name, and theirs.
    pub(crate) groups: &'static [(&'static str, &'static [&'static str])],
    /// Values of a new one that no parameter gave, as JSON text.
    pub(crate) defaults: &'static [(&'static str, &'static str)],
    /// Codes for one that is not there, before those made from its name.
    pub(crate) not_found: &'static [&'static str],
    /// Codes for one that something else is being done to.
    pub(crate) busy: &'static [&'static str],
    /// What keeps one from being deleted.
    pub(crate) blockers: &'static [Blocker],
    pub(crate) quota: Option<Quota>,
    /// Its name where tags and resource groups are concerned, in upper case.
    pub(crate) tagged: &'static str,
}

/// The states of a kind, in its own words. Kinds without states have none of them.
#[derive(Clone, Copy)]
pub(crate) struct States {
    /// Field that the replies have the state in.
    pub(crate) field: &'static str,
    pub(crate) creating: &'static str,
    /// States in which nothing is being done, the usual one first.
    pub(crate) ready: &'static [&'static str],
    pub(crate) changing: &'static str,
    pub(crate) deleting: &'static str,
}

/// A kind whose resources keep another from being deleted, as long as a field of theirs names it.
pub(crate) struct Blocker {
    pub(crate) kind: &'static Kind,
    pub(crate) field: &'static str,
    pub(crate) code: &'static str,
}

/// How many of a kind there can be in a region, or below one parent.
pub(crate) struct Quota {
    pub(crate) most: usize,
    /// Field that names the parent; empty for the region.
    pub(crate) per: &'static str,
    pub(crate) codes: &'static [&'static str],
}

impl States {
    pub(crate) const NONE: States = States { field: "", creating: "", ready: &[], changing: "", deleting: "" };

    pub(crate) fn is_ready(&self, status: &str) -> bool {
        self.ready.contains(&status)
    }

    pub(crate) fn usual(&self) -> &'static str {
        self.ready.first().copied().unwrap_or_default()
    }
}

impl Kind {
    /// What a kind has that says nothing else.
    pub(crate) const PLAIN: Kind = Kind {
        name: "",
        id: "",
        aliases: &[],
        prefix: "",
        states: States::NONE,
        seconds: 0,
        max_name: 128,
        renames: &[],
        filters: &[],
        groups: &[],
        defaults: &[],
        not_found: &[],
        busy: &[],
        blockers: &[],
        quota: None,
        tagged: "",
    };

    /// Whether a parameter of this name takes the id.
    pub(crate) fn is_id(&self, parameter: &str) -> bool {
        self.id == parameter || self.aliases.contains(&parameter)
    }

    /// The name that is stored for a parameter's name.
    pub(crate) fn stored<'n>(&self, parameter: &'n str) -> &'n str {
        self.renames.iter().find(|(from, _)| *from == parameter).map_or(parameter, |(_, to)| to)
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
