// @ts-check
'use strict';

/**
 * What stands after the colon of a term.
 *
 * @typedef {{ letters: QueryLetter[], span: QuerySpan, text: string }} QueryAlternative  One of the values between commas.
 * @typedef {{ whole: string | null, name: string | null, matches: (reference: string) => boolean }} QueryReference
 * @typedef {{ kind: 'some' | 'number' | 'day' | 'age', low: number, high: number, lowOpen: boolean, highOpen: boolean }} QueryQuantity
 *   Between what a number, a day or an age must be; an open end is left out itself.
 */
const queryValues = (() => {
  const { fail } = queryTokens;
  const UNITS = new Map([['d', 1], ['w', 7], ['m', 30], ['y', 365]]);

  /** Cuts a value at its commas; null when one of them is empty. @param {QueryLetter[]} letters @param {QuerySpan} span @returns {QueryAlternative[] | null} */
  function alternatives(letters, span) {
    /** @type {QueryAlternative[]} */
    const found = [];
    let { start } = span;
    /** @type {QueryLetter[]} */
    let own = [];
    const end = (/** @type {number} */ at) => {
      found.push({ letters: own, span: { start, end: at }, text: own.map(({ char }) => char).join('') });
      own = [];
      start = at + 1;
    };
    for (const letter of letters) {
      if (letter.plain && letter.char === ',') end(letter.at);
      else own.push(letter);
    }
    end(span.end);
    return found.every((one) => one.span.start < one.span.end) ? found : null;
  }

  /** The texts before, between and after the wildcards of a pattern, in lower case. @param {QueryLetter[]} letters */
  function pattern(letters) {
    const parts = [''];
    for (const { char, plain } of letters) {
      if (plain && char === '*') parts.push('');
      else parts[parts.length - 1] += char;
    }
    return parts.map((part) => part.toLowerCase());
  }

  /** Whether a text in lower case is like a pattern as a whole. @param {string[]} parts @param {string} text */
  function like(parts, text) {
    if (parts.length === 1) return parts[0] === text;
    if (!text.startsWith(parts[0])) return false;
    let at = parts[0].length;
    for (const part of parts.slice(1, -1)) {
      const place = text.indexOf(part, at);
      if (place < 0) return false;
      at = place + part.length;
    }
    const last = parts[parts.length - 1];
    return text.length - last.length >= at && text.endsWith(last);
  }

  /** A reference of which some parts may be left open; `whole` when none is, and `name` when that is given whole. @param {QueryAlternative} alternative @returns {QueryReference} */
  function reference({ letters }) {
    const find = (/** @type {QueryLetter[]} */ some, /** @type {string} */ char) => some.findIndex((letter) => letter.char === char);
    const [colon, slash] = [find(letters, ':'), find(letters, '/')];
    const withKind = colon >= 0 && (slash < 0 || colon < slash);
    const rest = withKind ? letters.slice(colon + 1) : letters;
    const cut = find(rest, '/');
    const kind = withKind ? letters.slice(0, colon) : null;
    const place = cut < 0 ? null : rest.slice(0, cut);
    const name = rest.slice(cut + 1);
    if ([kind, place, name].some((part) => part?.length === 0)) return { whole: '', name: null, matches: () => false };
    const [kinds, places, names] = [kind, place, name].map((part) => (part === null ? null : pattern(part)));
    const open = [kinds, places, names].some((parts) => parts?.length !== 1);
    const matches = (/** @type {string} */ text) => {
      const at = text.indexOf(':');
      const end = text.indexOf('/', at + 1);
      if (at < 0 || end < 0 || names === null || !like(names, text.slice(end + 1))) return false;
      if (kinds !== null && !like(kinds, text.slice(0, at))) return false;
      if (places === null) return true;
      return like(places, text.slice(at + 1, end)) || (kinds === null && like(places, text.slice(0, at)));
    };
    return { whole: open ? null : `${kinds?.[0]}:${places?.[0]}/${names?.[0]}`, name: names?.length === 1 ? names[0] : null, matches };
  }

  /** The number of a day in the Gregorian calendar, from 1970. @param {number} year @param {number} month @param {number} day */
  const dayNumber = (year, month, day) => new Date(Date.UTC(2000, month - 1, day)).setUTCFullYear(year, month - 1, day) / 86_400_000;

  /** @param {number} year @param {number} month */
  const monthLength = (year, month) => (month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);

  /** The first and the last day of a year, a month or a day; null when there is none such. @param {string} text @returns {[number, number] | null} */
  function days(text) {
    const [, ...parts] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
    if (parts.length === 0) return null;
    const [year, month, day] = parts.map((part) => (part === undefined ? null : Number(part)));
    if (year === null) return null;
    if (month === null) return [dayNumber(year, 1, 1), dayNumber(year, 12, 31)];
    if (month < 1 || month > 12) return null;
    const length = monthLength(year, month);
    if (day === null) return [dayNumber(year, month, 1), dayNumber(year, month, length)];
    return day < 1 || day > length ? null : [dayNumber(year, month, day), dayNumber(year, month, day)];
  }

  /** @typedef {{ kind: 'number' | 'day' | 'age', low: number, high: number }} Bounds */

  /** @param {string} text @param {boolean} date @returns {Bounds | null} */
  function bounds(text, date) {
    if (!date) return /^-?\d+(\.\d+)?$/.test(text) ? { kind: 'number', low: Number(text), high: Number(text) } : null;
    const span = days(text);
    if (span !== null) return { kind: 'day', low: span[0], high: span[1] };
    const age = /^(\d+)([dwmy])$/.exec(text);
    if (age === null) return null;
    const count = Number(age[1]) * (UNITS.get(age[2]) ?? 1);
    return { kind: 'age', low: count, high: count };
  }

  /** @param {string} text @param {boolean} date @returns {QueryQuantity | null} */
  function comparison(text, date) {
    const between = { lowOpen: false, highOpen: false };
    const dots = text.indexOf('..');
    if (dots >= 0) {
      const sides = [text.slice(0, dots), text.slice(dots + 2)];
      const [from, to] = sides.map((side) => (side === '*' ? null : bounds(side, date)));
      if ((from === null && sides[0] !== '*') || (to === null && sides[1] !== '*')) return null;
      if (from !== null && to !== null && from.kind !== to.kind) return null;
      const kind = from?.kind ?? to?.kind ?? (date ? 'day' : 'number');
      return { ...between, kind, low: from?.low ?? -Infinity, high: to?.high ?? Infinity };
    }
    const operator = /^(>=|<=|>|<)?/.exec(text)?.[1] ?? '';
    const read = bounds(text.slice(operator.length), date);
    if (read === null) return null;
    const { kind, low, high } = read;
    switch (operator) {
      case '>=': return { ...between, kind, low, high: Infinity };
      case '<=': return { ...between, kind, low: -Infinity, high };
      case '>': return { kind, low: high, lowOpen: true, high: Infinity, highOpen: false };
      case '<': return { kind, low: -Infinity, lowOpen: false, high: low, highOpen: true };
      default: return { ...between, kind, low, high };
    }
  }

  /** Reads a comparison with a number or a day. @param {QueryAlternative} alternative @param {boolean} date @returns {QueryQuantity} */
  function quantity({ text, span }, date) {
    if (text === '*') return { kind: 'some', low: 0, high: 0, lowOpen: false, highOpen: false };
    const read = comparison(text, date);
    if (read !== null) return read;
    const shown = Array.from(text).slice(0, 40).join('');
    if (date) return fail(span, `\`${shown}\` is no date and no age`, 'write `2026-11-02`, `>2026-11`, `<90d`, `>1y` or `2026-01..2026-06`');
    return fail(span, `\`${shown}\` is no number`, 'write `3`, `>3`, `<=3`, `1..5` or `*..5`');
  }

  /** @param {QueryQuantity} quantity @param {number} number */
  function contains({ low, high, lowOpen, highOpen }, number) {
    return (low < number || (!lowOpen && low <= number)) && (number < high || (!highOpen && number <= high));
  }

  /** Whether a count is meant. @param {QueryQuantity} quantity @param {number} number */
  const isNumber = (quantity, number) => (quantity.kind === 'some' ? number > 0 : quantity.kind === 'number' && contains(quantity, number));

  /** Whether a day is meant. @param {QueryQuantity} quantity @param {string} day @param {string} today */
  function isDay(quantity, day, today) {
    const [own, now] = [days(day), days(today)];
    if (own === null || own[0] !== own[1] || now === null) return false;
    if (quantity.kind === 'some') return true;
    if (quantity.kind === 'day') return contains(quantity, own[0]);
    return quantity.kind === 'age' && contains(quantity, now[0] - own[0]);
  }

  return { alternatives, pattern, like, reference, quantity, isNumber, isDay };
})();
