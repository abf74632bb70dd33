// Gives the page the icons that scripts may need; a page brings only those that it shows itself.
(() => {
  "use strict";
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${globalThis.callboardIcons.join("")}</svg>`;
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const sprite = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  sprite.setAttribute("class", "sprite");
  sprite.setAttribute("width", "0");
  sprite.setAttribute("height", "0");
  sprite.setAttribute("aria-hidden", "true");
  for (const symbol of [...drawn.children]) {
    if (!document.getElementById(symbol.id)) sprite.append(document.importNode(symbol, true));
  }
  document.body.append(sprite);
})();
