import { type Message, reasonOf } from '../app/messages';
import type { Page } from '../app/page';
import { listed } from '../results/words';
import { drafts } from './drafts';
import { NotKept, keep } from './keeping';

/** What a run that begins leaves out, because it is not kept; null where there is nothing. */
export function leftOut(page: Page): Message | null {
  const left = page.session.programs.filter(({ source }) => drafts.has(source));
  if (left.length === 0) return null;
  const [as, it] =
    left.length === 1 ? ['this program is scored as it was', 'it'] : ['these programs are scored as they were', 'them'];
  return {
    tone: 'note',
    about: 'programs',
    place: null,
    text: `What is written in ${listed(left.map(({ name }) => name))} is not kept: ${as} before.`,
    action: { title: `Keep ${it} and score`, does: () => void keepAndScore(page) },
  };
}

async function keepAndScore(page: Page): Promise<void> {
  const { session } = page;
  try {
    await keep(page, session.programs, page.program);
    if (session.canScore && session.result === null) page.score();
  } catch (error) {
    session.say({ tone: 'warning', about: 'programs', place: null, text: reasonOf(error) });
    if (error instanceof NotKept) page.go({ view: 'programs', program: error.program.name });
  }
}
