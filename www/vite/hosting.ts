import type { Plugin } from 'vite';
import { HEADERS, policy, policyElement } from './policy.ts';

/** Writes the policy into the page, and beside it the headers as the common static hosts want to be told of them. */
export function hosting(): Plugin {
  const headers = Object.entries(HEADERS);
  const files: Record<string, string> = {
    // Netlify and Cloudflare Pages.
    _headers: `/*\n${headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`,
    // Vercel.
    'vercel.json': json({
      headers: [{ source: '/(.*)', headers: headers.map(([key, value]) => ({ key, value })) }],
    }),
    // Azure Static Web Apps.
    'staticwebapp.config.json': json({ globalHeaders: HEADERS }),
    // npx serve.
    'serve.json': json({ headers: [{ source: '**', headers: headers.map(([key, value]) => ({ key, value })) }] }),
    // Apache, where mod_headers is on.
    '.htaccess': [
      'AddType application/wasm .wasm',
      '<IfModule mod_headers.c>',
      ...headers.map(([name, value]) => `  Header set ${name} "${value}"`),
      '</IfModule>',
      '',
    ].join('\n'),
    // nginx, to be included in a location.
    'nginx.headers.conf': headers.map(([name, value]) => `add_header ${name} "${value}" always;\n`).join(''),
    // GitHub Pages sends no headers; without this it would leave out what begins with an underscore.
    '.nojekyll': '',
  };
  return {
    name: 'arcscore:hosting',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<meta charset="utf-8" />', `$&\n    ${policyElement(policy())}`),
    },
    generateBundle() {
      for (const [fileName, source] of Object.entries(files)) this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
