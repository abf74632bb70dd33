// @ts-check
'use strict';

/**
 * An answer as rows of chosen columns, and as files.
 *
 * @typedef {{ ref: string, cells: (string | number)[][] }} QueryRow
 * @typedef {{ columns: string[], many: boolean[], rows: QueryRow[] }} QueryTable  `many` says which columns may have several values.
 */
const queryTable = (() => {
  /**
   * @param {QueryGround} ground @param {{ entities: number[], names: QueryNames }} answer @param {string[]} columns
   * @returns {Promise<QueryTable>}
   */
  async function make(ground, { entities, names }, columns) {
    const vocabulary = await ground.vocabulary();
    const known = columns.filter((name) => queryGround.fieldOf(vocabulary, name) !== null);
    const read = known.map((name) => ground.column(/** @type {QueryField} */ (queryGround.fieldOf(vocabulary, name))));
    const data = await Promise.all(read);
    /** @param {number} entity @param {QueryColumn | null} column */
    const cell = (entity, column) => (column === null ? [] : queryAnswer.placesOf(column.rows[entity]).map((place) => column.values[place]));
    const rows = entities.map((entity) => ({ ref: names.refs[entity], cells: data.map((column) => cell(entity, column)) }));
    const many = known.map((name) => queryGround.fieldOf(vocabulary, name)?.many ?? false);
    return { columns: known, many, rows };
  }

  /**
   * How many entities have each value of a field, the most first; those without a value under null.
   * @param {QueryGround} ground @param {number[]} entities @param {string} name
   * @returns {Promise<[string | number | null, number][]>}
   */
  async function group(ground, entities, name) {
    const field = queryGround.fieldOf(await ground.vocabulary(), name);
    const column = field === null ? null : await ground.column(field);
    /** @type {Map<string | number | null, number>} */
    const counts = new Map();
    const add = (/** @type {string | number | null} */ value) => counts.set(value, (counts.get(value) ?? 0) + 1);
    for (const entity of entities) {
      const places = column === null ? [] : queryAnswer.placesOf(column.rows[entity]);
      if (places.length === 0) add(null);
      for (const place of places) add(column?.values[place] ?? null);
    }
    const text = (/** @type {string | number | null} */ value) => (value === null ? '' : String(value));
    return [...counts].sort(([a, m], [b, n]) => n - m || (a === null ? 1 : b === null ? -1 : searchStore.compare(text(a), text(b))));
  }

  /** @param {QueryTable} table */
  function json({ columns, many, rows }) {
    const value = (/** @type {number} */ place, /** @type {(string | number)[]} */ cell) => (many[place] ? cell : cell[0] ?? null);
    const object = (/** @type {QueryRow} */ { ref, cells }) => ({ ref, ...Object.fromEntries(columns.map((name, place) => [name, value(place, cells[place])])) });
    return `${JSON.stringify(rows.map(object), null, 2)}\n`;
  }

  /** A cell after RFC 4180, which a spreadsheet must not take for a formula. @param {string} text */
  function csvCell(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  /** @param {QueryTable} table */
  function csv({ columns, rows }) {
    const lines = [['ref', ...columns], ...rows.map(({ ref, cells }) => [ref, ...cells.map((cell) => cell.join(', '))])];
    return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
  }

  const escape = (/** @type {string} */ text) => text.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |\n`;

  /** How often each value of a field is there, as a file. @param {'csv' | 'json' | 'markdown'} format @param {string} name @param {[string | number | null, number][]} counts */
  function grouped(format, name, counts) {
    if (format === 'json') return `${JSON.stringify(counts.map(([value, count]) => ({ value, count })), null, 2)}\n`;
    const lines = [[name, 'count'], ...counts.map(([value, count]) => [String(value ?? ''), String(count)])];
    if (format === 'csv') return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
    return line(lines[0]) + line(['---', '---']) + lines.slice(1).map((cells) => line(cells.map(escape))).join('');
  }

  /** @param {QueryTable} table */
  function markdown({ columns, rows }) {
    const head = ['ref', ...columns];
    const body = rows.map(({ ref, cells }) => line([`\`${ref}\``, ...cells.map((cell) => escape(cell.join(', ')))]));
    return line(head) + line(head.map(() => '---')) + body.join('');
  }

  return { make, group, grouped, json, csv, markdown };
})();
