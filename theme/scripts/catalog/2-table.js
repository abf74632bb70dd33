// Rows as elements, a stretch at a time: only what has been scrolled to is in the page.
const callboardTable = (() => {
  "use strict";
  const STRETCH = 120;
  const root = document.documentElement.dataset.root ?? "";
  const SVG = "http://www.w3.org/2000/svg";

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function icon(name) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("width", "16");
    svg.setAttribute("height", "16");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `#i:${name}`);
    svg.append(use);
    return svg;
  }

  /** Text that may break where a reader expects a long name to break. */
  function breakable(text) {
    const span = element("span", "");
    for (const part of text.split(/(?<=[-./_:])/)) span.append(part, document.createElement("wbr"));
    return span;
  }

  function reference(to) {
    const missing = !to.path;
    const made = element(missing ? "span" : "a", missing ? "reference reference-dangling" : `reference hue-${to.hue}`);
    if (!missing) made.href = root + encodeURI(to.path).replaceAll("?", "%3F").replaceAll("#", "%23");
    made.title = missing ? `${to.reference} is declared nowhere` : to.reference;
    made.append(icon(to.icon), breakable(to.title));
    return made;
  }

  function initials(title) {
    const words = title.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
    return letters.map((word) => [...word][0]).join("").toUpperCase();
  }

  function player(to) {
    const made = reference(to);
    made.className = to.path ? `player hue-${to.hue}` : "player reference-dangling";
    const avatar = element("span", "avatar", to.path ? initials(to.title) : "?");
    avatar.setAttribute("aria-hidden", "true");
    made.replaceChild(avatar, made.firstChild);
    return made;
  }

  const MEANINGS = new Map([["production", "good"], ["experimental", "notice"], ["deprecated", "bad"]]);

  function lifecycle(name) {
    return element("span", `chip lifecycle meaning-${MEANINGS.get(name) ?? "unknown"}`, name);
  }

  function health(errors, warnings) {
    if (errors + warnings === 0) return element("span", "health health-none", "–");
    const word = errors > 0 ? "error" : "warning";
    const number = errors || warnings;
    const made = element("span", `health meaning-${errors > 0 ? "bad" : "notice"}`, icon(word), String(number));
    made.append(element("span", "visually-hidden", ` ${word}${number === 1 ? "" : "s"}`));
    return made;
  }

  function line(one) {
    const made = document.createElement("tr");
    const cell = (className, ...children) => made.append(element("td", className, ...children));
    cell("cell-name", reference({ ...one, reference: `${one.kind}:${one.namespace}/${one.name}` }));
    cell("cell-short", one.type);
    cell("cell-owner", ...(one.owner ? [player(one.owner)] : []));
    cell("cell-system", ...(one.system ? [reference(one.system)] : []));
    cell("cell-short", ...(one.lifecycle ? [lifecycle(one.lifecycle)] : []));
    cell("cell-tags", ...one.tags.map((tag) => element("span", "tag", tag)));
    cell("cell-health", health(one.errors, one.warnings));
    return made;
  }

  /** Keeps a table body filled with as many of the rows as have been asked for. */
  function open(table) {
    const body = table.tBodies[0];
    const end = element("div", "table-end");
    table.parentElement.after(end);
    let rows = [];
    const more = () => {
      const from = body.rows.length;
      body.append(...rows.slice(from, from + STRETCH).map(line));
      end.hidden = body.rows.length >= rows.length;
    };
    const near = () => end.getBoundingClientRect().top < innerHeight + 800;
    new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        while (!end.hidden && near()) more();
      }
    }, { rootMargin: "800px" }).observe(end);
    return {
      body,
      /** Shows other rows from the first. */
      show(next) {
        rows = next;
        body.replaceChildren();
        more();
      },
      /** Takes over the rows that the page came with. */
      keep(next) {
        rows = next;
        end.hidden = body.rows.length >= rows.length;
      },
      /** Makes sure that the row at `place` is there. */
      reach(place) {
        while (body.rows.length <= place && body.rows.length < rows.length) more();
        return body.rows[Math.min(place, body.rows.length - 1)] ?? null;
      },
    };
  }

  return { element, icon, open };
})();
