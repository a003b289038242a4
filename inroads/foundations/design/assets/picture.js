// Beside a link to a map as SVG stands one to the same as PNG: the browser draws it, nothing is sent.
const wide = 2400;

async function drawn(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = wide;
  canvas.height = Math.round((wide * image.naturalHeight) / image.naturalWidth);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// The part of the page with the link may be made anew, so the whole page listens.
function add(link) {
  const other = link.cloneNode();
  other.removeAttribute("data-picture");
  other.dataset.png = link.href;
  other.textContent = "as PNG";
  link.after(" or ", other);
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-png]");
  if (!link) return;
  event.preventDefault();
  const saved = document.createElement("a");
  saved.href = URL.createObjectURL(await drawn(link.dataset.png));
  saved.download = "map.png";
  saved.click();
});

const links = () => document.querySelectorAll("a[data-picture]:not([data-has-png])");
function addAll() {
  for (const link of links()) {
    link.dataset.hasPng = "";
    add(link);
  }
}
addAll();
new MutationObserver(addAll).observe(document.getElementById("main-content") ?? document.body, { childList: true, subtree: true });
