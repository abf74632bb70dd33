// The catalog page: the query in the address decides what stands in the table.
(() => {
  "use strict";
  const page = document.querySelector("[data-catalog]");
  const table = page?.querySelector("[data-table]");
  const data = globalThis.callboardCatalog;
  if (!table || !data) return;
  const { element } = callboardTable;
  const kind = page.dataset.kind;
  const all = data.rows.map((values) => callboardRows.row(data, values)).filter((one) => !kind || one.kind === kind);
  const part = (name) => page.querySelector(`[data-${name}]`);
  const [count, chosen, nothing, filter] = ["count", "query", "nothing", "filter"].map(part);
  const field = filter.querySelector("input");
  const scroll = table.parentElement;
  const view = callboardTable.open(table);
  const facets = callboardFacets.open(part("facets"), data, (facet, value, on) => {
    const wanted = query.facets.get(facet) ?? new Set();
    if (on) wanted.add(value);
    else wanted.delete(value);
    if (wanted.size) query.facets.set(facet, wanted);
    else query.facets.delete(facet);
    commit();
  });
  let query = callboardRows.read(location.hash);
  let rows = all;
  let selected = -1;

  /** Writes the query into the address and into the links to other kinds, and shows what it asks for. */
  function commit() {
    const hash = callboardRows.write(query);
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    show();
  }

  function show() {
    const hash = callboardRows.write(query);
    for (const link of page.querySelectorAll(".facets nav a")) link.hash = hash;
    rows = callboardRows.select(all, query);
    view.show(rows);
    frame();
  }

  /** Everything around the rows. */
  function frame() {
    selected = -1;
    count.textContent = rows.length === all.length ? String(all.length) : `${rows.length} of ${all.length}`;
    nothing.hidden = rows.length > 0;
    scroll.hidden = rows.length === 0;
    facets.show(query, (name) => callboardRows.count(all, query, name));
    const chips = [];
    for (const [name, wanted] of query.facets) {
      for (const value of wanted) {
        chips.push(chip(facets.title(name, value), () => {
          wanted.delete(value);
          if (!wanted.size) query.facets.delete(name);
        }));
      }
    }
    if (query.problems) chips.push(chip("With problems", () => { query.problems = false; }));
    chosen.replaceChildren(...chips);
    chosen.hidden = chips.length === 0;
    if (document.activeElement !== field) field.value = query.text;
    for (const head of table.querySelectorAll("th[data-sort]")) {
      const own = query.sort.replace(/^-/, "") === head.dataset.sort;
      if (own) head.setAttribute("aria-sort", query.sort.startsWith("-") ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  function chip(text, remove) {
    const button = element("button", "", `${text} ×`);
    button.type = "button";
    button.setAttribute("aria-label", `${text}, take away`);
    button.addEventListener("click", () => {
      remove();
      commit();
    });
    return element("li", "", button);
  }

  function select(place) {
    if (rows.length === 0) return;
    view.body.rows[selected]?.classList.remove("selected");
    selected = Math.max(0, Math.min(place, rows.length - 1));
    const row = view.reach(selected);
    row.classList.add("selected");
    row.querySelector("a")?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  for (const head of table.querySelectorAll("th[data-sort]")) {
    const button = element("button", "", head.textContent);
    button.type = "button";
    button.addEventListener("click", () => {
      const name = head.dataset.sort;
      query.sort = query.sort === name ? `-${name}` : query.sort === `-${name}` ? "" : name;
      commit();
    });
    head.replaceChildren(button);
  }
  field.addEventListener("input", () => {
    query.text = field.value.trim();
    commit();
  });
  filter.addEventListener("submit", (event) => {
    event.preventDefault();
    select(0);
  });
  part("clear")?.addEventListener("click", () => {
    query = callboardRows.read("");
    field.value = "";
    commit();
  });
  addEventListener("hashchange", () => {
    query = callboardRows.read(location.hash);
    field.value = query.text;
    show();
  });
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.target !== field)) return;
    if (typing ? event.key === "ArrowDown" : event.key === "j") select(selected + 1);
    else if (!typing && event.key === "k") select(selected - 1);
    else return;
    event.preventDefault();
  });

  const fold = part("facets-fold");
  fold.hidden = false;
  fold.open = !matchMedia("(width < 960px)").matches;
  filter.hidden = false;
  field.value = query.text;
  part("pager")?.setAttribute("hidden", "");
  if (location.hash.length > 1 || view.body.rows.length < all.length) show();
  else {
    view.keep(rows);
    frame();
  }
})();
