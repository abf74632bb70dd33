// @ts-check
'use strict';

/**
 * A query as pieces. Positions count characters, as the command line's do, so that both point at the same place.
 *
 * @typedef {{ start: number, end: number }} QuerySpan
 * @typedef {QuerySpan & { message: string, hint?: string }} QueryError
 * @typedef {{ char: string, plain: boolean, at: number }} QueryLetter
 *   A character of a term; `plain` outside quotes and after no backslash, so that it may mean something.
 * @typedef {{ type: '(' | ')' | 'and' | 'or' | 'not' | 'term' | 'count' | 'bad-count', span: QuerySpan,
 *   letters: QueryLetter[], opens: boolean, name: QuerySpan }} QueryToken
 *   `opens` when a parenthesis follows at once; `name` is what stands between the parentheses of `count()`.
 */
const queryTokens = (() => {
  const LONGEST = 2000;
  const SPACE = /\p{White_Space}/u;

  /** @param {QuerySpan} span @param {string} message @param {string} [hint] @returns {never} */
  function fail({ start, end }, message, hint) {
    throw { start, end, message, hint };
  }

  class Reader {
    /** @param {string[]} chars */
    constructor(chars) {
      this.chars = chars;
      this.at = 0;
    }

    /** Whether a term ends at this place. */
    get ends() {
      const char = this.chars[this.at];
      return char === undefined || SPACE.test(char) || char === '(' || char === ')';
    }

    /** @returns {QueryToken | null} */
    next() {
      while (this.at < this.chars.length && SPACE.test(this.chars[this.at])) this.at += 1;
      const start = this.at;
      const char = this.chars[start];
      if (char === undefined) return null;
      /** @type {QueryToken} */
      const token = { type: 'term', span: { start, end: start }, letters: [], opens: false, name: { start, end: start } };
      if (char === '(' || char === ')' || char === '-') {
        this.at += 1;
        token.type = char === '-' ? 'not' : char;
      } else this.term(token);
      token.span.end = this.at;
      return token;
    }

    /** @param {QueryToken} token */
    term(token) {
      token.letters = this.letters();
      token.opens = this.chars[this.at] === '(';
      const written = this.chars.slice(token.span.start, this.at).join('');
      if (written === 'AND' || written === 'OR' || written === 'NOT') token.type = /** @type {'and'} */ (written.toLowerCase());
      else if (written === 'count' && token.opens) this.count(token);
    }

    /** From the parenthesis of `count(` on. @param {QueryToken} token */
    count(token) {
      this.at += 1;
      const start = this.at;
      while (!this.ends) this.at += 1;
      token.name = { start, end: this.at };
      token.type = 'bad-count';
      for (const expected of [')', ':']) {
        if (this.chars[this.at] !== expected) return;
        this.at += 1;
      }
      token.type = 'count';
      token.letters = this.letters();
    }

    /** Up to white space or a parenthesis outside quotes. */
    letters() {
      /** @type {QueryLetter[]} */
      const letters = [];
      let quote = -1;
      for (; this.at < this.chars.length; this.at += 1) {
        const { at } = this;
        const char = this.chars[at];
        if (char === '"') quote = quote < 0 ? at : -1;
        else if (char === '\\') {
          this.at += 1;
          if (this.at >= this.chars.length) fail({ start: at, end: at + 1 }, 'nothing follows the backslash', 'write `\\\\`');
          letters.push({ char: this.chars[this.at], plain: false, at });
        } else if (quote < 0 && this.ends) break;
        else letters.push({ char, plain: quote < 0, at });
      }
      if (quote >= 0) fail({ start: quote, end: this.chars.length }, 'this quote is never closed', 'write `\\"` for a quote itself');
      return letters;
    }
  }

  /** @param {string[]} chars @returns {QueryToken[]} */
  function read(chars) {
    if (chars.length > LONGEST) fail({ start: LONGEST, end: chars.length }, `a query has at most ${LONGEST} characters`);
    const reader = new Reader(chars);
    /** @type {QueryToken[]} */
    const tokens = [];
    for (let token = reader.next(); token !== null; token = reader.next()) tokens.push(token);
    return tokens;
  }

  return { read, fail };
})();
