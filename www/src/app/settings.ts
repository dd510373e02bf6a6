import { createStore, get, set } from 'idb-keyval';
import { look } from '../grid/look';
import { taskLook } from '../task/looks';

/** How the user likes grids to be drawn, as the browser keeps it. */
interface Kept {
  palette: string;
  numbers: boolean;
  key: boolean;
  differenceBeside: boolean;
}

/** Opened when it is first used, once: each opening is a connection that stays. */
const store = createStore('arcscore-settings', 'settings');

/** Takes the settings of the last visit, and keeps those of this one. */
export async function keepSettings(): Promise<void> {
  try {
    const kept = await get<Partial<Kept>>('look', store);
    if (kept) {
      look.choose({ ...(kept.palette && { palette: kept.palette }), numbers: kept.numbers === true });
      taskLook.showKey(kept.key === true);
      taskLook.showDifferenceBeside(kept.differenceBeside === true);
    }
  } catch (error) {
    // Where storage is forbidden, settings hold until the page is closed.
    console.info('settings are not kept:', error);
    return;
  }
  const keep = (): void => {
    const now: Kept = {
      palette: look.palette.id,
      numbers: look.numbers,
      key: taskLook.key,
      differenceBeside: taskLook.differenceBeside,
    };
    set('look', now, store).catch((error: unknown) => console.info('settings are not kept:', error));
  };
  look.addEventListener('change', keep);
  taskLook.addEventListener('change', keep);
}
