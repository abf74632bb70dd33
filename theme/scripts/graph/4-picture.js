// @ts-check
'use strict';

/** The graph as a picture that can be moved, enlarged and walked through by keyboard. */
const graphDraw = (() => {
  const { WIDTH, HEIGHT } = graphLayout;
  const { make } = graphShapes;
  const LEAST = 0.05;
  /** From this size on words can be read; a picture that is smaller is opened at the second. */
  const READ = 0.55;
  const NEAR = 0.85;
  /** In a frame that is less wide than the first, at this size. */
  const NARROW = 500;
  const CLOSE = 0.7;
  const LARGEST = 2.5;
  /** How high the line of buttons is that lies over the picture. */
  const ZOOM = 36;
  /** The part of its frame's size that a picture is drawn beyond each side of it. */
  const MARGIN = 0.25;
  /** Drawn larger or smaller than it is shown by at most this, a picture is still sharp enough to be moved. */
  const BLURRED = 1.8;
  /** After so many milliseconds without a move it stands still. */
  const STILL = 140;

  /** How far what begins and ends at these points is moved, so that no room is left empty while something is out of sight. @param {number} size @param {number} wanted @param {number} start @param {number} end */
  function within(size, wanted, start, end) {
    if (end - start <= size - 32) return (size - start - end) / 2;
    return Math.min(Math.max(wanted, size - 16 - end), 16 - start);
  }

  /**
   * The picture is drawn a little beyond the sides of its frame, and moved as a whole. It is drawn anew
   * where it would show its edge, where it would be blurred, and when it stands still.
   */
  class Picture {
    /** @param {SVGSVGElement} svg @param {{ select: (node: number) => void, expand: (node: number) => void }} acts */
    constructor(svg, acts) {
      this.svg = svg;
      this.frame = /** @type {HTMLElement} */ (svg.parentElement);
      this.acts = acts;
      this.world = new graphWorld.World();
      svg.replaceChildren(make('defs', {}), this.world.group);
      this.view = { x: 0, y: 0, scale: 1 };
      this.drawn = { x: 0, y: 0, scale: 1 };
      this.size = { width: 0, height: 0 };
      this.waiting = 0;
      this.still = 0;
      this.asked = false;
      new ResizeObserver(() => {
        this.measure();
        this.draw();
      }).observe(this.frame);
      addEventListener('beforeprint', () => this.print());
      graphHands.listen(this);
    }

    get places() {
      return this.world.places;
    }

    get chosen() {
      return this.world.chosen;
    }

    measure() {
      this.size = { width: this.frame.clientWidth, height: this.frame.clientHeight };
    }

    /**
     * @param {Map<number, GraphPlace>} places @param {GraphLine[]} lines
     * @param {{ look: (node: number) => GraphLook, face: (node: number) => GraphFace }} faces @param {number} entry
     */
    show(places, lines, faces, entry) {
      this.world.take(places, lines, faces, entry);
      this.choose(this.chosen, false);
      this.draw();
    }

    /** @param {number} node @param {boolean} focus */
    choose(node, focus) {
      const box = this.world.choose(node);
      this.svg.classList.toggle('has-chosen', box !== undefined);
      if (!focus || box === undefined) return;
      this.reveal(node);
      box.focus({ preventScroll: true });
    }

    /** Moves the picture so that a node is in it. @param {number} node */
    reveal(node) {
      const place = this.places.get(node);
      if (place === undefined) return;
      const { view, size: { width, height } } = this;
      const left = place.x * view.scale + view.x;
      const top = place.y * view.scale + view.y;
      const [w, h] = [WIDTH * view.scale, HEIGHT * view.scale];
      if (left < 16) view.x += 16 - left;
      else if (left + w > width - 16) view.x -= left + w - width + 16;
      if (top < 16) view.y += 16 - top;
      else if (top + h > height - 16) view.y -= top + h - height + 16;
      this.apply();
    }

    /** Shows the view with the next frame. */
    apply() {
      if (this.waiting !== 0) return;
      this.waiting = requestAnimationFrame(() => {
        this.waiting = 0;
        this.move();
      });
    }

    /** Moves what is drawn to where the view says, or draws it there. */
    move() {
      const { view, drawn, size: { width, height } } = this;
      const ratio = view.scale / drawn.scale;
      const [wide, high] = [width * MARGIN, height * MARGIN];
      const x = view.x + wide - (wide + drawn.x) * ratio;
      const y = view.y + high - (high + drawn.y) * ratio;
      const [right, bottom] = [x + (width + 2 * wide) * ratio, y + (height + 2 * high) * ratio];
      const covers = x <= wide && y <= high && right >= wide + width && bottom >= high + height;
      if (!covers || ratio > BLURRED || ratio < 1 / BLURRED) return this.draw();
      this.svg.style.transform = `translate(${x}px, ${y}px) scale(${ratio})`;
      clearTimeout(this.still);
      if (ratio !== 1) this.still = setTimeout(() => this.draw(), STILL);
    }

    /** Draws what the view shows and what is just outside. */
    draw() {
      clearTimeout(this.still);
      const { view: { x, y, scale }, size: { width, height } } = this;
      const [wide, high] = [width * MARGIN, height * MARGIN];
      this.drawn = { x: Math.round(x), y: Math.round(y), scale };
      this.view = { ...this.drawn };
      this.svg.style.transform = 'none';
      this.svg.classList.toggle('is-far', scale < graphWorld.FAR);
      this.svg.classList.toggle('is-many', this.world.many);
      this.world.group.setAttribute('transform', `translate(${this.drawn.x + wide} ${this.drawn.y + high}) scale(${scale})`);
      const [left, top] = [(-wide - x) / scale, (-high - y) / scale];
      this.world.draw({ left, top, right: left + (width + 2 * wide) / scale, bottom: top + (height + 2 * high) / scale }, scale);
    }

    /** Draws everything in its own size, for paper and files, until the picture is drawn again. */
    whole() {
      this.svg.style.transform = 'none';
      this.svg.classList.remove('is-far', 'is-many');
      this.world.group.removeAttribute('transform');
      this.world.draw(null, 1);
    }

    /** Everything at once, for paper. */
    print() {
      if (this.places.size === 0) return;
      const { left, top, right, bottom } = this.bounds();
      this.svg.setAttribute('viewBox', `${left - 8} ${top - 8} ${right - left + 16} ${bottom - top + 16}`);
      this.whole();
      addEventListener('afterprint', () => {
        this.svg.removeAttribute('viewBox');
        this.draw();
      }, { once: true });
    }

    /** The edges of everything shown. */
    bounds() {
      let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const { x, y } of this.places.values()) [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
      return { left, top: top - 10, right: right + WIDTH, bottom: bottom + HEIGHT };
    }

    /** Makes everything visible, no larger than life. */
    fit() {
      if (this.places.size === 0) return;
      this.measure();
      const { width, height } = this.size;
      const { left, top, right, bottom } = this.bounds();
      const room = height - ZOOM;
      const scale = Math.max(LEAST, Math.min(1, (width - 32) / (right - left), (room - 32) / (bottom - top)));
      this.view = { scale, x: (width - (left + right) * scale) / 2, y: (room - (top + bottom) * scale) / 2 };
      this.draw();
    }

    /** Makes everything visible, or, when it would be too small to read, what is around a node, or else the upper left. @param {number} node */
    open(node) {
      this.fit();
      if (this.view.scale >= READ) return;
      const place = this.places.get(node);
      if (place === undefined && this.world.many) return;
      const { width, height } = this.size;
      const scale = width < NARROW ? CLOSE : NEAR;
      const { left, top, right, bottom } = this.bounds();
      const at = place ?? { x: left, y: top };
      this.view = {
        scale,
        x: within(width, width / 2 - (at.x + WIDTH / 2) * scale, left * scale, right * scale),
        y: within(height - ZOOM, (height - ZOOM) / 2 - (at.y + HEIGHT / 2) * scale, top * scale, bottom * scale),
      };
      this.draw();
    }

    /** @param {number} factor @param {number} [x] @param {number} [y] */
    zoom(factor, x, y) {
      const { width, height } = this.size;
      const [cx, cy] = [x ?? width / 2, y ?? height / 2];
      const scale = Math.max(LEAST, Math.min(LARGEST, this.view.scale * factor));
      const ratio = scale / this.view.scale;
      this.view = { scale, x: cx - (cx - this.view.x) * ratio, y: cy - (cy - this.view.y) * ratio };
      this.apply();
    }

    /** The node at a point of the frame; null between nodes. @param {number} x @param {number} y */
    at(x, y) {
      const { view } = this;
      const [across, down] = [(x - view.x) / view.scale, (y - view.y) / view.scale];
      for (const [node, place] of this.places) {
        if (across >= place.x && across <= place.x + WIDTH && down >= place.y && down <= place.y + HEIGHT) return node;
      }
      return null;
    }

    /** The nearest node in a direction. @param {number} dx @param {number} dy */
    beside(dx, dy) {
      const from = this.places.get(this.chosen);
      if (from === undefined) return this.world.entry;
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
  }

  return { Picture };
})();
