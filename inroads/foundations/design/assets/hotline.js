// One key for each topic, + for longer, - for how it ended, / for the postcode, Enter to save. Escape leaves the postcode.
const call = document.querySelector(".hotline__call");
const find = document.querySelector(".hotline__find");
const postcode = find.elements.postcode;
const near = document.getElementById("near");
const save = call.querySelector("button[type=submit]");

function next(name) {
  const all = [...call.querySelectorAll(`[name=${name}]`)];
  all[(all.findIndex((one) => one.checked) + 1) % all.length].checked = true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target === postcode) {
    if (event.key === "Escape") postcode.blur();
    return;
  }
  const key = event.key.toLowerCase();
  const topic = /^[a-z0-9]$/.test(key) && call.querySelector(`[data-key="${key}"]`);
  if (topic) {
    topic.checked = true;
    save.focus();
  } else if (key === "+" || key === "=") next("minutes");
  else if (key === "-") next("outcome");
  else if (key === "/") postcode.select();
  else return;
  event.preventDefault();
});

let timer;
let asked = 0;
async function look() {
  const mine = ++asked;
  const words = new URLSearchParams(new FormData(find));
  const answer = await fetch(`${find.dataset.near}?${words}`).catch(() => null);
  if (mine !== asked || !answer?.ok) return;
  near.innerHTML = await answer.text();
}
postcode.addEventListener("input", () => {
  clearTimeout(timer);
  if (postcode.value.trim().length > 4) timer = setTimeout(look, 250);
});
find.addEventListener("submit", (event) => {
  event.preventDefault();
  look();
  postcode.blur();
});
