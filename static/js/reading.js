// Remembers the reading switches (large print, high contrast, reading line) from page to page, lets the reading line
// follow the pointer, and reads the text aloud where the browser has a Chinese voice.
// Without this script the switches still work on the page they are ticked on.
(function () {
  "use strict";
  var names = ["large-print", "high-contrast", "reading-line"];
  var root = document.documentElement;

  function remembered(name) {
    try { return localStorage.getItem(name) === "1"; } catch (e) { return false; }
  }

  function remember(name, on) {
    try { localStorage.setItem(name, on ? "1" : "0"); } catch (e) { /* private window: this page only */ }
  }

  names.forEach(function (name) { root.classList.toggle(name, remembered(name)); });

  function followPointer() {
    var band = document.createElement("div");
    band.className = "reading-band";
    band.hidden = true;
    band.setAttribute("aria-hidden", "true");
    document.body.appendChild(band);

    function place(y) {
      band.hidden = !root.classList.contains("reading-line");
      band.style.top = y + "px";
    }

    document.addEventListener("pointermove", function (event) { place(event.clientY); });
    document.addEventListener("focusin", function (event) {
      var box = event.target.getBoundingClientRect();
      place(box.top + box.height / 2);
    });
    document.getElementById("reading-line").addEventListener("change", function () { band.hidden = true; });
  }

  function readAloud(button) {
    var speech = window.speechSynthesis, parts = [], at = 0, voice = null;

    function chinese() {
      return speech.getVoices().filter(function (one) { return /^(zh|cmn)/i.test(one.lang); })[0] || null;
    }

    function offer() {
      voice = chinese();
      button.hidden = !voice;
    }

    function stop() {
      parts.forEach(function (part) { part.classList.remove("being-read"); });
      parts = [];
      speech.cancel();
      button.setAttribute("aria-pressed", "false");
      button.textContent = "朗读";
    }

    function next() {
      if (at > 0 && parts[at - 1]) { parts[at - 1].classList.remove("being-read"); }
      var part = parts[at];
      at += 1;
      if (!part) { stop(); return; }
      var said = new SpeechSynthesisUtterance(part.textContent.trim());
      said.lang = "zh-CN";
      said.voice = voice;
      said.onend = function () { if (parts.length) { next(); } };
      said.onerror = stop;
      part.classList.add("being-read");
      part.scrollIntoView({ block: "nearest" });
      speech.speak(said);
    }

    function start() {
      var all = document.querySelectorAll("main h1, main h2, main h3, main p, main li, main dt, main dd, main th, main td");
      parts = Array.prototype.filter.call(all, function (part) {
        return part.textContent.trim() && part.offsetParent && !part.querySelector("p, li, table, h2, h3, dd");
      });
      at = 0;
      button.setAttribute("aria-pressed", "true");
      button.textContent = "停止朗读";
      next();
    }

    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", function () {
      if (button.getAttribute("aria-pressed") === "true") { stop(); } else { start(); }
    });
    window.addEventListener("pagehide", stop);
    speech.onvoiceschanged = offer;  // many browsers name their voices a moment later
    offer();
  }

  document.addEventListener("DOMContentLoaded", function () {
    names.forEach(function (name) {
      var box = document.getElementById(name);
      if (!box) { return; }
      box.checked = remembered(name);
      box.addEventListener("change", function () {
        root.classList.toggle(name, box.checked);
        remember(name, box.checked);
      });
    });
    if (document.getElementById("reading-line")) { followPointer(); }
    var button = document.querySelector("[data-read-aloud]");
    if (button && window.speechSynthesis && window.SpeechSynthesisUtterance) { readAloud(button); }
  });
}());
