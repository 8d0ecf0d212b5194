// Keeps what is typed in a form (data-keep="name") in this tab until it was taken: after an expired session or a
// dropped line the words are still there. Codes (data-secret) and hidden fields are never kept.
(function () {
  "use strict";
  var PREFIX = "keep:";

  function store(change) {
    try { return change(window.sessionStorage); } catch (e) { return null; }
  }

  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.type !== "hidden" && field.type !== "password" && field.type !== "file" &&
        !field.hasAttribute("data-secret") && field.tagName !== "BUTTON";
    });
  }

  function read(form) {
    var kept = {};
    fields(form).forEach(function (field) {
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) { (kept[field.name] = kept[field.name] || []).push(field.value); }
      } else if (field.value !== field.defaultValue) {
        kept[field.name] = [field.value];
      }
    });
    return kept;
  }

  function fill(form, kept) {
    fields(form).forEach(function (field) {
      var values = kept[field.name];
      if (!values) { return; }
      if (field.type === "checkbox" || field.type === "radio") {
        if (values.indexOf(field.value) >= 0) { field.checked = true; }
      } else if (!field.value || field.value === field.defaultValue) {
        field.value = values[0];
      }
      var folded = field.closest("details");
      if (folded && field.value) { folded.open = true; }
    });
  }

  document.querySelectorAll("[data-kept-done]").forEach(function (note) {
    store(function (kept) { kept.removeItem(PREFIX + note.getAttribute("data-kept-done")); });
  });

  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    var key = PREFIX + form.getAttribute("data-keep");
    var kept = store(function (box) { return JSON.parse(box.getItem(key) || "null"); });
    if (kept) { fill(form, kept); }
    function remember() { store(function (box) { box.setItem(key, JSON.stringify(read(form))); }); }
    form.addEventListener("input", remember);
    form.addEventListener("change", remember);
    form.addEventListener("submit", remember);
  });

  // One tap, one act: a second tap on the button while the first is under way does nothing.
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    var sent = false;
    form.addEventListener("submit", function (event) {
      if (sent) { event.preventDefault(); }
      sent = true;
      window.setTimeout(function () { sent = false; }, 5000);
    });
  });

  var trouble = document.getElementById("errors") || document.getElementById("trouble");
  if (trouble) { trouble.focus(); }
}());
