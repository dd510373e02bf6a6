import tasks from '../../public/demo/demo.json?deflated';
import programs from '../../public/demo/demo.py?deflated';
import type { Source } from '../app/session';
import { inflated } from './inflated';

const FILES: Record<string, string> = { './demo/demo.json': tasks, './demo/demo.py': programs };

/** A file that the page itself holds, by the address that it has on a site; null for any other. */
export async function embedded(address: string): Promise<Source | null> {
  const file = FILES[address];
  return file === undefined ? null : { name: address.slice(address.lastIndexOf('/') + 1), content: await inflated(file) };
}
