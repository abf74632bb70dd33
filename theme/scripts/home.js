// The reader's team, kept in this browser, and what it owns.
(() => {
  "use strict";
  const form = document.querySelector("[data-team-choice]");
  if (!form) return;
  const KEY = "callboard-team";
  const choice = form.querySelector("select");
  const list = document.querySelector("[data-team-lines]");
  const none = document.querySelector("[data-team-none]");
  const line = (words, href, value) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const leader = document.createElement("span");
    const link = document.createElement("a");
    name.className = "line-name";
    name.textContent = words;
    leader.className = "leader";
    leader.setAttribute("aria-hidden", "true");
    link.href = href;
    link.textContent = value;
    item.append(name, leader, link);
    return item;
  };
  const show = () => {
    const team = choice.selectedOptions[0];
    const chosen = Boolean(team?.value);
    list.hidden = !chosen;
    none.hidden = chosen;
    if (!chosen) return;
    const { href, ownedHref, owned, members, problems } = team.dataset;
    list.replaceChildren(
      line("Owns", ownedHref, owned === "1" ? "1 entity" : `${owned} entities`),
      line("To mend", `${ownedHref}&problems=yes`, problems === "1" ? "1 problem" : `${problems} problems`),
      line("Members", `${href}#team`, members),
      line("The team's page", href, team.textContent),
    );
  };
  try {
    const kept = localStorage.getItem(KEY);
    if (kept && [...choice.options].some((option) => option.value === kept)) choice.value = kept;
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  choice.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, choice.value);
    } catch {
      // As above.
    }
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
})();
