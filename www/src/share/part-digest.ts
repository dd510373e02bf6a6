/** How much of the lines of a run is read at a time: the page goes on in between, whatever the size of the run. */
const PIECE = 1 << 20;

/** A part of what was scored: one task, one program, or one program on one task. */
export interface Part {
  task: string | null;
  program: string | null;
}

/** The digest that a run on a part has: that of the lines of this part in a larger run, without their times. */
export async function digestOf(part: Part, jsonLines: Blob): Promise<string> {
  const isOfPart = matcher(part);
  const found: Blob[] = [];
  for await (const lines of linesOf(jsonLines)) {
    const ofPart = lines.filter(isOfPart);
    if (ofPart.length > 0) found.push(new Blob(ofPart.map((line) => `${line.replace(/,"micros":[\d.]+/, '')}\n`)));
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(found).arrayBuffer()));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A line begins with its program and its task. A quote inside a name is escaped, so that no name looks like a field. */
function matcher({ program, task }: Part): (line: string) => boolean {
  const ofProgram = program === null ? '{"program":' : `{"program":${JSON.stringify(program)},`;
  const ofTask = task === null ? ',"task":' : `,"task":${JSON.stringify(task)},`;
  return (line) => line.startsWith(ofProgram) && line.startsWith(ofTask, line.indexOf(',"task":'));
}

/** The lines of a text, each of which has an end, some at a time. */
async function* linesOf(text: Blob): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let begun = '';
  for (let from = 0; from < text.size; from += PIECE) {
    // The blob's stream would come in one go, without a rest, where the browser has all of it at hand.
    const piece = await text.slice(from, from + PIECE).arrayBuffer();
    const lines = (begun + decoder.decode(piece, { stream: true })).split('\n');
    begun = lines.pop() ?? '';
    yield lines;
  }
}
