// The editor in Chinese, and pictures put into the text: chosen, pasted or dropped, uploaded into the item.
(function () {
  "use strict";
  var WORDS = {
    "Insert table": "插入表格", "Add column": "右边加一列", "Delete column": "删掉这一列", "Add row": "下面加一行",
    "Delete row": "删掉这一行", "Merge cells": "合并单元格", "Split cell": "拆开单元格", "Toggle header cell": "表头单元格",
    "Delete table": "删掉表格", "paragraph": "正文", "heading 1": "标题一", "heading 2": "大标题", "heading 3": "小标题",
    "heading 4": "小小标题", "bold": "加粗", "italic": "倾斜", "underline": "下划线", "subscript": "下标",
    "superscript": "上标", "bullet list": "项目符号", "unordered list": "项目符号", "ordered list": "编号", "numbered list": "编号", "list item": "列表",
    "blockquote": "引用", "horizontal rule": "分隔线", "hard break": "换行", "link": "链接", "insert link": "加链接",
    "add link": "加链接", "edit link": "改链接", "remove link": "去掉链接", "unlink": "去掉链接", "undo": "撤销",
    "redo": "重做", "insert image": "插入图片", "list properties": "编号样式", "yes": "要", "no": "不要"
  };

  function word(text) { return WORDS[text] || WORDS[text.toLowerCase()] || ""; }

  function translate(root) {
    root.querySelectorAll("[title]").forEach(function (node) {
      var chinese = word(node.getAttribute("title"));
      if (chinese) { node.setAttribute("title", chinese); node.setAttribute("aria-label", chinese); }
    });
    root.querySelectorAll(".prose-menubar__button, .prose-menubar__selected").forEach(function (node) {
      if (node.tagName === "BUTTON" && !node.getAttribute("aria-label")) { node.setAttribute("aria-label", node.getAttribute("title") || "按钮"); }
    });
    root.querySelectorAll(".prose-menubar__option > *").forEach(function (node) {
      var chinese = word(node.textContent);
      if (chinese) { node.textContent = chinese; }
    });
    root.querySelectorAll("option").forEach(function (node) {
      var chinese = word(node.textContent);
      if (chinese) { node.value = node.textContent; node.textContent = chinese; }
    });
  }

  // What Word brings along: styles (the page's policy stops each one) and hidden text, which must not come to light.
  function withoutStyles(html) {
    var bare = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(
      /(<[a-z][^<>]*?)\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi,
      function (all, before, value) {
        return before + (/display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i.test(value) ? " data-hidden" : "");
      });
    if (bare.indexOf(" data-hidden") < 0) { return bare; }
    var page = new DOMParser().parseFromString(bare, "text/html");
    page.querySelectorAll("[data-hidden]").forEach(function (node) { node.remove(); });
    return page.body.innerHTML;
  }

  function upload(address, token, file) {
    var data = new FormData();
    data.append("image", file, file.name || "图片.png");
    data.append("csrfmiddlewaretoken", token);
    return fetch(address, { method: "POST", body: data, credentials: "same-origin" }).then(function (answer) {
      if (answer.redirected) { throw new Error("登录已过期，图片没有放进去。请在新窗口登录后再试。"); }
      return answer.json().then(function (found) {
        if (found.error) { throw new Error(found.error); }
        return found;
      });
    }, function () { throw new Error("现在连不上，图片没有放进去，有信号了再试。"); });
  }

  document.addEventListener("prose-editor:ready", function (event) {
    var editor = event.detail.editor;
    var textarea = event.detail.textarea;
    var box = textarea.closest(".prose-editor");
    var form = textarea.form;
    var mark = form.querySelector("[data-draft-key]");
    var address = mark && mark.getAttribute("data-images");
    var label = form.querySelector("label[for='" + textarea.id + "']");
    editor.view.dom.setAttribute("role", "textbox");
    editor.view.dom.setAttribute("aria-multiline", "true");
    editor.view.dom.setAttribute("aria-label", label ? label.textContent.replace(/[:：]\s*$/, "") : "正文");
    editor.setOptions({ editorProps: Object.assign({}, editor.options.editorProps, { transformPastedHTML: withoutStyles }) });
    translate(box);
    new MutationObserver(function () { translate(box); }).observe(box, { childList: true, subtree: true });

    var tools = document.createElement("div");
    tools.className = "editor-tools";
    var said = document.createElement("span");
    said.className = "editor-said";
    said.setAttribute("role", "status");
    if (!address) {
      said.className = "quiet";
      said.textContent = "要在正文里放图片，先点一次“保存草稿”。";
      tools.append(said);
      box.after(tools);
      return;
    }
    var chooser = document.createElement("input");
    chooser.type = "file";
    chooser.multiple = true;
    chooser.hidden = true;
    chooser.accept = "image/jpeg,image/png,image/gif,image/webp";
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button editor-picture";
    button.textContent = "在正文里放图片";
    button.addEventListener("click", function () { chooser.click(); });
    tools.append(button, chooser, said);
    box.after(tools);

    function putIn(files) {
      var token = form.elements.csrfmiddlewaretoken.value;
      Array.prototype.reduce.call(files, function (before, file) {
        return before.then(function () {
          said.textContent = "正在放入“" + (file.name || "图片") + "”……";
          return upload(address, token, file).then(function (found) {
            editor.chain().focus().insertContent({ type: "image", attrs: { src: found.address, alt: found.name } }).run();
            said.textContent = "";
          });
        });
      }, Promise.resolve()).catch(function (error) { said.textContent = error.message; });
    }
    chooser.addEventListener("change", function () { putIn(chooser.files); chooser.value = ""; });

    function pictures(list) {
      return Array.prototype.filter.call(list || [], function (file) { return /^image\//.test(file.type); });
    }
    box.addEventListener("paste", function (pasted) {
      var found = pictures(pasted.clipboardData && pasted.clipboardData.files);
      if (found.length && !/<(p|table|h[1-6])\b/i.test(pasted.clipboardData.getData("text/html"))) {
        pasted.preventDefault();
        pasted.stopPropagation();
        putIn(found);
      }
    }, true);
    box.addEventListener("drop", function (dropped) {
      var found = pictures(dropped.dataTransfer && dropped.dataTransfer.files);
      if (found.length) { dropped.preventDefault(); dropped.stopPropagation(); putIn(found); }
    }, true);
  });
}());
