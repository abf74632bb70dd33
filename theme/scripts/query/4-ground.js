// @ts-check
'use strict';

/**
 * What can be asked, read file by file as queries need it.
 *
 * @typedef {{ name: string, type: 'text' | 'ref' | 'number' | 'date' | 'package', file: string, place: number, many: boolean }} QueryField
 * @typedef {{ name: string, file: string, reversed: boolean }} QueryRelation
 *   One direction of a relation; `reversed` when the file holds the other one.
 * @typedef {{ names: Map<string, QueryName>, fields: QueryField[] }} QueryVocabulary
 * @typedef {{ values: (string | number)[], rows: (number | number[])[] }} QueryColumn
 *   A row holds the places of its values: -1 for none, a number for one, a list for more.
 * @typedef {{ starts: Uint32Array, targets: Uint32Array }} QueryEdges  Of node `i` from `starts[i]` to `starts[i + 1]`.
 * @typedef {{ refs: string[], missing: string[], nodes: string[], titles: (string | null)[], pages: string[], places: Map<string, number> }} QueryNames
 *   `nodes` are the references of all entities, then those that nothing declares; `places` are their numbers.
 * @typedef {{ version: string, entities: number, fields: QueryField[],
 *   relations: { name: string, back: string | null, also: string[], file: string }[], text: string[] }} QueryManifest
 */
