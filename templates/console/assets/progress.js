// Shows how far something is that goes on by itself. Without it the page has a link that loads it anew.
const place = document.querySelector("[data-progress]");
const bar = place.querySelector("progress");

async function look() {
  const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  if (!found.under_way || (found.total && !bar.hasAttribute("value"))) {
    location.reload();
    return;
  }
  if (found.total) {
    bar.max = found.total;
    bar.value = found.taken;
    const label = place.querySelector("label");
    const numbers = [found.taken, found.total].map((n) => n.toLocaleString(document.documentElement.lang));
    let next = 0;
    label.textContent = label.textContent.replace(/[\d,.]*\d/g, (old) => numbers[next++] ?? old);
  }
  setTimeout(look, 2000);
}

setTimeout(look, 1000);
