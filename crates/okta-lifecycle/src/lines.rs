//! [`LineFile`]: a file of this process alone, to which whole lines are appended.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::Path;

/// A file of this process alone, to which whole lines are appended; its owner alone may read it (on Unix).
///
/// A line that a killed process, or a full disk, left unfinished is ended, so that the next one is a line of its own.
#[derive(Debug)]
pub(crate) struct LineFile {
    file: File,
    is_torn: bool,
}

/// Why a file could not be opened.
pub(crate) enum Unopened {
    InUse,
    /// What could not be done, and why.
    Failed(&'static str, io::Error),
}

impl LineFile {
    /// Opens a file, or makes one, and locks it.
    pub(crate) fn open(path: &Path) -> Result<Self, Unopened> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(path)
            .map_err(|error| Unopened::Failed("opened", error))?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Unopened::InUse,
            TryLockError::Error(error) => Unopened::Failed("locked", error),
        })?;
        let is_torn = is_torn(&file).map_err(|error| Unopened::Failed("read", error))?;
        let mut lines = Self { file, is_torn };
        if is_torn {
            lines
                .append(b"")
                .map_err(|error| Unopened::Failed("written", error))?;
        }
        Ok(lines)
    }

    /// Writes a line, which ends in a line feed, by one call.
    pub(crate) fn append(&mut self, line: &[u8]) -> io::Result<()> {
        append(&mut self.file, &mut self.is_torn, line)
    }

    /// Brings what was written to the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// All that is in it.
    pub(crate) fn read_from_start(&mut self) -> io::Result<&File> {
        self.file.seek(SeekFrom::Start(0))?;
        Ok(&self.file)
    }

    /// Makes it empty.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)
    }
}

/// A process that another thread is starting shares the open file until it runs its own program: it would keep the lock for
/// that moment, and who opens the file anew would be told that somebody uses it.
impl Drop for LineFile {
    fn drop(&mut self) {
        // Where it fails, closing the file unlocks it.
        let _ = self.file.unlock();
    }
}

fn is_torn(mut file: &File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// A write that failed may have written a part: what is written next begins a line of its own.
fn append(file: &mut impl Write, is_torn: &mut bool, line: &[u8]) -> io::Result<()> {
    let ended;
    let bytes = if *is_torn {
        ended = [b"\n", line].concat();
        ended.as_slice()
    } else {
        line
    };
    let written = file.write_all(bytes);
    *is_torn = written.is_err();
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk that is full, once, after so many bytes.
    struct Disk(Vec<u8>, Option<usize>);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            match self.1 {
                Some(0) => {
                    self.1 = None;
                    Err(io::ErrorKind::StorageFull.into())
                }
                Some(room) => {
                    let part = bytes.get(..room).unwrap_or(bytes);
                    self.0.extend(part);
                    self.1 = Some(room - part.len());
                    Ok(part.len())
                }
                None => {
                    self.0.extend(bytes);
                    Ok(bytes.len())
                }
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_file_is_free_although_a_starting_process_shares_it() {
        let path = std::env::temp_dir().join(format!("okta-lifecycle-lines-{}", std::process::id()));
        let lines = LineFile::open(&path).ok().unwrap();
        let shared = lines.file.try_clone().unwrap();
        assert!(matches!(LineFile::open(&path), Err(Unopened::InUse)));
        drop(lines);
        assert!(LineFile::open(&path).is_ok());
        drop(shared);
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_line_after_one_that_was_written_in_part_is_whole() {
        for room in 0..4 {
            let (mut disk, mut is_torn) = (Disk(Vec::new(), Some(room)), false);
            append(&mut disk, &mut is_torn, b"one\n").unwrap_err();
            append(&mut disk, &mut is_torn, b"two\n").unwrap();
            append(&mut disk, &mut is_torn, b"three\n").unwrap();
            let text = String::from_utf8(disk.0).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines[lines.len() - 2..], ["two", "three"], "{text:?}");
        }
    }
}
