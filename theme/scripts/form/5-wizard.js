// @ts-check
'use strict';

/**
 * The questions, a step for each page and one more at the end. All steps are listed; the current one is open.
 * @typedef {{
 *   update(asked: FormAsked, step: number, visited: Set<number>, tried: Set<number>): void,
 *   focusStep(step: number): void, focusField(pointer: string): boolean,
 * }} FormWizard
 */
const formWizard = (() => {
  const { element, icon, button, id } = formDom;

  /**
   * @param {HTMLElement} place @param {HTMLElement} last  What the last step holds.
   * @param {string} lastTitle
   * @param {(page: number) => FormDesk} desk
   * @param {{ go(step: number): void, next(): void }} acts
   * @returns {FormWizard}
   */
  function open(place, last, lastTitle, desk, acts) {
    const list = element('ol', 'form-steps');
    place.append(list);
    /** @type {{ row: HTMLElement, head: HTMLButtonElement, mark: HTMLElement, title: HTMLElement, note: HTMLElement, body: HTMLElement, draw: (page: FormPage) => void }[]} */
    let steps = [];

    /** @param {number} number @param {number} count */
    function make(number, count) {
      const isLast = number === count - 1;
      const mark = element('span', 'form-step-mark');
      const title = element('span', 'form-step-title');
      const note = element('span', 'form-step-note');
      const head = button('form-step-head', [mark, title, note], () => acts.go(number));
      const body = element('div', 'form-step-body');
      body.id = id('step');
      head.setAttribute('aria-controls', body.id);
      const row = element('li', 'form-step', element('h2', '', head), body);
      if (isLast) {
        body.append(last);
        return { row, head, mark, title, note, body, draw: () => {} };
      }
      const about = element('div', 'form-about-step');
      const choice = formFields.branches('', desk(number));
      const fields = element('div', 'form-fields');
      const rack = formFields.rack(fields, desk(number));
      const next = element('button', 'button button-main', number === count - 2 ? lastTitle : 'Next', icon('next'));
      next.type = 'submit';
      const back = button('button', ['Back'], () => acts.go(number - 1));
      back.hidden = number === 0;
      const form = element('form', '', about, choice.node, fields, element('p', 'form-acts', next, back));
      form.noValidate = true;
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        acts.next();
      });
      body.append(form);
      let said = '';
      /** @param {FormPage} page */
      const draw = (page) => {
        if (said !== page.description) about.replaceChildren(...formWords.blocks(page.description));
        said = page.description;
        about.hidden = about.childElementCount === 0;
        choice.update(page.branch);
        rack(page.fields);
        const asks = formShown.lines(page.fields).length > 0;
        if (!asks && fields.childElementCount === 0) fields.replaceChildren(element('p', 'quiet', 'This step asks nothing with these answers.'));
        else if (asks) fields.querySelector(':scope > .quiet')?.remove();
      };
      return { row, head, mark, title, note, body, draw };
    }

    /** @type {FormWizard['update']} */
    function update(asked, current, visited, tried) {
      const count = asked.pages.length + 1;
      if (steps.length !== count) {
        steps = Array.from({ length: count }, (_, number) => make(number, count));
        list.replaceChildren(...steps.map(({ row }) => row));
      }
      steps.forEach((step, number) => {
        const page = asked.pages[number];
        const isCurrent = number === current;
        const wrong = page === undefined ? [] : formShown.wrong(page);
        const told = wrong.length > 0 && tried.has(number);
        const done = page !== undefined && wrong.length === 0 && visited.has(number) && !isCurrent;
        step.row.className = `form-step${isCurrent ? ' is-current' : ''}${told ? ' is-wrong' : done ? ' is-done' : ''}`;
        step.mark.replaceChildren(told ? icon('error') : done ? icon('check') : String(number + 1));
        step.title.textContent = page === undefined ? lastTitle : page.title || (count === 2 ? 'Questions' : `Step ${number + 1}`);
        step.head.setAttribute('aria-expanded', String(isCurrent));
        if (isCurrent) step.head.setAttribute('aria-current', 'step');
        else step.head.removeAttribute('aria-current');
        const words = wrong.length === 1 ? '1 answer to mend' : `${wrong.length} answers to mend`;
        step.note.textContent = isCurrent ? `Step ${number + 1} of ${count}` : told ? words : done ? formShown.summary(page) : '';
        step.body.hidden = !isCurrent;
        if (isCurrent && page !== undefined) step.draw(page);
      });
    }

    /** @param {number} step */
    function focusStep(step) {
      const chosen = steps[step];
      if (chosen === undefined) return;
      chosen.head.focus({ preventScroll: true });
      const { top } = chosen.row.getBoundingClientRect();
      if (top < 60 || top > innerHeight * 0.6) chosen.row.scrollIntoView({ block: 'start' });
    }

    /** Brings a question to the reader. @param {string} pointer */
    function focusField(pointer) {
      const found = [...place.querySelectorAll('[data-pointer]')].filter((node) => node instanceof HTMLElement && node.dataset.pointer === pointer);
      const node = found.at(-1);
      const target = node?.querySelector('input:not([type=hidden]), textarea, select, button');
      if (!(target instanceof HTMLElement)) return false;
      target.focus();
      node?.scrollIntoView({ block: 'nearest' });
      return true;
    }

    return { update, focusStep, focusField };
  }

  return { open };
})();
