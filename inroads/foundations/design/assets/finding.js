// Three letters find a topic: the buttons whose names, or other words for them, begin so stay. All of it is on the page.
const more = document.querySelector(".ask__more");
const ask = more?.closest(".ask");

function begin() {
  const plain = (text) => text.normalize("NFKD").replace(/[\p{M}'’-]/gu, "").toLowerCase();
  const words = (text) => plain(text).split(/[^\p{L}\d]+/u);
  const taps = [...ask.querySelectorAll(".tap")].map((tap) => {
    const told = `${tap.textContent} ${tap.firstElementChild.dataset.words ?? ""}`;
    return [tap, [...words(told), ...words(told.replaceAll("-", " "))]];
  });
  const box = document.createElement("div");
  box.className = "find";
  box.innerHTML = `<label class="govuk-label" for="find">Find a topic</label><input class="govuk-input" id="find" type="search" autocomplete="off" aria-describedby="found"><p class="govuk-hint" id="found" role="status" aria-live="polite"></p>`;
  more.before(box);
  const [, field, found] = box.children;

  function narrow() {
    const typed = words(field.value).filter(Boolean);
    let number = 0;
    for (const [tap, known] of taps) {
      const fits = typed.every((word) => known.some((one) => one.startsWith(word)));
      tap.hidden = !fits;
      number += fits;
    }
    if (typed.length) more.open = true;
    found.textContent = typed.length ? `${number || "No"} topic${number === 1 ? "" : "s"} found` : "";
  }
  const clear = () => {
    field.value = "";
    narrow();
  };
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    ask.querySelector(".tap:not([hidden]) input")?.[event.key === "Enter" && field.value ? "click" : "focus"]();
  });
  // The next help begins with the whole list.
  field.form.addEventListener("submit", clear);
}

if (more) begin();
