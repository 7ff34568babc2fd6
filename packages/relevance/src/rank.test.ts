/** The rules of relevance one by one, each with the reason that a reader sees. */
import { describe, expect, it } from 'vitest';
import { rank, type Study } from './index.ts';
import { flagged, ids, study } from './testing/studies.ts';

interface Rule {
  readonly rule: string;
  readonly current: Study;
  readonly prior: Study;
  readonly code: string;
  readonly text: string;
  readonly flagged: boolean;
}

const knee = study('now', 'DX', 'XR KNEE LEFT', '2026-05-01');
const chest = study('now', 'CT', 'CT CHEST W/O CONTRAST', '2026-05-01', { age: '060Y', sex: 'F' });
const fetal = study('now', 'US', 'US OB 20 WK ANATOMY', '2026-05-01');

const rules: readonly Rule[] = [
  {
    rule: 'a treatment that is planned has changed nothing yet',
    current: study('now', 'MR', 'MRI CARDIAC', '2026-05-01', { reasonForExam: 'TOF repaired, PVR planned 2026' }),
    prior: study('p', 'MR', 'MRI CARDIAC', '2024-05-01'),
    code: 'last-comparable',
    text: 'last comparable MRI',
    flagged: true,
  },
  {
    rule: 'an iodine scan belongs to a neck of which thyroid cancer is asked',
    current: study('now', 'US', 'US NECK', '2026-05-01', { reasonForExam: 's/p thyroidectomy, papillary ca' }),
    prior: study('p', 'NM', 'I-131 WHOLE BODY', '2025-08-01'),
    code: 'iodine-scan-of-the-thyroid',
    text: 'iodine scan of the thyroid cancer',
    flagged: true,
  },
  {
    rule: 'a catheterisation without a part is one of the heart',
    current: study('now', 'US', 'TTE CONGENITAL', '2026-05-01', { age: '006Y' }),
    prior: study('p', 'XA', 'CATH', '2025-05-01'),
    code: 'other-modality',
    text: 'same part of the body, other modality',
    flagged: true,
  },
  {
    rule: 'the cord belongs to a brain of which multiple sclerosis is asked',
    current: study('now', 'MR', 'MRI BRAIN W WO', '2026-05-01', { reasonForExam: 'Multiple sclerosis, follow up' }),
    prior: study('p', 'MR', 'MRI C SPINE', '2025-05-01'),
    code: 'cord-of-what-is-asked',
    text: 'spinal cord: the disease may be in both',
    flagged: true,
  },
  {
    rule: 'the cord does not belong to a brain of which it is denied',
    current: study('now', 'MR', 'MRI BRAIN W WO', '2026-05-01', { reasonForExam: 'headache, no multiple sclerosis' }),
    prior: study('p', 'MR', 'MRI C SPINE', '2025-05-01'),
    code: 'near-region',
    text: 'next to the region',
    flagged: false,
  },
  {
    rule: 'the brain belongs to a cord of which it is asked',
    current: study('now', 'MR', 'IRM MEDULLAIRE', '2026-05-01', { reasonForExam: 'sclérose en plaques' }),
    prior: study('p', 'MR', 'IRM ENCEPHALE', '2025-05-01'),
    code: 'brain-of-what-is-asked',
    text: 'brain: the disease may be in both',
    flagged: true,
  },
  {
    rule: 'the liver is watched after a Fontan operation',
    current: study('now', 'US', 'TTE CONGENITAL', '2026-05-01', { reasonForExam: 'Fontan follow up' }),
    prior: study('p', 'US', 'US LIVER ELASTOGRAPHY', '2025-05-01'),
    code: 'liver-after-fontan',
    text: 'the liver, which the Fontan circulation harms',
    flagged: true,
  },
  {
    rule: 'a renal scan may be of the graft',
    current: study('now', 'US', 'US RENAL TRANSPLANT', '2026-05-01'),
    prior: study('p', 'NM', 'NM RENAL MAG3', '2026-03-01'),
    code: 'perhaps-of-the-graft',
    text: 'a renal scan that does not say whether it is of the graft',
    flagged: true,
  },
  {
    rule: 'the last of the same kind comes first',
    current: knee,
    prior: study('p', 'CR', 'KNEE LT 2 VIEWS', '2025-05-01'),
    code: 'last-comparable',
    text: 'last comparable film',
    flagged: true,
  },
  {
    rule: 'the same question by another modality counts',
    current: knee,
    prior: study('p', 'MR', 'MRI KNEE LEFT', '2025-05-01'),
    code: 'other-modality',
    text: 'same part of the body, other modality',
    flagged: true,
  },
  {
    rule: 'the other side is not shown',
    current: knee,
    prior: study('p', 'CR', 'XR KNEE RIGHT', '2025-05-01'),
    code: 'other-side',
    text: 'the other side',
    flagged: false,
  },
  {
    rule: 'both sides hold this side',
    current: knee,
    prior: study('p', 'CR', 'XR KNEES BILATERAL', '2025-05-01'),
    code: 'last-comparable',
    text: 'last comparable film',
    flagged: true,
  },
  {
    rule: 'a wide scan answers for what it covers',
    current: study('now', 'MR', 'MRI LUMBAR SPINE', '2026-05-01'),
    prior: study('p', 'CT', 'CT ABDOMEN PELVIS', '2025-05-01'),
    code: 'covers-region',
    text: 'covers the region',
    flagged: true,
  },
  {
    rule: 'another part of the body does not count',
    current: knee,
    prior: study('p', 'CT', 'CT HEAD', '2025-05-01'),
    code: 'other-region',
    text: 'another part of the body',
    flagged: false,
  },
  {
    rule: 'a dose report is no examination',
    current: chest,
    prior: study('p', 'SR', 'CT CHEST DOSE REPORT', '2025-05-01'),
    code: 'not-an-exam',
    text: 'not an examination',
    flagged: false,
  },
  {
    rule: 'a presentation state is no examination',
    current: chest,
    prior: study('p', 'PR', 'CHEST PRESENTATION STATE', '2025-05-01'),
    code: 'not-an-exam',
    text: 'not an examination',
    flagged: false,
  },
  {
    rule: 'a scanned paper is no examination',
    current: chest,
    prior: study('p', 'OT', 'SCANNED REQUISITION', '2025-05-01'),
    code: 'not-an-exam',
    text: 'not an examination',
    flagged: false,
  },
  {
    rule: 'an earlier pregnancy is another fetus',
    current: fetal,
    prior: study('p', 'US', 'US OB 12 WK', '2023-05-01'),
    code: 'other-pregnancy',
    text: 'another pregnancy',
    flagged: false,
  },
  {
    rule: 'the same pregnancy is the same fetus',
    current: fetal,
    prior: study('p', 'US', 'US OB 20 WK', '2026-03-01'),
    code: 'last-comparable',
    text: 'last comparable ultrasound',
    flagged: true,
  },
  {
    rule: 'an age that cannot be warns of another person',
    current: chest,
    prior: study('p', 'CT', 'CT CHEST', '2025-05-01', { age: '006W', sex: 'F' }),
    code: 'age-mismatch',
    text: "the age does not fit: perhaps another person's study",
    flagged: false,
  },
  {
    rule: 'a sex that differs warns of another person',
    current: chest,
    prior: study('p', 'CT', 'CT CHEST', '2025-05-01', { age: '059Y', sex: 'M' }),
    code: 'sex-mismatch',
    text: "the sex does not fit: perhaps another person's study",
    flagged: false,
  },
  {
    rule: 'ultrasound of infant hips goes on as films',
    current: study('now', 'DX', 'PELVIS AP', '2026-05-01', { age: '008M' }),
    prior: study('p', 'US', 'US INFANT HIPS', '2025-11-01', { age: '002M' }),
    code: 'last-comparable',
    text: 'last comparable ultrasound',
    flagged: true,
  },
];

