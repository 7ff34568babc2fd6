/** What a source is asked of a person, by a table: identifiers, or demographics where there is none. */
import { describe, expect, it } from 'vitest';
import { record, sourceRow } from '../../../test/person-rows.ts';
import type { MemberRow } from '../../db/index.ts';
import { questionsFor } from '../history/index.ts';

describe('questions', () => {
  it.each<[string, readonly MemberRow[], ReturnType<typeof questionsFor>]>([
    [
      'name an identifier of the source',
      [record('A', '1'), record('B', '2')],
      { identifiers: [{ issuer: 'A', id: '1' }], demographics: [] },
    ],
    [
      'name an identifier that another source states',
      [record('B', '2', { other_ids: [{ issuer: 'A', id: '9' }] })],
      { identifiers: [{ issuer: 'A', id: '9' }], demographics: [] },
    ],
    [
      'go by family name and birth date, then by birth date alone',
      [record('B', '2')],
      {
        identifiers: [],
        demographics: [
          { by: 'demographics', family: 'LINDE', birthDate: '20120304' },
          { by: 'demographics', birthDate: '20120304' },
        ],
      },
    ],
    [
      'are none when too little is known',
      [record('B', '2', { birth_date: null })],
      { identifiers: [], demographics: [] },
    ],
    [
      'are none with a date that thousands share',
      [record('B', '2', { birth_date: '19000101' })],
      { identifiers: [], demographics: [] },
    ],
    [
      'go by the ideographs of a name that has no Latin letters, then by birth date and sex',
      [record('B', '2', { name: '=山田^花子=やまだ^はなこ' })],
      {
        identifiers: [],
        demographics: [
          { by: 'demographics', family: '山田', group: 'ideographic', birthDate: '20120304' },
          { by: 'demographics', birthDate: '20120304', sex: 'F' },
        ],
      },
    ],
    [
      'go by the phonetic group where that is all',
      [record('B', '2', { name: '==やまだ^はなこ', sex: 'O' })],
      {
        identifiers: [],
        demographics: [
          { by: 'demographics', family: 'やまだ', group: 'phonetic', birthDate: '20120304' },
          { by: 'demographics', birthDate: '20120304' },
        ],
      },
    ],
    [
      'go by birth date and sex where there is no name',
      [record('B', '2', { name: null }), record('C', '3', { name: '^' })],
      { identifiers: [], demographics: [{ by: 'demographics', birthDate: '20120304', sex: 'F' }] },
    ],
    [
      'are none without a name and a sex',
      [record('B', '2', { name: '==', sex: null })],
      { identifiers: [], demographics: [] },
    ],
    [
      'are none without a birth date, whatever the name',
      [record('B', '2', { name: '=山田^花子', birth_date: null })],
      { identifiers: [], demographics: [] },
    ],
    ['never carry a wildcard', [record('A', 'X*', { birth_date: null })], { identifiers: [], demographics: [] }],
  ])('%s', (_title, records, expected) => {
    expect(questionsFor(sourceRow('a'), records)).toEqual(expected);
  });
});
