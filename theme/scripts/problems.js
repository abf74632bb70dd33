// Filters of the page of problems.
(() => {
  "use strict";
  const form = document.querySelector("[data-problem-filter]");
  if (!form) return;
  const by = (name) => form.querySelector(`[data-by="${name}"]`);
  const [severity, repo, text] = ["severity", "repo", "text"].map(by);
  const count = form.querySelector("[data-problem-count]");
  const rules = [...document.querySelectorAll(".rule")].map((rule) => ({ rule, problems: [...rule.querySelectorAll(".problem")] }));
  const show = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let all = 0;
    for (const { rule, problems } of rules) {
      let some = false;
      for (const problem of problems) {
        const fits = (!severity.value || problem.dataset.severity === severity.value)
          && (!repo?.value || problem.dataset.repo === repo.value)
          && (words.length === 0 || words.every((word) => problem.textContent.toLowerCase().includes(word)));
        problem.hidden = !fits;
        some ||= fits;
        shown += Number(fits);
        all += 1;
      }
      rule.hidden = !some;
    }
    const filtered = severity.value || repo?.value || words.length;
    count.textContent = filtered ? `${shown} of the ${all} on this page` : "";
    const params = new URLSearchParams();
    for (const part of [severity, repo, text]) if (part?.value) params.set(part.dataset.by, part.value);
    history.replaceState(null, "", String(params) ? `#${params}` : location.pathname + location.search);
  };
  const params = new URLSearchParams(location.hash.slice(1));
  for (const part of [severity, repo, text]) if (part && params.has(part.dataset.by)) part.value = params.get(part.dataset.by);
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  if ([...params].length) show();
})();
