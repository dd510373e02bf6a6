import { expect, test } from './support/page.ts';

for (const [name, tasks] of [
  ['ARC-AGI-1', 800],
  ['ARC-AGI-2', 1120],
] as const) {
  test(`${name}, which the site brings along, is loaded by a button and scored`, async ({ arcscore }) => {
    await arcscore.openDemo();
    await arcscore.page.getByRole('button', { name: `${name}, ${tasks.toLocaleString('en')} tasks` }).click();
    await arcscore.reaches('idle');
    await expect(arcscore.page.getByText(new RegExp(`^${tasks.toLocaleString('en')} tasks · arcagi`))).toBeVisible();
    await expect(arcscore.messages.getByRole('listitem')).toHaveCount(0);
    const program = { name: 'one.py', mimeType: 'text/x-python', buffer: Buffer.from('def same(I):\n    return I\n') };
    await arcscore.programs.setInputFiles(program);
    await arcscore.scoreAll();
    // So many tasks are shown as a wall; each opens from it.
    await arcscore.page.getByRole('list', { name: 'All tasks' }).getByRole('link').first().click();
    await expect(arcscore.row('same')).toBeVisible();
  });
}
