// '/' focuses the search, forms say that they are at work, and the home page follows the chain by server-sent events.

document.addEventListener('keydown', event => {
  const field = document.getElementById('search');
  const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]');
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === 'Escape' && event.target === field) {
    field.blur();
  }
});

for (const form of document.querySelectorAll('form[data-busy]')) {
  form.addEventListener('submit', () => {
    const button = form.querySelector('button');
    button.disabled = true;
    button.textContent = form.dataset.busy;
    form.setAttribute('aria-busy', 'true');
  });
}

const live = document.querySelector('[data-live]');
if (live) {
  follow(live, document.getElementById('pause'));
}

function follow(region, pause) {
  let latest = null;
  let isPaused = false;
  pause.hidden = false;
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.setAttribute('aria-pressed', String(isPaused));
    pause.textContent = isPaused ? 'Go on' : 'Pause';
    if (!isPaused && latest !== null) {
      show(region, latest);
    }
  });

  const source = new EventSource(region.dataset.live);
  source.addEventListener('home', event => {
    latest = event.data;
    region.removeAttribute('data-lost');
    if (!isPaused) {
      show(region, latest);
    }
  });
  source.addEventListener('error', () => region.setAttribute('data-lost', ''));
  addEventListener('pagehide', () => source.close());
}

// The server encoded the HTML, and the page's policy runs no script in it. Rows that stay keep their elements, and with them the focus.
function show(region, html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const fresh = template.content;
  const tables = fresh.querySelectorAll('tbody[data-rows]');
  const known = region.querySelectorAll('tbody[data-rows]');
  if (tables.length !== known.length || fresh.childElementCount !== region.childElementCount) {
    region.replaceChildren(fresh);
    return;
  }

  tables.forEach((table, i) => merge(known[i], table));
  const facts = fresh.querySelectorAll('dd');
  region.querySelectorAll('dd').forEach((fact, i) => {
    if (facts[i] && fact.textContent !== facts[i].textContent) {
      fact.textContent = facts[i].textContent;
    }
  });
}

function merge(table, fresh) {
  const old = new Map([...table.children].map(row => [row.dataset.key, row]));
  let place = table.firstElementChild;
  for (const row of [...fresh.children]) {
    const kept = old.get(row.dataset.key);
    if (kept && kept === place) {
      place = place.nextElementSibling;
    } else {
      if (!kept && old.size > 0) {
        row.classList.add('new');
      }
      table.insertBefore(kept ?? row, place);
    }
    old.delete(row.dataset.key);
  }
  for (const row of old.values()) {
    row.remove();
  }
}