describe('a rule', () => {
  it.each(rules)('$rule', ({ current, prior, code, text, flagged: wanted }) => {
    const [one] = rank(current, [prior]);
    expect(one?.reasons[0]).toEqual({ code, text });
    expect(one && flagged(one)).toBe(wanted);
  });

  it('warns beside a study that may be of another person', () => {
    const [one] = rank(chest, [study('p', 'CT', 'CT CHEST', '2025-05-01', { age: '006W', sex: 'F' })]);
    expect(one?.warnings.map(({ code }) => code)).toEqual(['age-mismatch']);
  });

  it('puts the last and the first of a series before those between', () => {
    const series = ['2021', '2022', '2023', '2024', '2025'].map((year) =>
      study(`s${year}`, 'CT', 'CT CHEST', `${year}-05-01`),
    );
    expect(ids(rank(chest, series)).slice(0, 2)).toEqual(['s2025', 's2021']);
  });

  it('puts a film out of the brace before a newer one in it', () => {
    const now = study('now', 'DX', 'SCOLIOSIS AP STANDING OUT OF BRACE', '2026-05-01');
    const out = study('out', 'DX', 'SCOLIOSIS AP OUT OF BRACE', '2025-05-01');
    const inside = study('in', 'DX', 'SCOLIOSIS AP IN BRACE', '2025-11-01');
    expect(ids(rank(now, [inside, out]))[0]).toBe('out');
  });
});

