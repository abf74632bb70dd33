// @ts-check
'use strict';

/** The explorer: a query in the address, its answer in a table. */
(() => {
  const page = document.querySelector('[data-explore]');
  if (!(page instanceof HTMLElement)) return;
  const { element } = searchView;
  const ground = queryGround.open(queryLoad.told((text) => { part('count').textContent = text || counted; }));
  const root = document.documentElement.dataset.root ?? '';
  const STRETCH = 200;
  const MOST_GROUPS = 1000;
  const DEFAULT = ['kind', 'type', 'owner', 'system', 'lifecycle'];
  /** @template {Element} [T=HTMLElement] @param {string} name @returns {T} */
  const part = (name) => /** @type {T} */ (/** @type {unknown} */ (page.querySelector(`[data-${name}]`)));
  const field = /** @type {HTMLInputElement} */ (part('query'));
  const list = part('choices');
  const trouble = part('trouble');
  const group = /** @type {HTMLSelectElement} */ (part('group'));
  const today = new Date().toISOString().slice(0, 10);
  const more = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting && target instanceof HTMLElement) target.click();
  }, { rootMargin: '600px' });
  let turn = 0;
  let counted = '';
  /** @type {{ entities: number[], names: QueryNames } | null} */
  let answer = null;

  const state = () => {
    const parameters = new URLSearchParams(location.hash.slice(1));
    const columns = (parameters.get('columns') ?? '').split(',').filter(Boolean);
    return { query: parameters.get('q') ?? '', columns: columns.length > 0 ? columns : DEFAULT, group: parameters.get('group') ?? '' };
  };

  /** @param {Partial<ReturnType<typeof state>>} change */
  function commit(change) {
    const now = { ...state(), ...change };
    const parameters = new URLSearchParams();
    if (now.query) parameters.set('q', now.query);
    if (now.columns.join() !== DEFAULT.join()) parameters.set('columns', now.columns.join());
    if (now.group) parameters.set('group', now.group);
    const hash = parameters.toString();
    history.replaceState(null, '', hash ? `#${hash}` : location.pathname + location.search);
    return show();
  }

  async function show() {
    turn += 1;
    const own = turn;
    const now = state();
    if (document.activeElement !== field) field.value = now.query;
    part('graph-link').setAttribute('href', `graph.html#${new URLSearchParams({ q: now.query })}`);
    try {
      const found = await queryAnswer.answer(ground, now.query, today);
      if (own !== turn) return;
      answer = found;
      trouble.hidden = true;
      part('help').hidden = now.query !== '' || now.group !== '';
      field.removeAttribute('aria-invalid');
      counted = `${found.entities.length.toLocaleString('en')} ${found.entities.length === 1 ? 'entity' : 'entities'}`;
      part('count').textContent = counted;
      part('meant').replaceChildren();
      if (found.entities.length === 0) await suggest(found.query.node, own);
      await (now.group === '' ? rows(found, now.columns, own) : groups(found, now.group, own));
    } catch (error) {
      if (own !== turn) return;
      trouble.replaceChildren(...queryTrouble.explain(now.query, error));
      trouble.hidden = false;
      part('help').hidden = answer !== null;
      counted = counted.replace(/^(?!Before)(?=.)/, 'Before: ');
      part('count').textContent = counted;
      field.setAttribute('aria-invalid', 'true');
    }
    if (own === turn && page instanceof HTMLElement) page.dataset.answers = now.query;
  }

  /** What stands for an entity: its icon and its title. @param {QueryNames} names @param {string} reference @param {string} [href] */
  function link(names, reference, href) {
    const place = names.places.get(reference) ?? names.refs.length;
    const kind = reference.slice(0, reference.indexOf(':'));
    const title = names.titles[place] ?? reference.slice(reference.indexOf('/') + 1);
    const page = names.pages[place];
    if (page === undefined && href === undefined) return element('span', 'reference reference-dangling', title);
    const made = element('a', `reference hue-${kind}`, ...(page === undefined ? [] : searchView.icon(kind)), element('span', '', title));
    made.href = href ?? root + page;
    made.title = reference;
    return made;
  }

  /** The first cell of a row: the title, and the name when it is another. @param {QueryNames} names @param {string} reference */
  function face(names, reference) {
    const place = names.places.get(reference) ?? names.refs.length;
    const name = reference.slice(reference.indexOf('/') + 1);
    return [link(names, reference), ...((names.titles[place] ?? name) === name ? [] : [element('span', 'cell-note mono', name)])];
  }

  /** The heading of a column, by which the answer is sorted when it is pressed. @param {string} name */
  function heading(name) {
    const { query } = state();
    const now = /(?:^|\s)sort:(-?)([^\s"()]+)/i.exec(query);
    const own = now !== null && now[2].toLowerCase() === name;
    const button = element('button', 'explore-sort', name);
    button.type = 'button';
    button.addEventListener('click', () => {
      const rest = query.replace(/(^|\s)sort:-?[^\s"()]+/gi, '').trim();
      field.value = `${rest} sort:${own && now[1] === '' ? '-' : ''}${name}`.trim();
      commit({ query: field.value });
    });
    const cell = element('th', '', button);
    cell.scope = 'col';
    if (own) cell.setAttribute('aria-sort', now[1] === '' ? 'ascending' : 'descending');
    return cell;
  }

  /** @param {{ entities: number[], names: QueryNames }} found @param {string[]} columns @param {number} own */
  async function rows(found, columns, own) {
    const vocabulary = await ground.vocabulary();
    const table = await queryTable.make(ground, found, columns);
    if (own !== turn) return;
    const types = table.columns.map((name) => queryGround.fieldOf(vocabulary, name)?.type);
    const head = element('tr', '', ...['name', ...table.columns].map(heading));
    const body = element('tbody', '');
    const line = (/** @type {QueryRow} */ { ref, cells }) => element('tr', '',
      element('td', 'cell-name', ...face(found.names, ref)),
      ...cells.map((values, place) => {
        const number = types[place] === 'number';
        const shown = types[place] === 'ref' ? values.map((value) => link(found.names, String(value))) : [values.join(', ')];
        const made = element('td', number ? 'number' : '', ...shown);
        made.dataset.label = table.columns[place];
        return made;
      }));
    const next = element('button', 'explore-more', 'Show more');
    next.type = 'button';
    const add = () => {
      const from = body.childElementCount;
      body.append(...table.rows.slice(from, from + STRETCH).map(line));
      next.hidden = body.childElementCount >= table.rows.length;
    };
    next.addEventListener('click', add);
    more.disconnect();
    more.observe(next);
    add();
    present(table.rows.length === 0, element('table', 'table explore-rows', element('thead', '', head), body), next);
  }

  /** @param {{ entities: number[], names: QueryNames }} found @param {string} name @param {number} own */
  async function groups(found, name, own) {
    const counts = await queryTable.group(ground, found.entities, name);
    if (own !== turn) return;
    const most = counts[0]?.[1] ?? 1;
    const vocabulary = await ground.vocabulary();
    const references = queryGround.fieldOf(vocabulary, name)?.type === 'ref';
    const lines = counts.slice(0, MOST_GROUPS).map(([value, count]) => {
      const term = value === null ? `-has:${name}` : `${name}:${queryComplete.written(String(value))}`;
      const { query } = state();
      const href = `#${new URLSearchParams({ q: query === '' ? term : `${/ OR /.test(query) ? `(${query})` : query} ${term}` })}`;
      const plain = element('a', '', value === null ? element('em', '', 'none') : String(value));
      plain.href = href;
      const choose = references && value !== null ? link(found.names, String(value), href) : plain;
      const bar = element('meter', 'explore-share');
      bar.max = most;
      bar.value = count;
      bar.setAttribute('aria-hidden', 'true');
      return element('tr', '', element('td', 'cell-name', choose), element('td', 'number', count.toLocaleString('en')), element('td', 'explore-bar-cell', bar));
    });
    const heads = [name, 'entities', ''].map((text, place) => {
      const cell = element(text ? 'th' : 'td', place === 1 ? 'number' : '', text);
      if (cell instanceof HTMLTableCellElement && text) cell.scope = 'col';
      return cell;
    });
    const rest = counts.length - lines.length;
    if (rest > 0) lines.push(element('tr', '', element('td', 'quiet', `and ${rest.toLocaleString('en')} more values`), element('td', ''), element('td', '')));
    present(counts.length === 0, element('table', 'table explore-groups', element('thead', '', element('tr', '', ...heads)), element('tbody', '', ...lines)));
  }

  /** What to ask instead of a query that finds nothing. @param {QueryNode} node @param {number} own */
  async function suggest(node, own) {
    const { query } = state();
    const found = await queryMisspelt.find(ground, node);
    if (own !== turn) return;
    const lines = found.map(({ written, near }) => {
      const at = query.toLowerCase().indexOf(written);
      const link = element(at < 0 ? 'code' : 'a', '', near);
      if (link instanceof HTMLAnchorElement) link.href = `#${new URLSearchParams({ q: query.slice(0, at) + near + query.slice(at + written.length) })}`;
      return element('p', '', 'Nothing has ', element('code', '', written), '. Did you mean ', link, '?');
    });
    part('meant').replaceChildren(...lines);
  }

  /** @param {boolean} nothing @param {HTMLElement[]} shown */
  function present(nothing, ...shown) {
    part('nothing').hidden = !nothing || state().query === '';
    const scroll = part('table');
    scroll.hidden = nothing;
    scroll.replaceChildren(...shown);
  }

  async function save(/** @type {'csv' | 'json' | 'markdown'} */ format) {
    if (answer === null) return;
    const { columns, group: by } = state();
    const text = by === ''
      ? queryTable[format](await queryTable.make(ground, answer, columns))
      : queryTable.grouped(format, by, await queryTable.group(ground, answer.entities, by));
    const types = { csv: 'text/csv', json: 'application/json', markdown: 'text/markdown' };
    const link = element('a', '');
    link.href = URL.createObjectURL(new Blob([text], { type: `${types[format]};charset=utf-8` }));
    link.download = `${by === '' ? 'entities' : 'groups'}.${format === 'markdown' ? 'md' : format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** The same question on the command line. */
  function command() {
    const { query, columns, group: by } = state();
    const quoted = `'${query.replaceAll("'", "'\\''")}'`;
    return `callboard query ${quoted}${by ? ` --group-by ${by}` : ` --columns ${columns.join()}`}`;
  }

  async function controls() {
    const vocabulary = await ground.vocabulary();
    const plain = vocabulary.fields.map(({ name }) => name).filter((name) => !queryGround.isOpen(name) && name !== 'ref');
    group.append(...plain.map((name) => new Option(name, name)));
    const boxes = plain.filter((name) => name !== 'name').map((name) => {
      const box = element('input', '');
      box.type = 'checkbox';
      box.value = name;
      const label = element('label', '', box, name);
      return label;
    });
    part('columns').replaceChildren(...boxes);
    settle();
  }

  /** Shows in the controls what the address says. */
  function settle() {
    const now = state();
    group.value = now.group;
    for (const box of page?.querySelectorAll('[data-columns] input') ?? []) {
      if (box instanceof HTMLInputElement) box.checked = now.columns.includes(box.value);
    }
  }

  queryField.open(field, list, () => commit({ query: field.value.trim() }), (text, caret) => queryComplete.at(ground, text, caret));
  group.addEventListener('change', () => commit({ group: group.value }));
  part('columns').addEventListener('change', (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    const { columns } = state();
    commit({ columns: box.checked ? [...columns, box.value] : columns.filter((name) => name !== box.value) });
  });
  for (const button of page.querySelectorAll('[data-save]')) {
    button.addEventListener('click', () => save(/** @type {'csv'} */ (button.getAttribute('data-save'))));
  }
  part('command').addEventListener('click', async () => {
    const copied = await Promise.resolve(navigator.clipboard?.writeText(command()) ?? Promise.reject()).then(() => 'Copied', () => 'Copy');
    part('copied').replaceChildren(`${copied}: `, element('code', '', command()));
  });
  const columns = part('columns').closest('details');
  document.addEventListener('click', ({ target }) => { if (columns?.open && target instanceof Node && !columns.contains(target)) columns.open = false; });
  columns?.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    columns.open = false;
    columns.querySelector('summary')?.focus();
  });
  addEventListener('hashchange', () => {
    field.value = state().query;
    settle();
    show();
  });
  for (const tool of page.querySelectorAll('[data-tools]')) tool.removeAttribute('hidden');
  part('plain').hidden = true;
  field.value = state().query;
  show();
  controls();
})();
