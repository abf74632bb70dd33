// Filters of the gallery of templates. The choice stands in the address after `#`, as in the catalog.
(() => {
  "use strict";
  const form = document.querySelector("[data-gallery-filter]");
  if (!form) return;
  const parts = [...form.querySelectorAll("[data-by]")];
  const count = form.querySelector("[data-gallery-count]");
  const empty = document.querySelector("[data-gallery-empty]");
  const cards = [...document.querySelectorAll("[data-gallery] > .card")];
  const has = (card, by, value) => {
    if (by === "q") return value.toLowerCase().split(/\s+/).every((word) => card.textContent.toLowerCase().includes(word));
    return (card.getAttribute(`data-${by}`) ?? "").split("\n").includes(value);
  };
  const show = () => {
    const wanted = parts.filter((part) => part.value.trim()).map((part) => [part.dataset.by, part.value.trim()]);
    let shown = 0;
    for (const card of cards) {
      card.hidden = !wanted.every(([by, value]) => has(card, by, value));
      shown += Number(!card.hidden);
    }
    count.textContent = wanted.length ? `${shown} of ${cards.length}` : "";
    empty.hidden = shown > 0;
    return new URLSearchParams(wanted);
  };
  const read = () => {
    const params = new URLSearchParams(location.hash.slice(1));
    for (const part of parts) part.value = params.get(part.dataset.by) ?? "";
    show();
  };
  form.addEventListener("input", () => {
    const params = String(show());
    history.replaceState(null, "", params ? `#${params}` : location.pathname + location.search);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
})();
