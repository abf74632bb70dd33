//! The inverted index: tantivy turns documents into terms and postings, which are folded here into one weight
//! for each term and document, after BM25F (Robertson and Zaragoza, 2009).

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
    tokenizer::{Token, TokenStream, Tokenizer},
};

use super::entry::FIELDS;

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
        Ok(Self { writer, fields })
    }

    /// Adds a document.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn add(&mut self, terms: &[String; FIELDS]) -> Result<(), TantivyError> {
        let bytes = terms.iter().map(String::len).sum::<usize>();
        let mut document = TantivyDocument::with_capacity(bytes + 64);
        for (field, terms) in self.fields.iter().zip(terms).filter(|(_, terms)| !terms.is_empty()) {
            document.add_text(*field, terms);
        }
        self.writer.add_document(document)
    }
}

/// Gives every term of all parts to `each`, which gathers them in what `T` is. The terms are cut into ranges that
/// are walked through at the same time; what comes of them is in order, and so are the terms of each, by bytes.
/// `numbers` are the final numbers of the documents of each part, in the order in which they were added.
///
/// # Errors
/// When tantivy fails.
pub fn finish<T: Default + Send>(
    parts: Vec<Inverter>,
    numbers: &[Vec<u32>],
    each: impl Fn(&mut T, &Term<'_>) + Sync,
) -> Result<Vec<T>, TantivyError> {
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
    let averages = averages(&columns);
    let bounds = bounds(&columns)?;
    let merge = |range: &[Option<Vec<u8>>]| {
        let mut gathered = T::default();
        let merger = Merger { columns: &columns, averages, numbers };
        merger.merge((range[0].as_deref(), range[1].as_deref()), &mut |term| each(&mut gathered, term))?;
        Ok(gathered)
    };
    bounds.par_windows(2).map(merge).collect()
}

/// Terms between which all terms are cut into ranges of about the same size; none at both ends.
fn bounds(columns: &[Column]) -> Result<Vec<Option<Vec<u8>>>, TantivyError> {
    let mut bounds = vec![None];
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
    documents: u32,
}

impl Column {
    fn open(reader: &SegmentReader, field: Field, (part, number): (usize, usize)) -> Result<Self, TantivyError> {
        let index = reader.inverted_index(field)?;
        let norms = reader.get_fieldnorms_reader(field)?;
        Ok(Self { index, norms, part, field: number, documents: reader.max_doc() })
    }

    /// Adds this field's share of a term to `sums`, by document.
    fn add(&self, info: &TermInfo, average: f32, each: &mut dyn FnMut(u32, f32)) -> Result<(), TantivyError> {
        let (weight, shortness) = WEIGHTS[self.field];
        let mut postings = self.index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let mut document = postings.doc();
        while document != TERMINATED {
            let length = self.norms.fieldnorm(document) as f32 / average;
            each(document, weight * postings.term_freq() as f32 / (1.0 - shortness + shortness * length));
            document = postings.advance();
        }
        Ok(())
    }
}

/// The average length of each field in all parts, in terms.
fn averages(columns: &[Column]) -> [f32; FIELDS] {
    let mut sums = [(0_u64, 0_u64); FIELDS];
    for column in columns {
        let sum = &mut sums[column.field];
        *sum = (sum.0 + column.index.total_num_tokens(), sum.1 + u64::from(column.documents));
    }
    sums.map(|(terms, documents)| (terms as f32 / documents.max(1) as f32).max(1.0))
}

/// All fields of all parts, and what makes their terms one list.
struct Merger<'a> {
    columns: &'a [Column],
    averages: [f32; FIELDS],
    numbers: &'a [Vec<u32>],
}

impl Merger<'_> {
    /// Walks through the terms of all fields at once, from the first bound up to the second.
    fn merge(
        &self,
        (start, end): (Option<&[u8]>, Option<&[u8]>),
        each: &mut dyn FnMut(&Term<'_>),
    ) -> Result<(), TantivyError> {
        let streams = self.columns.iter().map(|column| {
            let range = column.index.terms().range();
            let range = start.iter().fold(range, |range, start| range.ge(start));
            end.iter().fold(range, |range, end| range.lt(end)).into_stream()
        });
        let streams = streams.collect::<Result<Vec<_>, _>>()?;
        let mut terms = TermMerger::new(streams);
        let mut sums = Sums::new(self.numbers.iter().map(Vec::len).sum());
        let mut postings: Vec<(u32, u8)> = Vec::new();
        while terms.advance() {
            // A document is in one part, so that its shares are added in the order of the fields whatever the parts.
            let mut found: Vec<_> = terms.current_segment_ords_and_term_infos().collect();
            found.sort_by_key(|(place, _)| *place);
            for (place, info) in found {
                let column = &self.columns[place];
                let bit = [IN_TITLE, IN_NAME, IN_HEADING].get(column.field).copied().unwrap_or(0);
                column.add(&info, self.averages[column.field], &mut |document, share| {
                    sums.add(self.numbers[column.part][document as usize], share, bit);
                })?;
            }
            sums.drain(&mut postings);
            if let Ok(text) = std::str::from_utf8(terms.key()) {
                each(&Term { text, postings: &postings });
            }
        }
        Ok(())
    }
}

/// What the documents have of one term.
struct Sums {
    shares: Vec<(f32, u8)>,
    seen: Vec<u32>,
}

impl Sums {
    fn new(documents: usize) -> Self {
        Self { shares: vec![(0.0, 0); documents], seen: Vec::new() }
    }

    fn add(&mut self, number: u32, share: f32, bit: u8) {
        let sum = &mut self.shares[number as usize];
        if sum.0 == 0.0 {
            self.seen.push(number);
        }
        *sum = (sum.0 + share, sum.1 | bit);
    }

    /// Moves everything into `postings`, sorted by document.
    fn drain(&mut self, postings: &mut Vec<(u32, u8)>) {
        self.seen.sort_unstable();
        postings.clear();
        for number in self.seen.drain(..) {
            let (sum, bits) = std::mem::take(&mut self.shares[number as usize]);
            let weight = (sum / (sum + SATURATION) * f32::from(WEIGHT)).round().clamp(1.0, f32::from(WEIGHT));
            postings.push((number, bits | weight as u8));
        }
    }
}

/// Terms stand one a line; they were made where the record was.
#[derive(Clone, Default)]
struct Lines;

struct LineStream<'a> {
    rest: &'a str,
    token: Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream { rest: text, token: Token::default() }
    }
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = self.rest.bytes().position(|byte| byte == b'\n') else { return false };
        let (line, rest) = (&self.rest[..end], &self.rest[end + 1..]);
        self.rest = rest;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(line);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
