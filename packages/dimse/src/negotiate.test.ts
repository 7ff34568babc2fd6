import { describe, expect, test } from 'vitest';
import { DimseError } from './errors.ts';
import { agreedContexts, answerContexts, answerRoles, isAeTitle } from './negotiate.ts';

const proposed = (id: number, abstractSyntax: string, ...transferSyntaxes: string[]) => ({
  id,
  abstractSyntax,
  transferSyntaxes,
});
const offer = (abstractSyntax: string, ...transferSyntaxes: string[]) => ({ abstractSyntax, transferSyntaxes });

describe('presentation contexts', () => {
  test.each([
    ["the requestor's order decides", proposed(1, 'A', '3', '2', '1'), [offer('A', '1', '2')], [0, '2']],
    [
      'several offers for one abstract syntax add up',
      proposed(1, 'A', '2'),
      [offer('A', '2'), offer('A', '3')],
      [0, '2'],
    ],
    ['no transfer syntax in common', proposed(1, 'A', '9'), [offer('A', '1')], [4, '9']],
    ['an abstract syntax that is not offered', proposed(1, 'B', '1'), [offer('A', '1')], [3, '1']],
    ['nothing is offered', proposed(1, 'A', '1'), [], [3, '1']],
  ])('%s', (_name, context, offers, [result, transferSyntax]) => {
    expect(answerContexts([context], offers)).toEqual([{ id: 1, result, transferSyntax }]);
  });

  test('only what was proposed can be agreed', () => {
    const answered = (id: number, transferSyntax: string, result = 0) => [{ id, result, transferSyntax }];
    const asked = [proposed(1, 'A', '1', '2'), proposed(3, 'B', '1')];
    const role = [{ sopClassUid: 'A', scu: false, scp: true }];
    expect([...agreedContexts(asked, answered(1, '2'), role).values()]).toEqual([
      { id: 1, abstractSyntax: 'A', transferSyntax: '2', scpRole: true },
    ]);
    expect(agreedContexts(asked, answered(3, '', 4), []).size).toBe(0);
    expect(() => agreedContexts(asked, answered(5, '1'), [])).toThrow(DimseError);
    expect(() => agreedContexts(asked, answered(3, '2'), [])).toThrow(DimseError);
  });
});

describe('roles', () => {
  const asked = (scu: boolean, scp: boolean) => [{ sopClassUid: 'A', scu, scp }];
  test.each([
    ['asked and offered', asked(false, true), true, asked(false, true)],
    ['asked, not offered', asked(true, true), false, asked(true, false)],
    ['offered, not asked', asked(true, false), true, asked(true, false)],
  ])('SCP role %s', (_name, roles, scpRole, answer) => {
    expect(answerRoles(roles, [{ ...offer('A', '1'), scpRole }])).toEqual(answer);
  });
});

test.each([
  ['HUB', true],
  ['A B', true],
  ['SIXTEEN_LETTERS_', true],
  ['SEVENTEEN_LETTERS', false],
  ['', false],
  ['   ', false],
  ['A\\B', false],
  ['A\nB', false],
  ['A\u007f', false],
  ['Ä', false],
])('AE title %j: %s', (text, expected) => {
  expect(isAeTitle(text)).toBe(expected);
});
