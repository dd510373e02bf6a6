/** A data set that the site brings along. */
export interface DataSet {
  name: string;
  address: string;
  tasks: number;
}

/** Filled in when the site is built: see `vite.config.ts`. */
declare const DATA_SETS: DataSet[];

export const dataSets: readonly DataSet[] = DATA_SETS;
