//! Bars as Parquet: `sid INT32, time INT64 (epoch ms), open, high, low, close, volume DOUBLE`, all required, Snappy, one
//! row group a file, rows in runs of one asset. Data pages are small, so that a reader of one asset's rows decodes
//! only the pages that hold them. `native/reference/parquet.ts` writes and reads the same layout.

use crate::failure::{Failure, Fault};
use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::Cursor;
use std::sync::Arc;

/// `time` and the five values: what stands beside `sid`, column after column in one array.
pub const COLUMNS: usize = 6;
const NAMES: [&str; COLUMNS + 1] = ["sid", "time", "open", "high", "low", "close", "volume"];
const SCHEMA: &str = "message bars {
  required int32 sid; required int64 time (TIMESTAMP(MILLIS, true));
  required double open; required double high; required double low; required double close; required double volume; }";
const PAGE_ROWS: usize = 8192;
/// Above it a dictionary takes more than half of what the values do plainly.
const DICTIONARY_BYTES_PER_ROW: usize = 4;

type Result<T> = std::result::Result<T, Failure>;

fn invalid(_: ParquetError) -> Failure {
    Fault::ParquetInvalid.into()
}

/// `runs` are pairs of an asset's sid and its number of rows, one run after the other; each of the columns starts on its
/// sixth of `columns` and may be longer than the runs, which have a row at least. Answers the bytes used of `out`.
pub fn write(runs: &[i32], columns: &[f64], out: &mut [u8]) -> Result<usize> {
    let capacity = columns.len() / COLUMNS;
    let rows = runs.chunks_exact(2).map(|run| run[1] as u32 as usize).sum::<usize>();
    if !columns.len().is_multiple_of(COLUMNS) || !runs.len().is_multiple_of(2) || rows == 0 || rows > capacity {
        return Err(Fault::ArrayLength.into());
    }
    let column = |at: usize| &columns[at * capacity..at * capacity + rows];
    let sids: Vec<i32> = runs.chunks_exact(2).flat_map(|run| std::iter::repeat_n(run[0], run[1] as usize)).collect();
    let times = instants(column(0))?;
    let values: [&[f64]; COLUMNS - 1] = std::array::from_fn(|at| column(at + 1));
    let properties = Arc::new(properties(&values));
    let schema = Arc::new(parse_message_type(SCHEMA).map_err(invalid)?);
    // What does not fit into `out` is the caller's mistake, not the file's.
    let full = |_| Failure::from(Fault::ArrayLength);
    let mut file = SerializedFileWriter::new(Cursor::new(out), schema, properties).map_err(full)?;
    let mut group = file.next_row_group().map_err(full)?;
    write_column::<Int32Type>(&mut group, &sids).map_err(full)?;
    write_column::<Int64Type>(&mut group, &times).map_err(full)?;
    for column in values {
        write_column::<DoubleType>(&mut group, column).map_err(full)?;
    }
    group.close().map_err(full)?;
    let end = file.into_inner().map_err(full)?.position();
    Ok(end as usize)
}

fn write_column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Cursor<&mut [u8]>>,
    values: &[T::T],
) -> std::result::Result<(), ParquetError> {
    let mut column = group.next_column()?.ok_or(ParquetError::General(String::new()))?;
    column.typed::<T>().write_batch(values, None, None)?;
    column.close()
}

fn properties(values: &[&[f64]]) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_created_by("rustybt".to_string())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_dictionary_page_size_limit(usize::MAX >> 1)
        .set_column_dictionary_enabled(ColumnPath::from(NAMES[1]), false)
        .set_column_encoding(ColumnPath::from(NAMES[1]), Encoding::DELTA_BINARY_PACKED);
    for (column, name) in values.iter().zip(&NAMES[2..]) {
        if !repeats(column) {
            properties = properties
                .set_column_dictionary_enabled(ColumnPath::from(*name), false)
                .set_column_encoding(ColumnPath::from(*name), Encoding::BYTE_STREAM_SPLIT);
        }
    }
    properties.build()
}

