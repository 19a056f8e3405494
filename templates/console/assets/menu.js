// On a telephone the menu is a strip wider than the screen: begin where the present page stands in it.
const present = document.querySelector(".places [aria-current]");
const strip = present?.parentElement;
if (strip) strip.scrollLeft = present.offsetLeft - (strip.clientWidth - present.offsetWidth) / 2;
