// A button on each block of code that copies it.
(() => {
  "use strict";
  const namespace = "http://www.w3.org/2000/svg";
  const draw = (button, name, label) => {
    const icon = document.createElementNS(namespace, "svg");
    const use = document.createElementNS(namespace, "use");
    icon.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#i:${name}`);
    icon.append(use);
    button.replaceChildren(icon);
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  for (const block of document.querySelectorAll(".code")) {
    const code = block.querySelector("pre > code");
    // A listing of an API's reference comes with its own.
    if (!code || block.querySelector("[data-copy]")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "code-copy";
    draw(button, "copy", "Copy");
    button.addEventListener("click", async () => {
      await callboardCopy(code.textContent.replace(/\n$/, ""));
      draw(button, "check", "Copied");
      button.classList.add("is-done");
      setTimeout(() => {
        draw(button, "copy", "Copy");
        button.classList.remove("is-done");
      }, 1500);
    });
    block.append(button);
  }
})();
