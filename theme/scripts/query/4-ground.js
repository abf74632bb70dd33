// @ts-check
'use strict';

/**
 * What can be asked, read file by file as queries need it.
 *
 * @typedef {{ values: (string | number)[], rows: (number | number[])[] }} QueryColumn
 *   A row holds the places of its values: -1 for none, a number for one, a list for more.
 * @typedef {{ starts: Uint32Array, targets: Uint32Array }} QueryEdges  Of node `i` from `starts[i]` to `starts[i + 1]`.
 * @typedef {{ refs: string[], missing: string[], titles: (string | null)[], pages: string[] }} QueryNames
 * @typedef {{ version: string, entities: number, fields: [string, QueryField['type'], string][],
 *   relations: [string, string, string][], refs: string, states: string, text: string }} QueryManifest
 */
const queryGround = (() => {
  /** @param {Uint8Array} bytes */
  const json = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

  /** @param {QueryManifest} manifest @returns {QueryVocabulary} */
  function vocabulary(manifest) {
    /** @type {Map<string, QueryField>} */
    const fields = new Map(manifest.fields.map(([name, type, file]) => [name, { name, type, file }]));
    for (const field of [...fields.values()]) {
      const lower = field.name.toLowerCase();
      if (!fields.has(lower)) fields.set(lower, field);
    }
    /** @type {Map<string, QueryRelation[]>} */
    const relations = new Map();
    for (const [name, back, file] of manifest.relations) {
      relations.set(name, [{ name, back, file, reversed: false }]);
      relations.set(back, [{ name: back, back: name, file, reversed: true }]);
    }
    const all = [...relations.values()].flat();
    const depended = relations.get('depended-on-by');
    if (depended !== undefined) relations.set('dependency-of', depended);
    relations.set('related-to', all);
    return { fields, relations };
  }

  /** @param {{ degrees: number[], targets: number[] }} file @returns {QueryEdges} */
  function edges({ degrees, targets }) {
    const starts = new Uint32Array(degrees.length + 1);
    const ends = new Uint32Array(targets.length);
    let at = 0;
    degrees.forEach((degree, node) => {
      for (let last = 0, end = at + degree; at < end; at += 1) {
        last += targets[at];
        ends[at] = last;
      }
      starts[node + 1] = at;
    });
    return { starts, targets: ends };
  }

  /** The same edges from the other end. @param {QueryEdges} edges @returns {QueryEdges} */
  function turned({ starts, targets }) {
    const nodes = starts.length - 1;
    const counts = new Uint32Array(nodes + 1);
    for (const target of targets) counts[target + 1] += 1;
    for (let node = 0; node < nodes; node += 1) counts[node + 1] += counts[node];
    const next = counts.slice();
    const sources = new Uint32Array(targets.length);
    for (let node = 0; node < nodes; node += 1) {
      for (let at = starts[node]; at < starts[node + 1]; at += 1) {
        sources[next[targets[at]]] = node;
        next[targets[at]] += 1;
      }
    }
    return { starts: counts, targets: sources };
  }

  /** @param {ShardRunner} run */
  function open(run) {
    const { manifest, part } = callboardShards.open('query', 'query/', /** @type {(bytes: Uint8Array) => QueryManifest} */ (json), run);
    /** @type {Promise<QueryVocabulary> | null} */
    let words = null;
    /** @type {WeakMap<QueryEdges, QueryEdges>} */
    const reversed = new WeakMap();

    return {
      manifest,
      vocabulary: () => {
        words ??= manifest().then(vocabulary);
        words.catch(() => { words = null; });
        return words;
      },
      /** @returns {Promise<QueryNames>} */
      names: async () => part((await manifest()).refs, json),
      /** @returns {Promise<string[]>} */
      text: async () => part((await manifest()).text, json).then(({ rows }) => rows),
      /** @param {QueryField} field @returns {Promise<QueryColumn | null>} */
      column: async ({ name, file }) => (file === '' ? null : new Map(await part(file, json)).get(name) ?? null),
      /** @returns {Promise<QueryColumn>} */
      states: async () => part((await manifest()).states, json).then((columns) => columns[0][1]),
      /** The edges of a relation, from both ends. @param {QueryRelation} relation */
      edges: async ({ file, reversed: back }) => {
        const there = await part(file, (bytes) => edges(json(bytes)));
        let home = reversed.get(there);
        if (home === undefined) {
          home = turned(there);
          reversed.set(there, home);
        }
        return back ? { out: home, into: there } : { out: there, into: home };
      },
    };
  }

  return { open };
})();
