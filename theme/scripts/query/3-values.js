// @ts-check
'use strict';

/** What a value must be like. */
const queryValues = (() => {
  const { fail } = queryTokens;
  const DAYS = new Map([['d', 1], ['w', 7], ['m', 30], ['y', 365]]);

  /** @typedef {(string | null)[]} QueryParts  Texts in lower case, with null for each wildcard. */

  /** @param {QueryItem} item @returns {QueryParts} */
  const parts = (item) => (item.wild ?? [item.text]).map((part) => part && part.toLowerCase());

  /**
   * Whether a text is like a pattern. Each text is looked for but once, so it takes no longer than the text is.
   * @param {QueryParts} pattern @param {string} text
   */
  function like(pattern, text) {
    let at = 0;
    let free = false;
    for (let place = 0; place < pattern.length; place += 1) {
      const part = pattern[place];
      if (part === null) {
        free = true;
        continue;
      }
      if (place === pattern.length - 1 && free) return text.length - part.length >= at && text.endsWith(part);
      const found = free ? text.indexOf(part, at) : text.startsWith(part, at) ? at : -1;
      if (found < 0) return false;
      at = found + part.length;
      free = false;
    }
    return free || at === text.length;
  }

  /** @param {QueryParts} pattern @param {string} mark @returns {[QueryParts, QueryParts] | null} */
  function cut(pattern, mark) {
    const place = pattern.findIndex((part) => part !== null && part.includes(mark));
    if (place < 0) return null;
    const part = /** @type {string} */ (pattern[place]);
    const at = part.indexOf(mark);
    const [left, right] = [part.slice(0, at), part.slice(at + 1)];
    return [
      [...pattern.slice(0, place), ...(left === '' ? [] : [left])],
      [...(right === '' ? [] : [right]), ...pattern.slice(place + 1)],
    ];
  }

  /** A pattern of references: `name`, `kind:name`, `namespace/name`, `kind/name` or all three. @param {QueryItem} item @returns {QueryTest} */
  function reference(item) {
    const withKind = cut(parts(item), ':');
    const rest = withKind === null ? parts(item) : withKind[1];
    const withSpace = cut(rest, '/');
    const name = withSpace === null ? rest : withSpace[1];
    /** @param {string | number} value */
    const matches = (value) => {
      const text = String(value).toLowerCase();
      const colon = text.indexOf(':');
      const slash = text.indexOf('/', colon);
      const [kind, space] = [text.slice(0, colon), text.slice(colon + 1, slash)];
      if (!like(name, text.slice(slash + 1))) return false;
      if (withKind !== null && !like(withKind[0], kind)) return false;
      if (withSpace === null) return true;
      return like(withSpace[0], space) || (withKind === null && like(withSpace[0], kind));
    };
    return { item, matches };
  }

  /** @param {string} day */
  const number = (day) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

  /**
   * The first and the last of what a text stands for.
   * @param {QueryItem} item @param {string} text @param {QueryField} field
   * @returns {{ first: string | number, last: string | number, age: boolean }}
   */
  function span(item, text, field) {
    if (field.type === 'number' && /^-?\d{1,15}(\.\d{1,6})?$/.test(text)) {
      return { first: Number(text), last: Number(text), age: false };
    }
    const age = /^(\d{1,6})([dwmy])$/i.exec(text);
    if (field.type === 'date' && age !== null) {
      const days = Number(age[1]) * (DAYS.get(age[2].toLowerCase()) ?? 1);
      return { first: days, last: days, age: true };
    }
    const date = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/.exec(text);
    if (field.type === 'date' && date !== null) {
      const [, year, month, day] = date;
      return { first: `${year}-${month ?? '01'}-${day ?? '01'}`, last: `${year}-${month ?? '12'}-${day ?? '31'}`, age: false };
    }
    const such = field.type === 'number' ? 'number' : 'date';
    return fail(item.start, item.end, `\`${text}\` is no ${such}`, such === 'date' ? 'write 2026-11-02, 2026-11, 2026 or an age as 90d' : 'write digits');
  }

  /**
   * @param {QueryItem} item @param {QueryField} field
   * @returns {QueryTest['matches']}
   */
  function compare(item, field) {
    const operator = item.quoted ? null : /^(>=|<=|>|<)/.exec(item.text);
    const ends = item.quoted || operator !== null ? null : /^(.*?)\.\.(.*)$/s.exec(item.text);
    /** @param {ReturnType<typeof span>} to @param {string | number} value @param {string} today */
    const of = (to, value, today) => (to.age ? number(today) - number(String(value)) : value);
    if (operator !== null) {
      const to = span(item, item.text.slice(operator[0].length), field);
      switch (operator[0]) {
        case '>': return (value, today) => of(to, value, today) > to.last;
        case '<': return (value, today) => of(to, value, today) < to.first;
        case '>=': return (value, today) => of(to, value, today) >= to.first;
        default: return (value, today) => of(to, value, today) <= to.last;
      }
    }
    const [, from, until] = ends ?? [null, item.text, item.text];
    const low = from === '*' && ends !== null ? null : span(item, from, field);
    const high = until === '*' && ends !== null ? null : span(item, until, field);
    return (value, today) => (low === null || of(low, value, today) >= low.first) && (high === null || of(high, value, today) <= high.last);
  }

  /** What a value of a field must be. @param {QueryItem} item @param {QueryField} field @returns {QueryTest} */
  function test(item, field) {
    if (field.type === 'ref') {
      if (!item.quoted && /^[<>]/.test(item.text)) unordered(item, field);
      return reference(item);
    }
    if (field.type === 'text') {
      if (!item.quoted && /^[<>]/.test(item.text)) unordered(item, field);
      const pattern = parts(item);
      return { item, matches: (value) => like(pattern, String(value).toLowerCase()) };
    }
    if (item.wild !== null && !item.text.includes('..')) {
      const pattern = parts(item);
      return { item, matches: (value) => like(pattern, String(value)) };
    }
    return { item, matches: compare(item, field) };
  }

  /** @param {QueryItem} item @param {QueryField} field @returns {never} */
  const unordered = (item, field) => fail(item.start, item.end, `\`${field.name}\` has no order`, 'only numbers and dates compare');

  return { test, reference };
})();
