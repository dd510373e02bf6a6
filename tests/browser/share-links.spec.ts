import { readFileSync, readdirSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type Demo, fromFragment, pack, toFragment, unpack } from '../../www/src/share/packing.ts';

/** `cargo xtask fuzz --minutes` asks for more than the few inputs of every run. */
const MINUTES = Number(process.env['ARCSCORE_FUZZ_MINUTES'] ?? 0);
const SEED = Number(process.env['ARCSCORE_SEED'] ?? 1);
const FEW = 300;

const CORPUS = new URL('../../fuzz/corpus/share_links/', import.meta.url);

/** Fragments of addresses: links that pages made, and inputs that once found something. */
const corpus = readdirSync(CORPUS).map((file) => readFileSync(new URL(file, CORPUS), 'utf8'));

const runs: fc.Parameters<[string]> =
  MINUTES > 0
    ? { seed: SEED, numRuns: Infinity, interruptAfterTimeLimit: MINUTES * 20_000, markInterruptAsFailure: false }
    : { seed: SEED, numRuns: FEW };

/** What the links of the corpus carry, as far as they are whole. */
const carried = corpus.flatMap((fragment) => {
  try {
    return [inflateRawSync(Buffer.from(fragment.slice('#shared='.length), 'base64url')).toString()];
  } catch {
    return [];
  }
});

/** Text with pieces of it exchanged for others: what a link is like that was cut, mistyped or made to do harm. */
function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.record({ at: fc.nat(), drop: fc.nat(40), put: fc.oneof(fc.string(), fc.constantFrom(...PIECES)) });
  return fc.tuple(text, fc.array(change, { maxLength: 6 })).map(([text, changes]) =>
    changes.reduce((now, { at, drop, put }) => {
      const place = at % (now.length + 1);
      return now.slice(0, place) + put + now.slice(place + drop);
    }, text),
  );
}

const PIECES = ['null', '[]', '{}', '""', '-1', '1e999', '{"name":0}', '"__proto__":', '\\u0000', '\u{1F600}', '\ud800', '=', '%'];

/** What any program could write in the place of a shared demo. */
const anything = fc.record(
  {
    arcscore: fc.oneof(fc.integer(), fc.constantFrom(1, 2, 3), fc.jsonValue()),
    tasks: fc.oneof(fc.array(fc.oneof(file(), fc.jsonValue())), fc.jsonValue()),
    programs: fc.oneof(fc.array(fc.oneof(file(), fc.jsonValue())), fc.jsonValue()),
    tasksAt: fc.oneof(fc.array(fc.webUrl()), fc.jsonValue()),
    programsAt: fc.oneof(fc.array(fc.webUrl()), fc.jsonValue()),
    workers: fc.oneof(fc.nat(), fc.jsonValue()),
    pairs: fc.oneof(fc.constantFrom('all', 'own'), fc.jsonValue()),
    task: fc.oneof(fc.string(), fc.jsonValue()),
    program: fc.oneof(fc.string(), fc.jsonValue()),
    digest: fc.oneof(fc.string(), fc.jsonValue()),
  },
  { requiredKeys: [] },
);

function file(): fc.Arbitrary<unknown> {
  const name = fc.string();
  return fc.oneof(fc.record({ name, text: fc.string() }), fc.record({ name, base64: fc.base64String() }));
}

/** Opens a link: what it carries, or what the visitor is told. */
async function open(fragment: string): Promise<Demo | string | null> {
  try {
    const text = await fromFragment(fragment);
    return text === null ? null : unpack(text);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return (error as Error).message;
  }
}

/** A link is opened or refused, and what was opened is the same when it is shared again. */
async function check(fragment: string): Promise<void> {
  const opened = await open(fragment);
  if (opened === null) return expect(fragment.startsWith('#shared=')).toBe(false);
  if (typeof opened === 'string') return expect(opened).toMatch(REFUSED);
  expect(Number.isSafeInteger(opened.workers) && opened.workers >= 1).toBe(true);
  const packed = await pack(opened);
  const again = await open(await toFragment(packed));
  expect(await pack(again as Demo)).toBe(packed);
}

/** What is said of a link that is not opened. */
const REFUSED = /^this (link|shared demo|is no shared demo|was shared by a newer version)/;

test('links of the corpus are opened or refused', async () => {
  expect(corpus.length).toBeGreaterThan(0);
  for (const fragment of corpus) await check(fragment);
});

for (const [what, fragments] of [
  ['damaged', damaged(fc.constantFrom(...corpus))],
  ['damaged inside', damaged(fc.constantFrom(...carried))],
  ['that carry anything', anything.map((value) => JSON.stringify(value))],
] as const) {
  test(`links ${what} are opened or refused`, async () => {
    test.setTimeout(MINUTES * 60_000 + 60_000);
    let count = 0;
    const property = fc.asyncProperty(fragments, async (text) => {
      count += 1;
      await check(what === 'damaged' ? text : await toFragment(text));
    });
    await fc.assert(property, runs);
    console.log(`${count} links ${what}`);
    expect(count).toBeGreaterThan(0);
  });
}
