"use strict";
/* Titles break between words: the browser knows Chinese words, the style sheet does not. Each word is kept in one piece,
   in a plain span, so that nothing is added to what is read aloud or copied. Without this script, or in a browser that knows no words,
   titles break as before. */
(() => {
  if (!window.Intl?.Segmenter) return;
  const TITLES = "main :is(h1, h2, h3, .message-title, .services a, .row-title a, .queue-title a, .days a, .results a)";
  const LONGEST = 8; // a name the browser does not know comes as single characters: they stay together up to this
  const WIDEST = 14; // no longer piece is kept whole: it might not fit a line
  const CLOSE = /^[的了等之年月日号户亩元条份次个项级批期度届届%）》”]/;
  const OPEN = /[（《“〔]$/;
  const words = new Intl.Segmenter("zh", { granularity: "word" });
  const joins = (before, word) => CLOSE.test(word) || OPEN.test(before) || (word.length === 1 && before.length < LONGEST);
  const mayBreak = (before, word) => before !== "" && word.isWordLike && !joins(before, word.segment);
  const whole = (run) => {
    const part = document.createElement("span");
    part.className = "keep";
    part.textContent = run;
    return run.length > WIDEST ? run : part;
  };
  const divide = (text) => {
    const runs = [""];
    for (const word of words.segment(text.data)) {
      if (mayBreak(runs.at(-1), word)) runs.push("");
      runs[runs.length - 1] += word.segment;
    }
    if (runs.length < 2) return;
    const title = document.createElement("span"); // one box, also where the link around it is a flex box
    title.append(...runs.map(whole));
    text.replaceWith(title);
  };
  const mark = (title) => {
    const texts = [];
    const walk = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (walk.currentNode.data.trim().length > 4) texts.push(walk.currentNode);
    texts.forEach(divide);
    title.classList.add("by-words");
  };
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(TITLES).forEach((title) => {
      if (!title.classList.contains("by-words") && !title.querySelector(".by-words")) mark(title);
    });
  });
})();
