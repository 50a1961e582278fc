// What happens when the page opens.

for (const picture of document.querySelectorAll('.picture')) {
  if (picture.querySelector('svg')?.viewBox.baseVal.width) maps.push(new MapView(picture));
}
const canvasFrame = document.querySelector('.canvas');
if (net && canvasFrame && net.nodes.x.length > 0) networkView = new NetworkView(canvasFrame);
document.querySelector('.frame').before(filterBar());
document.body.append(panel, voice);
onFilter(() => {
  if (networkView) networkView.filter();
  else if (net) net.filter();
  for (const map of maps) map.filter();
});
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, select, textarea');
  if (event.key === '/' && !typing) {
    event.preventDefault();
    find.input.focus();
  }
});
addEventListener('beforeprint', () => views.forEach((view) => view.fit()));
