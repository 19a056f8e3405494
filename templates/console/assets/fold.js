// On a telephone the parts of a long page begin folded, but for the one that the address names. Without script
// all of them stand open.

const named = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
const parts = document.querySelectorAll("details[data-fold]");

function unfold() {
  const part = named()?.closest("details[data-fold]");
  if (!part) return;
  part.open = true;
  named().scrollIntoView();
}

// What wants another look stays in sight.
if (matchMedia("(max-width: 40rem)").matches)
  for (const part of parts) part.open = Boolean(part.querySelector(".fault, .wrong, [role=alert]"));
unfold();
addEventListener("hashchange", unfold);

// Paper has nothing to click: all of it is printed, but the forms.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open], .move)")];
  for (const part of opened) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of opened) part.open = false;
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(".parts a");
  if (link && link.hash === location.hash) unfold();
});
