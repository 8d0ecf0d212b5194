"use strict";
/* The window's list narrows as one types, ranked as services_center/initials.py does it: a whole name first.
   Enter opens the first one, the arrows another. Without this script the button asks the server the same. */
(() => {
  const form = document.querySelector("[data-find]");
  const list = document.getElementById("found");
  if (!form || !list) return;
  const box = form.querySelector("input");
  const count = document.querySelector("[data-count]");
  const sought = document.querySelector("[data-sought]");
  const rows = [...list.children];
  const inOrder = (asked, within) => {
    let at = 0;
    for (const sign of within) if (sign === asked[at]) at += 1;
    return at >= asked.length;
  };
  const GAPS = 4;
  const rankOf = (asked, key) => {
    const [name, short, long] = key.split("/");
    if (name === asked || short === asked || long === asked) return 0;
    if (name.startsWith(asked) || short.startsWith(asked)) return 1;
    if (name.includes(asked) || short.includes(asked)) return 2;
    if (!/^[\x20-\x7e]+$/.test(asked)) return inOrder(asked, name) ? 3 : 9;
    if (long.includes(asked)) return 3;
    return new Set(asked).size > 2 && inOrder(asked, short) ? GAPS : 9;
  };
  const rank = (asked, row) => Math.min(...row.dataset.keys.split(" ").map((key) => rankOf(asked, key)));
  const narrow = () => {
    const asked = box.value.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
    const ranked = rows.map((row, order) => ({ row, order, rank: asked ? rank(asked, row) : 0 }));
    if (sought) sought.hidden = Boolean(asked);
    ranked.sort((one, other) => one.rank - other.rank || one.order - other.order);
    const worst = ranked[0]?.rank < GAPS ? GAPS - 1 : GAPS; // guesses only where nothing fits better
    ranked.forEach(({ row, rank: fit }) => {
      row.hidden = fit > worst;
      list.append(row);
    });
    const left = ranked.filter(({ rank: fit }) => fit <= worst).length;
    count.textContent = left ? `${left} 件` : `没有找到“${box.value}”，换个说法试试。`;
  };
  const links = () => [...list.querySelectorAll("li:not([hidden]) a")];
  box.addEventListener("input", narrow);
  form.addEventListener("submit", (event) => {
    const first = links()[0];
    if (!box.value.trim() || !first) return;
    event.preventDefault();
    window.location.assign(first.href);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const shown = links();
    const at = shown.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== box) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? box : shown[Math.min(next, shown.length - 1)])?.focus();
  });
})();
