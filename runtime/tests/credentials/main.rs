//! Where credentials come from: each provider against a scripted other side and a clock that takes no time, and the real
//! transport against a server on this machine.

#[cfg(test)]
mod assume_role;
#[cfg(test)]
mod chain;
#[cfg(test)]
mod check;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod client;
#[cfg(test)]
mod ecs;
#[cfg(test)]
#[cfg(unix)]
mod external;
#[cfg(test)]
mod loopback;
#[cfg(test)]
mod oidc;
#[cfg(test)]
mod profile_file;
#[cfg(test)]
mod refresh;
#[cfg(test)]
mod script;
#[cfg(test)]
mod uri;
