import { uids } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { storageAmong } from './sop-classes.ts';

const configured = (list: string) => readConfig({ THROUGHLINE_STORAGE_SOP_CLASSES: list }).dicom.storageSopClasses;
const own = '1.3.46.670589.11.0.0.12.1';
const unlisted = '1.2.840.10008.5.1.4.1.1.9999';
const storage = '1.2.840.10008.4.2';
const related = (sopClassUid: string, general: string, serviceClassUid = storage) => [
  { sopClassUid, serviceClassUid, relatedSopClassUids: [general] },
];

describe('a storage SOP class', () => {
  it.each([
    ['of the Standard', '', uids.CTImageStorage, [], true],
    ['of the Standard, whatever is listed', own, uids.CTImageStorage, [], true],
    ['private', '', own, [], true],
    ['private and listed', `${unlisted}, ${own}`, own, [], true],
    ['private and not among the listed', unlisted, own, [], false],
    ['of the Standard but later than we', '', unlisted, [], false],
    ['of the Standard but later than we, listed', unlisted, unlisted, [], true],
    ['specialised from one of ours', '', unlisted, related(unlisted, uids.CTImageStorage), true],
    ['specialised from one that is not ours', '', unlisted, related(unlisted, `${unlisted}.1`), false],
    ['said to be of another service', '', unlisted, related(unlisted, uids.CTImageStorage, '1.2.840.10008.4.1'), false],
    [
      'another service, said to be storage',
      '',
      uids.Verification,
      related(uids.Verification, uids.CTImageStorage),
      false,
    ],
  ] as const)('%s', (_, list, uid, said, expected) => {
    expect(storageAmong(configured(list), said)(uid)).toBe(expected);
  });

  it.each(['1.2.x', 'private,1.2.3', '01.2'])('is not configured by "%s"', (list) => {
    expect(() => configured(list)).toThrow(/THROUGHLINE_STORAGE_SOP_CLASSES/);
  });
});
