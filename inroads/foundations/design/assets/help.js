// Help is sent once, however often the button is pressed; coming back to the page lets it be pressed again.
const form = document.querySelector(".record");
const button = form.querySelector(".record__button");
const words = button.textContent;

form.addEventListener("submit", (event) => {
  if (button.ariaDisabled === "true") event.preventDefault();
  button.ariaDisabled = "true";
  button.textContent = button.dataset.sending;
});

addEventListener("pageshow", () => {
  button.ariaDisabled = null;
  button.textContent = words;
});

// Tapping another place shows it and closes the list, so that the next thing to tap is back in view.
const where = form.querySelector(".record__where");
where.addEventListener("change", (event) => {
  where.querySelector(".record__place").textContent = event.target.nextElementSibling.textContent;
  where.open = false;
});
