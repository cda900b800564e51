/** The buttons that open the templates in the Azure portal, once the repository has a public address. */

import { githubPath, type PackageFacts, readPackageFacts } from '../webtask-json.ts';

const IMAGE = 'https://aka.ms/deploytoazurebutton';
const PORTAL = 'https://portal.azure.com/#create/Microsoft.Template/uri/';

/** The button for a template as Markdown, or how to load its file as long as there is no address. */
export function renderDeployButton(file: string, facts: PackageFacts = readPackageFacts()): string {
  const path = githubPath(facts);
  if (path === undefined) {
    return `Download [\`${file}\`](${file}) first (*Download raw file* on its page), or clone the repository. In the Azure portal, search for *Deploy a custom template*, choose *Build your own template in the editor*, then *Load file*, load it, and save.`;
  }
  const raw = `https://raw.githubusercontent.com/${path}/main/deploy/azure/${file}`;
  return `[![Deploy to Azure](${IMAGE})](${PORTAL}${encodeURIComponent(raw)})`;
}
