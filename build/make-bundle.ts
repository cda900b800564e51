/** Makes `build/bundle.js`, the one file that is installed, and the licences of what is in it. */

import { readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { deflateSync, strToU8 } from 'fflate';

const root = join(__dirname, '..');

/** Modules that only unused code of an old package asks for, by the package that asks. */
const unused: Readonly<Record<string, readonly string[]>> = {
  'webtask-tools': ['edge', 'pug', 'request', 'boom', './auth0/auth0'],
  // Node 18 and later have web streams of their own.
  'fetch-blob': ['web-streams-polyfill', './streams.cjs'],
};

/** Modules that the language itself has replaced, by the package that asks. */
const replaced: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'auth0-extension-tools': { bluebird: 'module.exports = Promise;' },
};

const leaveOut: Plugin = {
  name: 'leave-out',
  setup(bundler) {
    bundler.onResolve({ filter: /^(?:\.\/)?[a-z-]+/ }, ({ path, importer }) => {
      const folder = importer.replaceAll('\\', '/');
      const isAsker = (name: string) => folder.includes(`/node_modules/${name}/`);
      const name = path.startsWith('.') ? path : path.replace(/\/.*/, '');
      const contents = Object.keys(replaced)
        .filter(isAsker)
        .map((asker) => replaced[asker]?.[name])[0];
      if (contents !== undefined) return { path, namespace: 'replaced', pluginData: contents };
      const isUnused = Object.keys(unused).some(
        (asker) => isAsker(asker) && unused[asker]?.includes(name),
      );
      return isUnused ? { path, namespace: 'left-out' } : undefined;
    });
    bundler.onLoad({ filter: /.*/, namespace: 'replaced' }, ({ pluginData }) => ({
      contents: String(pluginData),
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error('${path} is not in this bundle'); };`,
    }));
  },
};

/** What browsers get is bundled on its own and taken in as text; `?text` asks for that. */
const texts: Plugin = {
  name: 'texts',
  setup(bundler) {
    bundler.onResolve({ filter: /\?text$/ }, ({ path, importer }) => ({
      path: join(dirname(importer), path.replace(/\?text$/, '')),
      namespace: 'text',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'text' }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        minify: true,
        format: 'iife',
        target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
        charset: 'utf8',
        write: false,
      });
      // Packed they take half the space; by a library, because Node's own zlib packs differently from version to version.
      const bytes = deflateSync(strToU8(outputFiles[0]?.text ?? ''), { level: 9 });
      const packed = Buffer.from(bytes).toString('base64');
      const contents = `import { inflateRawSync } from 'node:zlib';
        export const text = inflateRawSync(Buffer.from('${packed}', 'base64')).toString();`;
      return { contents, loader: 'js' };
    });
  },
};

export interface Bundle {
  readonly code: string;
  readonly licences: string;
}

const OPTIONS = {
  entryPoints: [join(root, 'src/webtask.ts')],
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node18',
  format: 'cjs',
  minify: true,
  lineLimit: 160,
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  write: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  // The platform wants the function itself as the module.
  footer: { js: 'module.exports = module.exports.webtask;' },
} as const satisfies BuildOptions;

/** Builds the bundle in memory; `changes` come before the plugins that it is always built with. */
export async function makeBundle(changes: readonly Plugin[] = []): Promise<Bundle> {
  const plugins = [...changes, leaveOut, texts];
  const { outputFiles, metafile } = await build({ ...OPTIONS, plugins });
  refuseForeignImports(metafile);
  return { code: outputFiles[0]?.text ?? '', licences: licencesOf(metafile) };
}

/** The map from the bundle to its sources, as JSON text. */
export async function makeSourceMap(): Promise<string> {
  const plugins = [leaveOut, texts];
  const { outputFiles } = await build({
    ...OPTIONS,
    plugins,
    outfile: join(root, 'build/bundle.js'),
    sourcemap: 'external',
  });
  const map = outputFiles.find(({ path }) => path.endsWith('.map'));
  if (map === undefined) throw new Error('esbuild made no map of the bundle.');
  return map.text;
}

function refuseForeignImports(metafile: Metafile): void {
  const foreign = Object.values(metafile.outputs)
    .flatMap((file) => file.imports)
    .map(({ path }) => path.replace(/^node:/, ''))
    .filter((path) => !builtinModules.includes(path));
  if (foreign.length > 0) throw new Error(`the bundle still needs ${foreign.join(', ')}`);
}

/** The licence texts of the packages in the bundle, which their licences want to be kept with them. */
function licencesOf(metafile: Metafile): string {
  const folders = Object.keys(metafile.inputs)
    .map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
    .filter((folder) => folder !== undefined);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    ) as { name: string; version: string; license: string };
    return `${name} ${version} (${license})\n\n${licenceText(join(root, folder))}`;
  });
  return `${texts.join(`\n${'-'.repeat(72)}\n\n`)}`;
}

function licenceText(folder: string): string {
  for (const name of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license']) {
    try {
      return readFileSync(join(folder, name), 'utf8').trim().concat('\n');
    } catch {
      // Another name, then.
    }
  }
  return 'The package brings no text of its licence.\n';
}

async function main(): Promise<void> {
  const { code, licences } = await makeBundle();
  writeFileSync(join(root, 'build/bundle.js'), code);
  writeFileSync(join(root, 'build/bundle-licences.txt'), licences);
  process.stdout.write(`build/bundle.js: ${Math.ceil(Buffer.byteLength(code) / 1000)} KB\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
