/** The colors of arcprize.org, 0 to 9, with the names that puzzlers use. */
export const PALETTE = [
  { name: 'black', value: '#000000' },
  { name: 'blue', value: '#1E93FF' },
  { name: 'red', value: '#F93C31' },
  { name: 'green', value: '#4FCC30' },
  { name: 'yellow', value: '#FFDC00' },
  { name: 'gray', value: '#999999' },
  { name: 'magenta', value: '#E53AA3' },
  { name: 'orange', value: '#FF851B' },
  { name: 'light blue', value: '#87D8F1' },
  { name: 'maroon', value: '#921231' },
] as const;

/** The thin lines between cells. */
export const LINE = '#555555';

/** What a number that is no color is painted with. */
export const NO_COLOR = '#FFFFFF';
