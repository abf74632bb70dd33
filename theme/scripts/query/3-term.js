// @ts-check
'use strict';

/** One term: a word, or a name, a colon and a value. */
const queryTerm = (() => {
  const { fail } = queryTokens;
  const STATES = ['orphan', 'unowned', 'dangling', 'cyclic'];

  /** @typedef {{ name: string, nameSpan: QuerySpan, value: QueryLetter[], valueSpan: QuerySpan, whole: QuerySpan, inner: boolean }} Named */

  /** Cuts a term at its first plain colon. @param {QueryToken} token @returns {Named | null} */
  function named({ letters, span: whole, opens }) {
    const place = letters.findIndex(({ char, plain }) => plain && char === ':');
    if (place < 0) return null;
    const colon = letters[place].at;
    const valueSpan = { start: colon + 1, end: whole.end };
    return {
      name: letters.slice(0, place).map(({ char }) => char).join(''), nameSpan: { start: whole.start, end: colon },
      value: letters.slice(place + 1), valueSpan, whole, inner: opens && valueSpan.start === valueSpan.end,
    };
  }

  /** @param {Named} named */
  function alternatives({ value, valueSpan, whole }) {
    return queryValues.alternatives(value, valueSpan) ?? fail(whole, 'a value is missing', 'write `""` for the empty text');
  }

  /** References, or what an inner query finds. @param {QueryReader} reader @param {Named} named @returns {QueryTarget} */
  const target = (reader, named) => (named.inner ? { inner: reader.group() } : { references: alternatives(named).map(queryValues.reference) });

  /** @param {Named} named */
  function refuseInner({ inner, name, nameSpan }) {
    if (inner) fail(nameSpan, `\`${name}\` takes values and no inner query`, 'inner queries stand after relations');
  }

  /** Reads `sort:field`; null when the term is another one. @param {QueryReader} reader @param {QueryToken} token @returns {QuerySort | null} */
  function sort(reader, token) {
    const cut = named({ ...token, opens: false });
    if (cut === null || queryGround.kebab(cut.name) !== 'sort') return null;
    reader.countTerm(token.span);
    if (cut.valueSpan.start === cut.valueSpan.end) fail(token.span, 'a value is missing', 'write `sort:name` or `sort:-updated`');
    const text = cut.value.map(({ char }) => char).join('');
    const down = text.startsWith('-');
    const name = down ? text.slice(1) : text;
    const known = queryGround.find(reader.vocabulary, name);
    if (known === null) return unknown(reader, name, cut.valueSpan, 'field');
    if (known.type === 'relation') return fail(cut.valueSpan, `\`${short(name)}\` is a relation, and answers are sorted by fields`);
    return { field: known.type === 'field' ? known.field : null, down };
  }

  /** @param {QueryReader} reader @param {QueryToken} token @returns {QueryNode} */
  function term(reader, token) {
    if (token.type === 'count') return count(reader, token);
    if (token.type === 'bad-count') return fail(token.span, '`count` takes a name in parentheses and a comparison', 'write `count(depends-on):>10`');
    const cut = named(token);
    return cut === null ? { op: 'word', text: token.letters.map(({ char }) => char).join('').toLowerCase() } : name(reader, cut);
  }

  /** The term of a name and a value. @param {QueryReader} reader @param {Named} cut @returns {QueryNode} */
  function name(reader, cut) {
    if (cut.name === '') return fail({ start: cut.nameSpan.end, end: cut.nameSpan.end + 1 }, 'no name stands before the colon', 'put a word with a colon in quotes');
    const star = cut.name.indexOf('*');
    if (star >= 0 && !queryGround.isOpen(cut.name)) return steps(reader, cut, cut.name.slice(0, star), cut.name.slice(star + 1));
    switch (queryGround.kebab(cut.name)) {
      case 'has': return has(reader, cut);
      case 'is': return is(cut);
      case 'in': return { op: 'within', target: target(reader, cut) };
      case 'sort': return fail(cut.whole, 'the order of the whole answer stands outside of parentheses');
      default: break;
    }
    const known = queryGround.find(reader.vocabulary, cut.name);
    if (known === null) return unknown(reader, cut.name, cut.nameSpan, 'field');
    if (known.type === 'relation') return { op: 'related', relations: known.relations, most: 1, target: target(reader, cut) };
    refuseInner(cut);
    const values = alternatives(cut);
    if (known.type === 'nothing') return { op: 'nothing' };
    const { field } = known;
    if (field.type === 'text') return { op: 'text', field, patterns: values.map(({ letters }) => queryValues.pattern(letters)) };
    if (field.type === 'package') return { op: 'package', field, wanted: values.map(queryPackage.parse) };
    if (field.type === 'ref') return { op: 'ref', field, references: values.map(queryValues.reference) };
    return { op: 'quantity', field, quantities: values.map((value) => queryValues.quantity(value, field.type === 'date')) };
  }

  /** `name*:` and `name*3:`. @param {QueryReader} reader @param {Named} cut @param {string} base @param {string} digits @returns {QueryNode} */
  function steps(reader, cut, base, digits) {
    const known = queryGround.find(reader.vocabulary, base);
    if (known === null) return unknown(reader, base, cut.nameSpan, 'relation');
    if (known.type !== 'relation') {
      if (queryGround.kebab(base) === 'owner' && digits === '') return { op: 'owned', target: target(reader, cut) };
      return fail(cut.nameSpan, `\`${short(base)}\` is no relation, so it has no steps`, '`*` stands after relations and after `owner`');
    }
    const most = digits === '' ? Infinity : Number(digits);
    if (!/^[0-9]*$/.test(digits) || most === 0) return fail(cut.nameSpan, 'after `*` stands the number of steps, 1 or more, or nothing');
    return { op: 'related', relations: known.relations, most, target: target(reader, cut) };
  }

  /** @param {QueryReader} reader @param {Named} cut @returns {QueryNode} */
  function has(reader, cut) {
    refuseInner(cut);
    return { op: 'any', of: alternatives(cut).map(({ text, span }) => ({ op: 'has', counted: counted(reader, text, span) })) };
  }

  /** @param {Named} cut @returns {QueryNode} */
  function is(cut) {
    refuseInner(cut);
    const states = alternatives(cut).map(({ text, span }) => {
      const state = text.toLowerCase();
      if (STATES.includes(state)) return state;
      const near = queryNear.nearest(text, STATES);
      return fail(span, `no state is called \`${short(text)}\``, near === null ? `there are \`${STATES.join('`, `')}\`` : `did you mean \`${near}\`?`);
    });
    return { op: 'state', states };
  }

  /** @param {QueryReader} reader @param {QueryToken} token @returns {QueryNode} */
  function count(reader, { name: span, letters, span: whole }) {
    const what = counted(reader, reader.chars.slice(span.start, span.end).join(''), span);
    const values = queryValues.alternatives(letters, { start: span.end + 2, end: whole.end }) ?? fail(whole, 'a value is missing', 'write `count(depends-on):>10`');
    return { op: 'count', counted: what, quantities: values.map((value) => queryValues.quantity(value, false)) };
  }

  /** @param {QueryReader} reader @param {string} text @param {QuerySpan} span @returns {QueryName} */
  const counted = (reader, text, span) => queryGround.find(reader.vocabulary, text) ?? unknown(reader, text, span, 'field');

  /** @param {QueryReader} reader @param {string} text @param {QuerySpan} span @param {string} what @returns {never} */
  function unknown(reader, text, span, what) {
    const near = queryNear.nearest(queryGround.kebab(text), queryGround.allNames(reader.vocabulary));
    return fail(span, `no ${what} is called \`${short(text)}\``, near === null ? 'put a word with a colon in quotes' : `did you mean \`${near}\`?`);
  }

  /** Enough of a name for a message. @param {string} text */
  function short(text) {
    const chars = Array.from(text);
    return chars.length > 60 ? `${chars.slice(0, 60).join('')}…` : text;
  }

  return { sort, term, STATES };
})();
