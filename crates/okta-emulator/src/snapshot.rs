//! The org in a file, and back.
//!
//! The file is JSON with a version: everything that an answer depends on, which is the org with its ids, the
//! state of its random numbers, its rate-limit windows and what its search still lags behind, and the time of
//! its clock. [`Org`] derives its form, so a part that cannot be written does not compile. Requests that
//! were logged, faults and other settings are the builder's and are not in it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::builder::Builder;
use crate::emulator::Emulator;
use crate::state::Org;

/// Grows when another version could not read the file, or would read it wrongly.
const FORMAT: u32 = 2;

#[derive(Deserialize)]
struct Version {
    format: u32,
}

#[derive(Serialize)]
struct Written<'org> {
    format: u32,
    now: Timestamp,
    org: &'org Org,
}

#[derive(Deserialize)]
struct Read {
    now: Timestamp,
    org: Org,
}

impl Emulator {
    /// Writes the org to a file, from which [`Builder::restore`] makes it again. The file is whole or not
    /// there: it takes its name when all of it is written.
    ///
    /// It holds the org's passwords and API tokens as they are, so on Unix it is for its owner alone (mode `0600`),
    /// whatever was at the path before. They open nothing but the emulator, but people use a password twice.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    ///
    /// ```
    /// use okta_emulator::Emulator;
    ///
    /// # fn main() -> std::io::Result<()> {
    /// let file = std::env::temp_dir().join(format!("org-{}.json", std::process::id()));
    /// let emulator = Emulator::builder().users(30).virtual_time().build();
    /// emulator.save(&file)?;
    /// let same = Emulator::builder().virtual_time().restore(&file)?;
    /// # std::fs::remove_file(&file)?;
    /// # assert_eq!(format!("{emulator:?}"), format!("{same:?}"));
    /// # Ok(()) }
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let mut writer = BufWriter::new(private(Path::new(&partial))?);
        let org = self.service.org();
        let written = Written {
            format: FORMAT,
            now: self.service.clock.now(),
            org: &org,
        };
        serde_json::to_writer(&mut writer, &written)?;
        drop(org);
        writer.flush()?;
        writer
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
        fs::rename(&partial, path)
    }
}

/// An empty file that its owner alone can read from the moment that it is there.
fn private(path: &Path) -> io::Result<File> {
    // One that is left of a save that was broken off may be open to others.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl Builder {
    /// Makes the org of a file that [`Emulator::save`] wrote. Virtual time stands where it stood then. Address,
    /// concurrency limit, faults, control token and request log are the builder's; what it says about size,
    /// seed, limits, search lag and background work does not count.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is no snapshot or is of another version (`InvalidData`).
    pub fn restore(self, path: impl AsRef<Path>) -> io::Result<Emulator> {
        let path = path.as_ref();
        let refused = |reason: String| {
            let reason = format!("{} is no snapshot that can be read: {reason}", path.display());
            io::Error::new(io::ErrorKind::InvalidData, reason)
        };
        let bytes = fs::read(path)?;
        let version: Version = serde_json::from_slice(&bytes).map_err(|error| refused(position(&error)))?;
        if version.format != FORMAT {
            let reason = format!(
                "its format is {}, and this version reads {FORMAT}; {REMEDY}",
                version.format
            );
            return Err(refused(reason));
        }
        let read: Read = serde_json::from_slice(&bytes).map_err(|error| refused(position(&error)))?;
        let mut org = read.org;
        org.index_logins();
        Ok(self.with_org(org, Some(read.now)))
    }
}

/// What to do with a file of another version.
const REMEDY: &str = "restore it with the version that saved it, or make the org anew";

/// Where and of what kind, without what stands there. The name of a part that is missing is no content.
fn position(error: &serde_json::Error) -> String {
    let told = error.to_string();
    if let Some(name) = told
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next())
    {
        return format!("it has no `{name}`, so another version saved it; {REMEDY}");
    }
    format!(
        "{:?} error in line {}, column {}",
        error.classify(),
        error.line(),
        error.column()
    )
}
