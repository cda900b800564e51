/** The page on which a person watches rows arrive. Everything is in it; nothing is loaded from elsewhere. */

import { createHash } from 'node:crypto';
import type { Answer } from '../http/answer.ts';
import { PAGE_SCRIPT } from './workspace-page-script.ts';
import { PAGE_STYLE } from './workspace-page-style.ts';

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Bars are as high as a style says that the script sets by name, which this policy allows. */
const POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(PAGE_SCRIPT)}`,
  `style-src ${hashOf(PAGE_STYLE)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const tile = (id: string, label: string): string =>
  `<div class="tile"><dt>${label}</dt><dd id="${id}">0</dd></div>`;

const head = (...labels: readonly string[]): string =>
  `<thead><tr>${labels.map((label) => `<th scope="col">${label}</th>`).join('')}</tr></thead>`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox workspace</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>Sandbox workspace</h1>
<p id="state">Waiting for the sandbox.</p>
<dl class="tiles">
${tile('rows', 'Rows')}
${tile('distinct', 'Distinct logs')}
${tile('duplicates', 'Repeated rows')}
${tile('rate', 'Rows a second')}
${tile('posts', 'Posts')}
${tile('refused', 'Posts refused or lost')}
</dl>
<h2>Arrival in the last minute <small>rows in each second; every line is ten times the one below it</small></h2>
<div class="panel"><div class="chart" role="img" aria-label="Rows in each of the last sixty seconds">
<div class="lines" id="lines"></div><div class="bars" id="bars"></div></div>
<div class="ends"><span>a minute ago</span><span>now</span></div></div>
<h2>Tables</h2>
<div class="panel"><table>${head('Table', 'Rows', 'Columns', 'Cut or lost by Azure')}<tbody id="tables"></tbody></table>
<div class="nothing" id="no-tables">No table yet: the first post makes one.</div></div>
<h2>Newest rows <small>in order of arrival, the last one on top</small></h2>
<div class="panel"><table class="rows">${head('Time (UTC)', 'Event', 'Severity', 'User', 'IP', 'Description')}<tbody id="newest"></tbody></table>
<div class="nothing" id="no-rows">No rows yet.</div></div>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;

export const workspacePage = (): Answer => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  },
  body: PAGE,
});
