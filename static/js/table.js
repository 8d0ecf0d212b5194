"use strict";
/* Tables of text boxes: one more row, rows moved or taken out, rows pasted from Excel. Without this script some empty
   rows are there, and a row emptied by hand is left out. */
(() => {
  const boxes = (row) => [...row.querySelectorAll("input, textarea")];
  const values = (row) => boxes(row).map((box) => box.value);
  const fill = (row, texts) => boxes(row).forEach((box, place) => { box.value = texts[place]; });
  const changed = (row) => row.dispatchEvent(new Event("input", { bubbles: true }));
  const rename = (box, row) => {
    box.name = box.name.replace(/-\d+-(\d+)$/, `-${row}-$1`);
    box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/^第\d+行/, `第${row + 1}行`));
    box.value = "";
  };
  const swap = (row, other) => {
    if (!row || !other) return;
    const kept = values(row);
    fill(row, values(other));
    fill(other, kept);
    changed(row);
  };
  const takeOut = (row) => {
    for (let here = row; here; here = here.nextElementSibling) {
      const next = here.nextElementSibling;
      fill(here, next ? values(next) : boxes(here).map(() => ""));
    }
    changed(row);
  };
  const WORK = {
    上移: (row) => swap(row, row.previousElementSibling),
    下移: (row) => swap(row, row.nextElementSibling),
    删去: takeOut,
  };
  const number = (row) => [...row.parentElement.rows].indexOf(row) + 1;
  const addTools = (row) => {
    const cell = row.insertCell();
    cell.className = "grid-work";
    Object.entries(WORK).forEach(([word, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = word;
      button.setAttribute("aria-label", `${word}第${number(row)}行`);
      button.addEventListener("click", () => act(button.closest("tr")));
      cell.append(button);
    });
  };
  const addRow = (body) => {
    const row = body.rows[body.rows.length - 1].cloneNode(true);
    row.querySelector(".grid-work")?.remove();
    boxes(row).forEach((box) => rename(box, body.rows.length));
    body.append(row);
    addTools(row);
    return row;
  };
  const paste = (event, body) => {
    const text = (event.clipboardData || window.clipboardData).getData("text");
    if (!text.includes("\t") && !text.trim().includes("\n")) return;
    if (event.target.tagName === "TEXTAREA" && !text.includes("\t")) return; /* several lines of one text */
    event.preventDefault();
    const start = event.target.closest("tr");
    const first = boxes(start).indexOf(event.target);
    let row = start;
    text.replace(/[\r\n]+$/, "").split(/\r?\n/).forEach((line, index) => {
      if (index) row = row.nextElementSibling || addRow(body);
      line.split("\t").forEach((cell, offset) => {
        const box = boxes(row)[first + offset];
        if (box) box.value = cell.trim();
      });
    });
    changed(event.target);
  };
  const start = () => document.querySelectorAll("[data-grid]").forEach((grid) => {
    const body = grid.querySelector("tbody");
    const more = grid.querySelector("[data-grid-more]");
    const head = grid.querySelector("thead tr").insertCell();
    head.className = "grid-work";
    head.textContent = "这一行";
    [...body.rows].forEach(addTools);
    more.hidden = false;
    more.addEventListener("click", () => boxes(addRow(body))[0].focus());
    body.addEventListener("paste", (event) => paste(event, body));
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
