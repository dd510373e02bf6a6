import { serve } from './server.mjs';
import { siteFolder } from './site.mjs';

/** Starts both servers before the tests and stops them after. */
export default async function serveBoth(): Promise<() => void> {
  const folder = siteFolder();
  const isolated = await serve(folder, { base: '/', isolated: true });
  const plain = await serve(folder, { base: '/some/folder/', isolated: false });
  process.env['ARCSCORE_URL'] = isolated.url;
  process.env['ARCSCORE_PLAIN_URL'] = plain.url;
  return () => {
    isolated.close();
    plain.close();
  };
}
