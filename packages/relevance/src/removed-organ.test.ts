/** What was removed refuses what was named after it, and nothing else; reasons are true of what they are said of. */
import { describe, expect, it } from 'vitest';
import { rank } from './index.ts';
import { study } from './testing/studies.ts';

const textsOf = (ranked: ReturnType<typeof rank>, id: string): readonly string[] =>
  ranked.find((one) => one.study.id === id)?.reasons.map(({ text }) => text) ?? [];

describe('a removed gallbladder', () => {
  const now = study('now', 'US', 'US RUQ', '2025-04-04', { reasonForExam: 's/p cholecystectomy 2021, dilated CBD?' });
  const ranked = rank(now, [
    study('gallbladder', 'US', 'US GALLBLADDER', '2019-11-11'),
    study('hida', 'NM', 'HIDA W CCK', '2019-12-12'),
    study('ducts', 'MR', 'MRCP W/O', '2019-12-20'),
    study('since', 'US', 'US ABD LTD', '2024-10-09'),
  ]);

  it.each(['gallbladder', 'hida'])('refuses what is named after it: %s', (id) => {
    expect(textsOf(ranked, id)).toEqual(['the organ was removed or replaced since']);
  });

  it('leaves the ducts and what was made since', () => {
    expect(textsOf(ranked, 'ducts')).not.toContain('the organ was removed or replaced since');
    expect(ranked[0]?.study.id).toBe('since');
  });

  it('is known in other letters', () => {
    const chinese = study('now', 'US', '腹部超声', '2025-04-04', { reasonForExam: '胆囊切除术后3年' });
    const [only] = rank(chinese, [study('p', 'US', '胆囊超声', '2019-01-01')]);
    expect(only?.reasons.map(({ text }) => text)).toEqual(['the organ was removed or replaced since']);
  });
});

describe('a kidney that is left', () => {
  it('is not refused as the other side of the one that was removed', () => {
    const now = study('now', 'CT', 'CT A/P W/WO RENAL MASS', '2025-04-01', {
      reasonForExam: 's/p left nephrectomy 2022',
    });
    const [only] = rank(now, [study('right', 'US', 'US KIDNEY RT', '2023-03-03')]);
    expect(textsOf([only as NonNullable<typeof only>], 'right')).not.toContain('the other side');
  });
});

describe('a reason', () => {
  const echo = study('now', 'US', 'PEDS ECHO', '2025-03-03', { age: '009Y', reasonForExam: 'Fontan' });

  it.each([
    ['CARDIAC CATH', 'catheter study of the same heart'],
    ['LHC CORONARY ANGIO', 'coronary arteries of the same heart'],
  ])('of a catheter tells what it names: %s', (name, text) => {
    expect(textsOf(rank(echo, [study('cath', 'XA', name, '2024-03-01')]), 'cath')).toContain(text);
  });

  it('calls no tube an operation', () => {
    const now = study('now', 'CR', 'CXR PORT AM', '2025-03-11');
    const ranked = rank(now, [
      study('last', 'CR', 'CHEST 1V PORT', '2025-03-10'),
      study('tube', 'CR', 'CXR POST INTUB', '2025-03-06'),
    ]);
    expect(textsOf(ranked, 'tube').join()).not.toContain('operation');
  });
});

describe('what tells exams of one part apart', () => {
  it.each([
    ['黄斑OCT 左', '视神经OCT 左', 'OPT'],
    ['ОКТ макулы OD', 'ОКТ зрительного нерва OD', 'OPT'],
    ['OCT 황반 우', 'OCT 시신경 우', 'OPT'],
    ['ПЭТ/КТ ПСМА', 'ПЭТ/КТ ФДГ', 'PT'],
  ])('is read in other letters: %s', (name, other, modality) => {
    const ranked = rank(study('now', modality, name, '2025-05-05'), [
      study('other', modality, other, '2025-01-01'),
      study('same', modality, name, '2024-01-01'),
    ]);
    expect(ranked[0]?.study.id).toBe('same');
    expect(textsOf(ranked, 'other')).toEqual(['same part of the body, another kind of exam']);
  });
});
