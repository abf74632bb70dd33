// @ts-check
'use strict';

/**
 * Pieces as a tree, and what is wrong with them.
 *
 * @typedef {{ name: string, type: 'text' | 'ref' | 'number' | 'date', file: string }} QueryField
 * @typedef {{ name: string, back: string, file: string, reversed: boolean }} QueryRelation
 *   One direction of a relation; `reversed` when the file holds the other one.
 * @typedef {{ fields: Map<string, QueryField>, relations: Map<string, QueryRelation[]> }} QueryVocabulary
 *   `related-to` is every direction of every relation.
 * @typedef {{ item: QueryItem, matches: (value: string | number, today: string) => boolean }} QueryTest
 * @typedef {{ op: 'all' } | { op: 'text', text: string } | { op: 'not', of: QueryNode }
 *   | { op: 'and' | 'or', of: QueryNode[] }
 *   | { op: 'field', field: QueryField, tests: QueryTest[] }
 *   | { op: 'relation', relations: QueryRelation[], steps: number, tests: QueryTest[], inner: QueryNode | null }
 *   | { op: 'owner', tests: QueryTest[] } | { op: 'in', tests: QueryTest[] } | { op: 'is', states: string[] }
 *   | { op: 'has', fields: QueryField[], relations: QueryRelation[] }
 *   | { op: 'count', field: QueryField | null, relations: QueryRelation[], tests: QueryTest[] }} QueryNode
 * @typedef {{ node: QueryNode, sort: { field: QueryField, down: boolean }[] }} Query
 */