const queryGround = (() => {
  const OPEN = /^(annotation|label|spec|metadata)\../is;
  /** Forward, these lead to what something needs; so does `provides-api`, backward. */
  const NEEDS = ['depends-on', 'consumes-api'];
  const SPECIAL = ['has', 'is', 'in', 'count', 'sort'];

  /** @param {Uint8Array} bytes */
  const json = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

  /** `dependsOn` as `depends-on`; all lower case. @param {string} name */
  const kebab = (name) => name.replace(/([a-z0-9])(?=[A-Z])/g, '$1-').toLowerCase();

  /** Whether a name is one of any key: `annotation.KEY` and the like. @param {string} name */
  const isOpen = (name) => OPEN.test(name);

  /** @param {QueryManifest} manifest @returns {QueryVocabulary} */
  function vocabulary({ fields, relations }) {
    /** @type {QueryRelation[]} */
    const all = relations.flatMap(({ name, file }) => [{ name, file, reversed: false }, { name, file, reversed: true }]);
    /** @type {Map<string, QueryName>} */
    const names = new Map([['related-to', { type: 'relation', relations: all }]]);
    const needs = all.filter(({ name, reversed }) => (name === 'provides-api' ? reversed : NEEDS.includes(name) && !reversed));
    names.set('needs', { type: 'relation', relations: needs });
    names.set('needed-by', { type: 'relation', relations: needs.map((one) => ({ ...one, reversed: !one.reversed })) });
    for (const { name, back, also, file } of relations) {
      names.set(name, { type: 'relation', relations: [{ name, file, reversed: false }] });
      for (const one of [...(back === null ? [] : [back]), ...also]) names.set(one, { type: 'relation', relations: [{ name: one, file, reversed: true }] });
    }
    for (const field of fields) names.set(field.name.toLowerCase(), { type: 'field', field });
    return { names, fields };
  }

  /** What a name stands for: in whatever case, or as `camelCase`. @param {QueryVocabulary} vocabulary @param {string} name @returns {QueryName | null} */
  function find({ names }, name) {
    return names.get(name.toLowerCase()) ?? names.get(kebab(name)) ?? (isOpen(name) ? { type: 'nothing' } : null);
  }

  /** The field of a name. @param {QueryVocabulary} vocabulary @param {string} name */
  function fieldOf(vocabulary, name) {
    const known = find(vocabulary, name);
    return known?.type === 'field' ? known.field : null;
  }

  /** @param {QueryVocabulary} vocabulary */
  const allNames = ({ names }) => [...names.keys(), ...SPECIAL];

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

  /** A column as rows of all entities. @param {{ values: (string | number)[], at?: number[], rows: (number | number[])[] }} written @param {number} entities @returns {QueryColumn} */
  function column({ values, at, rows }, entities) {
    if (at === undefined) return { values, rows };
    /** @type {(number | number[])[]} */
    const all = new Array(entities).fill(-1);
    let entity = 0;
    at.forEach((step, place) => {
      entity += step;
      all[entity] = rows[place];
    });
    return { values, rows: all };
  }

  /**
   * A directory of packages: all names with how many use each, and who uses which version, read when it is asked for.
   * @typedef {{ names: string[], counts: number[], users: (place: number) => Promise<[string, number[]][]> }} QueryPackages
   * @param {{ names: string[], counts: number[], firsts: number[], files: string[] }} directory @param {(file: string) => Promise<[string, number[]][][]>} read @returns {QueryPackages}
   */
  function packagesOf({ names, counts, firsts, files }, read) {
    return {
      names,
      counts,
      users: async (place) => {
        let file = files.length - 1;
        while (firsts[file] > place) file -= 1;
        return (await read(files[file]))[place - firsts[file]];
      },
    };
  }

  /** The same as rows of all entities. @param {QueryPackages} packages @param {number} entities @returns {Promise<QueryColumn>} */
  async function rowsOf({ names, users }, entities) {
    const all = await Promise.all(names.map((_, place) => users(place)));
    const labels = all.flatMap((versions, place) => versions.map(([version, steps]) => ({ label: version === '' ? names[place] : `${names[place]}@${version}`, steps })));
    labels.sort((a, b) => searchStore.compare(a.label, b.label));
    /** @type {number[][]} */
    const rows = Array.from({ length: entities }, () => []);
    labels.forEach(({ steps }, place) => {
      let entity = 0;
      for (const step of steps) {
        entity += step;
        rows[entity].push(place);
      }
    });
    const compact = rows.map((row) => (row.length > 1 ? row : row[0] ?? -1));
    return { values: labels.map(({ label }) => label), rows: compact };
  }

  /** @param {Uint8Array} bytes @returns {QueryNames} */
  function names(bytes) {
    const { refs, missing, titles, pages: strange } = json(bytes);
    const pages = refs.map((/** @type {string} */ ref) => `catalog/${ref.replace(':', '/')}.html`);
    for (const [entity, page] of strange) pages[entity] = page;
    /** @type {string[]} */
    const nodes = refs.concat(missing);
    const places = new Map(nodes.map((ref, place) => [ref, place]));
    return { refs, missing, nodes, titles, pages, places };
  }

  /** @param {ShardRunner} run */
  function open(run) {
    const { manifest, part } = callboardShards.open('query', 'query/', /** @type {(bytes: Uint8Array) => QueryManifest} */ (json), run);
    /** @type {Promise<QueryVocabulary> | null} */
    let words = null;
    /** @type {WeakMap<QueryEdges, QueryEdges>} */
    const reversed = new WeakMap();
    /** @type {Promise<string[]> | null} */
    let texts = null;
    const readTexts = async () => (await Promise.all((await manifest()).text.map((file) => part(file, json)))).flatMap(({ rows }) => rows);
    /** @type {WeakMap<object, QueryColumn>} */
    const columns = new WeakMap();

    /** @type {Map<string, Promise<QueryPackages>>} */
    const directories = new Map();
    const readPackages = async (/** @type {string} */ file) => packagesOf((await part(file, json))[0], (name) => part(name, json));
    const packages = (/** @type {string} */ file) => {
      const known = directories.get(file) ?? readPackages(file);
      directories.set(file, known);
      known.catch(() => directories.delete(file));
      return known;
    };

    return {
      manifest,
      /** @param {QueryField} field */
      packages: ({ file }) => packages(file),
      vocabulary: () => {
        words ??= manifest().then(vocabulary);
        words.catch(() => { words = null; });
        return words;
      },
      names: () => part('refs', names),
      /** What words are looked for in, lower case. @returns {Promise<string[]>} */
      text: () => {
        texts ??= readTexts();
        texts.catch(() => { texts = null; });
        return texts;
      },
      /** @param {QueryField} field @returns {Promise<QueryColumn>} */
      column: async ({ file, place, type }) => {
        if (type === 'package') {
          const directory = await packages(file);
          const known = columns.get(directory) ?? await rowsOf(directory, (await manifest()).entities);
          columns.set(directory, known);
          return known;
        }
        if (file === 'refs') {
          const { refs } = await part('refs', names);
          return { values: refs, rows: refs.map((_, entity) => entity) };
        }
        const written = (await part(file, json))[place];
        const known = columns.get(written) ?? column(written, (await manifest()).entities);
        columns.set(written, known);
        return known;
      },
      /** The edges of a relation, from both ends. @param {QueryRelation} relation */
      edges: async ({ file, reversed: back }) => {
        const there = await part(file, (bytes) => edges(json(bytes)));
        const home = reversed.get(there) ?? turned(there);
        reversed.set(there, home);
        return back ? { out: home, into: there } : { out: there, into: home };
      },
    };
  }

  return { open, find, fieldOf, allNames, isOpen, kebab };
})();
