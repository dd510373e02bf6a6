export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'arcscore.theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
let chosen: Theme = remembered();

/** Draws the page in the chosen theme from now on, following the system where it is `auto`. */
export function startTheme(): void {
  systemIsDark.addEventListener('change', apply);
  apply();
}

export function theme(): Theme {
  return chosen;
}

export function chooseTheme(next: Theme): void {
  chosen = next;
  apply();
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Where the browser forbids storage the choice holds until the page is closed.
  }
}

function apply(): void {
  const dark = chosen === 'dark' || (chosen === 'auto' && systemIsDark.matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

function remembered(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((known) => known === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}
