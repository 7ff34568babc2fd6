/** What the reason for exam says of the past, in the words and languages in which it is written. */
import { describe, expect, it } from 'vitest';
import { factsOf } from './facts.ts';
import { rulebookOf } from './pack/rulebook.ts';
import { builtInPacks } from './packs/index.ts';

const book = rulebookOf(builtInPacks);
const today = Date.UTC(2026, 4, 15) / 86_400_000;
const facts = (reasonForExam: string) =>
  factsOf({ description: 'EXAM', date: '2026-05-15', reasonForExam }, today, book);
const daysAgo = (reason: string): number => Math.round(today - (facts(reason).event?.day ?? Number.NaN));

describe('the reason for an exam', () => {
  it.each([
    ['6 mo post ACDF C5-7', 182],
    ['5 yr post THA right', 1826],
    ['buckle fx recheck 3 wk', 21],
    ['SCHF pinned 4 wk', 28],
    ['bimalleolar fx ORIF 6 wk', 42],
    ['L TKA 1 yr', 365],
    ['DDH R, 2 yr post Salter', 731],
  ])('dates what was done: %s', (reason, days) => {
    expect(Math.abs(daysAgo(reason) - days)).toBeLessThanOrEqual(1);
  });

  it.each(['chest pain', 'r/o fracture', 'nodule 7 mm', 'AIS 34 deg', ''])(
    'dates nothing where nothing was done: %s',
    (reason) => {
      expect(facts(reason).event).toBeUndefined();
    },
  );

  it.each(['PVR planned 2026', 'surgery in 2 weeks', '2 weeks before surgery', 'THA planned in 3 months'])(
    'dates nothing that is still to be done: %s',
    (reason) => {
      expect(facts(reason).event).toBeUndefined();
    },
  );

  it('tells treatment from the start of an illness', () => {
    expect(facts('6 wk post ORIF').event?.treated).toBe(true);
    expect(facts('fx recheck 3 wk').event?.treated).toBe(false);
  });

  it.each([
    ['right mastectomy 2021', 'mastectomy', 'right'],
    ['Z.n. Mastektomie links', 'mastectomy', 'left'],
    ['s/p left nephrectomy', 'nephrectomy', 'left'],
    ['amputation of the left foot', 'amputation-foot', 'left'],
    ['nefrectomia derecha 2020', 'nephrectomy', 'right'],
    ['BKA left stump pain', 'amputation-foot', 'left'],
  ])('names what was taken away: %s', (reason, name, side) => {
    expect(facts(reason).removed.map((one) => [one.removal.name, one.side])).toEqual([[name, side]]);
  });

  it.each([
    's/p left partial nephrectomy for RCC',
    'nephron sparing nephrectomy left 2024',
    'nephrectomie partielle gauche',
    'Z.n. Teilnephrektomie links',
    'nefrectomia parcial izquierda',
    'partial mastectomy right',
  ])('takes nothing away of which a part is left: %s', (reason) => {
    expect(facts(reason).removed).toEqual([]);
  });

  it.each(['no nephrectomy, kidney stones', 'no prior history of left nephrectomy'])(
    'is not taken at its word when it denies: %s',
    (reason) => {
      expect(facts(reason).removed).toEqual([]);
    },
  );

  it.each([
    'planned left nephrectomy',
    'pre-op left nephrectomy',
    'left mastectomy scheduled',
    'evaluation for living donor nephrectomy',
    'vor Nephrektomie links',
    'bilan avant nephrectomie gauche',
    'preoperatorio nefrectomia izquierda',
    'THA left planned',
    'prior to left mastectomy',
  ])('has taken nothing away that is still to be taken: %s', (reason) => {
    expect(facts(reason).removed).toEqual([]);
  });

  it.each(['mother had left mastectomy', 'family history: mastectomy', 'Mutter Mastektomie links'])(
    "does not take somebody else's for one's own: %s",
    (reason) => {
      expect(facts(reason).removed).toEqual([]);
    },
  );

  it.each([
    'planned CT, s/p left nephrectomy',
    'prior left nephrectomy',
    'vor 3 Jahren Nephrektomie links',
    'bilan post nephrectomie gauche',
    's/p donor nephrectomy left',
    'pre-op hip, history of left nephrectomy',
  ])('knows what was done beside what will be: %s', (reason) => {
    expect(facts(reason).removed.map((one) => [one.removal.name, one.side])).toEqual([['nephrectomy', 'left']]);
  });

  it.each([
    ['knee pain left', 'left'],
    ['DDH R, 2 yr post Salter', 'right'],
    ['Schmerzen rechts', 'right'],
    ['L5 radiculopathy', 'none'],
    ['left and right knee pain', 'none'],
    ['우측 발목 염좌', 'right'],
    ['발목 염좌', 'none'],
    ['이러한 경우 무릎 통증', 'none'],
    ['右膝 痛', 'right'],
    ['πόνος δεξί γόνατο', 'right'],
    ['πόνος γόνατο, δε φαίνεται, αρ 5', 'none'],
    ['пол д, боль в колене L', 'left'],
    ['боль, колено l', 'none'],
    ['צילום ברך ימין, שני מנחים', 'right'],
  ])('names the side that hurts: %s', (reason, side) => {
    expect(facts(reason).side).toBe(side);
  });
});

