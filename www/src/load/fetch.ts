import { type Message, reasonOf } from '../app/messages';
import type { FileKind, Source } from '../app/session';
import { embedded } from './embedded';

/** Fetches the files at some addresses; what can't be had is told in `failures`. */
export async function fetchAll(about: FileKind, addresses: string[], failures: Message[]): Promise<Source[]> {
  const sources = await Promise.all(
    addresses.map((address) =>
      fetchSource(address).catch((error: unknown) => {
        failures.push({ tone: 'error', about, place: address, text: reasonOf(error) });
        return null;
      }),
    ),
  );
  return sources.filter((source) => source !== null);
}

async function fetchSource(address: string): Promise<Source> {
  const own = await embedded(address);
  if (own) return own;
  let url: URL;
  try {
    url = fileAt(new URL(address, location.href));
  } catch {
    throw new Error('is no address');
  }
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error(
      "can't be fetched: wrong address, no network, or its server doesn't let other pages read it (CORS)",
    );
  }
  if (!response.ok) throw new Error(`can't be fetched: the server answered ${response.status} ${response.statusText}`);
  if (response.headers.get('Content-Type')?.startsWith('text/html')) {
    throw new Error("is a web page and no file: look for the address of the file itself ('raw', 'download')");
  }
  return { name: lastName(url) || url.hostname, content: await response.blob() };
}

/** The name of a file as it is written, or as its address has it where that is no way to write one: `100%.json`. */
function lastName({ pathname }: URL): string {
  const name = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** GitHub shows a file on a page of its own; the file itself stands elsewhere. */
function fileAt(url: URL): URL {
  const shown = /^\/([^/]+)\/([^/]+)\/blob\/(.+)$/.exec(url.pathname);
  if (url.hostname !== 'github.com' || !shown) return url;
  return new URL(`https://raw.githubusercontent.com/${shown[1]}/${shown[2]}/${shown[3]}`);
}
