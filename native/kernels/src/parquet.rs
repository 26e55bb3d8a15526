//! Bars as Parquet: `sid INT32, time INT64 (epoch ms), open, high, low, close, volume DOUBLE`, all required, Snappy, one
//! row group a file, rows in runs of one asset. Data pages are small, so that a reader of one asset's rows decodes
//! only the pages that hold them. `native/reference/parquet.ts` writes and reads the same layout.

use crate::dictionary::{self, Entry};
use crate::failure::{Failure, Fault};
use crate::{pages, parallel, whole};
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
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
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
/// Of a file, at least.
const FOOTER: usize = 4096;
/// Above it a dictionary takes more than half of what the values do plainly.
const DICTIONARY_BYTES_PER_ROW: usize = 4;

type Result<T> = std::result::Result<T, Failure>;

fn invalid(_: ParquetError) -> Failure {
    Fault::ParquetInvalid.into()
}

/// Rows that become a file: `runs` are pairs of an asset's sid and its number of rows, one run after the other; each of the columns
/// starts on its sixth of `columns`.
struct Rows {
    runs: Vec<i32>,
    columns: Vec<f64>,
    count: usize,
}

impl Rows {
    fn with_room(room: usize) -> Rows {
        let mut columns = vec![0.0; room * COLUMNS];
        pages::expect(&mut columns);
        Rows { runs: Vec::new(), columns, count: 0 }
    }

    fn column(&self, at: usize) -> &[f64] {
        let from = at * self.columns.len() / COLUMNS;
        &self.columns[from..from + self.count]
    }
}

/// Files that are made one after the other: rows of the next one are added while the last one is written.
pub struct Maker {
    rows: Rows,
    /// Memory of the rows before, to be used again.
    spare: Option<Rows>,
    writing: Option<(Arc<Job>, Vec<JoinHandle<()>>)>,
}

impl Maker {
    /// For files of so many rows at most.
    pub fn new(room: f64) -> Result<Maker> {
        let room = whole(room).filter(|&room| room <= i32::MAX as usize).ok_or(Fault::ArrayLength)?;
        Ok(Maker { rows: Rows::with_room(room), spare: None, writing: None })
    }

    /// Rows of one asset: time and the five values.
    pub fn add(&mut self, sid: i32, columns: [&[f64]; COLUMNS]) -> Result<()> {
        let rows = &mut self.rows;
        let (room, count) = (rows.columns.len() / COLUMNS, columns[0].len());
        if columns.iter().any(|column| column.len() != count) || count > room - rows.count {
            return Err(Fault::ArrayLength.into());
        }
        if count > 0 {
            for (at, column) in columns.iter().enumerate() {
                let from = at * room + rows.count;
                rows.columns[from..from + count].copy_from_slice(column);
            }
            rows.runs.extend([sid, count as i32]);
            rows.count += count;
        }
        Ok(())
    }

    /// Begins to write what was added.
    pub fn begin(&mut self) -> Result<()> {
        if self.rows.count == 0 {
            return Err(Fault::ArrayLength.into());
        }
        if self.writing.is_some() {
            return Err(Fault::ParquetOrder.into());
        }
        let next = self.spare.take().unwrap_or_else(|| Rows::with_room(self.rows.columns.len() / COLUMNS));
        let job = Arc::new(Job::new(std::mem::replace(&mut self.rows, next)));
        // Whoever waits for the file is one more.
        let threads = std::thread::available_parallelism().map_or(1, usize::from).clamp(2, NAMES.len()) - 1;
        let work = || {
            let job = job.clone();
            std::thread::spawn(move || job.encode())
        };
        let threads = (0..threads).map(|_| work()).collect();
        self.writing = Some((job, threads));
        Ok(())
    }

    /// Helps with what has been begun, and answers it.
    pub fn end(&mut self) -> Result<Vec<u8>> {
        let (job, threads) = self.writing.take().ok_or(Fault::ParquetOrder)?;
        job.encode();
        for thread in threads {
            thread.join().map_err(|_| Fault::ParquetInvalid)?;
        }
        let Job { mut rows, encoded, .. } = Arc::into_inner(job).ok_or(Fault::ParquetInvalid)?;
        rows.runs.clear();
        rows.count = 0;
        self.spare = Some(rows);
        let encoded =
            encoded.into_iter().map(|column| column.into_inner().unwrap_or(Err(Fault::ParquetInvalid.into())));
        file_of(encoded.collect::<Result<Vec<_>>>()?)
    }
}

/// Columns to be encoded, each by whoever comes to it first.
struct Job {
    rows: Rows,
    next: AtomicUsize,
    encoded: [OnceLock<Result<Encoded>>; COLUMNS + 1],
}

impl Job {
    fn new(rows: Rows) -> Job {
        Job { rows, next: AtomicUsize::new(0), encoded: Default::default() }
    }

    fn encode(&self) {
        let next = || Some(self.next.fetch_add(1, Ordering::Relaxed)).filter(|&at| at < NAMES.len());
        while let Some(at) = next() {
            // Nobody else has come to it.
            let _ = self.encoded[at].set(self.column(at));
        }
    }

    fn column(&self, at: usize) -> Result<Encoded> {
        let Rows { runs, count, .. } = &self.rows;
        match at {
            0 => {
                let sids = runs.chunks_exact(2).flat_map(|run| std::iter::repeat_n(run[0], run[1] as usize));
                in_dictionary::<Int32Type>(at, &sids.collect::<Vec<i32>>(), usize::MAX)
            }
            1 => encode::<Int64Type>(at, &instants(self.rows.column(0))?, Encoding::DELTA_BINARY_PACKED),
            _ => in_dictionary::<DoubleType>(at, self.rows.column(at - 1), count * DICTIONARY_BYTES_PER_ROW),
        }
    }
}

