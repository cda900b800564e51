// The Node versions that the tests run the bundle under each link a program "node", and npm puts
// these links before the user's own Node. Without them, scripts run under the Node that is installed.
const { rmSync } = require('node:fs');
const { join } = require('node:path');

for (const name of ['node', 'node.cmd', 'node.ps1']) {
  rmSync(join(__dirname, '../node_modules/.bin', name), { force: true });
}
