//! A file that is replaced as a whole, with a checksum at its end.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Error, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// How many bytes are read or written together.
const TOGETHER: usize = 1 << 18;
/// The bytes of the checksum.
const SUM_BYTES: u64 = 4;

/// Where a file is written before it replaces the old one.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    PathBuf::from(name)
}

/// Writes a file beside the old one, makes sure that it is on the disk, and lets it take the old one's place: whoever is killed meanwhile leaves
/// the old one or the new one.
pub(super) fn replace(
    path: &Path,
    write: impl FnOnce(&mut Numbers<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let beside = beside(path);
    let written = write_whole(&beside, write).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // Half a file is of no use, and on a full disk it is in the way.
        let _ = std::fs::remove_file(&beside);
    }
    written?;
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    // The new name is on the disk when the folder is. Where folders cannot be synchronised, the old file may come back: it is whole too.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut Numbers<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let file = File::create(path)?;
    let mut summed = BufWriter::with_capacity(
        TOGETHER,
        Summed {
            file,
            sum: crc32fast::Hasher::new(),
        },
    );
    write(&mut Numbers(&mut summed))?;
    summed.flush()?;
    let mut summed = summed.into_inner().map_err(|error| error.into_error())?;
    let sum = summed.sum.clone().finalize();
    summed.file.write_all(&sum.to_le_bytes())?;
    summed.file.sync_all()
}

/// Whether a checkpoint could be written here.
pub(super) fn can_be_written(path: &Path) -> Result<(), Error> {
    let beside = beside(path);
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(&beside)
        .map(|_: File| ())?;
    std::fs::remove_file(beside)
}

/// Opens a file whose checksum is right.
pub(super) fn whole(path: &Path) -> Result<BufReader<File>, Error> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let damaged = || {
        Error::new(
            ErrorKind::InvalidData,
            "it is damaged: its checksum differs",
        )
    };
    let content = size.checked_sub(SUM_BYTES).ok_or_else(damaged)?;
    let mut sum = crc32fast::Hasher::new();
    let mut left = content;
    let mut piece = vec![0; TOGETHER];
    while left > 0 {
        let wanted = usize::try_from(left).map_or(TOGETHER, |left| left.min(TOGETHER));
        file.read_exact(&mut piece[..wanted])?;
        sum.update(&piece[..wanted]);
        left -= wanted as u64;
    }
    let mut written = [0; SUM_BYTES as usize];
    file.read_exact(&mut written)?;
    if u32::from_le_bytes(written) != sum.finalize() {
        return Err(damaged());
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(BufReader::with_capacity(TOGETHER, file))
}

/// A file whose bytes are summed on their way.
struct Summed {
    file: File,
    sum: crc32fast::Hasher,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        let written = self.file.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.file.flush()
    }
}

/// Numbers on their way into a file: seven bits a byte, the small ones first.
pub(in crate::search) struct Numbers<'w>(&'w mut dyn Write);

impl Numbers<'_> {
    pub(in crate::search) fn number(&mut self, number: u64) -> Result<(), Error> {
        let (mut left, mut bytes, mut length) = (number, [0; 10], 0);
        loop {
            let more = left >= 0x80;
            bytes[length] = (left & 0x7f) as u8 | if more { 0x80 } else { 0 };
            length += 1;
            left >>= 7;
            if !more {
                return self.0.write_all(&bytes[..length]);
            }
        }
    }

    pub(super) fn line(&mut self, line: &str) -> Result<(), Error> {
        self.0.write_all(line.as_bytes())?;
        self.0.write_all(b"\n")
    }
}

/// The next number of a file.
pub(in crate::search) fn number(file: &mut impl Read) -> Result<u64, Error> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let mut byte = [0];
        file.read_exact(&mut byte)?;
        if shift > 63 {
            let message = "expected a number, found one that is too long";
            return Err(Error::new(ErrorKind::InvalidData, message));
        }
        number |= u64::from(byte[0] & 0x7f) << shift;
        if byte[0] & 0x80 == 0 {
            return Ok(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            Numbers(&mut bytes).number(number).expect("a list takes it");
        }
        let mut read = &*bytes;
        for wanted in numbers {
            assert_eq!(number(&mut read).expect("it was written"), wanted);
        }
        assert!(number(&mut read).is_err());
    }
}
