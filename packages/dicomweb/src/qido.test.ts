/** QIDO-RS queries as match keys (PS3.18 8.3.4). */
import { tags } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './qido.ts';

describe('a query', () => {
  it.each([
    ['StudyDate=20260101', { match: 'exact', value: '20260101' }],
    ['StudyDate=20260101-', { match: 'range', from: '20260101' }],
    ['StudyDate=-', { match: 'any' }],
    ['StudyDate=', { match: 'any' }],
    ['StudyTime=08-0930', { match: 'range', from: '08', to: '0930' }],
    ['StudyTime=235959.999', { match: 'exact', value: '235959.999' }],
    ['StudyInstanceUID=1.2.3,1.2.4', { match: 'list', values: ['1.2.3', '1.2.4'] }],
    ['emptyvaluematching=true&StudyDate=""', { match: 'empty' }],
    // A key that the Standard has in no place of a search: of its sequence, so that whoever searches can be told.
    ['ProcedureCodeSequence.ContextUID=1.2', { tag: tags.ProcedureCodeSequence, match: 'exact', value: '1.2' }],
    ['PatientID.ContextUID=1.2', { tag: tags.PatientID, match: 'any' }],
  ])('%s', (text, key) => {
    expect(parseQuery(text, 'study').keys).toEqual([expect.objectContaining(key)]);
  });

  it.each([
    ['StudyDate=2026-01-01', 'StudyDate is not a date'],
    ['StudyDate=yesterday', 'StudyDate is not a date'],
    ['00080020=202601', 'StudyDate is not a date'],
    ['StudyDate=20260101-20260102-20260103', 'StudyDate is not a date'],
    ['StudyTime=25:00', 'StudyTime is not a time'],
    ['StudyInstanceUID=1.2.*', 'StudyInstanceUID is not a UID'],
    ['SOPInstanceUID=1.2.3,abc', 'SOPInstanceUID is not a UID'],
  ])('%s is refused, and what it said is not repeated', (text, message) => {
    const read = () => parseQuery(text, 'instance');
    expect(read).toThrow(message);
    expect(read).not.toThrow(text.split('=')[1] as string);
  });

  it('names its attributes by keyword or tag', () => {
    const { keys } = parseQuery('PatientID=1&0020000D=1.2', 'study');
    expect(keys.map(({ tag }) => tag)).toEqual([tags.PatientID, tags.StudyInstanceUID]);
  });
});
