// @ts-check
'use strict';

/** The page of the graph: its address says what is shown. */
(() => {
  const page = document.querySelector('[data-graph]');
  if (!(page instanceof HTMLElement)) return;
  const { run, element } = searchView;
  const ground = queryGround.open(run);
  /** @param {string} name @returns {any} */
  const part = (name) => page.querySelector(`[data-${name}]`);
  const field = /** @type {HTMLInputElement} */ (part('start'));
  const layout = new graphLayout.Layout();
  const owners = new graphOwners.Owners();
  let state = graphState.read(location.hash);
  /** @type {any} */
  let model = null;
  /** @type {Map<number, number>} */
  let levels = new Map();
  let turn = 0;
  let note = '';
  const picture = new graphDraw.Picture(part('picture'), { select, expand });

  /** @param {number} node */
  const title = (node) => model.title(node);

  const lines = () => model.between(levels.keys(), graphState.relationsOf(state, model));

  /** Puts the state into the address. @param {Partial<GraphState>} change @param {boolean} anew */
  function commit(change, anew) {
    state = { ...state, ...change };
    if (anew) state = { ...state, open: [], hidden: [] };
    history[anew ? 'pushState' : 'replaceState'](null, '', graphState.write(state));
    if (anew) return rebuild();
    draw();
    picture.draw();
    return Promise.resolve();
  }

  /** Everything from the address. */
  async function rebuild() {
    turn += 1;
    const own = turn;
    try {
      const found = await graphState.base(state, model, ground);
      if (own !== turn) return;
      ({ levels, note } = found);
    } catch (error) {
      if (own !== turn) return;
      levels = new Map();
      note = error instanceof Error ? error.message : `${/** @type {QueryError} */ (error).message}.`;
    }
    layout.arrange(levels, lines(), title);
    for (const ref of state.open) {
      const node = model.places.get(ref);
      if (node !== undefined && levels.has(node)) grow(node);
    }
    for (const ref of state.hidden) {
      const node = model.places.get(ref);
      if (node !== undefined) levels.delete(node);
    }
    settle();
    draw();
    const start = model.places.get(state.start);
    picture.open(start ?? -1);
    if (start !== undefined && levels.has(start)) choose(start, false);
    else part('panel').replaceChildren(element('p', 'quiet', 'Choose something in the picture.'));
  }

  /** Adds what stands beside a node. @param {number} node */
  function grow(node) {
    const level = levels.get(node) ?? 0;
    /** @type {[number, number][]} */
    const added = [];
    for (const step of model.around(node, { ...graphState.filterOf(state, model), direction: 'both' })) {
      if (levels.has(step.node) || levels.size >= graphState.MOST) continue;
      const at = level + (step.forward ? 1 : -1);
      levels.set(step.node, at);
      added.push([step.node, at]);
    }
    layout.add(node, added, title);
    return added.length;
  }

  function draw() {
    layout.keep(new Set(levels.keys()));
    const filter = { ...graphState.filterOf(state, model), direction: /** @type {const} */ ('both') };
    const start = model.places.get(state.start);
    owners.assign([...levels.keys()].map((node) => model.owner(node)));
    const look = (/** @type {number} */ node) => ({ kind: model.kind(node), missing: model.page(node) === null, owner: owners.of(model.owner(node)) });
    const face = (/** @type {number} */ node) => {
      const beside = new Set(model.around(node, filter).map((/** @type {GraphStep} */ step) => step.node));
      const owner = model.owner(node);
      const detail = model.page(node) === null ? 'declared nowhere' : owner === '' ? model.kind(node) : model.called(owner);
      return { ...look(node), title: title(node), detail, start: node === start, more: [...beside].filter((one) => !levels.has(one)).length };
    };
    picture.show(layout.places(), lines(), { look, face }, start !== undefined && levels.has(start) ? start : [...levels.keys()][0] ?? -1);
    part('legend').replaceChildren(...owners.legend(
      (owner) => model.called(owner),
      new Set([...levels.keys()].map((node) => model.kind(node))),
      picture.world.many ? new Set() : graphState.relationsOf(state, model),
    ));
    if (part('list').open) list();
    const count = levels.size;
    const size = `${count.toLocaleString('en')} ${count === 1 ? 'entity' : 'entities'}`;
    part('count').textContent = [...(count > 0 ? [size] : []), ...(note === '' ? [] : [note])].join(' · ');
    part('empty').hidden = count > 0;
    part('canvas').hidden = count === 0;
    part('legend').hidden = count === 0;
    part('list').hidden = count === 0;
  }

  /** @param {number} node @param {boolean} focus */
  function choose(node, focus) {
    picture.choose(node, focus);
    const start = model.places.get(state.start) ?? -1;
    const acts = {
      shown: new Set(levels.keys()), start, expand, select,
      hide: (/** @type {number} */ one) => {
        levels.delete(one);
        commit({ hidden: [...state.hidden, model.refs[one]], open: state.open.filter((ref) => ref !== model.refs[one]) }, false);
        part('panel').replaceChildren();
      },
      begin: (/** @type {number} */ one) => commit({ start: model.refs[one], query: '', to: '', breaks: false }, true),
      breaks: (/** @type {number} */ one) => commit({ start: model.refs[one], query: '', to: '', breaks: true }, true),
      path: (/** @type {number} */ one) => commit({ to: model.refs[one], breaks: false, query: '' }, true),
    };
    graphPanel.show(part('panel'), model, node, acts, graphState.filterOf(state, model));
  }

  /** All that is shown in words: for those who do not see the picture, and to look for a name. */
  function list() {
    const nodes = [...levels.keys()].sort((a, b) => searchStore.compare(title(a), title(b)));
    part('list').querySelector('ul').replaceChildren(...nodes.map((node) => {
      const owner = model.owner(node);
      const detail = [model.kind(node), ...(model.page(node) === null ? ['declared nowhere'] : []), ...(owner === '' ? [] : [model.called(owner)])];
      return element('li', '', graphPanel.button(title(node), () => select(node), 'link'), ' ', element('span', 'quiet', detail.join(' · ')));
    }));
  }

  /** Chooses a node; one that is not in the picture comes in beside the one that is chosen. @param {number} node */
  function select(node) {
    if (!levels.has(node)) expand(picture.chosen);
    if (levels.has(node)) choose(node, true);
  }

  /** @param {number} node */
  function expand(node) {
    if (node < 0) return;
    const added = grow(node);
    if (added > 0) commit({ open: [...state.open, model.refs[node]] }, false);
    choose(node, true);
  }

  /** The title of what a reference names, or the reference. @param {string} ref */
  function called(ref) {
    const node = model.refs.indexOf(ref);
    return node < 0 ? ref : title(node);
  }

  /** Shows in the controls what the address says. */
  function settle() {
    if (document.activeElement !== field) field.value = state.query === '' ? state.start : '';
    part('depth').value = String(state.depth);
    part('direction').value = state.direction;
    const chosen = graphState.relationsOf(state, model);
    for (const box of page?.querySelectorAll('[data-relations] input') ?? []) if (box instanceof HTMLInputElement) box.checked = chosen.has(box.value);
    for (const box of page?.querySelectorAll('[data-kinds] input') ?? []) if (box instanceof HTMLInputElement) box.checked = !state.without.includes(box.value);
    const asked = state.query === '' ? state.to === '' ? state.breaks ? `What breaks without ${called(state.start)}` : '' : `From ${called(state.start)} to ${called(state.to)}` : state.query;
    part('asked').hidden = asked === '';
    part('asked').querySelector('span').textContent = asked;
    part('asked').querySelector('span').classList.toggle('mono', state.query !== '');
    const query = state.query === '' && state.breaks ? `needs*:${state.start}` : state.query;
    part('table').hidden = query === '';
    part('table').querySelector('a').href = `index.html#${new URLSearchParams({ q: query })}`;
    part('asked').querySelector('button').textContent = state.start === '' ? 'clear' : `back to ${called(state.start)}`;
  }

  /** @param {HTMLElement} place @param {string[]} values */
  function boxes(place, values) {
    place.replaceChildren(...values.map((value) => {
      const box = element('input', '');
      box.type = 'checkbox';
      box.value = value;
      return element('label', '', box, value);
    }));
  }

  /** @param {string} text @param {number} caret @returns {Promise<QueryCompletion>} */
  async function names(text, caret) {
    const wanted = text.toLowerCase();
    const choices = [];
    for (let node = 0; node < model.refs.length && choices.length < 12; node += 1) {
      const note = title(node);
      if (model.refs[node].includes(wanted) || note.toLowerCase().includes(wanted)) choices.push({ text: model.refs[node], note });
    }
    return { from: 0, to: Math.max(caret, text.length), choices };
  }

  function controls() {
    boxes(part('relations'), model.relations.map((/** @type {GraphRelation} */ { name }) => name));
    /** @type {Set<string>} */
    const kinds = new Set(model.names.refs.map((/** @type {string} */ ref) => ref.slice(0, ref.indexOf(':'))));
    boxes(part('kinds'), [...kinds].sort());
    const checked = (/** @type {string} */ name, /** @type {boolean} */ on) =>
      [...page?.querySelectorAll(`[data-${name}] input`) ?? []].filter((box) => box instanceof HTMLInputElement && box.checked === on).map((box) => /** @type {HTMLInputElement} */ (box).value);
    part('relations').addEventListener('change', () => commit({ relations: checked('relations', true) }, true));
    part('kinds').addEventListener('change', () => commit({ without: checked('kinds', false) }, true));
    part('depth').addEventListener('change', () => commit({ depth: Number(part('depth').value), to: '', breaks: false }, true));
    part('direction').addEventListener('change', () => commit({ direction: part('direction').value, to: '', breaks: false }, true));
    part('asked').querySelector('button').addEventListener('click', () => commit({ query: '', to: '', breaks: false }, true));
    part('list').addEventListener('toggle', () => { if (part('list').open) list(); });
    part('fit').addEventListener('click', () => picture.fit());
    part('in').addEventListener('click', () => picture.zoom(1.25));
    part('out').addEventListener('click', () => picture.zoom(0.8));
    part('save').addEventListener('change', async () => {
      const nodes = [...levels.keys()].map((node) => ({ id: model.refs[node], title: title(node), kind: model.kind(node) }));
      const shown = lines().map((/** @type {GraphLine} */ { from, to, names: kinds_ }) => ({ from: model.refs[from], to: model.refs[to], names: kinds_ }));
      const format = part('save').value;
      part('save').value = '';
      await graphSave.save(format, picture, { nodes, lines: shown }).catch((error) => { part('count').textContent = `It cannot be saved: ${error.message}`; });
    });
    queryField.open(field, part('choices'), () => {
      const ref = field.value.trim();
      if (model.places.has(ref) && (ref !== state.start || state.query !== '')) commit({ start: ref, query: '', to: '', breaks: false }, true);
    }, names);
  }

  const follow = () => {
    state = graphState.read(location.hash);
    rebuild();
  };

  async function begin() {
    try {
      model = await graphModel.load(ground);
    } catch (error) {
      part('count').textContent = `The graph does not work here: ${error instanceof Error ? error.message : error}. Reload the page to try again.`;
      return;
    }
    for (const tools of page?.querySelectorAll('[data-tools]') ?? []) tools.removeAttribute('hidden');
    part('plain').hidden = true;
    controls();
    addEventListener('popstate', follow);
    await rebuild();
  }

  begin();
})();
