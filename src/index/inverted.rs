//! The inverted index: tantivy turns documents into terms and postings, which are folded here into one weight
//! for each term and document, after BM25F (Robertson and Zaragoza, 2009).

use std::cmp::Ordering;

use rayon::prelude::*;
use tantivy::{
    DocSet, Index, IndexSettings, SegmentReader, TERMINATED, TantivyDocument, TantivyError,
    directory::RamDirectory,
    fieldnorm::FieldNormReader,
    index::InvertedIndexReader,
    indexer::SingleSegmentIndexWriter,
    postings::{Postings, TermInfo},
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    termdict::TermMerger,
};

use super::{
    base::{Base, Block, Damaged, Lengths, Shares, Walk},
    entry::FIELDS,
    lines::Lines,
};

/// How much an occurrence weighs, and how much a long field takes from it, in the order of the fields.
const WEIGHTS: [(f32, f32); FIELDS] = [(6.0, 0.5), (6.0, 0.5), (2.5, 0.5), (1.5, 0.3), (1.0, 0.75), (1.0, 0.0)];

/// How soon further occurrences stop to count.
const SATURATION: f32 = 1.2;

/// Bit in a posting: the term is in the title.
pub const IN_TITLE: u8 = 0x80;
/// Bit in a posting: the term is in the name.
pub const IN_NAME: u8 = 0x40;
/// Bit in a posting: the term is in a heading.
pub const IN_HEADING: u8 = 0x20;
/// The weight of a posting, 1 to 31.
pub const WEIGHT: u8 = 0x1f;

/// Bytes with which tantivy's term tables start, all together; they grow as needed.
const MEMORY: usize = 64 << 20;

/// Ranges of terms, many more than threads, because some terms are in many more documents than others.
const RANGES: usize = 64;

/// One term with the documents that hold it.
pub struct Term<'a> {
    /// The term.
    pub text: &'a str,
    /// Document, and its weight with bits; sorted by document.
    pub postings: &'a [(u32, u8)],
}

/// Documents on their way into the index.
pub struct Inverter {
    writer: SingleSegmentIndexWriter,
    fields: Vec<Field>,
    lengths: Vec<[u32; FIELDS]>,
}

impl Inverter {
    /// An empty index in memory, one of so many `parts`.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn new(parts: usize) -> Result<Self, TantivyError> {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("lines").set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields = (0..FIELDS).map(|field| schema.add_text_field(&field.to_string(), options.clone())).collect();
        let tokenizers = tantivy::tokenizer::TokenizerManager::new();
        tokenizers.register("lines", Lines);
        let builder = Index::builder().schema(schema.build()).tokenizers(tokenizers).settings(IndexSettings::default());
        let writer = builder.single_segment_index_writer(RamDirectory::create(), MEMORY / parts)?;
        Ok(Self { writer, fields, lengths: Vec::new() })
    }

    /// Adds a document.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn add(&mut self, terms: &[String; FIELDS]) -> Result<(), TantivyError> {
        let bytes = terms.iter().map(String::len).sum::<usize>();
        let mut document = TantivyDocument::with_capacity(bytes + 64);
        let length = |terms: &String| u32::try_from(memchr::memchr_iter(b'\n', terms.as_bytes()).count());
        self.lengths.push(terms.each_ref().map(|terms| length(terms).unwrap_or(u32::MAX)));
        for (field, terms) in self.fields.iter().zip(terms).filter(|(_, terms)| !terms.is_empty()) {
            document.add_text(*field, terms);
        }
        self.writer.add_document(document)
    }
}

/// Documents that were inverted before, and are not again.
#[derive(Default)]
pub struct Old {
    /// What holds them, and others.
    pub base: Base,
    /// For each document of the base, its final numbers: none when it is gone, several when there are more like it now.
    pub numbers: Vec<Vec<u32>>,
}

