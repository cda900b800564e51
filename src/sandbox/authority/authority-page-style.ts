/** How the authority's pages look, in a light and in a dark room. */

export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #1b1f24; --faint: #5a6472; --line: #dde1e7; --accent: #0b6bcb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --card: #1c2026; --ink: #e7eaee; --faint: #9aa5b4; --line: #2e343d; --accent: #6cb2ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 48px 20px; max-width: 460px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 20px; margin: 0 0 8px; }
p { margin: 0 0 20px; }
p, small { color: var(--faint); }
button {
  display: block; width: 100%; margin: 0 0 12px; padding: 12px 14px; text-align: left; cursor: pointer;
  background: var(--card); color: inherit; border: 1px solid var(--line); border-radius: 10px; font: inherit;
}
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button strong, button small { display: block; }
`;
