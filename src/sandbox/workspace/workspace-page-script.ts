/** What the workspace's page does: asks for the summary once a second and shows it, always as text. */

export const PAGE_SCRIPT = `
'use strict';
const byId = (id) => document.getElementById(id);
const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};
const number = (value) => Number(value || 0).toLocaleString();
const rowOf = (cells) => {
  const row = element('tr');
  for (const cell of cells) row.append(cell instanceof Node ? cell : element('td', cell));
  return row;
};
const refused = (byStatus) => Object.entries(byStatus)
  .filter(([status]) => status !== '200')
  .reduce((sum, [, count]) => sum + count, 0);

function showTiles({ counters, arrivals }) {
  const lately = arrivals.slice(-11, -1);
  const perSecond = lately.reduce((sum, count) => sum + count, 0) / lately.length;
  byId('rows').textContent = number(counters.recordsStored);
  byId('distinct').textContent = number(counters.distinctLogIds);
  byId('duplicates').textContent = number(counters.duplicates);
  byId('rate').textContent = number(Math.round(perSecond * 10) / 10);
  byId('posts').textContent = number(counters.requests);
  byId('refused').textContent = number(refused(counters.byStatus));
}

function showBars(arrivals) {
  const most = Math.max(1, ...arrivals);
  byId('bars').replaceChildren(...arrivals.map((count) => {
    const bar = element('span');
    bar.style.height = (count / most) * 100 + '%';
    bar.title = number(count) + ' rows';
    return bar;
  }));
}

function showTables(tables) {
  byId('tables').replaceChildren(...tables.flatMap((table) => {
    const losses = table.cutFields + table.valuesBeyondLastColumn + table.overlongNames.length;
    const columns = element('td', table.columns.slice().sort().join('  '), 'columns');
    columns.colSpan = 4;
    return [
      rowOf([
        table.name, number(table.rowCount), number(table.columns.length),
        element('td', number(losses), losses > 0 ? 'lost' : ''),
      ]),
      rowOf([columns]),
    ];
  }));
  byId('no-tables').hidden = tables.length > 0;
}

const first = (row, names) => {
  const name = names.find((candidate) => row[candidate] !== undefined);
  return name === undefined ? '' : String(row[name]);
};

function showRows(newest) {
  byId('newest').replaceChildren(...newest.map((row) => {
    const severity = first(row, ['severity_s', 'level_d']);
    return rowOf([
      first(row, ['date_t', 'TimeGenerated']).replace('T', ' ').replace('Z', ''),
      first(row, ['event_s', 'type_s']),
      element('td', severity, 'severity-' + severity.toLowerCase()),
      first(row, ['user_name_s', 'user_name_g', 'user_id_s']),
      first(row, ['ip_s']),
      first(row, ['description_s']).slice(0, 120),
    ]);
  }));
  byId('no-rows').hidden = newest.length > 0;
}

async function refresh() {
  try {
    const answer = await fetch('/sandbox/summary', { cache: 'no-store' });
    const summary = await answer.json();
    showTiles(summary);
    showBars(summary.arrivals);
    showTables(summary.tables);
    showRows(summary.newest);
    byId('state').textContent = 'Refreshed every second.';
  } catch {
    byId('state').textContent = 'The sandbox does not answer. Is it still running?';
  }
  setTimeout(refresh, 1000);
}
refresh();
`;
