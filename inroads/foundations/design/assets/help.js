// Help is sent once, however often the button is pressed. A tap on something else after that is another help.
const form = document.querySelector(".record");
const button = form.querySelector(".record__button");
const id = form.elements.sender_id;
const words = button.textContent;
const chosen = document.createElement("p");
chosen.className = "record__chosen";
button.before(chosen);

const textOf = (name) => form.querySelector(`[name=${name}]:checked + label`)?.textContent ?? "";
const show = () => {
  chosen.textContent = ["topic", "minutes", "outcome", "card"]
    .filter((name) => form.querySelector(`[name=${name}]:checked`)?.value)
    .map(textOf)
    .join(" · ");
};
const freshId = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );

form.addEventListener("submit", (event) => {
  if (button.ariaDisabled === "true") event.preventDefault();
  button.ariaDisabled = "true";
  button.textContent = button.dataset.sending;
  sessionStorage.setItem("sent", id.value);
});

form.addEventListener("change", (event) => {
  // Somebody went back and changed what was sent.
  if (sessionStorage.getItem("sent") === id.value && !form.querySelector(".ask--wrong")) id.value = freshId();
  show();
  const where = event.target.closest(".record__where");
  if (!where) return;
  where.querySelector(".record__place").textContent = textOf("where");
  where.open = false;
});

addEventListener("pageshow", () => {
  button.ariaDisabled = null;
  button.textContent = words;
  show();
});
