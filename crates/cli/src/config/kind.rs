//! [`Kind`]: configs of runs, and configs of portfolios.

use super::keys::CONFIG;
use super::places::Report;
use super::portfolio::PORTFOLIO;
use super::shape::Field;
use super::tree::declares;
use toml::de::DeTable;

/// What a config is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// `rehedge run` and `rehedge sweep`: dynamic hedges.
    Run,
    /// `rehedge portfolio`: static hedges.
    Portfolio,
}

impl Kind {
    /// Its keys.
    pub const fn keys(self) -> &'static [Field] {
        match self {
            Self::Run => CONFIG,
            Self::Portfolio => PORTFOLIO,
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Run => Self::Portfolio,
            Self::Portfolio => Self::Run,
        }
    }

    /// Commands that take it, in words.
    const fn commands(self) -> &'static str {
        match self {
            Self::Run => "`rehedge run` or `rehedge sweep`",
            Self::Portfolio => "`rehedge portfolio`",
        }
    }

    /// The kind of a text, by its keys; that of a run where they tell nothing.
    pub fn of(text: &str) -> Self {
        let (root, _) = DeTable::parse_recoverable(text);
        if Self::Run.gives_way(root.get_ref()) { Self::Portfolio } else { Self::Run }
    }

    /// Whether more keys are those of the other kind alone than of this kind alone.
    fn gives_way(self, root: &DeTable) -> bool {
        self.other().own_keys(root).count() > self.own_keys(root).count()
    }

    /// The keys that the other kind does not have.
    fn own_keys<'t>(self, root: &'t DeTable) -> impl Iterator<Item = &'t str> {
        let names = root.iter().map(|(name, _)| &**name.get_ref());
        names
            .filter(move |name| declares(self.keys(), name) && !declares(self.other().keys(), name))
    }

    /// Whether a config is of this kind; says so if not, and which command takes it.
    pub fn accepts(self, root: &DeTable, report: &mut Report) -> bool {
        let other = self.other();
        if !self.gives_way(root) {
            return true;
        }
        let named =
            root.iter().find(|(name, _)| other.own_keys(root).any(|key| key == &**name.get_ref()));
        if let Some((name, _)) = named {
            report.note_key(name.get_ref(), name.span());
            let allowed = format!("is of a config for {}", other.commands());
            report.refuse(name.get_ref(), allowed);
        }
        false
    }
}