/// Whether a dictionary is at most half as long as the values.
fn repeats(column: &[f64]) -> bool {
    let limit = column.len() * DICTIONARY_BYTES_PER_ROW;
    let mut seen: HashSet<u64, BuildHasherDefault<BitsHasher>> = HashSet::default();
    for value in column {
        seen.insert(value.to_bits());
        if seen.len() * 8 > limit {
            return false;
        }
    }
    let bits = usize::BITS as usize - seen.len().saturating_sub(1).leading_zeros() as usize;
    seen.len() * 8 + column.len() * bits / 8 <= limit
}

/// One multiplication: doubles' low bits are often zero, so the product's high half is what counts.
#[derive(Default)]
struct BitsHasher(u64);

impl Hasher for BitsHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, bits: u64) {
        let product = u128::from(self.0 ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn instants(times: &[f64]) -> Result<Vec<i64>> {
    times
        .iter()
        .enumerate()
        .map(|(row, &time)| {
            let whole = time as i64;
            if whole as f64 == time {
                Ok(whole)
            } else {
                Err(Fault::ParquetTime.at(row))
            }
        })
        .collect()
}

/// How many rows a file has. Refuses what is no Parquet, or no bars.
pub fn rows(file: &Bytes) -> Result<usize> {
    Ok(metadata(file)?.file_metadata().num_rows() as usize)
}

/// The rows from `row` on, as many as a sixth of `columns`, laid out as `write` takes them.
pub fn read(file: &Bytes, row: usize, columns: &mut [f64]) -> Result<()> {
    if !columns.len().is_multiple_of(COLUMNS) {
        return Err(Fault::ArrayLength.into());
    }
    let metadata = metadata(file)?;
    let rows = columns.len() / COLUMNS;
    if rows == 0 {
        return Ok(());
    }
    let (times, values) = columns.split_at_mut(rows);
    read_column::<Int64Type, f64>(file, &metadata, 1, row, times, |time| time as f64)?;
    for (at, out) in values.chunks_exact_mut(rows).enumerate() {
        read_column::<DoubleType, f64>(file, &metadata, at + 2, row, out, |value| value)?;
    }
    Ok(())
}

/// The assets to which the rows from `row` on belong.
pub fn read_sids(file: &Bytes, row: usize, sids: &mut [i32]) -> Result<()> {
    read_column::<Int32Type, i32>(file, &metadata(file)?, 0, row, sids, |sid| sid)
}

fn metadata(file: &Bytes) -> Result<ParquetMetaData> {
    let metadata = ParquetMetaDataReader::new().parse_and_finish(file).map_err(invalid)?;
    let schema = metadata.file_metadata().schema_descr();
    let expected = parse_message_type(SCHEMA).map_err(invalid)?;
    let fits = schema.num_columns() == NAMES.len()
        && schema.columns().iter().zip(expected.get_fields()).all(|(column, field)| {
            column.path().string() == field.name()
                && column.physical_type() == field.get_physical_type()
                && column.max_def_level() == 0
                && column.max_rep_level() == 0
        });
    if fits {
        Ok(metadata)
    } else {
        Err(Fault::ParquetLayout.into())
    }
}

fn read_column<T: DataType, O: Copy>(
    file: &Bytes,
    metadata: &ParquetMetaData,
    column: usize,
    row: usize,
    out: &mut [O],
    convert: impl Fn(T::T) -> O,
) -> Result<()>
where
    T::T: Copy,
{
    if out.is_empty() {
        return Ok(());
    }
    let descriptor = metadata.file_metadata().schema_descr().column(column);
    let mut skip = row;
    let mut filled = 0;
    for group in metadata.row_groups() {
        let length = group.num_rows() as usize;
        if skip >= length {
            skip -= length;
            continue;
        }
        let wanted = (length - skip).min(out.len() - filled);
        let chunk = group.column(column);
        let (start, size) = chunk.byte_range();
        if start.checked_add(size).is_none_or(|end| end > file.len() as u64) {
            return Err(Fault::ParquetInvalid.into());
        }
        let pages = SerializedPageReader::new(Arc::new(file.clone()), chunk, length, None).map_err(invalid)?;
        let mut reader = ColumnReaderImpl::<T>::new(descriptor.clone(), Box::new(pages));
        if reader.skip_records(skip).map_err(invalid)? != skip {
            return Err(Fault::ParquetInvalid.into());
        }
        let mut read = Vec::with_capacity(wanted);
        while read.len() < wanted {
            let (records, _, _) = reader.read_records(wanted - read.len(), None, None, &mut read).map_err(invalid)?;
            if records == 0 {
                return Err(Fault::ParquetInvalid.into());
            }
        }
        for (slot, &value) in out[filled..].iter_mut().zip(&read) {
            *slot = convert(value);
        }
        filled += wanted;
        skip = 0;
        if filled == out.len() {
            return Ok(());
        }
    }
    Err(Fault::ArrayLength.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNS: [i32; 4] = [3, 9_999, 7, 10_001];
    const ROWS: usize = 20_000;

    fn sample() -> Vec<f64> {
        let time = |row: usize| row as f64 * 86_400_000.0 - 3e11;
        let price = |row: usize, factor: f64| ((row * 37 % 911) as f64 * factor).round() / 100.0;
        let mut columns: Vec<f64> = (0..ROWS).map(time).collect();
        for factor in [1.0, 2.0, 0.5, 1.5] {
            columns.extend((0..ROWS).map(|row| price(row, factor)));
        }
        columns.extend((0..ROWS).map(|row| (row * row) as f64));
        for (column, value) in [(1, f64::NAN), (2, -0.0), (3, 1e-12), (5, 2f64.powi(60) + 512.0)] {
            columns[column * ROWS + 3] = value;
        }
        columns
    }

    fn written(runs: &[i32], columns: &[f64]) -> Bytes {
        let mut out = vec![0; 4096 + columns.len() * 16];
        let length = write(runs, columns, &mut out).unwrap();
        out.truncate(length);
        out.into()
    }

    fn bits(values: &[f64]) -> Vec<u64> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    #[test]
    fn reads_back_any_window_bit_for_bit() {
        let columns = sample();
        let file = written(&RUNS, &columns);
        assert_eq!(rows(&file), Ok(ROWS));
        for (row, length) in [(0, ROWS), (0, 1), (9_999, 10_001), (8_191, 2), (ROWS - 1, 1), (5, 0)] {
            let mut read_back = vec![0.0; length * COLUMNS];
            read(&file, row, &mut read_back).unwrap();
            for at in 0..COLUMNS {
                let from = at * ROWS + row;
                assert_eq!(bits(&read_back[at * length..(at + 1) * length]), bits(&columns[from..from + length]));
            }
            let mut sids = vec![0; length];
            read_sids(&file, row, &mut sids).unwrap();
            assert!(sids.iter().enumerate().all(|(at, &sid)| sid == if row + at < 9_999 { 3 } else { 7 }));
        }
    }

    #[test]
    fn writes_the_runs_of_longer_columns() {
        let columns = sample();
        let file = written(&[1, 2, 4, 3], &columns);
        let mut read_back = [0.0; 5 * COLUMNS];
        read(&file, 0, &mut read_back).unwrap();
        assert_eq!(rows(&file), Ok(5));
        assert_eq!(
            read_back[5..10].iter().map(|value| value.to_bits()).collect::<Vec<_>>(),
            bits(&columns[ROWS..ROWS + 5])
        );
    }

    #[test]
    fn refuses_rows_that_are_not_there_and_files_that_are_no_bars() {
        let columns = sample();
        let file = written(&RUNS, &columns);
        assert_eq!(read(&file, ROWS - 5, &mut [0.0; 10 * COLUMNS]), Err(Fault::ArrayLength.into()));
        assert_eq!(read(&file, 0, &mut [0.0; 7]), Err(Fault::ArrayLength.into()));
        assert_eq!(rows(&Bytes::from_static(b"PAR1 nothing")), Err(Fault::ParquetInvalid.into()));
        assert_eq!(rows(&file.slice(..file.len() / 2)), Err(Fault::ParquetInvalid.into()));
        assert_eq!(write(&RUNS, &columns, &mut [0; 64]), Err(Fault::ArrayLength.into()));
        assert_eq!(write(&[1, 20_001], &columns, &mut [0; 64]), Err(Fault::ArrayLength.into()));
        assert_eq!(write(&[], &columns, &mut [0; 64]), Err(Fault::ArrayLength.into()));
        assert_eq!(write(&[1, -1], &columns, &mut [0; 64]), Err(Fault::ArrayLength.into()));
        let mut unclear = columns.clone();
        unclear[17] = 0.5;
        assert_eq!(write(&RUNS, &unclear, &mut [0; 64]), Err(Fault::ParquetTime.at(17)));
    }
}
