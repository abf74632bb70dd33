// @ts-check
'use strict';

/** The command palette: entities, pages and actions from the keyboard, on any page. */
const searchPalette = (() => {
  const { element, icon, notes, nothing, failure, root } = searchView;
  const SHOWN = 6;
  const PAUSE = 60;
  const TEAMS = 12;
  const FORMS = 5;
  /** What begins a question for a template. */
  const NEW = /^(?:new|create|use)(?:\s+from)?(?:\s+(.+))?$/i;
  /** @typedef {{ title: string, icon: string, note?: string, href?: string, act?: () => void }} Action */

  const field = element('input', 'palette-input');
  field.type = 'text';
  field.autocomplete = 'off';
  field.spellcheck = false;
  field.setAttribute('autocapitalize', 'off');
  const options = searchList.open(field, 'palette-list', 'Results and actions');
  const message = element('div', 'search-message');
  const body = element('div', 'palette-body', message, options.list);
  const hint = element('p', 'palette-hint');
  for (const [key, does] of [['↑↓', 'choose'], ['Enter', 'open'], ['Esc', 'close']]) hint.append(element('span', '', element('kbd', '', key), ` ${does}`));
  const dialog = element('dialog', 'palette', element('div', 'palette-field', ...icon('search'), field), body, hint, options.status);
  dialog.setAttribute('aria-label', 'Command palette');
  let turn = 0;
  let timer = 0;
  /** Whether the list is not yet that of what was typed. */
  let stale = false;
  /** Whether a team is being chosen. */
  let teams = false;
  /** @type {Element | null} */
  let before = null;

  /** @param {string} text */
  function copy(text) {
    /** @type {any} */ (globalThis).callboardCopy(text);
    say('Copied');
  }

  /** @param {string} text */
  function say(text) {
    const said = element('p', 'palette-said', text);
    said.setAttribute('role', 'status');
    document.querySelector('.palette-said')?.remove();
    document.body.append(said);
    setTimeout(() => said.remove(), 2000);
  }

  /** Places of the portal. @returns {Action[]} */
  function places() {
    const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('.menu nav a')]);
    const found = links.map((link) => ({ title: link.textContent ?? '', icon: 'next', note: 'Go to', href: link.getAttribute('href') ?? '' }));
    const explore = found.findIndex(({ href }) => href.endsWith('explore/index.html'));
    const more = ['Graph', 'Architecture'].map((title) => ({ title, icon: 'next', note: 'Go to', href: `${root}explore/${title.toLowerCase()}.html` }));
    if (explore >= 0) found.splice(explore + 1, 0, ...more);
    return found;
  }

  /** @returns {Action[]} */
  function deeds() {
    const scheme = document.querySelector('[data-scheme-switch]');
    const reference = document.querySelector('.entity-ref [data-copy-text]')?.textContent;
    const { team, recent, pinned } = searchShelf.read();
    const here = location.href.slice(new URL(root || '.', location.href).href.length);
    const label = document.querySelector('.entity-ref') === null ? 'docs' : (reference ?? '').split(':')[0];
    const title = document.querySelector('h1')?.textContent?.trim() || document.title;
    const pinnable = here !== '' && !here.startsWith('search/');
    return [
      ...(reference ? [{ title: 'Copy reference', icon: 'copy', note: reference, act: () => copy(reference) }] : []),
      { title: 'Copy link of this page', icon: 'link', act: () => copy(location.href) },
      ...(pinnable ? [{ title: searchShelf.isPinned(here) ? 'Unpin this page' : 'Pin this page', icon: 'pin', act: () => { searchShelf.pin({ href: here, title, label }); say(searchShelf.isPinned(here) ? 'Pinned' : 'Unpinned'); } }] : []),
      ...(places().some(({ href }) => href?.endsWith('templates/index.html')) ? [{ title: 'New from a template…', icon: 'template', act: () => open('all', 'new from ') }] : []),
      ...(scheme instanceof HTMLElement ? [{ title: 'Switch colours', icon: 'scheme', act: () => scheme.click() }] : []),
      ...(team === null ? [] : [{ title: `My team: ${team.title}`, icon: 'group', href: `${root}catalog/${team.ref.replace(':', '/')}.html` }]),
      { title: team === null ? 'My team: choose' : 'My team: change', icon: 'group', act: () => open('teams') },
      ...(recent.length + pinned.length > 0 ? [{ title: 'Clear recent searches and pins', icon: 'close', act: () => { searchShelf.clear(); say('Cleared'); } }] : []),
    ];
  }

  /** @param {Action} action @returns {SearchChoice} */
  const choice = ({ title, icon: name, note = '', href, act }) => ({
    content: searchOffer.line(name, title, note),
    said: note === '' || href === undefined ? title : `${note} ${title}`,
    ...(href === undefined ? {} : { href }),
    act: () => {
      dialog.close();
      act?.();
    },
  });

  /** The form of a template that was found; names with other characters have escaped addresses. @param {SearchResult} result @returns {SearchChoice[]} */
  function form({ context, title }) {
    const [, namespace, name] = /^template:([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(context) ?? [];
    const action = { title: `New from ${searchOffer.text(title)}`, icon: 'template', note: 'Form', href: `${root}templates/${namespace}/${name}.html` };
    return name === undefined ? [] : [choice(action)];
  }

  /** Forms that words fit; who says that something new is wanted is offered all that there is. @param {string} query @param {SearchResult[]} shown */
  async function forms(query, shown) {
    const asked = NEW.exec(query);
    if (asked === null) return shown.flatMap(form).slice(0, 3);
    const answer = await searchView.ask(`kind:template ${asked[1] ?? ''}`);
    return (await searchResults.show(searchView.store, answer, 0, FORMS)).flatMap(form);
  }

  /** Those that have every word at the start of one of theirs. @param {Action[]} actions @param {string} text */
  function matching(actions, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return actions.filter(({ title, note }) => {
      const own = `${note ?? ''} ${title}`.toLowerCase().split(/[\s:]+/);
      return words.every((word) => own.some((one) => one.startsWith(word)));
    });
  }

  function idle() {
    message.replaceChildren();
    const groups = [...searchOffer.kept(idle), { label: 'Go to', choices: places().map(choice) }, { label: 'Actions', choices: deeds().map(choice) }];
    options.fill(groups.map(({ label, choices }) => ({ label, choices: label === 'Recent searches' ? choices.slice(0, 4) : choices })), '', true);
    field.setAttribute('aria-expanded', 'true');
  }

  /** @param {string} query */
  async function fill(query) {
    const { answer, shown, groups, question } = await searchOffer.results(query, SHOWN);
    const begin = { label: 'New from a template', choices: await forms(query, shown) };
    const actions = { label: 'Actions', choices: matching([...places(), ...deeds()], query).slice(0, 4).map(choice) };
    const exact = shown.length > 0 && searchOffer.text(shown[0].title).toLowerCase() === query.toLowerCase();
    const all = { label: '', choices: answer.total > SHOWN || question ? [searchOffer.all(query, answer.total, question)] : [] };
    const count = shown.length === 0 ? 'No results' : `${answer.total} result${answer.total === 1 ? '' : 's'}`;
    const sorted = NEW.test(query) && begin.choices.length > 0 ? [begin, actions, ...groups, all]
      : exact ? [...groups, begin, actions, all] : [actions, ...(question ? [all, ...groups, begin] : [...groups, begin, all])];
    return () => {
      const nobody = shown.length === 0 && begin.choices.length === 0 && actions.choices.length === 0 && !question;
      message.replaceChildren(...(nobody ? [nothing(query)] : question ? [] : notes(answer).map((note) => element('p', '', note))));
      options.fill(sorted, count, true, query);
    };
  }

  /** @param {string} query */
  async function fillTeams(query) {
    const answer = await searchView.ask(`kind:group ${query}`);
    const shown = await searchResults.show(searchView.store, answer, 0, TEAMS);
    const now = searchShelf.read().team;
    const choose = (/** @type {SearchTeam | null} */ team) => () => {
      searchShelf.choose(team);
      dialog.close();
      say(team === null ? 'No team' : `Your team is ${team.title}`);
    };
    const groups = shown.map((result) => {
      const title = searchOffer.text(result.title);
      return { content: searchOffer.line('group', title, result.context === now?.ref ? 'chosen' : result.context), said: title, act: choose({ ref: result.context, title }) };
    });
    const none = now === null ? [] : [{ content: searchOffer.line('close', 'No team'), said: 'No team', act: choose(null) }];
    return () => {
      message.replaceChildren(...(groups.length === 0 ? [element('p', '', 'No group is called so.')] : []));
      options.fill([{ label: '', choices: [...groups, ...none] }], `${groups.length} teams`, true, query);
    };
  }

  async function search() {
    const query = field.value.trim();
    turn += 1;
    const own = turn;
    if (query === '' && !teams) {
      stale = false;
      return idle();
    }
    try {
      const show = await (teams ? fillTeams(query) : fill(query));
      if (own !== turn) return;
      stale = false;
      show();
    } catch (error) {
      if (own !== turn) return;
      options.fill([], '', false, query);
      message.replaceChildren(failure(error));
    }
    field.setAttribute('aria-expanded', String(options.count() > 0));
  }

  /** @param {'all' | 'teams'} mode @param {string} [text]  What was typed already. */
  function open(mode, text = '') {
    if (!dialog.isConnected) document.body.append(dialog);
    if (!dialog.open) {
      before = document.activeElement;
      dialog.showModal();
    }
    teams = mode === 'teams';
    field.value = text;
    field.placeholder = teams ? 'Find your team' : 'Find anything, or what to do';
    field.setAttribute('aria-label', field.placeholder);
    options.fill([], '', false);
    // Enter waits for what there is to choose.
    stale = true;
    field.focus();
    search();
  }

  field.addEventListener('input', () => {
    stale = true;
    clearTimeout(timer);
    timer = window.setTimeout(search, PAUSE);
  });
  field.addEventListener('keydown', async (event) => {
    if (options.press(event)) return;
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    clearTimeout(timer);
    if (stale) await search();
    if (!stale && dialog.open) options.choose(event.ctrlKey || event.metaKey);
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('mousedown', (event) => {
    if (event.target !== field && event.target !== dialog) event.preventDefault();
  });
  dialog.addEventListener('close', () => {
    turn += 1;
    if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open('all');
  });
  for (const button of document.querySelectorAll('[data-palette]')) button.addEventListener('click', () => open('all'));

  return { open };
})();
