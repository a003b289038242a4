// Help is kept on the telephone first and then sent, so that none is lost where there is no signal; and it is sent once,
// however often the button is pressed. Without this script the form is sent as any other.
const form = document.querySelector(".record");
const button = form.querySelector(".record__button");
const id = form.elements.sender_id;
const words = button.textContent;
const chosen = document.createElement("p");
chosen.className = "record__chosen";
button.before(chosen);
const said = document.createElement("p");
said.className = "record__said";
said.setAttribute("role", "status");
button.before(said);

const picked = (name) => form.querySelector(`[name=${name}]:checked`);
const textOf = (name) => form.querySelector(`[name=${name}]:checked + label`)?.textContent ?? "";
const inWords = (...names) => names.filter((name) => picked(name)?.value).map(textOf).join(" · ");
const show = () => {
  chosen.textContent = inWords("topic", "minutes", "outcome", "card");
};
const freshId = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );
const ready = () => {
  button.ariaDisabled = null;
  button.textContent = words;
};

// The signed-in page has no store on the telephone; nor has a browser that allows none.
const place = document.getElementById("kept");
const store = place && "indexedDB" in window ? import(place.dataset.script).catch(() => null) : null;

store?.then((kept) => {
  if (!kept) document.getElementById("kept-cannot").hidden = false;
});

async function keepAndSend(kept) {
  const help = { id: id.value, where: picked("where").value, words: inWords("topic", "minutes", "outcome", "card", "where") };
  for (const name of ["topic", "minutes", "outcome", "card"]) help[name] = picked(name)?.value ?? "";
  await kept.keep(help);
  await Promise.race([kept.send(), new Promise((done) => setTimeout(done, navigator.onLine ? 5000 : 300))]);
  if ((await kept.stateOf(help.id)) === "received") {
    location.assign(form.dataset.thanks.replace("00000000-0000-0000-0000-000000000000", help.id));
    return;
  }
  said.textContent = `Kept on this phone: ${textOf("topic")}. Tap the next, or close the page.`;
  id.value = freshId();
  picked("topic").checked = false;
  const noCard = form.querySelector("[name=card][value='']");
  if (noCard) noCard.checked = true;
  ready();
  show();
  scrollTo({ top: 0 });
}

function sayWhatIsMissing() {
  const ask = form.querySelector("[name=topic]").closest(".ask");
  if (!ask.classList.contains("ask--wrong")) {
    const error = document.createElement("p");
    error.className = "govuk-error-message";
    error.textContent = form.dataset.missing;
    error.dataset.ours = "";
    ask.querySelector("legend").after(error);
    ask.classList.add("ask--wrong");
  }
  said.textContent = form.dataset.missing;
  form.querySelector("[name=topic]").focus();
  ready();
}

form.addEventListener("submit", async (event) => {
  if (button.ariaDisabled === "true") {
    event.preventDefault();
    return;
  }
  button.ariaDisabled = "true";
  button.textContent = button.dataset.sending;
  if (store) event.preventDefault();
  const kept = await store;
  if (kept && !picked("topic")) return sayWhatIsMissing();
  sessionStorage.setItem("sent", id.value);
  const native = () => store && form.submit();
  await (kept ? keepAndSend(kept).catch(native) : native());
});

form.addEventListener("change", (event) => {
  const error = event.target.closest(".ask")?.querySelector("[data-ours]");
  error?.closest(".ask").classList.remove("ask--wrong");
  error?.remove();
  // Somebody went back and changed what was sent.
  if (sessionStorage.getItem("sent") === id.value && !form.querySelector(".ask--wrong")) id.value = freshId();
  said.textContent = "";
  show();
  const where = event.target.closest(".record__where");
  if (!where) return;
  where.querySelector(".record__place").textContent = textOf("where");
  where.open = false;
});

addEventListener("pageshow", () => {
  ready();
  show();
});

// A page that was put by has the id of a help long sent, and the sessions of the day on which it was put by.
async function bringUpToDate() {
  const kept = await store;
  const [entry] = performance.getEntriesByType("navigation");
  const isBack = entry?.type === "back_forward";
  if (isBack && kept && sessionStorage.getItem("sent")) id.value = sessionStorage.getItem("sent");
  if (!isBack && (await kept?.isKnown(id.value))) id.value = freshId();
  const rota = document.getElementById("rota");
  const today = new Date().toLocaleDateString("en-CA", { timeZone: "Europe/London" });
  if (rota && form.dataset.day !== today) offer(JSON.parse(rota.textContent).filter((one) => one.day === today));
}

// The places of today from the rota, the likeliest first; the venue itself and elsewhere stay.
function offer(sessions) {
  const taps = form.querySelector(".record__where .taps");
  const pattern = taps.querySelector(".tap");
  taps.querySelectorAll(".tap").forEach((tap) => {
    if (tap.querySelector("input").value.startsWith("s")) tap.remove();
  });
  const now = Date.now();
  const away = (one) => (one.starts <= now && now <= one.ends ? 0 : Math.min(Math.abs(one.starts - now), Math.abs(one.ends - now)));
  const near = (one) => one.own || (one.here && away(one) <= 3600000);
  sessions.sort((a, b) => b.own - a.own || b.here - a.here || away(a) - away(b));
  const made = (one) => {
    const tap = pattern.cloneNode(true);
    const [input, label] = [tap.querySelector("input"), tap.querySelector("label")];
    input.value = one.key;
    input.id = label.htmlFor = `id_where_${one.key}`;
    input.checked = false;
    label.textContent = one.text;
    return tap;
  };
  taps.prepend(...sessions.filter(near).map(made));
  taps.lastElementChild.before(...sessions.filter((one) => !near(one)).map(made));
  if (!form.querySelector("[name=card]:checked")?.value) form.querySelectorAll("[name=card]:not([value=''])").forEach((card) => card.closest(".tap").remove());
  taps.querySelector("input").checked = true;
  form.querySelector(".record__place").textContent = textOf("where");
}

// The page, and all that it is drawn with, is put by for when there is no signal.
async function putBy() {
  if (!place || !("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.scope });
  await store; // its script is fetched by this one, perhaps after all else has been
  const ours = performance.getEntriesByType("resource").map((one) => one.name);
  const isDrawing = (name) => new URL(name).pathname.startsWith("/static/");
  const drawn = new Set([...ours, new URL(place.dataset.script, location).href].filter(isDrawing));
  const kept = await caches.open("record-help");
  const had = (await kept.keys()).map((one) => one.url);
  const missing = [...drawn].filter((name) => !had.includes(name));
  await Promise.all([location.pathname, ...missing].map((name) => kept.add(name)));
  // What an earlier version was drawn with is not needed any more.
  await Promise.all(had.filter((name) => isDrawing(name) && !drawn.has(name)).map((name) => kept.delete(name)));
  place.dataset.ready = "";
}

bringUpToDate();
if (document.readyState === "complete") putBy().catch(() => {});
else addEventListener("load", () => putBy().catch(() => {}));
