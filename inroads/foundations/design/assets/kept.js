// What a champion has recorded stays on this telephone, in the browser's own store, until the server has said that it
// arrived. It is sent in its order, as often as it takes; the server counts each once, by its id.
const place = document.getElementById("kept");
const { whose, send: address, helpline } = place.dataset;
const most = 50;
const remembered = 30;
const patience = 15000;
// Older telephones tell their other tabs nothing; each looks for itself when it is opened.
const told = "BroadcastChannel" in window ? new BroadcastChannel("record-help") : null;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const asked = indexedDB.open("record-help", 1);
asked.onupgradeneeded = () => {
  const helps = asked.result.createObjectStore("helps", { keyPath: "n", autoIncrement: true });
  helps.createIndex("id", "id", { unique: true });
  asked.result.createObjectStore("clock");
};
// A browser that allows no store fails here, and the page is sent as any other.
const store = await done(asked);

async function within(name, mode, work) {
  const deal = store.transaction(name, mode, { durability: "strict" });
  const result = work(deal.objectStore(name));
  await new Promise((resolve, reject) => {
    deal.oncomplete = resolve;
    deal.onerror = deal.onabort = () => reject(deal.error);
  });
  return result;
}

const everything = async () => done(store.transaction("helps").objectStore("helps").getAll());
const mine = async () => (await everything()).filter((one) => one.whose === whose);
const clock = async () => (await done(store.transaction("clock").objectStore("clock").get("met"))) ?? { skew: 0, seen: 0 };

// It is kept before anything else happens. False if this very help is kept or sent already.
export async function keep(help) {
  if ((await everything()).some((one) => one.id === help.id)) return false;
  const item = { ...help, ...(await clock()), at: Date.now(), whose, state: "kept" };
  await within("helps", "readwrite", (helps) => helps.add(item));
  navigator.storage?.persist?.();
  await draw();
  told?.postMessage("changed");
  return true;
}

export const isKnown = async (id) => (await everything()).some((one) => one.id === id);
export const stateOf = async (id) => (await everything()).find((one) => one.id === id)?.state;

async function note(received, refused) {
  const items = await everything();
  await within("helps", "readwrite", (helps) => {
    for (const one of items) {
      if (received.includes(one.id)) helps.put({ ...one, state: "received" });
      else if (refused[one.id]) helps.put({ ...one, state: "refused", why: refused[one.id] });
    }
    const gone = items.filter((one) => one.state === "received" && one.whose === whose).slice(0, -remembered);
    gone.forEach((one) => helps.delete(one.n));
  });
}

// One message to the server; true if there is more to send and it may go at once.
async function sendSome() {
  const kept = (await mine()).filter((one) => one.state === "kept").slice(0, most);
  const helps = kept.map(({ id, topic, minutes, outcome, where, card, at, skew, seen }) => ({
    sender_id: id, topic, minutes, outcome, where, card, at, skew, seen,
  }));
  const now = Date.now();
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), patience);
  const answer = await fetch(address, {
    method: "POST",
    body: JSON.stringify({ now, helps }),
    signal: stop.signal,
    credentials: "omit",
  }).finally(() => clearTimeout(late));
  if (answer.status === 404 || answer.status === 410) return closed();
  if (answer.status !== 429 && !answer.ok) throw new Error(answer.status);
  const said = await answer.json();
  await within("clock", "readwrite", (clocks) => clocks.put({ skew: said.now - Date.now(), seen: said.now }, "met"));
  await note(said.received, said.refused);
  if (answer.status === 429) throw new Error("busy");
  return kept.length === most;
}

let isClosed = "closed" in place.dataset;
function closed() {
  isClosed = true;
  return false;
}

// One tab sends at a time; if this browser cannot say so, the server still counts each once.
const alone = (work) => (navigator.locks ? navigator.locks.request("record-help", work) : work());
let timer;
let wait = 5000;
export async function send() {
  clearTimeout(timer);
  if (isClosed) return;
  try {
    await alone(async () => {
      while (await sendSome());
    });
    wait = 5000;
  } catch {
    timer = setTimeout(send, wait);
    wait = Math.min(wait * 2, 60000);
  }
  await draw();
  told?.postMessage("changed");
}

const says = { kept: "Kept on this phone", received: "Received", refused: "Not received" };
const when = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });

async function draw() {
  const items = await mine();
  const kept = items.filter((one) => one.state !== "received").length;
  place.hidden = items.length === 0;
  const list = document.createElement("ol");
  list.className = "kept__list";
  for (const one of [...items].reverse()) {
    const row = document.createElement("li");
    row.className = `kept__one kept__one--${one.state}`;
    const state = document.createElement("strong");
    state.textContent = says[one.state];
    const mayGo = one.state === "refused" || (one.state === "kept" && isClosed);
    row.append(state, ` ${when.format(one.at + one.skew)}: ${one.words}`, one.why ? `. ${one.why}. Ring ${helpline}` : "");
    if (mayGo) row.append(" ", removal(one));
    list.append(row);
  }
  const line = document.createElement("p");
  line.className = "kept__count";
  const counted = kept === 1 ? "1 help is" : `${kept} helps are`;
  if (kept && isClosed)
    line.textContent = `${counted} kept on this phone. Nothing is lost: open your new link on this phone, and it is sent. Or ring ${helpline} and read it out.`;
  else if (kept) line.textContent = `${counted} kept on this phone, and sent as soon as there is a signal. You may close this page.`;
  else line.textContent = "Everything on this phone has been received.";
  place.querySelector(".kept__body").replaceChildren(line, list);
}

// What cannot be sent from here goes once it has been read out to somebody.
function removal(one) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = "I have read this out: remove it";
  button.addEventListener("click", async () => {
    await within("helps", "readwrite", (helps) => helps.delete(one.n));
    await draw();
  });
  return button;
}

told?.addEventListener("message", draw);
addEventListener("online", send);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") send();
});
draw();
send();
