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

/* A backlog brings a hundred times as many rows as what follows it; on this scale both are seen. */
const heightOf = (count, top) => (Math.log10(1 + count) / Math.log10(1 + top)) * 100 + '%';

function lineAt(count, top) {
  const line = element('span', number(count));
  line.style.bottom = heightOf(count, top);
  return line;
}

function showBars(arrivals) {
  const digits = Math.max(1, Math.ceil(Math.log10(Math.max(1, ...arrivals))));
  const lines = Array.from({ length: digits }, (_, power) => 10 ** (power + 1));
  const top = lines[digits - 1];
  byId('lines').replaceChildren(...lines.map((count) => lineAt(count, top)));
  const bars = byId('bars');
  while (bars.children.length < arrivals.length) {
    bars.append(element('span'));
    bars.lastChild.append(element('i'));
  }
  arrivals.forEach((count, place) => {
    const bar = bars.children[place];
    bar.title = number(count) + (count === 1 ? ' row, ' : ' rows, ') + (arrivals.length - 1 - place) + ' s ago';
    bar.firstChild.style.height = heightOf(count, top);
  });
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

const shortened = (text, most) => text.length > most ? [...text].slice(0, most).join('') + '…' : text;

/** The date apart, because a narrow screen goes without it. */
function timeCell(text) {
  const cell = element('td', undefined, 'time');
  cell.append(element('span', text.slice(0, 10) + ' ', 'date'), text.slice(11).replace('Z', ''));
  return cell;
}

function showRows(newest) {
  byId('newest').replaceChildren(...newest.map((row) => {
    const severity = first(row, ['severity_s', 'level_d']);
    return rowOf([
      timeCell(first(row, ['date_t', 'TimeGenerated'])),
      shortened(first(row, ['event_s', 'type_s']), 80),
      element('td', severity, 'severity-' + severity.toLowerCase()),
      shortened(first(row, ['user_name_s', 'user_name_g', 'user_id_s']), 80),
      first(row, ['ip_s']),
      shortened(first(row, ['description_s']), 160),
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
