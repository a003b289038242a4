// While weights are being changed the page below follows, without being sent: the form still works by its button.
const wait = 500;
const form = document.querySelector("form[data-live]");
const said = document.getElementById("weights-said");
let timer, asked = 0;

async function follow() {
  const mine = ++asked;
  const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (mine !== asked) return;
  if (!answer) {
    said.textContent = "There is no connection: what stands below is by the weights before.";
    return;
  }
  if (!answer.ok) {
    said.textContent = "This cannot be worked out yet: check the weights.";
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const opened = [...document.querySelectorAll("#need-found details")].map((one) => one.open);
  document.getElementById("need-found").replaceChildren(...page.getElementById("need-found").childNodes);
  document.querySelectorAll("#need-found details").forEach((one, place) => { one.open = opened[place] ?? false; });
  history.replaceState(null, "", address);
  said.textContent = "The map and the table below follow these weights.";
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(follow, wait);
});
