// The reference of an API: a link unfolds what it leads to, the navigation can be filtered, everything can be unfolded
// at once, and fields have a link to themselves.
(() => {
  "use strict";
  const body = document.querySelector(".definition-body");
  const tools = document.querySelector("[data-definition-tools]");
  if (!body || !tools) return;

  const target = () => {
    const name = location.hash.slice(1);
    try {
      return document.getElementById(decodeURIComponent(name));
    } catch {
      return document.getElementById(name);
    }
  };
  const show = () => {
    const place = target();
    if (!place || !body.contains(place)) return;
    let opened = false;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      opened ||= !fold.open;
      fold.open = true;
    }
    if (opened) place.scrollIntoView();
  };
  addEventListener("hashchange", show);
  document.addEventListener("click", (event) => {
    // The address does not change when a link is followed again.
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) show();
  });
  show();

  body.addEventListener("pointerover", (event) => {
    const head = event.target.closest(".field[id] > .field-head");
    if (!head || head.querySelector(".anchor")) return;
    const link = document.createElement("a");
    link.className = "anchor";
    link.href = `#${encodeURIComponent(head.parentElement.id)}`;
    link.ariaHidden = "true";
    link.tabIndex = -1;
    link.textContent = "#";
    head.append(link);
  });

  const folds = body.getElementsByTagName("details");
  const unfold = tools.querySelector("[data-unfold]");
  unfold.hidden = folds.length === 0;
  const label = () => {
    unfold.textContent = [...folds].every((fold) => fold.open) ? "Fold all" : "Unfold all";
  };
  unfold.addEventListener("click", () => {
    const open = ![...folds].every((fold) => fold.open);
    for (const fold of folds) fold.open = open;
    label();
  });
  body.addEventListener("toggle", label, true);
  label();

  // Groups with their lines: those of the navigation, and on the first of several pages those of the text.
  const group = (whole, head, lines) => ({ whole, head: head.textContent.toLowerCase(), lines: [...lines].map((line) => [line, line.textContent.toLowerCase()]) });
  const groups = [
    ...[...document.querySelectorAll(".definition-nav .nav-group")].map((whole) => group(whole, whole.querySelector(".nav-head"), whole.querySelectorAll("li"))),
    ...[...body.querySelectorAll(".definition-index")].map((whole) => group(whole, whole.querySelector("h2"), whole.querySelectorAll("li"))),
  ];
  const filter = tools.querySelector("input");
  const none = document.querySelector("[data-filter-none]");
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (text) => words.every((word) => text.includes(word));
    let found = false;
    for (const { whole, head, lines } of groups) {
      const all = has(head);
      let some = all;
      for (const [line, text] of lines) {
        line.hidden = !all && !has(text);
        some ||= !line.hidden;
      }
      whole.hidden = !some;
      found ||= some;
    }
    none.hidden = found;
  };
  filter.parentElement.hidden = groups.reduce((sum, { lines }) => sum + 1 + lines.length, 0) < 8;
  filter.addEventListener("input", apply);
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && filter.value) {
      filter.value = "";
      apply();
    } else if (event.key === "Enter") {
      document.querySelector(".definition-nav .nav-group:not([hidden]) li:not([hidden]) a, .definition-nav .nav-group:not([hidden]) a")?.click();
    }
  });
  tools.hidden = false;
  apply();
})();
