// While something is being worked on, its page looks again every two seconds and says how far the work is.
const every = 2000;

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("work");
  if (!now || !("atWork" in now.dataset) || page.querySelector("form[action$='/again/']")) {
    location.replace(location.href);
    return;
  }
  document.getElementById("work").replaceChildren(...now.childNodes);
  setTimeout(look, every);
}

if (!document.querySelector("form[action$='/again/']")) setTimeout(look, every);
