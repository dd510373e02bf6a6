import type { TemplateResult } from 'lit';
import type { Page } from './page';

/**
 * One way to look at what is loaded. A view is a file that exports `view`, and a line in `views.ts`.
 *
 * It is given the page whenever the page changes; elements that it draws may follow the page by themselves (`follow.ts`).
 */
export interface View {
  render(page: Page): TemplateResult;
  /** For the help: keys, and what they do here. The view listens to them by itself. */
  keys?: readonly Keys[];
}

/** Keys that do one thing, such as `['j', 'k']`, and what they do. */
export interface Keys {
  keys: readonly string[];
  /** Whether those between the first and the last do it as well. */
  between?: boolean;
  does: string;
}

/** What the page knows of a view before it is loaded. */
export interface ViewEntry {
  /** Its name in the address. */
  id: string;
  /** Its name on the page. */
  title: string;
  /** Whether it is of use with no tasks loaded. */
  begins?: boolean;
  load(): Promise<{ view: View }>;
}