describe('a reason for exam in other letters', () => {
  it.each([
    ['Состояние после левосторонней нефрэктомии в 2023 г.', 'nephrectomy', 'left'],
    ['Перенесла правостороннюю мастэктомию', 'mastectomy', 'right'],
    ['Гистерэктомия в 2019 году', 'hysterectomy', 'none'],
    ['Ιστορικό αριστερής νεφρεκτομής', 'nephrectomy', 'left'],
    ['μαστεκτομή δεξιά προ 3 ετών', 'mastectomy', 'right'],
    ['מצב לאחר כריתת כליה שמאל', 'nephrectomy', 'left'],
    ['כריתת שד ימין לפני 3 שנים', 'mastectomy', 'right'],
    ['بعد استئصال الكلية اليسرى', 'nephrectomy', 'left'],
    ['استئصال الثدي الأيمن قبل 3 سنوات', 'mastectomy', 'right'],
    ['左肾切除术后复查', 'nephrectomy', 'left'],
    ['右乳房切除術後', 'mastectomy', 'right'],
    ['左乳癌改良根治术后', 'mastectomy', 'left'],
    ['2020년 좌측 신장 절제술 시행', 'nephrectomy', 'left'],
    ['우측 유방 전절제술 후 추적', 'mastectomy', 'right'],
    ['脾切除术后', 'splenectomy', 'none'],
    ['左下肢截肢术后', 'amputation-foot', 'left'],
    ['Ампутация правой голени', 'amputation-foot', 'right'],
    ['虫垂切除後', 'appendectomy', 'none'],
  ])('names what was taken away: %s', (reason, name, side) => {
    expect(facts(reason).removed.map((one) => [one.removal.name, one.side])).toEqual([[name, side]]);
  });

  it.each([
    'Планируется левосторонняя нефрэктомия',
    'перед нефрэктомией слева',
    'нефрэктомия слева планируется',
    'резекция левой почки, частичная нефрэктомия',
    'мастэктомия у матери',
    'Нефрэктомии не было',
    'Πριν από νεφρεκτομή αριστερά',
    'προγραμματισμένη μαστεκτομή δεξιά',
    'לפני כריתת כליה שמאל',
    'כריתת רחם מתוכננת',
    'قبل استئصال الكلية اليسرى',
    'استئصال الثدي المخطط له',
    '拟行左肾切除术',
    '左肾切除术前评估',
    '左腎部分切除後',
    '右乳房切除予定',
    '母亲乳房切除术后',
    '좌측 신장 절제술 예정',
    '유방 절제술 전 평가',
    '어머니 유방 절제술',
    '否认子宫切除史',
  ])('does not call gone what is there, or was of another: %s', (reason) => {
    expect(facts(reason).removed).toEqual([]);
  });

  it.each([
    ['μαστεκτομή δεξιά προ 3 ετών', 1096],
    ['Нефрэктомия слева 2 года назад', 731],
    ['Через 6 месяцев после операции', 182],
    ['כריתת שד ימין לפני 3 שנים', 1096],
    ['استئصال الثدي الأيمن قبل 3 سنوات', 1096],
    ['左肾切除术后3年', 1096],
    ['術後6ヶ月', 182],
    ['3年前に手術', 1096],
    ['수술 후 6개월', 182],
    ['3년 전 신장 절제술', 1096],
  ])('dates what was done: %s', (reason, days) => {
    expect(Math.abs(daysAgo(reason) - days)).toBeLessThanOrEqual(1);
  });

  it.each(['Боль в колене 2 года', '3天前发热', 'операция через 2 недели', '2週間後に手術予定', '手术计划'])(
    'dates nothing where nothing was done: %s',
    (reason) => {
      expect(facts(reason).event).toBeUndefined();
    },
  );
});
