//! The inverted index: tantivy turns documents into terms and postings, which are folded here into one weight
//! for each term and document, after BM25F (Robertson and Zaragoza, 2009).

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

/// Bytes with which tantivy's term table starts; it grows as needed.
const MEMORY: usize = 64 << 20;

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
    /// An empty index in memory.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn new() -> Result<Self, TantivyError> {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("lines").set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields = (0..FIELDS).map(|field| schema.add_text_field(&field.to_string(), options.clone())).collect();
        let tokenizers = tantivy::tokenizer::TokenizerManager::new();
        tokenizers.register("lines", Lines);
        let builder = Index::builder().schema(schema.build()).tokenizers(tokenizers).settings(IndexSettings::default());
        let writer = builder.single_segment_index_writer(RamDirectory::create(), MEMORY)?;
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

    /// Gives every term to `each`, sorted by bytes. `numbers` are the final numbers of the documents in the
    /// order in which they were added.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn finish(self, numbers: &[u32], each: &mut dyn FnMut(&Term<'_>)) -> Result<(), TantivyError> {
        let index = self.writer.finalize()?;
        for segment in index.searchable_segments()? {
            let reader = SegmentReader::open(&segment)?;
            let columns: Vec<Column> =
                self.fields.iter().map(|field| Column::open(&reader, *field)).collect::<Result<_, _>>()?;
            merge(&columns, numbers, each)?;
        }
        Ok(())
    }
}

/// One field of the segment.
struct Column {
    index: std::sync::Arc<InvertedIndexReader>,
    norms: FieldNormReader,
    average: f32,
}

impl Column {
    fn open(reader: &SegmentReader, field: Field) -> Result<Self, TantivyError> {
        let index = reader.inverted_index(field)?;
        let norms = reader.get_fieldnorms_reader(field)?;
        let average = (index.total_num_tokens() as f32 / reader.max_doc().max(1) as f32).max(1.0);
        Ok(Self { index, norms, average })
    }

    /// Adds this field's share of a term to `sums`, by document.
    fn add(
        &self,
        info: &TermInfo,
        (weight, shortness): (f32, f32),
        each: &mut dyn FnMut(u32, f32),
    ) -> Result<(), TantivyError> {
        let mut postings = self.index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let mut document = postings.doc();
        while document != TERMINATED {
            let length = self.norms.fieldnorm(document) as f32 / self.average;
            each(document, weight * postings.term_freq() as f32 / (1.0 - shortness + shortness * length));
            document = postings.advance();
        }
        Ok(())
    }
}

/// Walks through the terms of all fields at once.
fn merge(columns: &[Column], numbers: &[u32], each: &mut dyn FnMut(&Term<'_>)) -> Result<(), TantivyError> {
    let streams = columns.iter().map(|column| column.index.terms().stream()).collect::<Result<Vec<_>, _>>()?;
    let mut terms = TermMerger::new(streams);
    let mut sums = vec![(0.0_f32, 0_u8); numbers.len()];
    let mut seen: Vec<u32> = Vec::new();
    let mut postings: Vec<(u32, u8)> = Vec::new();
    while terms.advance() {
        for (field, info) in terms.current_segment_ords_and_term_infos() {
            let bit = [IN_TITLE, IN_NAME, IN_HEADING].get(field).copied().unwrap_or(0);
            columns[field].add(&info, WEIGHTS[field], &mut |document, share| {
                let number = numbers[document as usize];
                let sum = &mut sums[number as usize];
                if sum.0 == 0.0 {
                    seen.push(number);
                }
                *sum = (sum.0 + share, sum.1 | bit);
            })?;
        }
        seen.sort_unstable();
        postings.clear();
        for number in seen.drain(..) {
            let (sum, bits) = std::mem::take(&mut sums[number as usize]);
            let weight = (sum / (sum + SATURATION) * f32::from(WEIGHT)).round().clamp(1.0, f32::from(WEIGHT));
            postings.push((number, bits | weight as u8));
        }
        if let Ok(text) = std::str::from_utf8(terms.key()) {
            each(&Term { text, postings: &postings });
        }
    }
    Ok(())
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
