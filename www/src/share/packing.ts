import type { Pairs, Source } from '../app/session';
import { oneByOne } from '../load/one-by-one';

/** All that a shared demo needs to be seen and scored again. */
export interface Demo {
  tasks: Source[];
  programs: Source[];
  /** Addresses of files that the link names instead of carrying them, as seen from the page. */
  tasksAt: string[];
  programsAt: string[];
  workers: number;
  pairs: Pairs;
  task: string | null;
  program: string | null;
  /** Of all results, where they were complete when the link was made. */
  digest: string | null;
}

interface PackedFile {
  name: string;
  text?: string;
  /** For a file that is no UTF-8 text. */
  base64?: string;
}

interface Packed {
  arcscore: number;
  tasks: PackedFile[];
  programs: PackedFile[];
  /** Since version 2. */
  tasksAt?: string[];
  programsAt?: string[];
  workers: number;
  /** Since version 3; without it, all. */
  pairs?: Pairs;
  task: string | null;
  program: string | null;
  digest: string | null;
}

const VERSION = 3;
/** What scores every program on every task is understood by pages of the second version too. */
const VERSION_WITHOUT_PAIRS = 2;
/** What carries all of its files is understood by pages of the first version too. */
const VERSION_WITHOUT_ADDRESSES = 1;
const FRAGMENT = '#shared=';
/** A link can be crafted to unpack to anything; this is more than any real one. */
const MOST_BYTES = 64 << 20;

/** The text of a demo, as a file that can be opened again. */
export async function pack(demo: Demo): Promise<string> {
  const named = demo.tasksAt.length + demo.programsAt.length > 0;
  const packed: Packed = {
    arcscore: demo.pairs === 'own' ? VERSION : named ? VERSION_WITHOUT_PAIRS : VERSION_WITHOUT_ADDRESSES,
    tasks: await oneByOne(demo.tasks, packFile),
    programs: await oneByOne(demo.programs, packFile),
    ...(named && { tasksAt: demo.tasksAt, programsAt: demo.programsAt }),
    workers: demo.workers,
    ...(demo.pairs === 'own' && { pairs: demo.pairs }),
    task: demo.task,
    program: demo.program,
    digest: demo.digest,
  };
  return JSON.stringify(packed);
}

export function unpack(text: string): Demo {
  let data: Partial<Packed> | null;
  try {
    data = JSON.parse(text) as Partial<Packed> | null;
  } catch {
    throw new Error('this shared demo is damaged');
  }
  if (typeof data?.arcscore !== 'number') throw new Error('this is no shared demo');
  if (data.arcscore > VERSION) throw new Error('this was shared by a newer version of arcscore than this page');
  return {
    tasks: files(data.tasks),
    programs: files(data.programs),
    tasksAt: addresses(data.tasksAt),
    programsAt: addresses(data.programsAt),
    workers: wholeNumber(data.workers),
    pairs: data.pairs === 'own' ? 'own' : 'all',
    task: stringOrNull(data.task),
    program: stringOrNull(data.program),
    digest: stringOrNull(data.digest),
  };
}

/** The demo of an address's fragment, as `pack` made it; null if there is none. */
export async function fromFragment(fragment: string): Promise<string | null> {
  if (!fragment.startsWith(FRAGMENT)) return null;
  // What stands behind a link in a text often comes along: the end of a sentence, a bracket.
  const [packed] = /^[\w+/-]*/.exec(fragment.slice(FRAGMENT.length)) ?? [''];
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = fromBase64(packed.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    throw new Error('this link is damaged or was cut short');
  }
  return new TextDecoder().decode(await inflate(bytes));
}

export async function toFragment(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return FRAGMENT + toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Whether a dropped file is a shared demo rather than a task or a program. */
export async function isPacked(file: Blob): Promise<boolean> {
  return (await file.slice(0, 12).text()).startsWith('{"arcscore":');
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error('this link is damaged or was cut short');
    });
    if (done) break;
    length += value.length;
    if (length > MOST_BYTES) {
      await reader.cancel();
      throw new Error(`this link unpacks to more than ${MOST_BYTES >> 20} MB, so it was not opened`);
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function packFile({ name, content }: Source): Promise<PackedFile> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { name, base64: toBase64(bytes) };
  }
}

function files(packed: unknown): Source[] {
  if (!Array.isArray(packed)) throw new Error('this shared demo is damaged');
  return packed.map((file: Partial<PackedFile> | null) => {
    const { name, text, base64 } = file ?? {};
    if (typeof name !== 'string' || typeof (text ?? base64) !== 'string')
      throw new Error('this shared demo is damaged');
    try {
      return { name, content: new Blob([text ?? fromBase64(base64 ?? '')]) };
    } catch {
      throw new Error('this shared demo is damaged');
    }
  });
}

function addresses(packed: unknown): string[] {
  if (packed === undefined) return [];
  if (!Array.isArray(packed) || packed.some((address) => typeof address !== 'string'))
    throw new Error('this shared demo is damaged');
  return packed as string[];
}

/** A number of workers; what is none is one. */
function wholeNumber(value: unknown): number {
  return typeof value === 'number' && value >= 1 ? Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER) : 1;
}

function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function toBase64(bytes: Uint8Array): string {
  // In parts, because a call takes only so many arguments.
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
