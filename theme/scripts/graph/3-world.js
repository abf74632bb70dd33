// @ts-check
'use strict';

/**
 * What is drawn of the graph. A few boxes are all there, whatever part of them is seen. Of many, only those that
 * are seen are elements, and from far away they are specks of one colour, so that what moves stays small.
 *
 * @typedef {{ left: number, right: number, top: number, bottom: number }} GraphRegion
 * @typedef {GraphCurve & { from: number, to: number, names: string[] }} GraphStroke
 */
const graphWorld = (() => {
  const { WIDTH, HEIGHT } = graphLayout;
  const { make, curve, box } = graphShapes;
  /** So many boxes are always there. */
  const FEW = 300;
  /** Smaller than this, words are left out. */
  const FAR = 0.6;
  /** How thick lines are. Those of many are no thicker than a pixel, which takes far less time to draw. */
  const LINE = 1.3;
  /** So many lines or specks make one element: less to move than one each, less to draw again than one of all. */
  const BUNDLE = 48;

  /** @param {GraphRegion} a @param {GraphRegion} b */
  const meet = (a, b) => a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top;

  /** Elements that each stand for several things of one class. @param {[string, string][]} things  The class and the path of each. */
  function bundles(things) {
    /** @type {Map<string, string[][]>} */
    const classes = new Map();
    for (const [name, path] of things) {
      const some = classes.get(name) ?? [[]];
      classes.set(name, some);
      if (some[some.length - 1].length === BUNDLE) some.push([]);
      some[some.length - 1].push(path);
    }
    return [...classes].flatMap(([name, some]) => some.map((paths) => make('path', { class: name, d: paths.join('') })));
  }

  class World {
    constructor() {
      this.lines = make('g', { 'aria-hidden': 'true' });
      this.specks = make('g', { 'aria-hidden': 'true' });
      this.near = make('g', { 'aria-hidden': 'true' });
      this.boxes = make('g', {});
      this.group = make('g', {}, this.lines, this.near, this.specks, this.boxes);
      /** @type {Map<number, GraphPlace>} */
      this.places = new Map();
      /** @type {GraphStroke[]} */
      this.strokes = [];
      /** @type {Map<number, SVGElement>} */
      this.drawn = new Map();
      /** @type {(node: number) => GraphLook} */
      this.look = () => ({ kind: '', missing: true, owner: 0 });
      /** @type {(node: number) => GraphFace} */
      this.face = () => ({ ...this.look(0), title: '', detail: '', start: false, more: 0 });
      this.entry = -1;
      this.chosen = -1;
    }

    /**
     * Takes what there is; nothing is drawn yet.
     * @param {Map<number, GraphPlace>} places @param {GraphLine[]} lines
     * @param {{ look: (node: number) => GraphLook, face: (node: number) => GraphFace }} faces @param {number} entry  Where Tab leads when nothing is chosen.
     */
    take(places, lines, { look, face }, entry) {
      Object.assign(this, { places, look, face, entry });
      this.strokes = lines.flatMap((line) => {
        const [from, to] = [places.get(line.from), places.get(line.to)];
        return from === undefined || to === undefined ? [] : [{ ...line, ...curve(from, to) }];
      });
      this.strokes.sort((a, b) => a.left + a.right - b.left - b.right || a.top - b.top);
      this.drawn.clear();
      this.boxes.replaceChildren();
    }

    get many() {
      return this.places.size > FEW;
    }

    /** Draws what is seen; everything without a region. @param {GraphRegion | null} region @param {number} scale */
    draw(region, scale) {
      const far = scale < FAR;
      const seen = this.many && region !== null ? region : null;
      const strokes = seen === null ? this.strokes : this.strokes.filter((stroke) => meet(stroke, seen));
      const tips = far ? [] : strokes.map(({ tip }) => /** @type {[string, string]} */ (['graph-tip', tip]));
      this.lines.setAttribute('stroke-width', String(this.many ? Math.min(LINE, 1 / scale) : LINE));
      this.lines.replaceChildren(...bundles([...strokes.map(({ names, curve: path }) => /** @type {[string, string]} */ ([`graph-line line-${names[0]}`, path])), ...tips]));
      const nodes = seen === null ? [...this.places.keys()] : this.within(seen);
      this.specks.replaceChildren(...(seen !== null && far ? this.far(nodes) : []));
      this.fill(seen !== null && far ? [] : nodes);
      this.mark();
    }

    /** @param {GraphRegion} region */
    within(region) {
      return [...this.places].filter(([, { x, y }]) => meet(region, { left: x, right: x + WIDTH, top: y, bottom: y + HEIGHT })).map(([node]) => node);
    }

    /** Boxes as specks, with the colours of their owners. @param {number[]} nodes */
    far(nodes) {
      /** @type {[string, string][]} */
      const specks = [];
      /** @type {[string, string][]} */
      const owners = [];
      for (const node of nodes) {
        const { x, y } = this.places.get(node) ?? { x: 0, y: 0 };
        const { kind, missing, owner } = this.look(node);
        specks.push([`graph-speck hue-${kind}${missing ? ' is-missing' : ''}`, `M${x} ${y}h${WIDTH}v${HEIGHT}h${-WIDTH}z`]);
        if (owner > 0) owners.push([`graph-owner owner-${owner}`, `M${x + 16} ${y}v${HEIGHT}`]);
      }
      return [...bundles(specks), ...bundles(owners)];
    }

    /** Makes elements of these boxes and of those that the keyboard needs. @param {number[]} nodes */
    fill(nodes) {
      const wanted = new Set([...nodes, ...[this.entry, this.chosen].filter((node) => this.places.has(node))]);
      for (const [node, element] of this.drawn) {
        if (wanted.has(node)) continue;
        element.remove();
        this.drawn.delete(node);
      }
      const made = [...wanted].filter((node) => !this.drawn.has(node)).map((node) => {
        const element = box(node, this.places.get(node) ?? { x: 0, y: 0 }, this.face(node));
        this.drawn.set(node, element);
        return element;
      });
      this.boxes.append(...made);
    }

    /** Chooses a node, which makes it an element. @param {number} node */
    choose(node) {
      this.chosen = this.places.has(node) ? node : -1;
      if (this.chosen >= 0 && !this.drawn.has(node)) this.fill([...this.drawn.keys()]);
      this.mark();
      return this.drawn.get(this.chosen);
    }

    /** Shows which node is chosen, with its lines; one box is reached by Tab, the chosen one or the entry. */
    mark() {
      const entry = this.drawn.get(this.chosen) ?? this.drawn.get(this.entry);
      for (const element of this.boxes.querySelectorAll('.is-chosen, [tabindex="0"]')) {
        element.classList.remove('is-chosen');
        if (element !== entry) element.setAttribute('tabindex', '-1');
      }
      entry?.setAttribute('tabindex', '0');
      this.drawn.get(this.chosen)?.classList.add('is-chosen');
      const own = this.chosen < 0 ? [] : this.strokes.filter(({ from, to }) => from === this.chosen || to === this.chosen);
      this.near.replaceChildren(...own.flatMap(({ curve: path, tip, names }) => [
        make('path', { class: `graph-line is-near line-${names[0]}`, d: path }, make('title', {}, names.join(', '))),
        make('path', { class: 'graph-tip is-near', d: tip }),
      ]));
    }
  }

  return { World, FAR };
})();
