import { type HotkeyId, hotkeyTable } from './table.ts';

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** What has the focus: typing always keeps its keys, and a widget keeps those that it needs itself. */
export type Focus = 'text' | 'picture' | 'widget';

/** The hotkey that a key press means, and the pressed key itself; undefined when the press belongs to somebody else. */
export function matchHotkey(press: Press, focus: Focus): { id: HotkeyId; key: string } | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey) return undefined;
  const key = press.key.toLowerCase();
  if (focus === 'text') return key === 'escape' ? { id: 'leave', key } : undefined;
  // Shift with Tab goes back through the page as everywhere else.
  if (press.shiftKey && key === 'tab') return undefined;
  const hotkey = hotkeyTable.find((entry) => entry.keys.includes(key));
  if (!hotkey || (hotkey.where === 'picture' && focus !== 'picture')) return undefined;
  return { id: hotkey.id, key };
}

export function focusOf(element: Element | null): Focus {
  if (!element || element === document.body || element.closest('[data-pane-focus]')) return 'picture';
  if (element.matches('input, textarea, select, [contenteditable=true]')) return 'text';
  return 'widget';
}
