import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conceptOf,
  FileFormatError,
  loadLoincPlaybook,
  loadLoincTable,
  loadRadlex,
  loadRadlexPlaybook,
  loincFrom,
  shippedEntries,
} from './index.ts';

const best = (name: string, modality: string): string | undefined =>
  loincFrom(shippedEntries(), conceptOf({ name, modality }))[0]?.code;

describe('the LOINC code of an exam', () => {
  it.each([
    ['CT ABD/PELVIS WITH CONTRAST', 'CT', '36813-4'],
    ['TAC TORAX SIN CONTRASTE', 'CT', '29252-4'],
    ['MRT LWS nativ', 'MR', '30679-5'],
    ['CT PULMONARY EMBOLISM', 'CT', '79077-4'],
    ['CHEST PA AND LATERAL', 'DX', '42272-5'],
  ])('of %s is chosen by what it says', (name, modality, code) => {
    expect(best(name, modality)).toBe(code);
  });

  it('never says the other side', () => {
    expect(best('XR KNEE LEFT 3 VIEWS', 'DX')).toBe('36311-9');
    expect(best('XR KNEE RIGHT 3 VIEWS', 'DX')).toBe('37742-4');
    expect(best('XR FINGER LEFT', 'DX')).toBeUndefined();
  });
});

describe('licensed files', () => {
  it('give radiology codes in use', () => {
    const csv =
      'LOINC_NUM,CLASS,STATUS,LONG_COMMON_NAME\n"1-8","RAD","ACTIVE","CT Head WO contrast"\n2-6,CHEM,ACTIVE,x\n3-4,RAD,DEPRECATED,y';
    expect(loadLoincTable(csv).map(({ code, concept }) => [code, concept.focus])).toEqual([['1-8', 'brain']]);
  });

  it('give each code of the Playbook once and RadLex terms with their parents', () => {
    expect(loadLoincPlaybook('LoincNumber,LongCommonName\n1-8,MR Brain\n1-8,MR Brain').length).toBe(1);
    expect(loadRadlex('heart,RID1385,RID1384\nbad,X,Y')).toEqual([
      { name: 'heart', rid: 'RID1385', parent: 'RID1384' },
    ]);
  });

  it('give exams of the RadLex Playbook, the core one with a header and the complete one without', () => {
    const core =
      'RPID,LETTER_CODE,SHORT_NAME,LONG_NAME\nRPID9,X,x,CT Chest wo IV Contrast\nRPID9,X,x,CT Chest wo IV Contrast\n';
    const complete = 'RPID8,X,x,XR Knee 3 Views,XR KNEE 3V,long,longest,RID1\n';
    const read = [core, complete].flatMap((csv) => loadRadlexPlaybook(csv));
    expect(read.map(({ code, concept }) => [code, concept.modality, concept.focus])).toEqual([
      ['RPID9', 'CT', 'general'],
      ['RPID8', 'XR', 'knee'],
    ]);
  });

  it('are refused when they are none', () => {
    expect(() => loadLoincTable('a,b\n1,2')).toThrow(FileFormatError);
    expect(() => loadRadlex('x'.repeat(30_000))).toThrow(FileFormatError);
  });

  it('are read to the end or refused, whatever they hold', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => Array.isArray(loadRadlex(text))));
  });
});

describe('sides mirror', () => {
  const pairs = [
    ['left', 'right', 'XR KNEE'],
    ['izquierda', 'derecha', 'RX RODILLA'],
    ['links', 'rechts', 'Röntgen Knie'],
    ['gauche', 'droite', 'RADIO HANCHE'],
    ['sinistra', 'destra', 'RX SPALLA'],
    ['esquerdo', 'direito', 'RX JOELHO'],
    ['linker', 'rechter', 'X schouder'],
  ] as const;
  it.each(pairs)('%s is left and %s right of %s', (left, right, exam) => {
    const [a, b] = [left, right].map((side) => conceptOf({ name: `${exam} ${side}`, modality: 'DX' }));
    expect([a?.laterality, b?.laterality]).toEqual(['left', 'right']);
    expect(a?.focus).toBe(b?.focus);
  });
});
