// Answers for the recording page while there is no signal, from what that page has put by. Nothing is sent from here.
const store = "record-help";
const patience = 4000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const isRecordingPage = (address) => /^\/help\/record\/[^/]+\/$/.test(address.pathname);

// A link that has run out takes the place of the page that was put by: a telephone that was lost shows no more of it.
async function fresh(request, address) {
  const answer = await fetch(request);
  const kept = await caches.open(store);
  const isNews = (answer.ok && !address.search) || (answer.status === 410 && (await kept.match(address.pathname)));
  if (isNews && !answer.redirected) await kept.put(address.pathname, answer.clone());
  return answer;
}

// With a weak signal nobody waits for long: what was put by is as good, and says so.
async function page(event, address) {
  const answer = fresh(event.request, address);
  event.waitUntil(answer.catch(() => {}));
  const kept = await caches.match(address.pathname);
  if (!kept) return answer;
  const late = new Promise((done) => setTimeout(done, patience, kept));
  return Promise.race([answer.catch(() => kept), late]);
}

addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate" && isRecordingPage(address)) event.respondWith(page(event, address));
  else if (address.pathname.startsWith("/static/"))
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});
