// @ts-check
'use strict';

/** A field for queries, with a list of what may come next. */
const queryField = (() => {
  const { element } = searchView;

  /**
   * @param {HTMLInputElement} field @param {HTMLElement} list
   * @param {() => void} ask  Called when the query has changed.
   * @param {(text: string, caret: number) => Promise<QueryCompletion>} complete
   */
  function open(field, list, ask, complete) {
    /** @type {QueryCompletion | null} */
    let offered = null;
    let chosen = -1;
    let timer = 0;
    let turn = 0;

    function close() {
      turn += 1;
      offered = null;
      chosen = -1;
      list.hidden = true;
      field.setAttribute('aria-expanded', 'false');
      field.removeAttribute('aria-activedescendant');
    }

    /** @param {boolean} [wanted]  Whether the list was asked for; else it comes only where something has begun, since it covers what is below. */
    async function offer(wanted = false) {
      turn += 1;
      const own = turn;
      const text = field.value;
      const caret = field.selectionStart ?? text.length;
      const completion = await complete(text, caret).catch(() => null);
      if (own !== turn) return;
      const begun = wanted || /[^\s(]$/.test(text.slice(0, caret));
      if (completion === null || completion.choices.length === 0 || !begun) return close();
      offered = completion;
      chosen = -1;
      field.removeAttribute('aria-activedescendant');
      list.replaceChildren(...completion.choices.map(({ text, note }, place) => {
        const line = element('li', '', element('span', 'mono', text), element('span', 'quiet', note));
        line.id = `${list.id}-${place}`;
        line.setAttribute('role', 'option');
        line.setAttribute('aria-selected', 'false');
        line.addEventListener('pointerdown', (event) => {
          event.preventDefault();
          take(place);
        });
        return line;
      }));
      list.dataset.answers = text;
      list.hidden = false;
      field.setAttribute('aria-expanded', 'true');
    }

    /** @param {number} place */
    function take(place) {
      if (offered === null) return;
      const { from, to, choices } = offered;
      const { text } = choices[place];
      const key = text.endsWith(':');
      const after = field.value.slice(to);
      const gap = key || after.startsWith(' ') || after.startsWith(')') ? '' : ' ';
      field.value = field.value.slice(0, from) + text + gap + after;
      const caret = from + text.length + gap.length;
      field.setSelectionRange(caret, caret);
      close();
      ask();
      if (key) offer(true);
    }

    /** @param {number} step */
    function move(step) {
      if (offered === null) return;
      const count = offered.choices.length;
      list.children[chosen]?.setAttribute('aria-selected', 'false');
      chosen = chosen < 0 && step < 0 ? count - 1 : (chosen + step + count) % count;
      const line = list.children[chosen];
      line.setAttribute('aria-selected', 'true');
      line.scrollIntoView({ block: 'nearest' });
      field.setAttribute('aria-activedescendant', line.id);
    }

    field.addEventListener('input', () => {
      clearTimeout(timer);
      timer = window.setTimeout(ask, 120);
      offer();
    });
    field.addEventListener('blur', close);
    field.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'ArrowDown' && offered === null) offer(true);
      else if (event.key === 'ArrowDown') move(1);
      else if (event.key === 'ArrowUp' && offered !== null) move(-1);
      else if (event.key === 'Escape' && offered !== null) close();
      else if (event.key === 'Tab' && chosen >= 0 && !event.shiftKey) take(chosen);
      else if (event.key === 'Enter') {
        if (chosen >= 0) take(chosen);
        else {
          close();
          ask();
        }
      } else return;
      if (event.key !== 'Escape') event.preventDefault();
      else event.stopPropagation();
    });
    field.form?.addEventListener('submit', (event) => event.preventDefault());
  }

  return { open };
})();
