//! A Parquet column of values that repeat: each value once, then its number in every row, packed into as few bits as it takes. Whether that
//! is worth it shows on the way, so that a column is gone through once.

use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{DataType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::statistics::{Statistics, ValueStatistics};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

/// A value as a dictionary holds it.
pub trait Entry: DataType<T: Copy + PartialOrd> {
    fn bits(value: Self::T) -> u64;
    fn plain(value: Self::T, out: &mut Vec<u8>);
    /// The range of all entries; none where there is none to be compared.
    fn range(entries: &[Self::T]) -> Option<(Self::T, Self::T)>;
    fn statistics(range: (Self::T, Self::T)) -> Statistics;
}

impl Entry for Int32Type {
    fn bits(value: i32) -> u64 {
        u64::from(value as u32)
    }

    fn plain(value: i32, out: &mut Vec<u8>) {
        out.extend_from_slice(&value.to_le_bytes());
    }

    fn range(entries: &[i32]) -> Option<(i32, i32)> {
        Some((*entries.iter().min()?, *entries.iter().max()?))
    }

    fn statistics((least, most): (i32, i32)) -> Statistics {
        Statistics::Int32(ValueStatistics::new(Some(least), Some(most), None, Some(0), false))
    }
}

impl Entry for DoubleType {
    fn bits(value: f64) -> u64 {
        value.to_bits()
    }

    fn plain(value: f64, out: &mut Vec<u8>) {
        out.extend_from_slice(&value.to_le_bytes());
    }

    /// Without NaN; zeros of either sign lie within.
    fn range(entries: &[f64]) -> Option<(f64, f64)> {
        let present = || entries.iter().copied().filter(|value| !value.is_nan());
        let least = present().reduce(f64::min)?;
        let most = present().reduce(f64::max)?;
        Some((if least == 0.0 { -0.0 } else { least }, if most == 0.0 { 0.0 } else { most }))
    }

    fn statistics((least, most): (f64, f64)) -> Statistics {
        Statistics::Double(ValueStatistics::new(Some(least), Some(most), None, Some(0), false))
    }
}

/// A column's pages, with what the footer says of them; none where a dictionary with the rows' numbers takes more than `limit` bytes.
pub fn encode<T: Entry>(
    descriptor: ColumnDescPtr,
    values: &[T::T],
    limit: usize,
    page_rows: usize,
) -> Result<Option<(Bytes, ColumnCloseResult)>, ParquetError> {
    let size = size_of::<T::T>();
    let Some((entries, numbers)) = number::<T>(values, limit / size) else { return Ok(None) };
    let bits = width(entries.len() as u32 - 1);
    if entries.len() * size + values.len() * bits as usize / 8 > limit {
        return Ok(None);
    }
    let mut sink =
        TrackedWrite::new(Vec::with_capacity(entries.len() * size + values.len() * (bits as usize) / 8 + 4096));
    let mut pages = SerializedPageWriter::new(&mut sink);
    let mut plain = Vec::with_capacity(entries.len() * size);
    for &entry in &entries {
        T::plain(entry, &mut plain);
    }
    let num_values = entries.len() as u32;
    let dictionary = write_page(&mut pages, &plain, |buf| Page::DictionaryPage {
        buf,
        num_values,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    })?;
    let mut total = dictionary;
    let mut first = None;
    let mut packed = Vec::with_capacity(page_rows * bits as usize / 8 + 16);
    for rows in numbers.chunks(page_rows) {
        // Early pages know of few values.
        pack(rows, width(rows.iter().copied().max().unwrap_or(0)), &mut packed);
        let page = write_page(&mut pages, &packed, |buf| Page::DataPage {
            buf,
            num_values: rows.len() as u32,
            encoding: Encoding::RLE_DICTIONARY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        })?;
        first.get_or_insert(page.offset);
        total.compressed += page.compressed;
        total.plain += page.plain;
    }
    pages.close()?;
    let mut metadata = ColumnChunkMetaData::builder(descriptor)
        .set_compression(Compression::SNAPPY)
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
        .set_total_compressed_size(total.compressed as i64)
        .set_total_uncompressed_size(total.plain as i64)
        .set_num_values(values.len() as i64)
        .set_data_page_offset(first.unwrap_or(0) as i64)
        .set_dictionary_page_offset(Some(dictionary.offset as i64));
    if let Some(range) = T::range(&entries) {
        metadata = metadata.set_statistics(T::statistics(range));
    }
    let close = ColumnCloseResult {
        bytes_written: total.compressed as u64,
        rows_written: values.len() as u64,
        metadata: metadata.build()?,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    };
    Ok(Some((sink.into_inner()?.into(), close)))
}

/// Bits of a number.
fn width(number: u32) -> u32 {
    (u32::BITS - number.leading_zeros()).max(1)
}

/// Where a page begins, and its length with its header, as it is and as it would be without compression.
#[derive(Clone, Copy)]
struct Written {
    offset: u64,
    compressed: usize,
    plain: usize,
}

fn write_page(
    pages: &mut SerializedPageWriter<Vec<u8>>,
    plain: &[u8],
    page: impl FnOnce(Bytes) -> Page,
) -> Result<Written, ParquetError> {
    let compressed =
        snap::raw::Encoder::new().compress_vec(plain).map_err(|error| ParquetError::External(error.into()))?;
    let spec = pages.write_page(CompressedPage::new(page(compressed.into()), plain.len()))?;
    Ok(Written { offset: spec.offset, compressed: spec.compressed_size, plain: spec.uncompressed_size })
}

/// Where of so many rows at the beginning this share or more are values of their own, it is taken that the others are as well.
const BEGINNING: usize = 32_768;
const OWN: usize = BEGINNING / 8 * 7;

/// The values, each once, in the order in which they come, and each row's number among them; none where there are more than `most`, or so it
/// looks. Zeros of either sign, and NaNs of other bits, are values of their own.
fn number<T: Entry>(values: &[T::T], most: usize) -> Option<(Vec<T::T>, Vec<u32>)> {
    let mut entries: Vec<T::T> = Vec::new();
    let mut numbers = Vec::with_capacity(values.len());
    let mut shift = 64 - 12;
    // A slot has an entry's number and one, 0 where it is free.
    let mut slots = vec![(0u64, 0u32); 1 << (64 - shift)];
    let mut last = None;
    for &value in values {
        let bits = T::bits(value);
        // Runs, such as sids, need no search.
        if let Some((before, number)) = last {
            if before == bits {
                numbers.push(number);
                continue;
            }
        }
        let mask = slots.len() - 1;
        let mut at = slot(bits, shift);
        let number = loop {
            let (held, number) = slots[at];
            if number == 0 {
                if entries.len() == most || (entries.len() == OWN && numbers.len() < BEGINNING) {
                    return None;
                }
                entries.push(value);
                slots[at] = (bits, entries.len() as u32);
                break entries.len() as u32 - 1;
            }
            if held == bits {
                break number - 1;
            }
            at = (at + 1) & mask;
        };
        numbers.push(number);
        last = Some((bits, number));
        if entries.len() * 2 > slots.len() {
            shift -= 2;
            slots = vec![(0, 0); 1 << (64 - shift)];
            for (number, &entry) in entries.iter().enumerate() {
                let bits = T::bits(entry);
                let mut at = slot(bits, shift);
                while slots[at].1 != 0 {
                    at = (at + 1) & (slots.len() - 1);
                }
                slots[at] = (bits, number as u32 + 1);
            }
        }
    }
    Some((entries, numbers))
}

/// Doubles' low bits are often zero, and the product's highest bits hang on all of them.
fn slot(bits: u64, shift: u32) -> usize {
    ((bits ^ (bits >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift) as usize
}

/// Equal numbers that are written as one and their count, at least.
const RUN: usize = 16;

/// A page of numbers: how many bits each has, then runs: of equal ones, or of others, bit-packed in eights.
fn pack(numbers: &[u32], bits: u32, out: &mut Vec<u8>) {
    out.clear();
    out.push(bits as u8);
    let mut begin = 0;
    let mut at = 0;
    while at < numbers.len() {
        let run = numbers[at..].iter().take_while(|&&number| number == numbers[at]).count();
        if run < RUN {
            at += 8;
            continue;
        }
        pack_run(&numbers[begin..at], bits, out);
        push_varint(run << 1, out);
        out.extend_from_slice(&numbers[at].to_le_bytes()[..bits.div_ceil(8) as usize]);
        at += run;
        begin = at;
    }
    pack_run(&numbers[begin..], bits, out);
}

fn pack_run(numbers: &[u32], bits: u32, out: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    push_varint((numbers.len().div_ceil(8) << 1) | 1, out);
    let end = out.len() + numbers.len().div_ceil(8) * bits as usize;
    let mut held: u64 = 0;
    let mut count = 0;
    for &number in numbers {
        held |= u64::from(number) << count;
        count += bits;
        while count >= 8 {
            out.push(held as u8);
            held >>= 8;
            count -= 8;
        }
    }
    if count > 0 {
        out.push(held as u8);
    }
    out.resize(end, 0);
}

fn push_varint(mut value: usize, out: &mut Vec<u8>) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_values_in_the_order_in_which_they_come() {
        let values: Vec<f64> = (0..5000).map(|i| f64::from(i % 1700) / 100.0).collect();
        let (entries, numbers) = number::<DoubleType>(&values, 1700).unwrap();
        assert_eq!(entries, values[..1700]);
        assert!(numbers.iter().enumerate().all(|(i, &number)| number as usize == i % 1700));
        assert!(number::<DoubleType>(&values, 1699).is_none());
        let late: Vec<f64> = (0..80_000).map(|i| f64::from(i.min(30_000))).collect();
        assert!(number::<DoubleType>(&late, 40_000).is_none());
        assert_eq!(number::<DoubleType>(&late[2000..], 40_000).unwrap().0.len(), 28_001);
        let odd = [0.0, -0.0, f64::NAN, 0.0, f64::NAN];
        assert_eq!(number::<DoubleType>(&odd, 9).unwrap().1, [0, 1, 2, 0, 2]);
        assert_eq!(number::<Int32Type>(&[-1, -1, 7, -1], 9).unwrap(), (vec![-1, 7], vec![0, 0, 1, 0]));
    }

    #[test]
    fn packs_numbers_into_bits_in_eights_and_equal_ones_into_runs() {
        let mut out = Vec::new();
        pack(&[0, 1, 2, 3, 4, 5, 6, 7], 3, &mut out);
        assert_eq!(out, [3, 3, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
        pack(&[1, 1, 1], 1, &mut out);
        assert_eq!(out, [1, 3, 0b111]);
        let runs: Vec<u32> = [vec![0, 1, 0, 1, 0, 1, 0, 1], vec![300; 200], vec![2]].concat();
        pack(&runs, 9, &mut out);
        assert_eq!(out[..2], [9, 3]);
        assert_eq!(out[11..], [0x90, 3, 44, 1, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
}