const queryParse = (() => {
  const { fail } = queryTokens;
  const MOST_TERMS = 100;
  const MOST_LEVELS = 20;
  const STATES = ['orphan', 'unowned', 'dangling', 'cyclic'];
  const WORDS = ['has', 'is', 'in', 'sort'];
  const OPEN = /^(spec|metadata|annotation|label)\..+/is;

  /** A name in the one spelling that names have here. @param {string} name */
  const kebab = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

  class Parser {
    /** @param {QueryToken[]} tokens @param {QueryVocabulary} vocabulary */
    constructor(tokens, vocabulary) {
      this.tokens = tokens;
      this.vocabulary = vocabulary;
      this.at = 0;
      this.terms = 0;
      this.level = 0;
      /** How many operators stand around: `sort:` may only stand where there is none. */
      this.inside = 0;
      /** @type {Query['sort']} */
      this.sort = [];
    }

    get token() {
      return this.tokens[this.at];
    }

    /** @returns {Query} */
    query() {
      const node = this.tokens.length === 0 ? allNode : this.either();
      if (this.token !== undefined) fail(this.token.start, this.token.end, 'no parenthesis is open here', 'take it away');
      return { node, sort: this.sort };
    }

    /** @returns {QueryNode} */
    either() {
      const start = this.at;
      const hasOr = this.hasOr();
      if (hasOr) this.inside += 1;
      const found = [this.both()];
      while (this.token?.type === 'OR') {
        const operator = this.token;
        this.at += 1;
        if (this.at - 1 === start || this.missing()) lonely(operator);
        found.push(this.both());
      }
      if (hasOr) this.inside -= 1;
      return found.length === 1 ? found[0] : { op: 'or', of: found };
    }

    /** Whether an `OR` stands on this level. */
    hasOr() {
      let depth = 0;
      for (let at = this.at; at < this.tokens.length; at += 1) {
        const { type } = this.tokens[at];
        if (type === '(') depth += 1;
        else if (type === ')' && depth === 0) return false;
        else if (type === ')') depth -= 1;
        else if (type === 'OR' && depth === 0) return true;
      }
      return false;
    }

    /** Whether no term begins here. */
    missing() {
      return this.token === undefined || this.token.type === ')' || this.token.type === 'AND' || this.token.type === 'OR';
    }

    /** @returns {QueryNode} */
    both() {
      if (this.token?.type === 'AND' || this.token?.type === 'OR') lonely(this.token);
      const found = [this.unary()];
      for (;;) {
        const operator = this.token;
        if (operator?.type === 'AND') {
          this.at += 1;
          if (this.missing()) lonely(operator);
        } else if (this.missing()) break;
        found.push(this.unary());
      }
      const kept = found.filter((node) => node.op !== 'all');
      return kept.length === 0 ? allNode : kept.length === 1 ? kept[0] : { op: 'and', of: kept };
    }

    /** @returns {QueryNode} */
    unary() {
      const { token } = this;
      if (token.type === 'NOT' || token.type === 'not') {
        this.at += 1;
        if (this.missing()) lonely(token);
        this.enter(token);
        this.inside += 1;
        const of = this.unary();
        this.inside -= 1;
        this.level -= 1;
        return { op: 'not', of };
      }
      if (token.type === '(') return this.group();
      return this.term();
    }

    /** @param {QueryToken} token */
    enter(token) {
      this.level += 1;
      if (this.level > MOST_LEVELS) fail(token.start, token.start + 1, `a query has at most ${MOST_LEVELS} levels`);
    }

    /** What stands between parentheses. @returns {QueryNode} */
    group() {
      const open = this.token;
      this.enter(open);
      this.at += 1;
      if (this.token?.type === ')') fail(open.start, this.token.end, 'nothing between the parentheses');
      if (this.token === undefined) unclosed(open);
      this.inside += 1;
      const node = this.either();
      this.inside -= 1;
      if (this.token === undefined) unclosed(open);
      this.at += 1;
      this.level -= 1;
      return node;
    }

    /** @returns {QueryNode} */
    term() {
      const { token } = this;
      this.terms += 1;
      if (this.terms > MOST_TERMS) fail(token.start, token.end, `a query has at most ${MOST_TERMS} terms`);
      this.at += 1;
      if (token.type === 'word') return token.text === '' ? allNode : { op: 'text', text: token.text.toLowerCase() };
      if (token.type === 'count') return this.count(token);
      return this.key(token);
    }

    /** @param {QueryToken} token @returns {QueryNode} */
    key(token) {
      const [, name, star, digits] = /^(.*?)(?:(\*)(\d*))?$/s.exec(token.text) ?? [];
      const lower = name.toLowerCase();
      const keyEnd = token.start + Array.from(token.text).length;
      const steps = star === undefined ? 1 : digits === '' ? Infinity : Number(digits);
      const badSteps = star !== undefined && (steps < 1 || steps > 99) && steps !== Infinity;
      if (badSteps) fail(token.start, keyEnd, 'a number of steps is from 1 to 99');
      if (star === undefined && WORDS.includes(lower)) return this.word(token, lower);
      if (lower === 'owner' && star !== undefined && steps === Infinity) {
        return { op: 'owner', tests: this.references(token, keyEnd) };
      }
      const relations = this.vocabulary.relations.get(kebab(name));
      if (relations !== undefined && !this.vocabulary.fields.has(lower)) return this.relation(token, keyEnd, relations, steps);
      const field = fieldOf(this.vocabulary, name);
      if (field === null) return this.unknown(token.start, keyEnd, name);
      if (star !== undefined) fail(token.start, keyEnd, `\`${field.name}\` is a field and has no steps`, 'only relations take `*`');
      const items = this.plain(token, keyEnd);
      return { op: 'field', field, tests: items.map((item) => queryValues.test(item, field)) };
    }

    /** The values of a key that takes no inner query. @param {QueryToken} token @param {number} keyEnd @returns {QueryItem[]} */
    plain(token, keyEnd) {
      if (token.items.length === 0) {
        fail(keyEnd + 1, keyEnd + 2, 'only relations take a query in parentheses');
      }
      return token.items;
    }

    /** @param {QueryToken} token @param {number} keyEnd */
    references(token, keyEnd) {
      return this.plain(token, keyEnd).map(queryValues.reference);
    }

    /** @param {QueryToken} token @param {number} keyEnd @param {QueryRelation[]} relations @param {number} steps @returns {QueryNode} */
    relation(token, keyEnd, relations, steps) {
      const inner = token.items.length === 0 ? this.group() : null;
      const tests = inner === null ? this.references(token, keyEnd) : [];
      return { op: 'relation', relations, steps, tests, inner };
    }

    /** @param {QueryToken} token @param {string} word @returns {QueryNode} */
    word(token, word) {
      const keyEnd = token.start + Array.from(token.text).length;
      if (word === 'in') return { op: 'in', tests: this.references(token, keyEnd) };
      const items = this.plain(token, keyEnd);
      if (word === 'sort') return this.order(token);
      if (word === 'is') {
        for (const item of items) {
          if (!STATES.includes(item.text.toLowerCase())) {
            const near = queryNear.nearest(item.text, STATES);
            fail(item.start, item.end, `nothing is \`${item.text}\``, near === null ? `there is ${STATES.map((one) => `\`${one}\``).join(', ')}` : `did you mean \`${near}\`?`);
          }
        }
        return { op: 'is', states: items.map((item) => item.text.toLowerCase()) };
      }
      /** @type {{ op: 'has', fields: QueryField[], relations: QueryRelation[] }} */
      const has = { op: 'has', fields: [], relations: [] };
      for (const item of items) {
        const relations = this.vocabulary.relations.get(kebab(item.text));
        const field = fieldOf(this.vocabulary, item.text);
        if (field !== null) has.fields.push(field);
        else if (relations !== undefined) has.relations.push(...relations);
        else this.unknown(item.start, item.end, item.text);
      }
      return has;
    }

    /** @param {QueryToken} token @returns {QueryNode} */
    order(token) {
      if (this.inside > 0) fail(token.start, token.end, '`sort:` orders the whole answer', 'put it outside of parentheses, `OR` and `NOT`');
      for (const item of token.items) {
        const down = !item.quoted && item.text.startsWith('-');
        const name = down ? item.text.slice(1) : item.text;
        const field = fieldOf(this.vocabulary, name);
        if (field === null) return this.unknown(item.start, item.end, name);
        this.sort.push({ field, down });
      }
      return allNode;
    }

    /** @param {QueryToken} token @returns {QueryNode} */
    count(token) {
      const start = token.start + 6;
      const end = start + Array.from(token.text).length;
      const relations = this.vocabulary.relations.get(kebab(token.text));
      const field = fieldOf(this.vocabulary, token.text);
      if (field === null && relations === undefined) return this.unknown(start, end, token.text);
      const number = /** @type {QueryField} */ ({ name: `count(${token.text})`, type: 'number', file: '' });
      const tests = this.plain(token, end + 1).map((item) => queryValues.test(item, number));
      return { op: 'count', field, relations: field === null ? relations ?? [] : [], tests };
    }

    /** @param {number} start @param {number} end @param {string} name @returns {never} */
    unknown(start, end, name) {
      const { fields, relations } = this.vocabulary;
      const near = queryNear.nearest(name, [...fields.keys(), ...relations.keys(), ...WORDS]);
      const hint = near === null ? 'put a word with a colon in quotes' : `did you mean \`${near}\`?`;
      return fail(start, end, `no field is called \`${name}\``, hint);
    }
  }

  /** @type {QueryNode} */
  const allNode = { op: 'all' };

  /** @param {QueryToken} operator @returns {never} */
  function lonely(operator) {
    const name = operator.type === 'not' ? '-' : operator.type;
    const needs = name === 'NOT' || name === '-' ? 'needs a term after it' : 'needs a term on both sides';
    return fail(operator.start, operator.end, `\`${name}\` ${needs}`, 'put it in quotes to look for the word');
  }

  /** @param {QueryToken} open @returns {never} */
  const unclosed = (open) => fail(open.start, open.start + 1, 'the parenthesis is not closed', 'put `)` where it ends');

  /** @param {QueryVocabulary} vocabulary @param {string} name @returns {QueryField | null} */
  function fieldOf({ fields }, name) {
    const known = fields.get(name) ?? fields.get(name.toLowerCase());
    if (known !== undefined) return known;
    return OPEN.test(name) ? { name, type: 'text', file: '' } : null;
  }

  /** @param {string} text @param {QueryVocabulary} vocabulary @returns {Query} */
  const parse = (text, vocabulary) => new Parser(queryTokens.read(text), vocabulary).query();

  return { parse, kebab, fieldOf, STATES, WORDS };
})();
