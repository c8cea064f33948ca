//! [`Place`]: a folder of its own for a test, where the program is run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// Files by their paths in a folder, with `/` between the parts; a folder without files is there
/// under its path with a `/` at the end.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A folder that is removed after the test.
pub struct Place(TempDir);

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Place {
    /// A folder with one config, `question.toml`.
    pub fn with_config(config: &str) -> Self {
        let place = Self(TempDir::new().expect("a temporary folder"));
        place.write("question.toml", config);
        place
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file in the folder")).expect("a folder");
        fs::write(path, contents).expect("a file");
    }

    /// Writes files below a folder of the folder.
    pub fn write_all(&self, folder: &str, files: &Files) {
        for (name, contents) in files {
            self.write(&format!("{folder}/{name}"), contents);
        }
    }

    /// Everything below a folder of the folder.
    pub fn files(&self, folder: &str) -> Files {
        let mut files = Files::new();
        collect(&self.path(folder), "", &mut files);
        files
    }

    /// The program with its arguments, to be run in the folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rehedge"));
        command.args(arguments).current_dir(self.0.path());
        command
    }

    /// Runs the program in the folder.
    pub fn rehedge(&self, arguments: &[&str]) -> Ended {
        self.command(arguments).output().expect("the program starts").into()
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) {
    let mut empty = true;
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_str().expect("a plain name");
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).expect("a file"));
        }
        empty = false;
    }
    if empty && !prefix.is_empty() {
        files.insert(prefix.to_owned(), Vec::new());
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self {
            status: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Ended {
    /// What it said on stdout, when all went well.
    #[track_caller]
    pub fn said(self) -> String {
        assert_eq!(self.status, Some(0), "{}", self.stderr);
        assert_eq!(self.stderr, "");
        self.stdout
    }

    /// What it complained of when it refused, without the last line if that only counts.
    #[track_caller]
    pub fn refused(self) -> Vec<String> {
        assert_eq!(self.status, Some(2), "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "");
        let mut lines: Vec<String> = self.stderr.lines().map(str::to_owned).collect();
        if let Some(count) = lines.pop_if(|line| line.ends_with("; nothing was written")) {
            let noun = if lines.len() == 1 { "problem" } else { "problems" };
            assert_eq!(count, format!("{} {noun}; nothing was written", lines.len()));
        }
        lines
    }
}
