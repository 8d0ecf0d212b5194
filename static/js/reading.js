// Remembers the two reading switches (large print, high contrast) from page to page.
// Without this script the switches still work on the page they are ticked on.
(function () {
  "use strict";
  var names = ["large-print", "high-contrast"];
  var root = document.documentElement;

  function remembered(name) {
    try { return localStorage.getItem(name) === "1"; } catch (e) { return false; }
  }

  function remember(name, on) {
    try { localStorage.setItem(name, on ? "1" : "0"); } catch (e) { /* private window: this page only */ }
  }

  names.forEach(function (name) { root.classList.toggle(name, remembered(name)); });

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
  });
}());
