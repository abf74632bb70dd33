// @ts-check
'use strict';

/**
 * The entities that a query finds, in order.
 *
 * @typedef {ReturnType<typeof queryGround.open>} QueryGround
 * @typedef {Uint8Array} QuerySet  A one for each node that is in it.
 */
const queryAnswer = (() => {
  /** Reads what a query needs, and finds what it asks for. */
  class Asker {
    /** @param {QueryGround} ground @param {QueryManifest} manifest @param {QueryNames} names @param {string} today */
    constructor(ground, manifest, names, today) {
      this.ground = ground;
      this.entities = manifest.entities;
      this.nodes = [...names.refs, ...names.missing];
      this.today = today;
    }

    /** @param {(node: number) => boolean} test @param {number} count @returns {QuerySet} */
    set(test, count = this.entities) {
      const set = new Uint8Array(count);
      for (let node = 0; node < count; node += 1) if (test(node)) set[node] = 1;
      return set;
    }

    /** @param {QueryNode} node @returns {Promise<QuerySet>} */
    async find(node) {
      switch (node.op) {
        case 'all': return this.set(() => true);
        case 'text': {
          const rows = await this.ground.text();
          return this.set((entity) => rows[entity].includes(node.text));
        }
        case 'not': {
          const found = await this.find(node.of);
          return this.set((entity) => found[entity] === 0);
        }
        case 'and':
        case 'or': {
          const found = await Promise.all(node.of.map((one) => this.find(one)));
          return this.set(node.op === 'and' ? (at) => found.every((one) => one[at] === 1) : (at) => found.some((one) => one[at] === 1));
        }
        case 'field': return this.field(node.field, (value) => node.tests.some(({ matches }) => matches(value, this.today)));
        case 'relation': {
          const to = node.inner === null ? this.like(node.tests) : this.widen(await this.find(node.inner));
          return this.reach(to, node.relations, node.steps);
        }
        case 'owner': {
          const [owned, child] = await Promise.all(['owned-by', 'child-of'].map((name) => this.relation(name)));
          const to = this.like(node.tests);
          (await this.reach(to, child, Infinity)).forEach((yes, group) => { if (yes === 1) to[group] = 1; });
          return this.reach(to, owned, 1);
        }
        case 'in': {
          const up = await Promise.all(['part-of', 'member-of', 'child-of'].map((name) => this.relation(name)));
          return this.reach(this.like(node.tests), up.flat(), Infinity);
        }
        case 'is': {
          const { values, rows } = await this.ground.states();
          const wanted = values.map((state) => node.states.includes(String(state)));
          return this.set((entity) => placesOf(rows[entity]).some((place) => wanted[place]));
        }
        case 'has': return this.has(node.fields, node.relations);
        default: return this.count(node);
      }
    }

    /** @param {string} name */
    async relation(name) {
      return (await this.ground.vocabulary()).relations.get(name) ?? [];
    }

    /** Nodes whose reference is like one of the patterns. @param {QueryTest[]} tests */
    like(tests) {
      return this.set((node) => tests.some(({ matches }) => matches(this.nodes[node], this.today)), this.nodes.length);
    }

    /** @param {QuerySet} found */
    widen(found) {
      const set = new Uint8Array(this.nodes.length);
      set.set(found);
      return set;
    }

    /** @param {QueryField} field @param {(value: string | number) => boolean} test */
    async field(field, test) {
      const column = await this.ground.column(field);
      if (column === null) return new Uint8Array(this.entities);
      const wanted = column.values.map(test);
      return this.set((entity) => placesOf(column.rows[entity]).some((place) => wanted[place]));
    }

    /**
     * Entities that get to one of `to` in so many steps. What does not exist can be got to, but not passed.
     * @param {QuerySet} to @param {QueryRelation[]} relations @param {number} steps
     */
    async reach(to, relations, steps) {
      const edges = await Promise.all(relations.map((relation) => this.ground.edges(relation)));
      const found = new Uint8Array(this.entities);
      /** @type {number[]} */
      let front = [];
      to.forEach((yes, node) => { if (yes === 1) front.push(node); });
      for (let step = 0; step < steps && front.length > 0; step += 1) {
        /** @type {number[]} */
        const next = [];
        for (const { into } of edges) {
          for (const node of front) {
            for (let at = into.starts[node]; at < into.starts[node + 1]; at += 1) {
              const source = into.targets[at];
              if (source >= this.entities || found[source] === 1) continue;
              found[source] = 1;
              if (to[source] === 0) next.push(source);
            }
          }
        }
        front = next;
      }
      return found;
    }

    /** @param {QueryField[]} fields @param {QueryRelation[]} relations */
    async has(fields, relations) {
      const found = await Promise.all([
        ...fields.map((field) => this.field(field, () => true)),
        ...relations.map(async (relation) => {
          const { out } = await this.ground.edges(relation);
          return this.set((entity) => out.starts[entity + 1] > out.starts[entity]);
        }),
      ]);
      return this.set((entity) => found.some((one) => one[entity] === 1));
    }

    /** @param {Extract<QueryNode, { op: 'count' }>} node */
    async count({ field, relations, tests }) {
      /** @type {(entity: number) => number} */
      let size;
      if (field !== null) {
        const column = await this.ground.column(field);
        size = (entity) => (column === null ? 0 : placesOf(column.rows[entity]).length);
      } else {
        const edges = await Promise.all(relations.map((relation) => this.ground.edges(relation)));
        size = (entity) => {
          const ends = edges.map(({ out }) => out.targets.subarray(out.starts[entity], out.starts[entity + 1]));
          return ends.length === 1 ? ends[0].length : new Set(ends.flatMap((some) => [...some])).size;
        };
      }
      return this.set((entity) => tests.some(({ matches }) => matches(size(entity), this.today)));
    }

    /** @param {number[]} found @param {Query['sort']} sort */
    async order(found, sort) {
      const keys = await Promise.all(sort.map(async ({ field, down }) => {
        const column = await this.ground.column(field);
        const ranks = column === null ? [] : ranksOf(column.values);
        /** @param {number} entity */
        const rank = (entity) => {
          const places = column === null ? [] : placesOf(column.rows[entity]);
          if (places.length === 0) return Infinity;
          return places.map((place) => (down ? -ranks[place] : ranks[place])).reduce((a, b) => Math.min(a, b));
        };
        return new Map(found.map((entity) => [entity, rank(entity)]));
      }));
      const of = (/** @type {Map<number, number>} */ key, /** @type {number} */ entity) => key.get(entity) ?? Infinity;
      return found.sort((a, b) => {
        for (const key of keys) {
          const [left, right] = [of(key, a), of(key, b)];
          if (left !== right) return left < right ? -1 : 1;
        }
        return a - b;
      });
    }
  }

  /** @param {number | number[]} row @returns {number[]} */
  const placesOf = (row) => (typeof row !== 'number' ? row : row < 0 ? [] : [row]);

  /** The place of each value in their order, whatever the case first. @param {(string | number)[]} values */
  function ranksOf(values) {
    const keys = values.map((value) => (typeof value === 'number' ? value : value.toLowerCase()));
    /** @param {number} a @param {number} b */
    const order = (a, b) => compare(keys[a], keys[b]) || compare(values[a], values[b]);
    const ranks = new Array(values.length);
    values.map((_, place) => place).sort(order).forEach((place, rank) => { ranks[place] = rank; });
    return ranks;
  }

  /** @param {string | number} a @param {string | number} b */
  function compare(a, b) {
    return typeof a === 'string' && typeof b === 'string' ? searchStore.compare(a, b) : Number(a) - Number(b);
  }

  /**
   * The numbers of the entities that a query finds, in its order.
   * @param {QueryGround} ground @param {string} text @param {string} today  A date, as 2026-11-02.
   */
  async function answer(ground, text, today) {
    const [manifest, vocabulary, names] = await Promise.all([ground.manifest(), ground.vocabulary(), ground.names()]);
    const query = queryParse.parse(text, vocabulary);
    const asker = new Asker(ground, manifest, names, today);
    /** @type {number[]} */
    const found = [];
    (await asker.find(query.node)).forEach((yes, entity) => { if (yes === 1) found.push(entity); });
    return { entities: await asker.order(found, query.sort), names, query };
  }

  return { answer, placesOf };
})();
