/** Our reader of lists against the driver's, which reads whatever the database writes. */
import fc from 'fast-check';
import pg from 'pg';
import { expect, it } from 'vitest';
import { readWords } from './words.ts';

const TEXTS: number = 1009;
const anyReader = pg.types.getTypeParser(TEXTS, 'text') as (text: string) => unknown;

it.each([
  ['{}', []],
  ['{CT}', ['CT']],
  ['{CT,SR,1.2.840}', ['CT', 'SR', '1.2.840']],
  ['{NULL,CT}', undefined],
  ['{null}', undefined],
  ['{"a,b"}', undefined],
  ['{{a},{b}}', undefined],
  ['[0:1]={a,b}', undefined],
])('%s', (text, words) => {
  expect(readWords(text)).toEqual(words);
});

it('reads nothing otherwise than the driver', () => {
  const part = fc.oneof(
    fc.constantFrom('CT', 'NULL', 'null', 'a-b', '""', '"x,y"', '1.2', '{a}', ' b', 'nullable'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      const text = `{${parts.join(',')}}`;
      const ours = readWords(text);
      fc.pre(ours !== undefined);
      expect(ours).toEqual(anyReader(text));
    }),
  );
});
