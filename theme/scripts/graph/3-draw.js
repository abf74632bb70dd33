// @ts-check
'use strict';

/** The graph as a picture that can be moved, enlarged and walked through by keyboard. */
const graphDraw = (() => {
  const { WIDTH, HEIGHT } = graphLayout;
  const { make, curve, short } = graphShapes;
  /** Smaller than this, words are left out. */
  const FAR = 0.45;
  /** How high the line of buttons is that lies over the picture. */
  const ZOOM = 36;

  class Picture {
    /** @param {SVGSVGElement} svg @param {{ select: (node: number) => void, expand: (node: number) => void }} acts */
    constructor(svg, acts) {
      this.svg = svg;
      this.acts = acts;
      this.lines = make('g', { class: 'graph-lines', 'aria-hidden': 'true' });
      this.boxes = make('g', { class: 'graph-boxes' });
      this.world = make('g', { class: 'graph-world' }, this.lines, this.boxes);
      const tip = make('path', { d: 'M0 0 8 4 0 8z', class: 'graph-tip' });
      const marker = make('marker', { id: 'graph-arrow', viewBox: '0 0 8 8', refX: 2, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto-start-reverse', markerUnits: 'userSpaceOnUse' }, tip);
      svg.replaceChildren(make('defs', {}, marker), this.world);
      this.view = { x: 0, y: 0, scale: 1 };
      /** @type {Map<number, { x: number, y: number }>} */
      this.places = new Map();
      /** @type {Map<number, SVGElement>} */
      this.drawn = new Map();
      this.chosen = -1;
      this.frame = 0;
      this.still = 0;
      /** @type {Map<number, Element[]>} */
      this.ends = new Map();
      /** @type {Element[]} */
      this.marked = [];
      addEventListener('beforeprint', () => this.print());
      this.moves();
    }

    /** @param {Map<number, { x: number, y: number }>} places @param {GraphLine[]} lines @param {(node: number) => GraphFace} face */
    show(places, lines, face) {
      this.places = places;
      this.ends.clear();
      this.marked = [];
      this.lines.replaceChildren(...lines.map(({ from, to, names }) => {
        const [start, end] = [places.get(from), places.get(to)];
        if (start === undefined || end === undefined) return '';
        const path = make('path', { d: curve(start, end), class: `graph-line line-${names[0]}`, 'marker-end': 'url(#graph-arrow)', 'data-from': from, 'data-to': to });
        path.append(make('title', {}, names.join(', ')));
        for (const end of [from, to]) this.ends.set(end, [...(this.ends.get(end) ?? []), path]);
        return path;
      }));
      this.drawn.clear();
      this.boxes.replaceChildren(...[...places].map(([node, place]) => {
        const box = this.box(node, place, face(node));
        this.drawn.set(node, box);
        return box;
      }));
      if (!places.has(this.chosen)) this.chosen = -1;
      this.mark();
    }

    /** @param {number} node @param {{ x: number, y: number }} place @param {GraphFace} face */
    box(node, { x, y }, { title, detail, kind, missing, start, more }) {
      const box = make('g', {
        class: `graph-box hue-${kind}${missing ? ' is-missing' : ''}${start ? ' is-start' : ''}`, transform: `translate(${x} ${y})`,
        role: 'button', tabindex: -1, 'data-node': node,
      });
      const icon = document.getElementById(`i:${kind}`) === null ? 'generic' : kind;
      box.append(
        make('title', {}, `${title} · ${detail}, ${kind}${more > 0 ? `, ${more} more beside it` : ''}`),
        make('rect', { width: WIDTH, height: HEIGHT, rx: 6 }),
        make('use', { href: `#i:${icon}`, x: 10, y: 6, width: 16, height: 16, class: 'graph-icon' }),
        make('text', { x: 32, y: 19, class: 'graph-label', 'aria-hidden': 'true' }, short(title)),
        make('text', { x: 32, y: 34, class: 'graph-detail', 'aria-hidden': 'true' }, short(detail)),
      );
      if (more > 0) {
        box.append(make('g', { class: 'graph-more', 'aria-hidden': 'true', transform: `translate(${WIDTH - 14} 0)` }, make('rect', { x: -16, y: -8, width: 34, height: 17, rx: 8.5 }), make('text', { x: 1, y: 4.5, 'text-anchor': 'middle' }, `+${more}`)));
      }
      return box;
    }

    /** Shows which node is chosen and what stands beside it. */
    mark() {
      for (const marked of this.marked) {
        marked.classList.remove('is-chosen', 'is-near');
        if (marked.hasAttribute('tabindex')) marked.setAttribute('tabindex', '-1');
      }
      const box = this.drawn.get(this.chosen);
      const lines = this.ends.get(this.chosen) ?? [];
      box?.classList.add('is-chosen');
      for (const line of lines) line.classList.add('is-near');
      // One box is reached by Tab: the chosen one, or the first.
      const entry = box ?? this.drawn.values().next().value;
      entry?.setAttribute('tabindex', '0');
      this.marked = entry === undefined ? [] : [entry, ...lines];
      this.svg.classList.toggle('has-chosen', this.chosen >= 0);
    }

    /** @param {number} node @param {boolean} focus */
    choose(node, focus) {
      this.chosen = node;
      this.mark();
      const box = this.drawn.get(node);
      if (focus && box !== undefined) {
        this.reveal(node);
        box.focus({ preventScroll: true });
      }
    }

    /** Moves the picture so that a node is in it. @param {number} node */
    reveal(node) {
      const place = this.places.get(node);
      if (place === undefined) return;
      const { width, height } = this.svg.getBoundingClientRect();
      const { view } = this;
      const left = place.x * view.scale + view.x;
      const top = place.y * view.scale + view.y;
      const [w, h] = [WIDTH * view.scale, HEIGHT * view.scale];
      if (left < 16) view.x += 16 - left;
      else if (left + w > width - 16) view.x -= left + w - width + 16;
      if (top < 16) view.y += 16 - top;
      else if (top + h > height - 16) view.y -= top + h - height + 16;
      this.apply();
    }

    /** Shows the view with the next frame: moved as one layer, which is drawn sharp again when it stands still. */
    apply() {
      if (this.frame !== 0) return;
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        const { x, y, scale } = this.view;
        this.svg.classList.add('is-moving');
        this.svg.classList.toggle('is-far', scale < FAR);
        this.world.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
        clearTimeout(this.still);
        this.still = setTimeout(() => this.svg.classList.remove('is-moving'), 200);
      });
    }

    /** Everything at once, for paper. */
    print() {
      const { left, top, right, bottom } = this.bounds();
      if (this.places.size === 0) return;
      this.svg.setAttribute('viewBox', `${left - 8} ${top - 8} ${right - left + 16} ${bottom - top + 16}`);
      this.svg.classList.remove('is-far', 'is-moving');
      this.world.style.transform = 'none';
      addEventListener('afterprint', () => {
        this.svg.removeAttribute('viewBox');
        this.apply();
      }, { once: true });
    }

    /** The edges of everything shown. */
    bounds() {
      const all = [...this.places.values()];
      const least = (/** @type {'x' | 'y'} */ axis) => all.reduce((low, place) => Math.min(low, place[axis]), Infinity);
      const most = (/** @type {'x' | 'y'} */ axis) => all.reduce((high, place) => Math.max(high, place[axis]), -Infinity);
      return { left: least('x'), top: least('y') - 10, right: most('x') + WIDTH, bottom: most('y') + HEIGHT };
    }

    /** Makes everything visible, no larger than life. */
    fit() {
      if (this.places.size === 0) return;
      const { width, height } = this.svg.getBoundingClientRect();
      const { left, top, right, bottom } = this.bounds();
      const room = height - ZOOM;
      const scale = Math.max(0.05, Math.min(1, (width - 32) / (right - left), (room - 32) / (bottom - top)));
      this.view = { scale, x: (width - (left + right) * scale) / 2, y: (room - (top + bottom) * scale) / 2 };
      this.apply();
    }

    /** Makes everything visible, or, when it would be too small to read, what is around a node. @param {number} node */
    open(node) {
      this.fit();
      const place = this.places.get(node) ?? this.places.values().next().value;
      if (place === undefined || this.view.scale >= 0.55) return;
      const { width, height } = this.svg.getBoundingClientRect();
      this.view = { scale: 0.85, x: width / 2 - (place.x + WIDTH / 2) * 0.85, y: height / 2 - (place.y + HEIGHT / 2) * 0.85 };
      this.apply();
    }

    /** @param {number} factor @param {number} [x] @param {number} [y] */
    zoom(factor, x, y) {
      const { width, height } = this.svg.getBoundingClientRect();
      const [cx, cy] = [x ?? width / 2, y ?? height / 2];
      const scale = Math.max(0.05, Math.min(2.5, this.view.scale * factor));
      const ratio = scale / this.view.scale;
      this.view = { scale, x: cx - (cx - this.view.x) * ratio, y: cy - (cy - this.view.y) * ratio };
      this.apply();
    }

    /** The nearest node in a direction. @param {number} dx @param {number} dy */
    beside(dx, dy) {
      const from = this.places.get(this.chosen);
      if (from === undefined) return this.drawn.keys().next().value;
      let best = Infinity;
      let found = undefined;
      for (const [node, { x, y }] of this.places) {
        const [across, down] = [x - from.x, y - from.y];
        const ahead = across * dx + down * dy;
        if (node === this.chosen || ahead <= 0) continue;
        const away = ahead + 3 * Math.abs(across * dy + down * dx);
        if (away < best) {
          best = away;
          found = node;
        }
      }
      return found;
    }

    moves() {
      const { svg } = this;
      /** @param {EventTarget | null} target */
      const nodeOf = (target) => {
        const box = target instanceof Element ? target.closest('[data-node]') : null;
        return box === null ? null : Number(box.getAttribute('data-node'));
      };
      /** @type {Map<number, { x: number, y: number }>} */
      const fingers = new Map();
      let moved = false;
      svg.addEventListener('pointerdown', (event) => {
        fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
        moved = false;
      });
      svg.addEventListener('pointermove', (event) => {
        const last = fingers.get(event.pointerId);
        if (last === undefined) return;
        const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
        if (!moved && Math.hypot(dx, dy) < 4) return;
        moved = true;
        if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
        if (fingers.size === 2) {
          const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1] ?? last;
          const before = Math.hypot(last.x - other.x, last.y - other.y);
          const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
          const { left, top } = svg.getBoundingClientRect();
          if (before > 0) this.zoom(after / before, other.x - left, other.y - top);
        } else {
          this.view.x += dx;
          this.view.y += dy;
          this.apply();
        }
        fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      });
      for (const name of /** @type {const} */ (['pointerup', 'pointercancel'])) {
        svg.addEventListener(name, (event) => fingers.delete(event.pointerId));
      }
      svg.addEventListener('wheel', (event) => {
        if (!event.ctrlKey && !event.metaKey && document.activeElement?.closest('svg') !== svg) return;
        event.preventDefault();
        const { left, top } = svg.getBoundingClientRect();
        this.zoom(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
      }, { passive: false });
      svg.addEventListener('click', (event) => {
        const node = nodeOf(event.target);
        if (node !== null && !moved) this.acts.select(node);
      });
      svg.addEventListener('dblclick', (event) => {
        const node = nodeOf(event.target);
        if (node !== null) this.acts.expand(node);
      });
      svg.addEventListener('keydown', (event) => this.key(event));
    }

    /** @param {KeyboardEvent} event */
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      /** @type {Map<string, [number, number]>} */
      const ways = new Map([['ArrowRight', [1, 0]], ['ArrowLeft', [-1, 0]], ['ArrowDown', [0, 1]], ['ArrowUp', [0, -1]]]);
      const way = ways.get(event.key);
      if (way !== undefined) {
        const node = this.beside(...way);
        if (node !== undefined) this.acts.select(node);
      } else if (event.key === 'Enter' || event.key === ' ') {
        if (this.chosen >= 0) this.acts.expand(this.chosen);
        else {
          const first = this.drawn.keys().next().value;
          if (first !== undefined) this.acts.select(first);
        }
      } else if (event.key === '+' || event.key === '=') this.zoom(1.25);
      else if (event.key === '-') this.zoom(0.8);
      else if (event.key === '0') this.fit();
      else return;
      event.preventDefault();
    }
  }

  return { Picture };
})();

/** @typedef {{ title: string, detail: string, kind: string, missing: boolean, start: boolean, more: number }} GraphFace */
