/** Sides, parts and contrast in other scripts and languages, and injections that are contrast or a procedure. */
import { describe, expect, it } from 'vitest';
import { conceptOf } from './index.ts';
import { scriptExams, wrongOf } from './testing/read-names.ts';

describe('names in other scripts', () => {
  it.each(scriptExams.map((exam) => [exam.name, exam] as const))('%s', (_, exam) => {
    expect(wrongOf(exam)).toEqual([]);
  });

  const sides = [
    ['左', '右', '双', '膝关节'],
    ['左側', '右側', '雙側', '膝關節'],
    ['左', '右', '両', '膝'],
    ['좌측', '우측', '양측', '무릎'],
    ['왼쪽', '오른쪽', '양쪽', '슬관절'],
    ['левый', 'правый', 'оба', 'голеностопный сустав'],
    ['الأيسر', 'الأيمن', 'كلا', 'الكتف'],
    ['اليسرى', 'اليمنى', 'كلتا', 'الركبة'],
    ['αριστερό', 'δεξιό', 'άμφω', 'γόνατο'],
    ['שמאל', 'ימין', 'דו צדדי', 'ברך'],
  ] as const;

  it.each(sides)('%s, %s and %s of one part, before it and behind it', (left, right, both, part) => {
    const sideOf = (name: string) => conceptOf({ name, modality: 'CR' }).laterality;
    for (const [side, is] of [
      [left, 'left'],
      [right, 'right'],
      [both, 'bilateral'],
    ] as const)
      expect([sideOf(`${side} ${part}`), sideOf(`${part} (${side})`), sideOf(`XR ${part} ${side}`)]).toEqual([
        is,
        is,
        is,
      ]);
  });

  it('read a side in another script beside an English name', () => {
    expect(conceptOf({ name: 'XR KNEE 左', modality: 'CR' }).laterality).toBe('left');
    expect(conceptOf({ name: 'MRI SHOULDER JOINT правый', modality: 'MR' }).laterality).toBe('right');
  });

  it('take no side from a chamber of the heart, a position or a lobe', () => {
    for (const name of ['左心室功能', '左侧卧位胸片', '甲状腺右叶超声', '좌심실', 'левая доля щитовидной железы'])
      expect(conceptOf({ name }).laterality).toBe('none');
  });

  it.each([
    ['左胫骨下段正侧位', false],
    ['皮下肿物超声', false],
    ['下腔静脉超声', false],
    ['超声引导下甲状腺穿刺', true],
    ['超音波引導下穿刺 肝', true],
    ['肝生検 エコーガイド下', true],
  ])('%s: under guidance only where it says so, not by what lies below', (name, is) => {
    expect(conceptOf({ name, modality: '' }).qualifiers.includes('guided')).toBe(is);
  });

  it('say that a side may stand in letters that are not read', () => {
    const said = (name: string, bodyPartExamined?: string) =>
      conceptOf({ name, modality: 'CR', bodyPartExamined }).sideUnread;
    expect(said('เข่าซ้าย', 'KNEE')).toBe(true);
    expect(said('घुटना', 'KNEE')).toBe(true);
    expect(said('KNEE մունք')).toBe(true);
    expect(said('KNEE PRT XQZ')).toBe(false);
    expect(said('左膝')).toBe(false);
    expect(said('膝关节置换术后')).toBe(false);
    expect(said('ทรวงอก', 'CHEST')).toBe(false);
  });

  it('read the side of series in another script', () => {
    const series = [{ modality: 'MR', description: '左膝 T2' }];
    expect(conceptOf({ name: 'MR KNEE', modality: 'MR', series }).laterality).toBe('left');
  });
});

describe('an injection', () => {
  it.each([
    ['TDM ABDOMINO-PELVIEN AVEC INJECTION', 'CT', 'with'],
    ['CT CHEST SANS INJECTION', 'CT', 'without'],
    ['CT ABD WITH INJECTION', 'CT', 'with'],
    ['MRI BRAIN POST INJECTION', 'MR', 'with'],
    ['TDM TAP INJECTE', '', 'with'],
    ['IRM GENOU G PDC', 'MR', 'with'],
    ['TDM ABDO IV+', 'CT', 'with'],
    ['TDM ABDO IV-', 'CT', 'without'],
    ['IRM HEPATIQUE GADO', 'MR', 'with'],
    ['TC ADDOME C/MDC', 'CT', 'with'],
    ['TC TORACE S/MDC', 'CT', 'without'],
    ['TAC ABDOMEN C/C', 'CT', 'with'],
    ['RM RODILLA S/C', 'MR', 'without'],
    ['CT Abdomen m. KM', 'CT', 'with'],
    ['TC ABDOME S/ CONTRASTE', 'CT', 'without'],
  ])('of %s is contrast', (name, modality, contrast) => {
    const concept = conceptOf({ name, modality });
    expect([concept.modality, concept.contrast]).toEqual([modality === '' ? 'CT' : modality, contrast]);
    expect(concept.guidance).toBeUndefined();
  });

  it.each([
    ['STEROID INJECTION KNEE LT', 'US'],
    ['US GUIDED INJECTION SHOULDER RT', 'US'],
    ['INJECTION EPAULE DROITE', 'US'],
    ['INFILTRATION EPAULE DROITE', 'US'],
    ['INJECTION EPIDURALE LOMBAIRE', 'CT'],
    ['XR HIP WITH INJECTION', 'RF'],
  ])('of %s is a procedure', (name, modality) => {
    expect(conceptOf({ name, modality }).guidance?.action).toBe('injection');
  });
});