/// All terms, in order.
pub struct Inverted<T> {
    /// What was gathered of each range.
    pub ranges: Vec<T>,
    /// The same terms as a base of a later index: the lower bound of each block, and the block.
    pub blocks: Vec<(Vec<u8>, Block)>,
    /// How long the fields of each document are.
    pub lengths: Vec<Lengths>,
}

/// Gives every term of all parts and of what is old to `each`, which gathers them in what `T` is. The terms are cut into
/// ranges that are walked through at the same time; what comes of them is in order, and so are the terms of each, by
/// bytes. `numbers` are the final numbers of the documents of each part, in the order in which they were added.
///
/// # Errors
/// When tantivy fails, or the base is not what was written.
pub fn finish<T: Default + Send>(
    parts: Vec<Inverter>,
    numbers: &[Vec<u32>],
    old: &Old,
    each: impl Fn(&mut T, &Term<'_>) + Sync,
) -> Result<Inverted<T>, TantivyError> {
    let count = numbers.iter().chain(&old.numbers).map(Vec::len).sum();
    let mut lengths = vec![Lengths::default(); count];
    for (entry, numbers) in (0..).zip(&old.numbers) {
        numbers.iter().for_each(|number| lengths[*number as usize] = old.base.lengths(entry));
    }
    for (inverter, numbers) in parts.iter().zip(numbers) {
        for (exact, number) in inverter.lengths.iter().zip(numbers) {
            lengths[*number as usize].exact = *exact;
        }
    }
    let open = |(part, inverter): (usize, Inverter)| {
        let index = inverter.writer.finalize()?;
        let readers = index.searchable_segments()?.iter().map(SegmentReader::open).collect::<Result<Vec<_>, _>>()?;
        let columns = readers.iter().flat_map(|reader| {
            let fields = inverter.fields.iter().enumerate();
            fields.map(move |(number, field)| Column::open(reader, *field, (part, number)))
        });
        columns.collect::<Result<Vec<_>, _>>()
    };
    let columns = parts.into_par_iter().enumerate().map(open).collect::<Result<Vec<_>, TantivyError>>()?;
    let columns: Vec<Column> = columns.into_iter().flatten().collect();
    for column in &columns {
        for (document, number) in (0..).zip(&numbers[column.part]) {
            lengths[*number as usize].rounded[column.field] = column.norms.fieldnorm(document);
        }
    }
    let bounds = bounds(&columns, &old.base)?;
    let merger = Merger { columns: &columns, divisors: divisors(&lengths), numbers, old };
    let merge = |(place, range): (usize, &[Option<Vec<u8>>])| {
        let (mut gathered, mut block) = (T::default(), Block::default());
        let ends = (range[0].as_deref(), range[1].as_deref());
        merger.merge(ends, old.base.walk(place), &mut |term, shares, weighed| {
            block.push(term, shares);
            if let Some(weighed) = weighed {
                each(&mut gathered, weighed);
            }
        })?;
        Ok((gathered, (range[0].clone().unwrap_or_default(), block)))
    };
    let merged = bounds.par_windows(2).enumerate().map(merge).collect::<Result<Vec<_>, TantivyError>>()?;
    let (ranges, blocks) = merged.into_iter().unzip();
    Ok(Inverted { ranges, blocks, lengths })
}

/// Terms between which all terms are cut into ranges, none at both ends: those of the base, or else such that the ranges
/// are of about the same size.
fn bounds(columns: &[Column], base: &Base) -> Result<Vec<Option<Vec<u8>>>, TantivyError> {
    let mut bounds = vec![None];
    if base.count() > 0 {
        bounds.extend(base.bounds().map(|bound| Some(bound.to_vec())));
        bounds.push(None);
        return Ok(bounds);
    }
    if let Some(largest) = columns.iter().map(|column| column.index.terms()).max_by_key(|terms| terms.num_terms()) {
        let mut starts = std::collections::BTreeSet::new();
        for range in 1..RANGES {
            let mut term = Vec::new();
            if largest.ord_to_term((largest.num_terms() * range / RANGES) as u64, &mut term)? {
                starts.insert(term);
            }
        }
        bounds.extend(starts.into_iter().map(Some));
    }
    bounds.push(None);
    Ok(bounds)
}

/// One field of a part.
struct Column {
    index: std::sync::Arc<InvertedIndexReader>,
    norms: FieldNormReader,
    part: usize,
    field: usize,
}

impl Column {
    fn open(reader: &SegmentReader, field: Field, (part, number): (usize, usize)) -> Result<Self, TantivyError> {
        let index = reader.inverted_index(field)?;
        let norms = reader.get_fieldnorms_reader(field)?;
        Ok(Self { index, norms, part, field: number })
    }

    /// Adds the documents that have a term to `shares`.
    fn add(&self, info: &TermInfo, numbers: &[u32], shares: &mut Vec<(u32, u32)>) -> Result<(), TantivyError> {
        let mut postings = self.index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let mut document = postings.doc();
        while document != TERMINATED {
            shares.push((numbers[document as usize], postings.term_freq()));
            document = postings.advance();
        }
        Ok(())
    }
}

/// What the length of each field of each document takes from what an occurrence weighs.
fn divisors(lengths: &[Lengths]) -> Vec<[f32; FIELDS]> {
    let mut sums = [0_u64; FIELDS];
    for length in lengths {
        sums.iter_mut().zip(length.exact).for_each(|(sum, length)| *sum += u64::from(length));
    }
    let averages = sums.map(|terms| (terms as f32 / lengths.len().max(1) as f32).max(1.0));
    let divisor = |field: usize, length: u32| {
        let (_, shortness) = WEIGHTS[field];
        1.0 - shortness + shortness * (length as f32 / averages[field])
    };
    lengths.iter().map(|lengths| std::array::from_fn(|field| divisor(field, lengths.rounded[field]))).collect()
}

/// Takes a term, who has it, and what it weighs, when it is text.
type Take<'t> = dyn FnMut(&[u8], &Shares, Option<&Term<'_>>) + 't;

