import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import type { Plugin, PluginOption } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { policy, policyElement } from './policy.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The modules of the page that are others where all of it is one file. */
export const singleFileAliases = ['single-module', 'single-worker', 'shared-workers', 'embedded'].map((name) => ({
  find: new RegExp(`^\\./${name}$`),
  replacement: here(`../src/single-file/${name}.ts`),
}));

/** Puts the whole page into one HTML file, which a browser opens from disk. */
export function singleFile(): PluginOption[] {
  return [deflated(), addresses(), viteSingleFile(), sealed()];
}

/** `import text from 'FILE?deflated'` gives a file's bytes, deflated, in base64. */
function deflated(): Plugin {
  const END = '?deflated';
  return {
    name: 'arcscore:deflated',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(END)) return null;
      const resolved = await this.resolve(source.slice(0, -END.length), importer, { skipSelf: true });
      return resolved && `\0${resolved.id}${END}`;
    },
    load(id) {
      if (!id.startsWith('\0') || !id.endsWith(END)) return null;
      const bytes = readFileSync(id.slice(1, -END.length));
      return `export default ${JSON.stringify(deflateRawSync(bytes, { level: 9 }).toString('base64'))};`;
    },
  };
}

/** What stands beside the page on a site, put into it or named by an address that holds without it. */
function addresses(): Plugin {
  const icon = `data:image/svg+xml;base64,${readFileSync(here('../public/icon.svg')).toString('base64')}`;
  const credits = readFileSync(here('../public/demo/CREDITS.md'), 'utf8').replaceAll('--', '—');
  return {
    name: 'arcscore:addresses',
    renderChunk: (code) =>
      code
        .replaceAll('./demo/CREDITS.md', 'https://github.com/fchollet/ARC-AGI/blob/master/LICENSE')
        .replaceAll('./icon.svg', icon),
    transformIndexHtml: (html) =>
      html
        .replace('./icon.svg', icon)
        .replace(/ *<link rel="apple-touch-icon"[^>]*>\n/, '')
        .replace('<html', `<!--\n${credits}-->\n<html`),
  };
}

/** Lets the page run exactly the script that is written into it. */
function sealed(): Plugin {
  return {
    name: 'arcscore:sealed',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') this.error('there is no index.html');
        const html = String(page.source);
        const hashes = (element: string): string[] =>
          [...html.matchAll(new RegExp(`<${element}\\b[^>]*>([^]*?)</${element}>`, 'g'))].map(
            ([, text]) => `'sha256-${createHash('sha256').update(text ?? '').digest('base64')}'`,
          );
        const own = policy({
          'script-src': [...hashes('script'), "'wasm-unsafe-eval'"],
          'style-src': hashes('style'),
          'img-src': ['data:', 'blob:'],
          'font-src': ["'none'"],
          'connect-src': ['https:', 'http:'],
          'worker-src': ['blob:'],
          'manifest-src': ["'none'"],
        });
        page.source = html.replace('<meta charset="utf-8" />', () => `<meta charset="utf-8" />\n    ${policyElement(own)}`);
      },
    },
  };
}