fn file_of(columns: Vec<Encoded>) -> Result<Vec<u8>> {
    let length = columns.iter().map(|(bytes, _)| bytes.len()).sum::<usize>();
    let schema = Arc::new(parse_message_type(SCHEMA).map_err(invalid)?);
    let file = Vec::with_capacity(length + FOOTER);
    let mut file = SerializedFileWriter::new(file, schema, Arc::new(properties().build())).map_err(invalid)?;
    let mut group = file.next_row_group().map_err(invalid)?;
    for (bytes, close) in columns {
        group.append_column(&bytes, close).map_err(invalid)?;
    }
    group.close().map_err(invalid)?;
    file.into_inner().map_err(invalid)
}

/// A column's pages, with what the footer says of them.
type Encoded = (Bytes, ColumnCloseResult);

/// With a dictionary where that is at most so long, else as streams of bytes.
fn in_dictionary<T: Entry>(at: usize, values: &[T::T], limit: usize) -> Result<Encoded> {
    match dictionary::encode::<T>(descriptor(at)?, values, limit, PAGE_ROWS).map_err(invalid)? {
        Some(encoded) => Ok(encoded),
        None => encode::<T>(at, values, Encoding::BYTE_STREAM_SPLIT),
    }
}

fn encode<T: DataType>(at: usize, values: &[T::T], encoding: Encoding) -> Result<Encoded> {
    let descriptor = descriptor(at)?;
    let column = descriptor.path().clone();
    let properties = properties().set_column_dictionary_enabled(column.clone(), false);
    let properties = Arc::new(properties.set_column_encoding(column, encoding).build());
    let mut sink = TrackedWrite::new(Vec::with_capacity(size_of_val(values) + 4096));
    let mut writer = ColumnWriterImpl::<T>::new(descriptor, properties, Box::new(SerializedPageWriter::new(&mut sink)));
    writer.write_batch(values, None, None).map_err(invalid)?;
    let close = writer.close().map_err(invalid)?;
    Ok((sink.into_inner().map_err(invalid)?.into(), close))
}

fn descriptor(at: usize) -> Result<ColumnDescPtr> {
    Ok(SchemaDescriptor::new(Arc::new(parse_message_type(SCHEMA).map_err(invalid)?)).column(at))
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

/// The rows from `row` on, as many as a sixth of `columns`, column after column.
pub fn read(file: &Bytes, row: usize, columns: &mut [f64]) -> Result<()> {
    if !columns.len().is_multiple_of(COLUMNS) {
        return Err(Fault::ArrayLength.into());
    }
    let metadata = metadata(file)?;
    let rows = columns.len() / COLUMNS;
    if rows == 0 {
        return Ok(());
    }
    pages::expect(columns);
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

    /// The rows of some runs, which have the first of `columns`.
    fn made(runs: &[i32], columns: &[f64]) -> Result<Vec<u8>> {
        let mut maker = Maker::new((columns.len() / COLUMNS) as f64)?;
        let mut row = 0;
        for run in runs.chunks(2) {
            let end = row + run[1] as usize;
            maker.add(run[0], std::array::from_fn(|at| &columns[at * ROWS + row..at * ROWS + end]))?;
            row = end;
        }
        maker.begin()?;
        maker.end()
    }

    fn written(runs: &[i32], columns: &[f64]) -> Bytes {
        made(runs, columns).unwrap().into()
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
    fn makes_a_file_while_rows_of_the_next_are_added() {
        let columns = sample();
        let part = |row: usize, end: usize| std::array::from_fn(|at| &columns[at * ROWS + row..at * ROWS + end]);
        let mut maker = Maker::new(10_000.0).unwrap();
        maker.add(3, part(0, 9_999)).unwrap();
        maker.begin().unwrap();
        maker.add(7, part(9_999, 10_001)).unwrap();
        assert_eq!(maker.begin(), Err(Fault::ParquetOrder.into()));
        assert_eq!(maker.end().unwrap(), made(&[3, 9_999], &columns).unwrap());
        assert_eq!(maker.end(), Err(Fault::ParquetOrder.into()));
        maker.begin().unwrap();
        let file: Bytes = maker.end().unwrap().into();
        let mut read_back = [0.0; 2 * COLUMNS];
        read(&file, 0, &mut read_back).unwrap();
        assert_eq!(bits(&read_back[2..4]), bits(&columns[ROWS + 9_999..ROWS + 10_001]));
        assert_eq!(rows(&file), Ok(2));
        assert_eq!(maker.begin(), Err(Fault::ArrayLength.into()));
        assert_eq!(maker.add(1, part(0, 10_001)), Err(Fault::ArrayLength.into()));
    }

    #[test]
    fn refuses_rows_that_are_not_there_and_files_that_are_no_bars() {
        let columns = sample();
        let file = written(&RUNS, &columns);
        assert_eq!(read(&file, ROWS - 5, &mut [0.0; 10 * COLUMNS]), Err(Fault::ArrayLength.into()));
        assert_eq!(read(&file, 0, &mut [0.0; 7]), Err(Fault::ArrayLength.into()));
        assert_eq!(rows(&Bytes::from_static(b"PAR1 nothing")), Err(Fault::ParquetInvalid.into()));
        assert_eq!(rows(&file.slice(..file.len() / 2)), Err(Fault::ParquetInvalid.into()));
        assert_eq!(made(&[], &columns), Err(Fault::ArrayLength.into()));
        let mut unclear = columns.clone();
        unclear[17] = 0.5;
        assert_eq!(made(&RUNS, &unclear), Err(Fault::ParquetTime.at(17)));
    }
}
