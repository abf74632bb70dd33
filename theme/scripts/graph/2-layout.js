// @ts-check
'use strict';

/**
 * Where nodes stand: in bands by level, each in a cell that it keeps while others come and go.
 *
 * @typedef {{ from: number, to: number, names: string[] }} GraphLine
 * @typedef {{ level: number, column: number, row: number }} GraphCell
 */
const graphLayout = (() => {
  const WIDTH = 196;
  const HEIGHT = 44;
  const ACROSS = 84;
  const BESIDE = 24;
  const DOWN = 14;

  class Layout {
    constructor() {
      /** @type {Map<number, GraphCell>} */
      this.cells = new Map();
      /** @type {Map<string, number>} */
      this.taken = new Map();
      this.reach = 8;
    }

    /** Takes away what is no longer shown. @param {Set<number>} shown */
    keep(shown) {
      for (const [node, { level, column, row }] of this.cells) {
        if (shown.has(node)) continue;
        this.cells.delete(node);
        this.taken.delete(`${level} ${column} ${row}`);
      }
    }

    /** Puts a node into the free cell nearest to a row. @param {number} node @param {number} level @param {number} wanted */
    put(node, level, wanted) {
      const near = Math.max(-this.reach, Math.min(this.reach, Math.round(wanted)));
      for (let column = 0; ; column += 1) {
        for (let away = 0; away <= 2 * this.reach; away += 1) {
          for (const row of away === 0 ? [near] : [near + away, near - away]) {
            if (Math.abs(row) > this.reach || this.taken.has(`${level} ${column} ${row}`)) continue;
            this.taken.set(`${level} ${column} ${row}`, node);
            this.cells.set(node, { level, column, row });
            return;
          }
        }
      }
    }

    /** Everything anew. @param {Map<number, number>} levels @param {GraphLine[]} lines @param {(node: number) => string} title */
    arrange(levels, lines, title) {
      this.cells.clear();
      this.taken.clear();
      this.reach = Math.max(7, Math.ceil(Math.sqrt(levels.size) * 0.7));
      /** @type {Map<number, number[]>} */
      const bands = new Map();
      for (const [node, level] of levels) bands.set(level, [...(bands.get(level) ?? []), node]);
      const order = [...bands.keys()].sort((a, b) => Math.abs(a) - Math.abs(b) || b - a);
      const beside = neighbours(lines);
      for (const level of order) {
        const nodes = bands.get(level) ?? [];
        const wanted = new Map(nodes.map((node) => [node, this.middle(beside.get(node) ?? []) ?? 0]));
        nodes.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || searchStore.compare(title(a), title(b)));
        const tall = Math.min(nodes.length, 2 * this.reach + 1);
        nodes.forEach((node, place) => this.put(node, level, (place % tall) - (tall - 1) / 2));
      }
    }

    /** Adds nodes beside one that is there. @param {number} node @param {[number, number][]} added  Each with its level. @param {(node: number) => string} title */
    add(node, added, title) {
      const centre = this.cells.get(node)?.row ?? 0;
      added.sort(([a], [b]) => searchStore.compare(title(a), title(b)));
      /** @type {Map<number, number>} */
      const placed = new Map();
      for (const [one, level] of added) {
        const place = placed.get(level) ?? 0;
        placed.set(level, place + 1);
        const count = added.filter(([, other]) => other === level).length;
        this.put(one, level, centre + place - (count - 1) / 2);
      }
    }

    /** The mean row of the nodes that have a place. @param {number[]} nodes */
    middle(nodes) {
      const rows = nodes.map((node) => this.cells.get(node)?.row).filter((row) => row !== undefined);
      return rows.length === 0 ? null : rows.reduce((sum, row) => sum + row, 0) / rows.length;
    }

    /** Where the upper left corner of each node is, in pixels. @returns {Map<number, { x: number, y: number }>} */
    places() {
      /** @type {Map<number, number>} */
      const widths = new Map();
      for (const { level, column } of this.cells.values()) widths.set(level, Math.max(widths.get(level) ?? 0, column + 1));
      const levels = [...widths.keys()].sort((a, b) => a - b);
      /** @type {Map<number, number>} */
      const starts = new Map();
      let x = 0;
      for (const level of levels) {
        starts.set(level, x);
        const columns = widths.get(level) ?? 1;
        x += columns * WIDTH + (columns - 1) * BESIDE + ACROSS;
      }
      const shift = starts.get(0) ?? 0;
      return new Map([...this.cells].map(([node, { level, column, row }]) => {
        const left = (starts.get(level) ?? 0) - shift + column * (WIDTH + BESIDE);
        return [node, { x: left, y: row * (HEIGHT + DOWN) }];
      }));
    }
  }

  /** @param {GraphLine[]} lines */
  function neighbours(lines) {
    /** @type {Map<number, number[]>} */
    const beside = new Map();
    const add = (/** @type {number} */ a, /** @type {number} */ b) => {
      const list = beside.get(a);
      if (list === undefined) beside.set(a, [b]);
      else list.push(b);
    };
    for (const { from, to } of lines) {
      add(from, to);
      add(to, from);
    }
    return beside;
  }

  /**
   * Levels of nodes that have no start: each stands after what needs it, lines that close a cycle aside.
   * @param {number[]} nodes @param {GraphLine[]} lines
   */
  function levels(nodes, lines) {
    /** @type {Map<number, number[]>} */
    const out = new Map();
    for (const { from, to } of lines) {
      const list = out.get(from);
      if (list === undefined) out.set(from, [to]);
      else list.push(to);
    }
    /** @type {Map<number, 'open' | 'done'>} */
    const states = new Map();
    /** @type {number[]} */
    const order = [];
    /** @type {Map<number, number[]>} */
    const ahead = new Map();
    for (const first of nodes) {
      if (states.has(first)) continue;
      const stack = [{ node: first, next: 0 }];
      states.set(first, 'open');
      while (stack.length > 0) {
        const top = stack[stack.length - 1];
        const to = (out.get(top.node) ?? [])[top.next];
        top.next += 1;
        if (to === undefined) {
          states.set(top.node, 'done');
          order.push(top.node);
          stack.pop();
        } else if (states.get(to) !== 'open') {
          ahead.set(top.node, [...(ahead.get(top.node) ?? []), to]);
          if (!states.has(to)) {
            states.set(to, 'open');
            stack.push({ node: to, next: 0 });
          }
        }
      }
    }
    const found = new Map(nodes.map((node) => [node, 0]));
    for (const node of order.reverse()) {
      for (const to of ahead.get(node) ?? []) found.set(to, Math.max(found.get(to) ?? 0, (found.get(node) ?? 0) + 1));
    }
    return found;
  }

  return { Layout, levels, WIDTH, HEIGHT };
})();
