//! The checker of traffic against Okta's specification, which is not part of the repository.
//!
//! `OKTA_CHECK` names the folder with `spec_patch.py` and `spec_check.py`, `OKTA_OPENAPI` the folder with the
//! specification. Python packages come from the package index into a virtual environment under the build's folder.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

pub(crate) struct Checker {
    python: PathBuf,
    folder: PathBuf,
    published: PathBuf,
    /// Okta's specification as the checker reads it, in JSON.
    pub(crate) specification: PathBuf,
}

impl Checker {
    /// The checker, or a printed notice why there is none. With `CI=true` a Python that cannot be had is a failure.
    pub(crate) fn of_the_environment() -> Option<Self> {
        let folder = |name| env::var_os(name).map(PathBuf::from);
        let (Some(check), Some(specification)) = (folder("OKTA_CHECK"), folder("OKTA_OPENAPI")) else {
            println!("skipped: OKTA_CHECK and OKTA_OPENAPI name no checker and no specification");
            return None;
        };
        match Self::prepared(&check, &specification) {
            Ok(checker) => Some(checker),
            Err(reason) => {
                assert_ne!(env::var("CI").as_deref(), Ok("true"), "{reason}");
                println!("skipped, because the checker's Python packages are not to be had here: {reason}");
                None
            }
        }
    }

    fn prepared(check: &Path, published: &Path) -> Result<Self, String> {
        let requirements = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../okta-emulator/tests/python/checker-requirements.txt"
        );
        let mut checker = Self {
            python: python_with("checker", Path::new(requirements))?,
            folder: check.to_owned(),
            published: published.to_owned(),
            specification: PathBuf::new(),
        };
        checker.specification = checker.patched("management-oneOfInheritance-noExamples", &[])?;
        Ok(checker)
    }

    /// A published form of the specification in JSON, without what strict tools stumble over.
    pub(crate) fn patched(&self, form: &str, options: &[&str]) -> Result<PathBuf, String> {
        let patched = scratch("specification").join(format!("{form}.json"));
        let mut patch = Command::new(&self.python);
        patch.arg(self.folder.join("spec_patch.py"));
        patch
            .arg(self.published.join(format!("{form}.yaml")))
            .arg(&patched);
        succeed(patch.args(options))?;
        Ok(patched)
    }

    /// The checker's report on a file of exchanges, one JSON object a line.
    pub(crate) fn report(&self, log: &Path, options: &[&str]) -> Value {
        let mut check = Command::new(&self.python);
        check.arg(self.folder.join("spec_check.py"));
        check.arg("--spec").arg(&self.specification);
        let output = check.args(options).arg("--json").arg(log).output().unwrap();
        // 1 says that there are violations, which the report names.
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "{}",
            text(&output)
        );
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&output)))
    }
}

/// The Python of a virtual environment of this name that has what a file lists.
pub(crate) fn python_with(name: &str, requirements: &Path) -> Result<PathBuf, String> {
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let python = environment.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if !python.exists() {
        let global = if cfg!(windows) { "python" } else { "python3" };
        succeed(Command::new(global).args(["-m", "venv"]).arg(&environment))?;
    }
    let quiet = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ];
    succeed(Command::new(&python).args(quiet).arg(requirements))?;
    Ok(python)
}

/// A folder under the build's for files of this purpose.
pub(crate) fn scratch(purpose: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(purpose);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn succeed(command: &mut Command) -> Result<(), String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{command:?}: {}", text(&output)))
    }
}

pub(crate) fn text(output: &Output) -> String {
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    format!("{out}\n{err}")
}
