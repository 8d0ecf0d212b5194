// Makes the "copy" buttons work. The text itself can be selected and copied by hand without this script.
(function () {
  "use strict";

  function select(node) {
    var range = document.createRange();
    range.selectNodeContents(node);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  function copied(node) {
    select(node);
    try { return document.execCommand("copy"); } catch (e) { return false; }
  }

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var source = document.getElementById(button.getAttribute("data-copy"));
    if (!source) { return; }
    button.classList.add("ready");
    button.addEventListener("click", function () {
      function say(ok) { button.textContent = ok ? "已复制，去群里粘贴" : "已选中，请长按复制"; }
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(source.textContent.trim()).then(
          function () { say(true); }, function () { say(copied(source)); });
      } else {
        say(copied(source));
      }
    });
  });
}());
