"use strict";
/* Titles break between words: the browser knows Chinese words, the style sheet does not. A place to break is put before
   each word, and nowhere else. Without this script, or in a browser that knows no words, titles break as before. */
(() => {
  if (!window.Intl?.Segmenter) return;
  const TITLES = "main :is(h1, h2, h3, .message-title, .services a, .row-title a, .queue-title a, .days a, .results a)";
  const LONGEST = 8; // a name the browser does not know comes as single characters: they stay together up to this
  const CLOSE = /^[的了等之年月日号户亩元条份次个项级批期度届届%）》”]/;
  const OPEN = /[（《“〔]$/;
  const words = new Intl.Segmenter("zh", { granularity: "word" });
  const joins = (before, word) => CLOSE.test(word) || OPEN.test(before) || (word.length === 1 && before.length < LONGEST);
  const mayBreak = (before, word) => before !== "" && word.isWordLike && !joins(before, word.segment);
  const divide = (text) => {
    const parts = document.createDocumentFragment();
    let run = "";
    for (const word of words.segment(text.data)) {
      if (mayBreak(run, word)) {
        parts.append(run, document.createElement("wbr"));
        run = "";
      }
      run += word.segment;
    }
    parts.append(run);
    text.replaceWith(parts);
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
