//! Bars as Parquet: `sid INT32, time INT64 (epoch ms), open, high, low, close, volume DOUBLE`, all required, Snappy, one
//! row group a file, rows in runs of one asset. Data pages are small, so that a reader of one asset's rows decodes
//! only the pages that hold them. `native/reference/parquet.ts` writes and reads the same layout.

use crate::dictionary::{self, Entry};
use crate::failure::{Failure, Fault};
use crate::parallel;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::reader::ColumnReaderImpl;
use parquet::column::writer::{ColumnCloseResult, ColumnWriterImpl};
use parquet::data_type::{DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnDescPtr, SchemaDescriptor};
use std::io::Cursor;
use std::sync::Arc;
use std::thread::JoinHandle;

/// `time` and the five values: what stands beside `sid`, column after column in one array.
pub const COLUMNS: usize = 6;
const NAMES: [&str; COLUMNS + 1] = ["sid", "time", "open", "high", "low", "close", "volume"];
const SCHEMA: &str = "message bars {
  required int32 sid; required int64 time (TIMESTAMP(MILLIS, true));
  required double open; required double high; required double low; required double close; required double volume; }";
const PAGE_ROWS: usize = 8192;
/// Fewer rows are read sooner than a thread begins.
const ROWS_FOR_THREADS: usize = 16_384;
/// Snappy may lengthen by a sixth what it can't shorten; page headers and the footer come on top.
const ROOM: usize = 65_536;
const ROOM_PER_ROW: usize = 72;
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
    let schema = Arc::new(parse_message_type(SCHEMA).map_err(invalid)?);
    let descriptor = SchemaDescriptor::new(schema.clone());
    let places: Vec<usize> = (0..NAMES.len()).collect();
    let encoded = parallel::each(places, |at| match at {
        0 => in_dictionary::<Int32Type>(descriptor.column(at), &sids, usize::MAX),
        1 => encode::<Int64Type>(descriptor.column(at), &times, Encoding::DELTA_BINARY_PACKED),
        _ => in_dictionary::<DoubleType>(descriptor.column(at), column(at - 1), rows * DICTIONARY_BYTES_PER_ROW),
    });
    // What does not fit into `out` is the caller's mistake, not the file's.
    let full = |_| Failure::from(Fault::ArrayLength);
    let mut file = SerializedFileWriter::new(Cursor::new(out), schema, Arc::new(properties().build())).map_err(full)?;
    let mut group = file.next_row_group().map_err(full)?;
    for column in encoded {
        let (bytes, close) = column.map_err(full)?;
        group.append_column(&bytes, close).map_err(full)?;
    }
    group.close().map_err(full)?;
    let end = file.into_inner().map_err(full)?.position();
    Ok(end as usize)
}

/// A file that is written on threads of its own, from copies of what it was given.
pub struct Writing(JoinHandle<Result<Vec<u8>>>);

pub fn begin(runs: &[i32], columns: &[f64]) -> Writing {
    let (runs, columns) = (runs.to_vec(), columns.to_vec());
    Writing(std::thread::spawn(move || {
        let rows = runs.chunks_exact(2).map(|run| run[1] as u32 as usize).sum::<usize>();
        let mut out = vec![0; ROOM + rows.min(columns.len()) * ROOM_PER_ROW];
        let length = write(&runs, &columns, &mut out)?;
        out.truncate(length);
        Ok(out)
    }))
}

/// Waits for a file and answers the bytes used of `out`.
pub fn end(writing: Writing, out: &mut [u8]) -> Result<usize> {
    let file = writing.0.join().unwrap_or_else(|_| Err(Fault::ParquetInvalid.into()))?;
    out.get_mut(..file.len()).ok_or(Fault::ArrayLength)?.copy_from_slice(&file);
    Ok(file.len())
}

type Encoded = std::result::Result<(Bytes, ColumnCloseResult), ParquetError>;

/// With a dictionary where that is at most so long, else as streams of bytes.
fn in_dictionary<T: Entry>(descriptor: ColumnDescPtr, values: &[T::T], limit: usize) -> Encoded {
    match dictionary::encode::<T>(descriptor.clone(), values, limit, PAGE_ROWS)? {
        Some(encoded) => Ok(encoded),
        None => encode::<T>(descriptor, values, Encoding::BYTE_STREAM_SPLIT),
    }
}

/// A column's pages, with what the footer says of them.
fn encode<T: DataType>(descriptor: ColumnDescPtr, values: &[T::T], encoding: Encoding) -> Encoded {
    let column = descriptor.path().clone();
    let properties = properties().set_column_dictionary_enabled(column.clone(), false);
    let properties = Arc::new(properties.set_column_encoding(column, encoding).build());
    let mut sink = TrackedWrite::new(Vec::with_capacity(size_of_val(values) + 4096));
    let mut writer = ColumnWriterImpl::<T>::new(descriptor, properties, Box::new(SerializedPageWriter::new(&mut sink)));
    writer.write_batch(values, None, None)?;
    let close = writer.close()?;
    Ok((sink.into_inner()?.into(), close))
}

fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_created_by("rustybt".to_string())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_data_page_row_count_limit(PAGE_ROWS)
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
    let column = |(at, out): (usize, &mut [f64])| match at {
        0 => read_column::<Int64Type, f64>(file, &metadata, at + 1, row, out, |time| time as f64),
        _ => read_column::<DoubleType, f64>(file, &metadata, at + 1, row, out, |value| value),
    };
    let mut parts = columns.chunks_exact_mut(rows).enumerate();
    if rows < ROWS_FOR_THREADS {
        return parts.try_for_each(column);
    }
    parallel::each(parts.collect(), column).into_iter().collect()
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
        // Some at a time, which stay near the processor.
        let mut read = Vec::with_capacity(PAGE_ROWS.min(wanted));
        let mut slots = out[filled..filled + wanted].iter_mut();
        while slots.len() > 0 {
            read.clear();
            let (records, _, _) =
                reader.read_records(slots.len().min(PAGE_ROWS), None, None, &mut read).map_err(invalid)?;
            if records == 0 {
                return Err(Fault::ParquetInvalid.into());
            }
            for (&value, slot) in read.iter().zip(&mut slots) {
                *slot = convert(value);
            }
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
