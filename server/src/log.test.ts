import { DicomError } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { Failure } from './errors.ts';
import { describeError } from './log.ts';

const secret = 'DOE^JANE';

describe('an error in the log', () => {
  it.each([
    ['an unknown error', new Error(`bad value ${secret}`)],
    [
      'an error of the database',
      Object.assign(new Error(`duplicate key (${secret})`), { code: '23505', detail: `Key=(${secret})`, table: 'x' }),
    ],
    ['a parse error', new SyntaxError(`Unexpected token in ${secret}`)],
    ['a cause', new Failure('conflict', undefined, new Error(secret))],
    ['a thrown text', secret],
    ['a thrown object', { name: secret }],
  ])('never tells what %s holds', (_name, error) => {
    expect(JSON.stringify(describeError(error))).not.toContain(secret);
  });

  it.each([
    ['our own', new Failure('not-found'), 'There is no such thing here.'],
    [
      'of the reader',
      new DicomError('truncated', 'The data set ends before its end', { offset: 7 }),
      'The data set ends before its end at byte 7',
    ],
    ['of the system', Object.assign(new Error('open EACCES'), { code: 'EACCES', syscall: 'open' }), 'open EACCES'],
  ])('tells the message of one that is %s', (_name, error, message) => {
    expect(describeError(error).message).toBe(message);
  });

  it('keeps code and place', () => {
    const told = describeError(Object.assign(new Error(secret), { code: '23505', table: 'studies' }));
    expect(told).toMatchObject({ type: 'Error', code: '23505', table: 'studies' });
    expect(JSON.stringify(told.stack)).toContain('log.test.ts');
  });
});