/// All fields of all parts and what is old, and what makes their terms one list.
struct Merger<'a> {
    columns: &'a [Column],
    divisors: Vec<[f32; FIELDS]>,
    numbers: &'a [Vec<u32>],
    old: &'a Old,
}

impl Merger<'_> {
    /// Walks through the terms of all fields at once, from the first bound up to the second, and through those of the
    /// base, which are within the same bounds.
    fn merge(
        &self,
        (start, end): (Option<&[u8]>, Option<&[u8]>),
        mut walk: Walk<'_>,
        each: &mut Take<'_>,
    ) -> Result<(), TantivyError> {
        let streams = self.columns.iter().map(|column| {
            let range = column.index.terms().range();
            let range = start.iter().fold(range, |range, start| range.ge(start));
            end.iter().fold(range, |range, end| range.lt(end)).into_stream()
        });
        let streams = streams.collect::<Result<Vec<_>, _>>()?;
        let mut terms = TermMerger::new(streams);
        let mut weigher = Weigher::new(&self.divisors);
        let (mut is_new, mut is_old) = (terms.advance(), walk.advance().map_err(damaged)?);
        while is_new || is_old {
            let order = match (is_new, is_old) {
                (true, true) => terms.key().cmp(&walk.term),
                (true, false) => Ordering::Less,
                _ => Ordering::Greater,
            };
            if order != Ordering::Less {
                self.keep(&walk.shares, &mut weigher.shares);
            }
            if order != Ordering::Greater {
                for (place, info) in terms.current_segment_ords_and_term_infos() {
                    let column = &self.columns[place];
                    column.add(&info, &self.numbers[column.part], &mut weigher.shares[column.field])?;
                }
            }
            weigher.give(if order == Ordering::Greater { &walk.term } else { terms.key() }, each);
            is_new = if order == Ordering::Greater { is_new } else { terms.advance() };
            is_old = if order == Ordering::Less { is_old } else { walk.advance().map_err(damaged)? };
        }
        Ok(())
    }

    /// What is still there of an old term.
    fn keep(&self, old: &Shares, shares: &mut Shares) {
        for (old, shares) in old.iter().zip(shares) {
            for (entry, often) in old {
                shares.extend(self.old.numbers[*entry as usize].iter().map(|number| (*number, *often)));
            }
        }
    }
}

