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
p { margin: 4px 0 20px; color: var(--faint); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; }
.tile, .panel { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tile { padding: 12px 14px; }
.tile dt { color: var(--faint); font-size: 13px; }
.tile dd { margin: 0; font-size: 24px; font-variant-numeric: tabular-nums; }
.panel { overflow-x: auto; padding: 4px 14px; }
.bars { display: flex; align-items: flex-end; gap: 2px; height: 72px; padding: 10px 0; }
.bars span { flex: 1; min-height: 1px; background: var(--accent); border-radius: 2px 2px 0 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
td { max-width: 320px; overflow: hidden; text-overflow: ellipsis; }
th { color: var(--faint); font-weight: 500; font-size: 13px; }
tr:last-child td { border-bottom: 0; }
.columns { white-space: normal; max-width: none; color: var(--faint); font: 12px/1.7 ui-monospace, monospace; }
.severity-warning { color: var(--warn); }
.severity-error, .severity-critical { color: var(--bad); }
.nothing { color: var(--faint); padding: 14px 0; }
.lost { color: var(--bad); }
`;
