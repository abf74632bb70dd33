// @ts-check
'use strict';

/**
 * The organisation as a graph: entities and what they name, and the relations between them.
 *
 * @typedef {{ name: string, back: string, out: QueryEdges, into: QueryEdges }} GraphRelation
 * @typedef {{ node: number, name: string, forward: boolean }} GraphStep  One relation, seen from the node it leaves.
 * @typedef {{ relations: Set<string>, without: Set<string>, direction: 'both' | 'out' | 'in' }} GraphFilter
 *   `out` is what a node needs, `in` what needs it; `without` are kinds that are left out.
 */
const graphModel = (() => {
  /** What fails with something: who depends on it, who consumes an API, and the APIs that it provides. */
  const FAILS = [['depends-on', false], ['consumes-api', false], ['provides-api', true]];

  class Model {
    /** @param {QueryNames} names @param {GraphRelation[]} relations @param {(entity: number) => string} owner */
    constructor(names, relations, owner) {
      this.entities = names.refs.length;
      this.refs = [...names.refs, ...names.missing];
      this.names = names;
      this.relations = relations;
      this.owner = owner;
      this.places = new Map(this.refs.map((ref, node) => [ref, node]));
    }

    /** @param {number} node */
    kind(node) {
      return this.refs[node].slice(0, this.refs[node].indexOf(':'));
    }

    /** @param {number} node */
    title(node) {
      return this.names.titles[node] ?? this.refs[node].slice(this.refs[node].indexOf('/') + 1);
    }

    /** The title of what a reference names. @param {string} ref */
    called(ref) {
      const node = this.places.get(ref);
      return node === undefined ? ref.slice(ref.indexOf('/') + 1) : this.title(node);
    }

    /** The page of an entity; null when it is declared nowhere. @param {number} node */
    page(node) {
      return this.names.pages[node] ?? null;
    }

    /** Everything beside a node. @param {number} node @param {GraphFilter} filter @returns {GraphStep[]} */
    around(node, { relations, without, direction }) {
      /** @type {GraphStep[]} */
      const steps = [];
      for (const { name, back, out, into } of this.relations) {
        if (!relations.has(name)) continue;
        if (direction !== 'in') this.each(out, node, without, (to) => steps.push({ node: to, name, forward: true }));
        if (direction !== 'out') this.each(into, node, without, (to) => steps.push({ node: to, name: back, forward: false }));
      }
      return steps;
    }

    /** @param {QueryEdges} edges @param {number} node @param {Set<string>} without @param {(to: number) => void} use */
    each(edges, node, without, use) {
      for (let at = edges.starts[node]; at < edges.starts[node + 1]; at += 1) {
        const to = edges.targets[at];
        if (to !== node && (without.size === 0 || !without.has(this.kind(to)))) use(to);
      }
    }

    /**
     * Nodes within some steps, each with its level: above 0 what `start` needs, below what needs it.
     * @param {number} start @param {number} depth @param {GraphFilter} filter @param {number} most
     */
    walk(start, depth, filter, most) {
      const levels = new Map([[start, 0]]);
      for (const direction of /** @type {const} */ (['out', 'in'])) {
        if (filter.direction !== 'both' && filter.direction !== direction) continue;
        const sign = direction === 'out' ? 1 : -1;
        let front = [start];
        for (let step = 1; step <= depth && front.length > 0; step += 1) {
          /** @type {number[]} */
          const next = [];
          for (const node of front) {
            for (const { node: to } of this.around(node, { ...filter, direction })) {
              if (levels.has(to) || levels.size >= most) continue;
              levels.set(to, sign * step);
              next.push(to);
            }
          }
          front = next;
        }
      }
      return levels;
    }

    /** The shortest way between two nodes, both included; null when there is none. @param {number} from @param {number} to @param {GraphFilter} filter */
    path(from, to, filter) {
      /** @type {Map<number, number>} */
      const before = new Map([[from, -1]]);
      let front = [from];
      while (front.length > 0 && !before.has(to)) {
        /** @type {number[]} */
        const next = [];
        for (const node of front) {
          for (const { node: other } of this.around(node, filter)) {
            if (before.has(other)) continue;
            before.set(other, node);
            next.push(other);
          }
        }
        front = next;
      }
      if (!before.has(to)) return null;
      const way = [];
      for (let node = to; node >= 0; node = before.get(node) ?? -1) way.push(node);
      return way.reverse();
    }

    /** What breaks when a node is gone, each with its level below 0. @param {number} start @param {number} most */
    broken(start, most) {
      const levels = new Map([[start, 0]]);
      let front = [start];
      for (let step = 1; front.length > 0; step += 1) {
        /** @type {number[]} */
        const next = [];
        for (const node of front) {
          for (const [name, forward] of FAILS) {
            const relation = this.relations.find((one) => one.name === name);
            if (relation === undefined) continue;
            this.each(forward ? relation.out : relation.into, node, new Set(), (to) => {
              if (levels.has(to) || levels.size >= most) return;
              levels.set(to, -step);
              next.push(to);
            });
          }
        }
        front = next;
      }
      return levels;
    }

    /** The relations among some nodes, as their names say them. @param {Iterable<number>} nodes @param {Set<string>} relations */
    between(nodes, relations) {
      const shown = new Set(nodes);
      /** @type {Map<string, { from: number, to: number, names: string[] }>} */
      const lines = new Map();
      for (const from of shown) {
        for (const { name, out } of this.relations) {
          if (!relations.has(name)) continue;
          this.each(out, from, new Set(), (to) => {
            if (!shown.has(to)) return;
            const line = lines.get(`${from} ${to}`);
            if (line === undefined) lines.set(`${from} ${to}`, { from, to, names: [name] });
            else line.names.push(name);
          });
        }
      }
      return [...lines.values()];
    }
  }

  /** @param {QueryGround} ground */
  async function load(ground) {
    const [manifest, vocabulary, names] = await Promise.all([ground.manifest(), ground.vocabulary(), ground.names()]);
    const relations = await Promise.all(manifest.relations.map(async ({ name, back, file }) => {
      const { out, into } = await ground.edges({ name, file, reversed: false });
      return { name, back: back ?? `${name} of`, out, into };
    }));
    const field = queryGround.fieldOf(vocabulary, 'owner');
    const column = field === null ? null : await ground.column(field);
    const owner = (/** @type {number} */ entity) => {
      const place = column === null || entity >= names.refs.length ? undefined : queryAnswer.placesOf(column.rows[entity])[0];
      return place === undefined ? '' : String(column?.values[place]);
    };
    return new Model(names, relations, owner);
  }

  return { load };
})();
