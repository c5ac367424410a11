//! What leaves the process: text on the streams, files written whole or not at all.

use crate::outcome::Failure;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes a result to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::ReaderGone,
        _ => Failure::new(format!("cannot write to standard output: {error}")),
    })
}

/// Says something on the error stream, in colours if it shows them.
pub(crate) fn say(text: &str) {
    // Nothing can be said when even the error stream is gone.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Replaces a file with new content: whoever looks sees the old file or the new one, never half of one.
pub(crate) fn write(path: &Path, content: &str) -> Result<(), Failure> {
    write_all(&[(path.to_owned(), content)])
}

/// Replaces files. None is touched before all of them are written beside their places, and the first one takes its place last,
/// because it names the others.
pub(crate) fn write_all(files: &[(PathBuf, &str)]) -> Result<(), Failure> {
    let staged: Vec<Staged> = files.iter().map(|(path, content)| stage(path, content)).collect::<Result<_, _>>()?;
    staged.into_iter().rev().try_for_each(Staged::persist)
}

/// A file that is written beside its place.
struct Staged {
    file: tempfile::NamedTempFile,
    /// Its place.
    path: PathBuf,
}

impl Staged {
    fn persist(self) -> Result<(), Failure> {
        self.file.persist(&self.path).map(|_| ()).map_err(|error| cannot_write(&self.path, &error.error))
    }
}

fn stage(path: &Path, content: &str) -> Result<Staged, Failure> {
    let failed = |error: io::Error| cannot_write(path, &error);
    // A link stays a link, and its target is what changes.
    let path: PathBuf = if path.exists() { fs::canonicalize(path).map_err(failed)? } else { path.to_owned() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".hookweir-");
    let permissions = permissions(&path);
    if let Some(permissions) = &permissions {
        builder.permissions(permissions.clone());
    }
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(content.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    Ok(Staged { file, path })
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {error}", path.display()))
}

/// Those of the file that is replaced, else those of any new file.
#[cfg(unix)]
fn permissions(path: &Path) -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    // The umask takes its part away when the file is made.
    Some(fs::metadata(path).map_or_else(|_| fs::Permissions::from_mode(0o666), |metadata| metadata.permissions()))
}

#[cfg(not(unix))]
fn permissions(_: &Path) -> Option<fs::Permissions> {
    None
}

/// The changes from what is there to what would be written, as a unified diff; nothing when they agree.
pub(crate) fn drift(path: &Path, content: &str) -> Result<Option<String>, Failure> {
    let there = match fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failure::new(format!("cannot read `{}`: {error}", path.display()))),
    };
    if there == content {
        return Ok(None);
    }
    let name = path.display().to_string();
    let diff = similar::TextDiff::from_lines(there.as_str(), content);
    Ok(Some(diff.unified_diff().header(&name, &format!("{name} (as the spec says)")).to_string()))
}
