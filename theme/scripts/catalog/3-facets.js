// The facets beside the table: what there is to choose from, how many rows each choice leaves.
const callboardFacets = (() => {
  "use strict";
  const FEW = 7;
  const { element } = callboardTable;
  const LABELS = new Map([
    ["type", "Type"], ["owner", "Owner"], ["lifecycle", "Lifecycle"],
    ["system", "System"], ["namespace", "Namespace"], ["tag", "Tag"],
  ]);

  /** A facet's values as check boxes; the chosen ones stay visible. */
  function open(place, data, change) {
    const titles = new Map(data.others.map(([reference, title]) => [reference, title]));
    const unfolded = new Set();

    function choice(facet, value, count, chosen) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = chosen;
      box.addEventListener("change", () => change(facet, value, box.checked));
      const name = facet === "owner" && value === "none" ? "No owner" : titles.get(value) ?? value;
      const label = element("label", "", box, element("span", "", name), element("span", "count", String(count)));
      label.title = value;
      return element("li", "", label);
    }

    function facet(name, counts, wanted) {
      const known = new Set(counts.map(([value]) => value));
      const gone = [...wanted].filter((value) => !known.has(value)).map((value) => [value, 0]);
      const all = [...gone, ...counts];
      const shown = unfolded.has(name) ? all : all.filter(([value], at) => at < FEW || wanted.has(value));
      const list = element("ul", "facet", ...shown.map(([value, count]) => choice(name, value, count, wanted.has(value))));
      if (all.length > FEW) {
        const fold = element("button", "", unfolded.has(name) ? "Fewer" : `All ${all.length}`);
        fold.type = "button";
        fold.addEventListener("click", () => {
          if (!unfolded.delete(name)) unfolded.add(name);
          section.replaceWith(facet(name, counts, wanted));
        });
        list.append(element("li", "", fold));
      }
      const title = element("legend", "", LABELS.get(name));
      const section = element("fieldset", "facet-set", title, list);
      return section;
    }

    return {
      show(query, countOf) {
        const focused = document.activeElement?.closest(".facet label")?.title;
        const sections = [];
        for (const name of callboardRows.FACETS) {
          const counts = countOf(name);
          const wanted = query.facets.get(name) ?? new Set();
          if (counts.length > 1 || wanted.size) sections.push(facet(name, counts, wanted));
        }
        place.replaceChildren(...sections);
        if (focused === undefined) return;
        for (const label of place.querySelectorAll("label")) {
          if (label.title === focused) label.querySelector("input").focus();
        }
      },
      title: (name, value) => `${LABELS.get(name)}: ${titles.get(value) ?? value}`,
    };
  }

  return { open };
})();
