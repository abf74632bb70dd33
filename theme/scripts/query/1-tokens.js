// @ts-check
'use strict';

/**
 * A query as pieces. Positions count characters, as the command line's do, so that both point at the same place.
 *
 * @typedef {{ start: number, end: number, message: string, hint?: string }} QueryError
 * @typedef {{ text: string, wild: (string | null)[] | null, quoted: boolean, start: number, end: number }} QueryItem
 *   `wild` holds the parts of a pattern, with null for each wildcard.
 * @typedef {{ type: '(' | ')' | 'not' | 'AND' | 'OR' | 'NOT' | 'word' | 'key' | 'count',
 *   start: number, end: number, text: string, items: QueryItem[] }} QueryToken
 */
const queryTokens = (() => {
  const LONGEST = 2000;
  const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

  /** @param {number} start @param {number} end @param {string} message @param {string} [hint] @returns {never} */
  function fail(start, end, message, hint) {
    throw { start, end, message, hint };
  }

  class Reader {
    /** @param {string[]} chars */
    constructor(chars) {
      this.chars = chars;
      this.at = 0;
      /** @type {QueryToken[]} */
      this.tokens = [];
    }

    get char() {
      return this.chars[this.at];
    }

    /** Whether a term cannot go on at a place. @param {number} at */
    ends(at) {
      const char = this.chars[at];
      return char === undefined || SPACE.test(char) || char === '(' || char === ')';
    }

    /** @param {QueryToken['type']} type @param {number} start @param {string} text @param {QueryItem[]} items */
    push(type, start, text, items = []) {
      this.tokens.push({ type, start, end: this.at, text, items });
    }

    read() {
      while (this.char !== undefined) {
        const start = this.at;
        if (SPACE.test(this.char)) this.at += 1;
        else if (this.char === '(' || this.char === ')') {
          const type = this.char;
          this.at += 1;
          this.push(type, start, type);
        } else if (this.char === '-' && this.negates()) {
          this.at += 1;
          this.push('not', start, '-');
        } else this.term(start);
      }
      return this.tokens;
    }

    /** `-` before something that can be denied. */
    negates() {
      const next = this.chars[this.at + 1];
      return next !== undefined && next !== ')' && !SPACE.test(next);
    }

    /** @param {number} start */
    term(start) {
      if (this.char === '"') {
        const { text } = this.quoted();
        return this.push('word', start, text);
      }
      const key = this.key();
      if (key !== null) {
        this.at = key.end + 1;
        const items = this.char === '(' ? [] : this.items(key.text, start);
        return this.push(key.count ? 'count' : 'key', start, key.text, items);
      }
      const { text, plain } = this.run(false);
      const operator = plain && this.ends(this.at) && (text === 'AND' || text === 'OR' || text === 'NOT');
      this.push(operator ? /** @type {'AND'} */ (text) : 'word', start, text);
    }

    /** The key at this place, when there is one: characters up to a colon, or `count(…)`. */
    key() {
      const { chars } = this;
      let end = this.at;
      let count = false;
      if (/^count\($/i.test(chars.slice(end, end + 6).join(''))) {
        const close = chars.indexOf(')', end);
        if (close < 0 || chars[close + 1] !== ':') return null;
        return { text: chars.slice(end + 6, close).join(''), end: close + 1, count: true };
      }
      for (; !this.ends(end) && chars[end] !== '"' && chars[end] !== '\\'; end += 1) {
        if (chars[end] === ':') return end === this.at ? null : { text: chars.slice(this.at, end).join(''), end, count };
      }
      return null;
    }

    /** @param {string} key @param {number} start */
    items(key, start) {
      /** @type {QueryItem[]} */
      const items = [];
      for (;;) {
        const from = this.at;
        const item = this.char === '"' ? this.quoted() : this.run(true);
        if (item.end === from) fail(start, this.at, `give a value after \`${key}:\``, `write \`has:${key}\` for any value`);
        items.push(item);
        if (this.char !== ',') return items;
        this.at += 1;
      }
    }

    /** @returns {QueryItem} */
    quoted() {
      const start = this.at;
      this.at += 1;
      let text = '';
      for (; this.char !== '"'; this.at += 1) {
        if (this.char === undefined) fail(start, this.at, 'the quote is not closed', 'put `"` at its end');
        if (this.char === '\\' && this.at + 1 < this.chars.length) this.at += 1;
        text += this.char;
      }
      this.at += 1;
      return { text, wild: null, quoted: true, start, end: this.at };
    }

    /** Characters up to a space, parenthesis or quote; in a list also up to a comma. @param {boolean} list */
    run(list) {
      const start = this.at;
      let text = '';
      let plain = true;
      /** @type {(string | null)[]} */
      const wild = [];
      let part = '';
      for (; !this.ends(this.at) && this.char !== '"' && !(list && this.char === ','); this.at += 1) {
        if (this.char === '*') {
          wild.push(part, null);
          part = '';
          text += '*';
          continue;
        }
        if (this.char === '\\' && this.at + 1 < this.chars.length) {
          this.at += 1;
          plain = false;
        }
        text += this.char;
        part += this.char;
      }
      const parts = wild.length === 0 ? null : [...wild, part].filter((one) => one !== '');
      return { text, wild: parts, quoted: false, plain, start, end: this.at };
    }
  }

  /** @param {string} query @returns {QueryToken[]} */
  function read(query) {
    const chars = Array.from(query);
    if (chars.length > LONGEST) {
      fail(LONGEST, chars.length, `a query has at most ${LONGEST} characters`, 'ask in several steps');
    }
    return new Reader(chars).read();
  }

  return { read, fail };
})();
