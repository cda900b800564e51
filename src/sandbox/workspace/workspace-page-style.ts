/** How the workspace's page looks, in a light and in a dark room. */

export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #1b1f24; --faint: #5a6472; --line: #dde1e7;
  --accent: #0b6bcb; --warn: #9a6200; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --card: #1c2026; --ink: #e7eaee; --faint: #9aa5b4; --line: #2e343d;
    --accent: #6cb2ff; --warn: #f0b95a; --bad: #ff8a80;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 24px; max-width: 1180px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif;
}
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 16px; margin: 28px 0 8px; }
small { color: var(--faint); font-size: 13px; font-weight: 400; margin-left: 6px; }
p { margin: 4px 0 20px; color: var(--faint); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; }
.tile, .panel { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tile { padding: 12px 14px; }
.tile dt { color: var(--faint); font-size: 13px; }
.tile dd { margin: 0; font-size: 24px; font-variant-numeric: tabular-nums; }
.panel { overflow-x: auto; padding: 4px 14px; }
.chart { position: relative; height: 96px; margin-top: 18px; border-bottom: 1px solid var(--line); }
.lines span {
  position: absolute; left: 0; right: 0; height: 14px; margin-bottom: -7px;
  display: grid; grid-template-columns: 1fr 42px; align-items: center; text-align: right;
  color: var(--faint); font-size: 11px; line-height: 1; font-variant-numeric: tabular-nums;
}
.lines span::before { content: ''; border-top: 1px solid var(--line); }
.bars { position: absolute; inset: 0 44px 0 0; display: flex; gap: 2px; }
.bars span { flex: 1; display: flex; align-items: flex-end; }
.bars i { flex: 1; background: var(--accent); border-radius: 2px 2px 0 0; }
.ends { display: flex; justify-content: space-between; padding: 4px 44px 6px 0; color: var(--faint); font-size: 12px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.rows { font-size: 14px; }
.rows td { overflow-wrap: anywhere; }
th { color: var(--faint); font-weight: 500; font-size: 13px; }
tr:last-child td { border-bottom: 0; }
table.rows th { white-space: nowrap; }
.rows td:nth-child(2), .rows td:nth-child(3) { overflow-wrap: normal; }
.rows td:nth-child(4) { width: 23%; }
.rows td:nth-child(5) { width: 19%; }
.time { white-space: nowrap; }
.date { color: var(--faint); }
.columns { color: var(--faint); font: 12px/1.7 ui-monospace, monospace; }
.severity-warning { color: var(--warn); }
.severity-error, .severity-critical { color: var(--bad); }
.nothing { color: var(--faint); padding: 14px 0; }
.lost { color: var(--bad); }
@media (max-width: 700px) {
  body { padding: 14px; }
  small { display: block; margin: 0; }
  .date, .rows thead { display: none; }
  .rows tr { display: flex; flex-wrap: wrap; gap: 0 10px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .rows tr:last-child { border-bottom: 0; }
  .rows td:nth-child(n) { padding: 0; border: 0; width: auto; }
  .rows td:empty { display: none; }
  .rows td:nth-child(2) { flex: 1; }
  .rows td:nth-child(4) { flex-basis: 100%; }
  .rows td:nth-child(5), .rows td:nth-child(6) { color: var(--faint); font-size: 13px; }
}
`;