fn damaged(Damaged: Damaged) -> TantivyError {
    TantivyError::InternalError("what the last build inverted is damaged; delete the cache folder".to_owned())
}

/// Puts together what documents have of one term.
struct Weigher<'d> {
    divisors: &'d [[f32; FIELDS]],
    shares: Shares,
    sums: Vec<(f32, u8)>,
    seen: Vec<u32>,
    postings: Vec<(u32, u8)>,
}

impl<'d> Weigher<'d> {
    fn new(divisors: &'d [[f32; FIELDS]]) -> Self {
        let (shares, seen, postings) = Default::default();
        Self { divisors, shares, sums: vec![(0.0, 0); divisors.len()], seen, postings }
    }

    /// Gives a term with what was gathered of it to `each`, unless no document has it any more.
    fn give(&mut self, term: &[u8], each: &mut Take<'_>) {
        let mut fields = self.shares.iter_mut().enumerate().filter(|(_, shares)| !shares.is_empty());
        let (first, second) = (fields.next(), fields.next());
        let Some((field, shares)) = first else { return };
        sort(shares);
        self.postings.clear();
        match second {
            None => {
                let divisors = self.divisors;
                let posting = |(number, often): &(u32, u32)| {
                    (*number, bit(field) | weight(share(field, *often, &divisors[*number as usize])))
                };
                // Documents that are alike have several numbers, but each number is there once.
                self.postings.extend(shares.iter().map(posting));
            }
            Some(_) => self.add_up(),
        }
        let text = std::str::from_utf8(term).ok();
        let weighed = text.map(|text| Term { text, postings: &self.postings });
        each(term, &self.shares, weighed.as_ref());
        self.shares.iter_mut().for_each(Vec::clear);
    }

    /// Puts what several fields have of a term into `postings`, sorted by document.
    fn add_up(&mut self) {
        for (field, shares) in self.shares.iter_mut().enumerate() {
            sort(shares);
            // The shares of a document are added in the order of the fields, wherever they come from.
            for (number, often) in &*shares {
                let sum = &mut self.sums[*number as usize];
                if sum.0 == 0.0 {
                    self.seen.push(*number);
                }
                *sum = (sum.0 + share(field, *often, &self.divisors[*number as usize]), sum.1 | bit(field));
            }
        }
        // A few runs, each in order, which this sort makes use of.
        self.seen.sort();
        for number in self.seen.drain(..) {
            let (sum, bits) = std::mem::take(&mut self.sums[number as usize]);
            self.postings.push((number, bits | weight(sum)));
        }
    }
}

fn sort(shares: &mut [(u32, u32)]) {
    if !shares.is_sorted() {
        shares.sort_unstable();
    }
}

/// The bit that says that a field has the term.
fn bit(field: usize) -> u8 {
    [IN_TITLE, IN_NAME, IN_HEADING].get(field).copied().unwrap_or(0)
}

/// What occurrences in a field count.
fn share(field: usize, often: u32, divisors: &[f32; FIELDS]) -> f32 {
    WEIGHTS[field].0 * often as f32 / divisors[field]
}

/// What documents weigh with which a term has this sum of shares: 1 to 31, rounded.
fn weight(sum: f32) -> u8 {
    (sum / (sum + SATURATION) * f32::from(WEIGHT) + 0.5).clamp(1.0, f32::from(WEIGHT)) as u8
}
