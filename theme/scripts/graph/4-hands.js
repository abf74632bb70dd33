// @ts-check
'use strict';

/**
 * How the picture is taken hold of: by mouse, by fingers, by keys.
 *
 * @type {{ listen: (picture: any) => void }}
 */
const graphHands = (() => {
  /** Pointers shake so far without meaning to move. */
  const SHAKE = 4;
  /** @type {Map<string, [number, number]>} */
  const WAYS = new Map([['ArrowRight', [1, 0]], ['ArrowLeft', [-1, 0]], ['ArrowDown', [0, 1]], ['ArrowUp', [0, -1]]]);

  /** @param {InstanceType<typeof graphDraw.Picture>} picture */
  function listen(picture) {
    const { frame } = picture;
    let moved = false;
    drag(picture, () => { moved = false; }, () => { moved = true; });
    /** What an event points at: by its element, as keys and aids of reading name it, or by its place. @param {MouseEvent} event */
    const nodeOf = (event) => {
      const box = event.target instanceof Element ? event.target.closest('[data-node]') : null;
      return box === null ? picture.at(...place(frame, event)) : Number(box.getAttribute('data-node'));
    };
    frame.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey && !frame.contains(document.activeElement)) return;
      event.preventDefault();
      picture.zoom(Math.exp(-event.deltaY / 400), ...place(frame, event));
    }, { passive: false });
    frame.addEventListener('click', (event) => {
      const node = nodeOf(event);
      if (node !== null && !moved) picture.acts.select(node);
    });
    frame.addEventListener('dblclick', (event) => {
      const node = nodeOf(event);
      if (node !== null) picture.acts.expand(node);
    });
    frame.addEventListener('keydown', (event) => key(picture, event));
  }

  /** A point of an event in the frame. @param {HTMLElement} frame @param {MouseEvent} event @returns {[number, number]} */
  function place(frame, event) {
    const { left, top } = frame.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** @param {InstanceType<typeof graphDraw.Picture>} picture @param {() => void} start @param {() => void} move */
  function drag(picture, start, move) {
    const { frame } = picture;
    /** @type {Map<number, { x: number, y: number }>} */
    const fingers = new Map();
    frame.addEventListener('pointerdown', (event) => {
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      start();
    });
    frame.addEventListener('pointermove', (event) => {
      const last = fingers.get(event.pointerId);
      if (last === undefined) return hover(frame, picture.world, picture.at(...place(frame, event)));
      const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
      if (!frame.hasPointerCapture(event.pointerId)) {
        if (Math.hypot(dx, dy) < SHAKE) return;
        frame.setPointerCapture(event.pointerId);
      }
      move();
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      if (other === undefined) {
        picture.view.x += dx;
        picture.view.y += dy;
        picture.apply();
      } else {
        const before = Math.hypot(last.x - other.x, last.y - other.y);
        const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
        const { left, top } = frame.getBoundingClientRect();
        if (before > 0) picture.zoom(after / before, other.x - left, other.y - top);
      }
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    for (const name of /** @type {const} */ (['pointerup', 'pointercancel'])) {
      frame.addEventListener(name, (event) => fingers.delete(event.pointerId));
    }
  }

  /** Says what a speck is. @param {HTMLElement} frame @param {InstanceType<typeof graphWorld.World>} world @param {number | null} node */
  function hover(frame, world, node) {
    const face = node === null || world.specks.childElementCount === 0 ? null : world.face(node);
    const title = face === null ? '' : `${face.title} · ${face.detail}`;
    if (frame.title !== title) frame.title = title;
    frame.classList.toggle('is-over', face !== null);
  }

  /** @param {any} picture @param {KeyboardEvent} event */
  function key(picture, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS.get(event.key);
    if (way !== undefined) {
      const node = picture.beside(...way);
      if (node !== undefined && node >= 0) picture.acts.select(node);
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (picture.chosen >= 0) picture.acts.expand(picture.chosen);
      else if (picture.world.entry >= 0) picture.acts.select(picture.world.entry);
    } else if (event.key === '+' || event.key === '=') picture.zoom(1.25);
    else if (event.key === '-') picture.zoom(0.8);
    else if (event.key === '0') picture.fit();
    else return;
    event.preventDefault();
  }

  return { listen };
})();
