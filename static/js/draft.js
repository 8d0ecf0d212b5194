// Keeps what is being typed on this device until the server says it is saved; offers it back afterwards.
// Before a form is sent the line and the login are tried, so that nothing typed ends on an error page.
// Loaded in the head, before the editor's modules run, so that it hears when an editor is ready.
(function () {
  "use strict";
  var editors = {};
  document.addEventListener("prose-editor:ready", function (event) {
    editors[event.detail.textarea.name] = event.detail.editor;
  });
  document.addEventListener("DOMContentLoaded", function () {
  var mark = document.querySelector("[data-draft-key]");
  if (!mark) { return; }
  var form = mark.closest("form");
  var note = document.getElementById("draft-note");
  var key = "draft:" + mark.getAttribute("data-draft-key");
  var saved = mark.getAttribute("data-draft-saved");
  var LEFT_OUT = ["csrfmiddlewaretoken", "seen"];
  var timer = null;
  var ready = false;

  function put(value) {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch (e) { return false; }
  }
  function got() {
    try { return JSON.parse(localStorage.getItem(key) || "null"); } catch (e) { return null; }
  }
  function forget(which) {
    try { localStorage.removeItem(which); } catch (e) { /* private window */ }
  }

  function fields() {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && LEFT_OUT.indexOf(field.name) < 0 && !/_FORMS$|-id$|-item$/.test(field.name) &&
        ["file", "submit", "button", "hidden", "image"].indexOf(field.type) < 0 && !field.disabled;
    });
  }
  function collect() {
    var values = {};
    fields().forEach(function (field) {
      if (field.type === "checkbox" || field.type === "radio") { values[field.name + "=" + field.value] = field.checked; }
      else { values[field.name] = field.value; }
    });
    return values;
  }
  function restore(values) {
    fields().forEach(function (field) {
      var name = field.type === "checkbox" || field.type === "radio" ? field.name + "=" + field.value : field.name;
      if (!(name in values)) { return; }
      if (field.type === "checkbox" || field.type === "radio") { field.checked = values[name]; return; }
      field.value = values[name];
      if (editors[field.name]) { editors[field.name].commands.setContent(values[name], { emitUpdate: true }); }
    });
  }
  function same(a, b) { return JSON.stringify(a) === JSON.stringify(b); }

  function say(text, buttons) {
    note.textContent = text;
    (buttons || []).forEach(function (entry) {
      var button = document.createElement(entry.href ? "a" : "button");
      button.textContent = entry.label;
      if (entry.href) { button.href = entry.href; button.target = "_blank"; button.rel = "noopener"; }
      else { button.type = "button"; button.addEventListener("click", entry.act); }
      note.append(button);
    });
    note.hidden = false;
  }
  function quiet() { note.hidden = true; note.textContent = ""; }

  function keep() {
    if (!ready) { return; }
    put({ at: new Date().toISOString(), values: collect() });
  }
  function soon() {
    ready = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  }

  function offer() {
    var kept = got();
    if (!kept) { return; }
    if (same(kept.values, collect())) { forget(key); return; }
    var at = new Date(kept.at);
    var when = (at.getMonth() + 1) + "月" + at.getDate() + "日 " + String(at.getHours()).padStart(2, "0") + ":" + String(at.getMinutes()).padStart(2, "0");
    say("这台设备上有 " + when + " 没存上的文字，恢复？", [
      { label: "恢复", act: function () { restore(kept.values); quiet(); soon(); } },
      { label: "不要了", act: function () { forget(key); quiet(); } }
    ]);
  }

  // --- sending ---
  function tooBig() {
    var found = null;
    form.querySelectorAll("input[type=file]").forEach(function (input) {
      var most = Number(input.getAttribute("data-most") || 0);
      Array.prototype.forEach.call(input.files, function (file) {
        if (most && file.size > most) {
          found = "“" + file.name + "”有 " + Math.round(file.size / 1048576) + " MB，超过了 " + Math.round(most / 1048576) + " MB，请压缩后再选。";
        }
      });
    });
    return found;
  }
  function send(button) {
    form.setAttribute("data-sending", "1");
    if (button && form.requestSubmit) { form.requestSubmit(button); } else { form.submit(); }
  }
  function fresh(text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    var token = page.querySelector("input[name=csrfmiddlewaretoken]");
    var other = page.querySelector("[data-draft-key]");
    if (!token || !other || other.getAttribute("data-draft-key") !== mark.getAttribute("data-draft-key")) { return null; }
    return token.value;
  }
  form.addEventListener("submit", function (event) {
    if (form.getAttribute("data-sending")) { return; }
    event.preventDefault();
    var button = event.submitter;
    ready = true;
    keep();
    var big = tooBig();
    if (big) { say(big + "您写的都在。"); note.scrollIntoView({ block: "center" }); return; }
    var stop = new AbortController();
    var patience = setTimeout(function () { stop.abort(); }, 15000);
    fetch(location.href, { cache: "no-store", credentials: "same-origin", signal: stop.signal, headers: { "X-Draft": "look" } })
      .then(function (answer) {
        return answer.text().then(function (text) { return { answer: answer, token: fresh(text) }; });
      })
      .then(function (found) {
        clearTimeout(patience);
        if (found.token) {
          form.elements.csrfmiddlewaretoken.value = found.token;
          send(button);
        } else if (found.answer.redirected) {
          say("登录已过期，还没有保存；您写的都在这台设备上。请在新窗口登录，再回到这里点一次保存。", [
            { label: "去登录", href: mark.getAttribute("data-login") }
          ]);
          note.scrollIntoView({ block: "center" });
        } else {
          send(button);
        }
      })
      .catch(function () {
        clearTimeout(patience);
        say("现在连不上，还没有保存；您写的都在这台设备上，有信号了再点一次保存。");
        note.scrollIntoView({ block: "center" });
      });
  });
  window.addEventListener("pageshow", function () { form.removeAttribute("data-sending"); });

  // --- begin ---
  (saved || "").split(" ").forEach(function (name) { if (name) { forget("draft:" + name); } });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("pagehide", function () { if (ready && !form.getAttribute("data-sending")) { keep(); } });
  offer();
  });
}());
