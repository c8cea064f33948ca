//! [`CsvLines`]: the numbers of the lines that records of CSV begin on.

use csv::ByteRecord;

/// Counts lines up to one record after another.
///
/// The reader's own count is that of where the record before ended: one short after blank lines, and
/// after the first half of `\r\n`.
pub struct CsvLines<'a> {
    bytes: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> CsvLines<'a> {
    /// Of all the bytes that are read.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, counted: 0, line: 1 }
    }

    /// The line of a record, 1 being the first of the file; records come in their order.
    pub fn of(&mut self, record: &ByteRecord) -> u64 {
        let ended = record.position().map_or(0, |position| position.byte() as usize);
        let rest = self.bytes.get(ended..).unwrap_or_default();
        let begun = ended + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let new = self.bytes.get(self.counted..begun).unwrap_or_default();
        self.line += new.split(|byte| *byte == b'\n').count() as u64 - 1;
        self.counted = self.counted.max(begun);
        self.line
    }
}
