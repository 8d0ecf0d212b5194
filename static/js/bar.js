// The phone's bar leaves once the decision it leads to is in sight: one 签发 a screen. Without a script it scrolls away.
(function () {
  "use strict";
  var bar = document.querySelector(".sticky-bar");
  var decision = document.getElementById("decision");
  if (!bar || !decision || !window.IntersectionObserver) { return; }
  new window.IntersectionObserver(function (seen) {
    bar.classList.toggle("away", seen[0].isIntersecting);
  }, { rootMargin: "0px 0px -25% 0px" }).observe(decision);
}());