describe('what two exams have to do with one another', () => {
  const why = (modality: string, now: string, priorModality: string, prior: string, date = '2025-11-01') => {
    const [one] = rank(study('now', modality, now, '2026-05-01', { age: '050Y' }), [
      study('p', priorModality, prior, date),
    ]);
    return one?.reasons.map(({ text }) => text) ?? [];
  };

  it.each([
    ['CT', 'CTPA', 'US', 'US DVT LEG LEFT', 'leg veins: where emboli come from'],
    ['US', 'US DVT LEG LEFT', 'CT', 'CTPA', 'lung arteries: where a clot of the leg goes'],
    ['CT', 'CTA RUNOFF', 'US', 'US ABDOMINAL AORTA', 'inflow to the leg arteries'],
    ['US', 'US CAROTID', 'MR', 'MRI BRAIN', 'brain that the carotids feed'],
    ['MR', 'MRI BRAIN', 'MR', 'MRA HEAD', 'vessels of the brain'],
    ['US', 'ECHO TTE', 'CT', 'CT CORONARY ANGIOGRAM', 'coronary arteries of the same heart'],
    ['CR', 'XR WRIST LEFT', 'CR', 'XR ELBOW LEFT', 'another part of the arm'],
    ['MR', 'MRI LUMBAR SPINE', 'MR', 'MRI CERVICAL SPINE', 'another level of the spine'],
    ['CT', 'CT CHEST', 'CT', 'CT GUIDED LUNG BIOPSY', 'same part of the body, another kind of exam'],
    ['CT', 'CT LIVER', 'CT', 'CT ABDOMEN PELVIS', 'covers the region'],
    ['CT', 'CT ABDOMEN PELVIS', 'CT', 'CT ABDOMEN', 'covers a part of the region'],
    ['CT', 'CT ABDOMEN', 'US', 'US SPLEEN', 'shows a part of the same region'],
    ['CT', 'CT CHEST', 'OT', 'PROTOKOLL 7 QX', 'its name does not say what was imaged'],
    ['MR', 'MRI KNEE LEFT', 'MG', 'MAMMO RIGHT', 'another part of the body'],
    ['BMD', 'DXA HIP SPINE', 'CR', 'XR HIP LEFT', 'hip that the measurement uses'],
  ])('%s %s, and %s %s: %s', (modality, now, priorModality, prior, text) => {
    expect(why(modality, now, priorModality, prior)).toContain(text);
  });

  it('shows what the reason asks about only where it shows that part', () => {
    const now = study('now', 'CT', 'CT ABDOMEN', '2026-05-01', { reasonForExam: 'adrenal mass' });
    const codes = (modality: string, prior: string) =>
      rank(now, [study('p', modality, prior, '2025-11-01')])[0]?.reasons.map(({ code }) => code);
    expect(codes('US', 'US KIDNEY')).toContain('part-of-region');
    expect(codes('US', 'US KIDNEY')).not.toContain('asked');
    expect(codes('MR', 'MRI ADRENAL')).toContain('asked');
  });

  it('shows vessels within a region only where they can be seen', () => {
    const inflow = 'aorta and pelvic arteries: inflow to the leg';
    expect(why('US', 'US LEG ARTERIES LEFT', 'CT', 'CT ABDOMEN')).toContain(inflow);
    expect(why('US', 'US LEG ARTERIES LEFT', 'CR', 'XR ABDOMEN')).not.toContain(inflow);
    expect(why('US', 'US ABDOMINAL AORTA', 'CR', 'XR CHEST')).not.toContain('chest: where the aorta comes from');
  });

  it('is of the same part only where both are of it', () => {
    expect(why('CT', 'CT ABDOMEN', 'US', 'US ABDOMEN', '2026-04-25')).toContain('shortly before, of the same part');
    const texts = why('MR', 'MRI BRAIN', 'CT', 'CT HEAD AND NECK', '2026-04-25');
    expect(texts).toContain('shortly before');
    expect(texts).not.toContain('shortly before, of the same part');
  });

  it('claims no illness, no operation and no coronaries that nobody told of', () => {
    const old = why('US', 'TTE FONTAN', 'XA', 'CATH HEMODYNAMIC', '2019-01-01');
    expect(old[0]).toBe('catheter study of years ago: anatomy and pressures of then');
    expect(why('US', 'TTE POST ASD DEVICE', 'XA', 'CATH ASD CLOSURE')[0]).toBe('pictures of the intervention');
    expect(why('MR', 'MRI BRAIN', 'CT', 'CT HEAD', '2026-04-25').join()).not.toMatch(/illness|problem/);
  });
});

