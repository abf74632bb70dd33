// @ts-check
'use strict';

/**
 * Pieces as a tree, and what is wrong with them. The grammar, loosest first:
 *
 *     query   = [any]
 *     any     = all { "OR" all }
 *     all     = not { ["AND"] not }
 *     not     = { "NOT" | "-" } operand
 *     operand = "(" any ")" | term | name ":(" any ")"
 *
 * @typedef {{ type: 'field', field: QueryField } | { type: 'relation', relations: QueryRelation[] } | { type: 'nothing' }} QueryName
 * @typedef {{ references: QueryReference[] } | { inner: QueryNode }} QueryTarget
 * @typedef {{ op: 'all' | 'any', of: QueryNode[] } | { op: 'not', of: QueryNode } | { op: 'word', text: string }
 *   | { op: 'text', field: QueryField, patterns: string[][] }
 *   | { op: 'ref', field: QueryField, references: QueryReference[] }
 *   | { op: 'package', field: QueryField, wanted: QueryPackage[] }
 *   | { op: 'quantity', field: QueryField, quantities: QueryQuantity[] }
 *   | { op: 'has', counted: QueryName } | { op: 'count', counted: QueryName, quantities: QueryQuantity[] }
 *   | { op: 'related', relations: QueryRelation[], most: number, target: QueryTarget }
 *   | { op: 'owned' | 'within', target: QueryTarget } | { op: 'state', states: string[] } | { op: 'nothing' }} QueryNode
 * @typedef {{ field: QueryField | null, down: boolean }} QuerySort  Without a field when no entity has it.
 * @typedef {{ node: QueryNode, sorts: QuerySort[] }} Query
 */
const queryParse = (() => {
  const { fail } = queryTokens;
  const MOST_TERMS = 100;
  const MOST_LEVELS = 20;

  class Parser {
    /** @param {string[]} chars @param {QueryToken[]} tokens @param {QueryVocabulary} vocabulary */
    constructor(chars, tokens, vocabulary) {
      this.chars = chars;
      this.tokens = tokens;
      this.vocabulary = vocabulary;
      this.at = 0;
      this.levels = 0;
      this.terms = 0;
      /** @type {QuerySort[]} */
      this.sorts = [];
    }

    /** The next piece that is no sort; sorts stand anywhere outside parentheses and are put aside. @returns {QueryToken | undefined} */
    peek() {
      while (this.levels === 0 && this.tokens[this.at]?.type === 'term') {
        const sort = queryTerm.sort(this, this.tokens[this.at]);
        if (sort === null) break;
        this.at += 1;
        this.sorts.push(sort);
      }
      return this.tokens[this.at];
    }

    /** @returns {QueryNode} */
    any() {
      const sides = [this.all(null)];
      for (let token = this.peek(); token?.type === 'or'; token = this.peek()) {
        this.at += 1;
        sides.push(this.all(token.span));
      }
      return sides.length > 1 ? { op: 'any', of: sides } : sides[0];
    }

    /** Neighbours, after an operator or at the start. @param {QuerySpan | null} after @returns {QueryNode} */
    all(after) {
      const sides = [this.not(after)];
      for (let token = this.peek(); token !== undefined && token.type !== 'or' && token.type !== ')'; token = this.peek()) {
        if (token.type === 'and') this.at += 1;
        sides.push(this.not(token.type === 'and' ? token.span : null));
      }
      return sides.length > 1 ? { op: 'all', of: sides } : sides[0];
    }

    /** @param {QuerySpan | null} after @returns {QueryNode} */
    not(after) {
      let negated = false;
      let last = after;
      for (let token = this.peek(); token?.type === 'not'; token = this.peek()) {
        this.at += 1;
        negated = !negated;
        last = token.span;
      }
      const operand = this.operand(last);
      return negated ? { op: 'not', of: operand } : operand;
    }

    /** @param {QuerySpan | null} after @returns {QueryNode} */
    operand(after) {
      const token = this.peek();
      if (token?.type === '(') return this.group();
      if (token?.type === 'term' || token?.type === 'count' || token?.type === 'bad-count') {
        this.at += 1;
        this.countTerm(token.span);
        return queryTerm.term(this, token);
      }
      const span = after ?? token?.span ?? { start: 0, end: 0 };
      const name = this.chars.slice(span.start, span.end).join('');
      if (after === null && token?.type === ')') return fail(span, 'no parenthesis is open here');
      return fail(span, `nothing ${after === null ? 'stands before' : 'follows'} \`${name}\``, name === ')' ? undefined : `to search for the word, write \`"${name}"\``);
    }

    /** What stands between the parenthesis at hand and the one that closes it. @returns {QueryNode} */
    group() {
      const open = this.tokens[this.at].span;
      this.at += 1;
      if (this.levels === MOST_LEVELS) fail(open, `a query has at most ${MOST_LEVELS} levels of parentheses`);
      this.levels += 1;
      const first = this.peek();
      if (first?.type === ')') fail({ start: open.start, end: first.span.end }, 'nothing stands between these parentheses');
      if (first === undefined) fail(open, 'this parenthesis is never closed');
      const inner = this.any();
      if (this.peek() === undefined) fail(open, 'this parenthesis is never closed');
      this.at += 1;
      this.levels -= 1;
      return inner;
    }

    /** @param {QuerySpan} span */
    countTerm(span) {
      this.terms += 1;
      if (this.terms > MOST_TERMS) fail(span, `a query has at most ${MOST_TERMS} terms`);
    }
  }

  /** @param {string} text @param {QueryVocabulary} vocabulary @returns {Query} */
  function parse(text, vocabulary) {
    const chars = Array.from(text);
    const parser = new Parser(chars, queryTokens.read(chars), vocabulary);
    /** @type {QueryNode} */
    const node = parser.peek() === undefined ? { op: 'all', of: [] } : parser.any();
    const rest = parser.peek();
    if (rest !== undefined) fail(rest.span, 'no parenthesis is open here');
    return { node, sorts: parser.sorts };
  }

  return { parse };
})();

/** @typedef {{ chars: string[], vocabulary: QueryVocabulary, countTerm: (span: QuerySpan) => void, group: () => QueryNode }} QueryReader */
