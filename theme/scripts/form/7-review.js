// @ts-check
'use strict';

/** The last step: all answers, what is wrong with them, and what is handed over. */
const formReview = (() => {
  const { element, icon, button } = formDom;

  /** @param {FormPage} page @param {number} number @param {(step: number, pointer: string) => void} change */
  function answers(page, number, change) {
    const lines = formShown.reviewed(page);
    const rows = lines.map(({ pointer, title, value, problem, control }) => {
      const name = element('th', '', title);
      name.scope = 'row';
      const told = problem === undefined ? [value === '' ? element('span', 'quiet', '–') : value]
        : [...(value === '' ? [] : [element('span', '', value)]), element('span', 'form-problem', icon('error'), element('span', '', ...formWords.problem(problem, 'This')))];
      const edit = button('link', ['Change', element('span', 'visually-hidden', ` ${title}`)], () => change(number, pointer));
      return element('tr', problem === undefined ? '' : 'is-wrong', name, element('td', control === 'secret' ? 'quiet' : '', ...told), element('td', '', ...(control === 'secret' ? [] : [edit])));
    });
    const caption = element('caption', '', page.title || `Step ${number + 1}`);
    return element('table', 'form-answers', caption, element('tbody', '', ...rows));
  }

  /**
   * @param {FormAsked} asked @param {(step: number, pointer: string) => void} change
   */
  function parts(asked, change) {
    const wrong = asked.pages.flatMap((page, number) => formShown.wrong(page).map((one) => ({ ...one, number })));
    const list = wrong.map(({ number, pointer, title, problem }) => element('li', '',
      button('link', formWords.problem(problem ?? '', title), () => change(number, pointer))));
    const summary = element('div', 'form-summary', icon('error'), element('div', '',
      element('p', '', element('strong', '', wrong.length === 1 ? 'One answer is missing or wrong' : `${wrong.length} answers are missing or wrong`)), element('ul', '', ...list)));
    const pages = asked.pages.map((page, number) => ({ page, number })).filter(({ page }) => formShown.reviewed(page).length > 0);
    return { wrong: wrong.length, nodes: [...(wrong.length > 0 ? [summary] : []), ...pages.map(({ page, number }) => answers(page, number, change))] };
  }

  return { parts };
})();