describe('a side', () => {
  const right = study('p', 'MR', '右膝关节MRI', '2025-05-01');
  const kneeOf = (description: string): Study => study('now', 'MR', description, '2026-05-01');

  it('in another script keeps the other side away', () => {
    expect(rank(kneeOf('左膝关节MRI'), [right])[0]?.reasons[0]?.code).toBe('other-side');
    expect(rank(kneeOf('MRI KNEE LEFT'), [right])[0]?.reasons[0]?.code).toBe('other-side');
    expect(rank(kneeOf('右膝关节MRI'), [right])[0]?.tier).toBe('show-first');
  });

  it('of a reason in another script holds for an exam that names none', () => {
    const now = { ...kneeOf('MRI KNEE'), reasonForExam: '左膝疼痛' };
    expect(rank(now, [right])[0]?.reasons[0]?.code).toBe('other-side');
  });

  it('that stands in letters that are not read is warned of', () => {
    const unread = { ...study('p', 'MR', 'MRI เข่าขวา', '2025-05-01'), bodyPartExamined: 'KNEE' };
    const warnings = (now: Study, prior: Study) => rank(now, [prior])[0]?.warnings.map(({ code }) => code);
    expect(warnings(kneeOf('MRI KNEE LEFT'), unread)).toEqual(['side-not-read']);
    expect(warnings(kneeOf('MRI KNEES BOTH'), unread)).toEqual([]);
    expect(warnings({ ...unread, id: 'now', date: '2026-05-01' }, right)).toEqual(['side-not-read']);
    expect(warnings(kneeOf('MRI KNEE LEFT'), study('p', 'MR', 'MRI KNEE', '2025-05-01'))).toEqual([]);
  });
});

describe('contrast that French calls an injection', () => {
  it('is no procedure: the last scan with it is compared', () => {
    const now = study('now', 'CT', 'TDM THORAX AVEC INJECTION', '2026-05-01');
    const prior = study('p', 'CT', 'SCANNER THORACIQUE SANS INJECTION', '2025-05-01');
    expect(rank(now, [prior])[0]?.reasons[0]?.code).toBe('last-comparable');
    const plain = study('now', 'CT', 'CT CHEST', '2026-05-01');
    expect(rank(plain, [study('p', 'CT', 'TDM THORAX AVEC INJECTION', '2025-05-01')])[0]?.reasons[0]?.code).toBe(
      'last-comparable',
    );
  });

  it('is one where a joint is injected', () => {
    const now = study('now', 'MR', 'MRI SHOULDER LEFT', '2026-05-01');
    const [one] = rank(now, [study('p', 'MR', 'MR STEROID INJECTION SHOULDER LEFT', '2025-05-01')]);
    expect(one?.reasons.map(({ code }) => code)).not.toContain('last-comparable');
  });
});

describe('copies of one examination', () => {
  const copy = (id: string, siteName: string, instances: number, studyUid: string): Study =>
    study(id, 'CT', 'CT CHEST', '2025-05-01', { siteName, instances, studyUid });

  it('are one, of which the fullest speaks: the same UID', () => {
    const [one, ...others] = rank(chest, [copy('a', 'A', 90, '1.2.3'), copy('b', 'B', 100, '1.2.3')]);
    expect(others).toEqual([]);
    expect([one?.study.id, one?.copies.map(({ id }) => id)]).toEqual(['b', ['a']]);
  });

  it('are one though an import gave another UID', () => {
    expect(rank(chest, [copy('a', 'A', 100, '1.2.3'), copy('b', 'B', 100, '1.2.4')])).toHaveLength(1);
  });

  it('are not two examinations of one site on one day, nor of another size', () => {
    expect(rank(chest, [copy('a', 'A', 100, '1.2.3'), copy('b', 'A', 100, '1.2.4')])).toHaveLength(2);
    expect(rank(chest, [copy('a', 'A', 10, '1.2.3'), copy('b', 'B', 300, '1.2.4')])).toHaveLength(2);
  });
});

describe('what a person said of an exam', () => {
  const unclear = study('odd', 'OT', 'PROTOKOLL 7 QX', '2026-02-01');

  it('decides instead of its name, at once and as long as it is said', () => {
    const before = rank(knee, [unclear])[0];
    const after = rank(knee, [{ ...unclear, correction: { modality: 'XR', focus: 'knee', laterality: 'left' } }])[0];
    expect(before?.tier).not.toBe('show-first');
    expect(after?.tier).toBe('show-first');
    expect(rank(knee, [unclear])[0]).toEqual(before);
  });

  it('can also say that it is something else', () => {
    const named = study('wrong', 'DX', 'XR KNEE LEFT', '2026-02-01');
    expect(rank(knee, [named])[0]?.tier).toBe('show-first');
    expect(rank(knee, [{ ...named, correction: { focus: 'hand' } }])[0]?.tier).toBe('not-relevant');
  });
});
