/** Makes something of each, one after the other: a browser that reads thousands of files at once ends the page. */
export async function oneByOne<Item, Made>(items: readonly Item[], make: (item: Item) => Promise<Made>): Promise<Made[]> {
  const all: Made[] = [];
  for (const item of items) all.push(await make(item));
  return all;
}
