// Says that scripts run, and fetches GOV.UK's script only where a page has something for it to do.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
const govuk = document.currentScript.dataset.govuk;
const busy = '[data-module^="govuk-"]:not(.govuk-skip-link, .govuk-button:not([data-prevent-double-click]))';
document.addEventListener("DOMContentLoaded", () => {
  if (document.querySelector(busy)) import(govuk).then((all) => all.initAll());
});
