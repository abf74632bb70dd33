// A diagram that is wider than its place begins with the box that it is about, or with its topmost one.
(() => {
  "use strict";
  for (const place of document.querySelectorAll(".diagram")) {
    if (place.scrollWidth <= place.clientWidth) continue;
    const boxes = [...place.querySelectorAll(".diagram-box")].map((box) => [box, box.getBoundingClientRect()]);
    const first = boxes.find(([box]) => box.classList.contains("is-centre")) ?? boxes.sort(([, a], [, b]) => a.top - b.top)[0];
    if (!first) continue;
    place.scrollLeft += first[1].left - place.getBoundingClientRect().left - 16;
  }
})();
