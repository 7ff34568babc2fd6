import { describe, expect, test } from 'vitest';
import { type Focus, matchHotkey, type Press } from './match.ts';
import { hotkeyTable } from './table.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

describe('matchHotkey', () => {
  const cases: [string, Press, Focus, string | undefined][] = [
    ['a number hangs', press('3'), 'picture', 'hang'],
    ['a number hangs from the list as well', press('3'), 'widget', 'hang'],
    ['capitals count as their letter', press('Q', { shiftKey: true }), 'picture', 'older'],
    ['the browser keeps its own', press('r', { ctrlKey: true }), 'picture', undefined],
    ['typing stays typing', press('x'), 'text', undefined],
    ['escape leaves a field', press('Escape'), 'text', 'leave'],
    ['arrows scroll a picture', press('ArrowDown'), 'picture', 'forwardArrow'],
    ['arrows move in a list', press('ArrowDown'), 'widget', undefined],
    ['space plays a picture', press(' '), 'picture', 'cine'],
    ['space presses a button', press(' '), 'widget', undefined],
    ['tab goes on to the next pane', press('Tab'), 'picture', 'nextPane'],
    ['tab goes on from a widget as everywhere', press('Tab'), 'widget', undefined],
    ['shift and tab go back as everywhere', press('Tab', { shiftKey: true }), 'picture', undefined],
    ['the question mark needs shift on most keyboards', press('?', { shiftKey: true }), 'picture', 'help'],
    ['an unknown key', press('ü'), 'picture', undefined],
  ];
  test.each(cases)('%s', (_name, given, focus, expected) => {
    expect(matchHotkey(given, focus)?.id).toBe(expected);
  });
});

test('no key means two things', () => {
  const keys = hotkeyTable.flatMap((hotkey) => hotkey.keys);
  expect(keys).toHaveLength(new Set(keys).size);
});
