//! The file that keeps the positions of maps.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::app::Error;
use crate::render::figure::positions::Positions;

/// Positions of the last maps; none where the file is not there yet.
///
/// # Errors
/// When the file is there and holds something else: it is somebody's, and would be overwritten.
pub fn positions(path: &Path) -> Result<Positions, Error> {
    let refused = || Error::Positions { path: path.display().to_string() };
    match fs::read(path) {
        Ok(bytes) => Positions::read(&bytes).ok_or_else(refused),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(Positions::default()),
        Err(_) => Err(refused()),
    }
}
