/** The script of the page. It makes no markup: every name of the schema is in the page already. */
export const PAGE_SCRIPT = `
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const stage = byId('stage');
  const svg = stage.querySelector('svg');
  const tables = [...svg.querySelectorAll('.table')];
  const links = [...svg.querySelectorAll('.link')];
  const items = [...document.querySelectorAll('nav li')];
  const whole = svg.viewBox.baseVal;
  const size = { width: whole.width, height: whole.height };
  const view = { x: 0, y: 0, width: size.width, height: size.height };
  let picked = '';
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  stage.classList.add('live');
  const show = () => svg.setAttribute('viewBox', [view.x, view.y, view.width, view.height].join(' '));
  const fit = () => { Object.assign(view, { x: 0, y: 0, width: size.width, height: size.height }); show(); };
  const unit = () => {
    const { width, height } = stage.getBoundingClientRect();
    return Math.max(view.width / width, view.height / height);
  };
  const point = (event) => {
    const matrix = svg.getScreenCTM();
    return { x: (event.clientX - matrix.e) / matrix.a, y: (event.clientY - matrix.f) / matrix.d };
  };
  const zoom = (factor, at) => {
    const width = Math.min(Math.max(view.width * factor, 120), size.width * 4);
    const real = width / view.width;
    view.x = at.x - (at.x - view.x) * real;
    view.y = at.y - (at.y - view.y) * real;
    view.width *= real;
    view.height *= real;
    show();
  };
  const middle = () => ({ x: view.x + view.width / 2, y: view.y + view.height / 2 });
  const light = () => {
    const near = new Set([picked]);
    for (const link of links) {
      const { from, to } = link.dataset;
      const lit = picked !== '' && (from === picked || to === picked);
      link.classList.toggle('lit', lit);
      if (lit) near.add(from).add(to);
    }
    const words = byId('search').value.trim().toLowerCase();
    const only = byId('changes') !== null && byId('changes').checked;
    const fits = (element) =>
      (words === '' || element.textContent.toLowerCase().includes(words)) &&
      (!only || !element.classList.contains('same'));
    const found = new Set(tables.filter(fits).map((table) => table.dataset.name));
    for (const table of tables) {
      const name = table.dataset.name;
      table.classList.toggle('dim', !found.has(name) || (picked !== '' && !near.has(name)));
      table.classList.toggle('picked', picked !== '' && name === picked);
    }
    for (const link of links) {
      const seen = found.has(link.dataset.from) && found.has(link.dataset.to);
      link.classList.toggle('dim', !seen || (picked !== '' && !link.classList.contains('lit')));
    }
    for (const item of items) {
      const name = item.firstElementChild.dataset.name;
      item.hidden = !found.has(name);
      item.classList.toggle('picked', name === picked);
    }
    byId('none').hidden = items.some((item) => !item.hidden);
    return found;
  };
  const goTo = (name) => {
    const table = tables.find((each) => each.dataset.name === name);
    if (table === undefined) return;
    const matrix = svg.getCTM().inverse().multiply(table.getCTM());
    const { width, height } = table.getBBox();
    const wide = Math.min(size.width, Math.max(900, width * 2));
    Object.assign(view, { width: wide, height: wide * (stage.clientHeight / stage.clientWidth) });
    view.x = matrix.e + width / 2 - view.width / 2;
    view.y = height > view.height ? matrix.f - 40 : matrix.f + height / 2 - view.height / 2;
    show();
  };
  const pick = (name) => { picked = picked === name ? '' : name; light(); };
  let drag;
  stage.addEventListener('pointerdown', (event) => {
    drag = { x: event.clientX, y: event.clientY, moved: false, unit: unit() };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener('pointermove', (event) => {
    if (drag === undefined) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < 4) return;
    drag.moved = true;
    stage.classList.add('moving');
    view.x -= dx * drag.unit;
    view.y -= dy * drag.unit;
    Object.assign(drag, { x: event.clientX, y: event.clientY });
    show();
  });
  stage.addEventListener('pointerup', (event) => {
    const was = drag;
    drag = undefined;
    stage.classList.remove('moving');
    if (was === undefined || was.moved) return;
    const table = document.elementFromPoint(event.clientX, event.clientY)?.closest('.table');
    if (table) pick(table.dataset.name);
    else if (picked !== '') pick(picked);
  });
  stage.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 200), point(event));
  }, { passive: false });
  byId('in').addEventListener('click', () => zoom(0.8, middle()));
  byId('out').addEventListener('click', () => zoom(1.25, middle()));
  byId('fit').addEventListener('click', fit);
  byId('search').addEventListener('input', light);
  byId('search').addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    const [first] = light();
    if (first !== undefined) goTo(first);
  });
  if (byId('changes') !== null) byId('changes').addEventListener('change', light);
  for (const item of items)
    item.addEventListener('click', () => {
      const name = item.firstElementChild.dataset.name;
      if (picked !== name) pick(name);
      goTo(name);
    });
  document.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLInputElement) return;
    if (event.key === '/') { event.preventDefault(); byId('search').focus(); }
    if (event.key === '+') zoom(0.8, middle());
    if (event.key === '-') zoom(1.25, middle());
    if (event.key === '0') fit();
  });
  fit();
  light();
})();
`
