/** Whether a key, or what is pasted, is meant for a field or for the browser, and not for a view. */
export function isTyping(event: KeyboardEvent | ClipboardEvent): boolean {
  if (event.defaultPrevented) return true;
  if (event instanceof KeyboardEvent && (event.ctrlKey || event.metaKey || event.altKey)) return true;
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=checkbox]), select, textarea');
}
