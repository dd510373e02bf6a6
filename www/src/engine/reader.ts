import type { Callable } from './line';
import type { LoadedPrograms, LoadedTasks, ReadingApi, ScheduleRow, VectorReport } from './protocol';
import { unpackFile } from './unpack';

/** A file that was read, kept so that other workers can be given it. */
export interface Source {
  id: number;
  kind: 'tasks' | 'programs';
  name: string;
  bytes: Uint8Array;
}

export interface LoadedFile {
  tasks: LoadedTasks;
  programs: LoadedPrograms;
}

/** A worker as a reader of files, with what it has read. */
export class Reader {
  readonly #files = new Set<number>();

  constructor(private readonly line: Callable<ReadingApi>) {}

  async read<Kind extends Source['kind']>({ id, kind, name, bytes }: Source & { kind: Kind }): Promise<LoadedFile[Kind]> {
    const loaded: LoadedTasks | LoadedPrograms =
      kind === 'programs'
        ? await this.line.call((api) => api.readPrograms(id, name, bytes))
        : await this.line
            .call((api) => api.readTasks(id, name, bytes))
            .then(unpackFile);
    this.#files.add(id);
    return loaded as LoadedFile[Kind];
  }

  verify(file: string, text: string): Promise<VectorReport> {
    return this.line.call((api) => api.verify(file, text));
  }

  attempts(): Promise<string> {
    return this.line.call((api) => api.attempts());
  }

  compareSchedules(rounds: number): Promise<ScheduleRow[]> {
    return this.line.call((api) => api.compareSchedules(rounds));
  }

  /** Sees to it that the worker has none but these files. */
  async forgetAllBut(needed: ReadonlySet<number>): Promise<void> {
    const others = [...this.#files].filter((id) => !needed.has(id));
    if (others.length === 0) return;
    await this.line.call((api) => api.forget(others));
    for (const id of others) this.#files.delete(id);
  }

  /** Sees to it that the worker has these files, and no others. */
  async prepare(files: readonly Source[]): Promise<void> {
    await this.forgetAllBut(new Set(files.map(({ id }) => id)));
    for (const { id, kind, name, bytes } of files) {
      if (this.#files.has(id)) continue;
      await this.line.call((api) => api.take(kind, id, name, bytes));
      this.#files.add(id);
    }
  }
}
