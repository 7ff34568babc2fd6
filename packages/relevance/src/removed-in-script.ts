/** What was removed, and when, where the reason for exam is written in other letters than Latin. The judgement is that of `removed.ts`. */
import type { CompiledRemoval } from './pack/rulebook.ts';

const longest = 2000;

const isOther = /[^\p{Script=Latin}\p{Script=Common}\p{M}]/u;

/** Accents of Greek, the breve of й, points of Hebrew and vowels of Arabic; not the marks that Korean and Japanese need. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;

/** The letters of other scripts and digits, folded, words parted by one space; empty where there are none. */
export const scriptText = (text: string): string => {
  if (!isOther.test(text)) return '';
  return text
    .slice(0, longest)
    .normalize('NFD')
    .replace(marks, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('ى', 'ي')
    .replace(/[\p{Script=Latin}]|[^\p{L}\p{N}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
};

const partly = /частичн|парциальн|сегмент|μερικ|חלקית|חלקי|جزئي|部分|부분|일부/;

/** From such a word on the text is of what was done. Korean, Chinese and Japanese say it behind. */
const done =
  /.*(?:после|перенес\S*|анамнез\S*|(?<=^| )μετα(?= )|ιστορικο|לאחר|אחרי|מצב אחרי|(?<=^| )بعد|سابق\S*|术后|術後|既往|과거력)/;

/** `לפני 3 שנים` and `قبل 3 سنوات` are "three years ago". */
const ahead =
  /планир|запланир|предстоя|(?<=^| )(?:перед|до) (?!\d)|подготов|кандидат|πριν (?!\d|απο \d)|προεγχειρ|προγραμμ|σχεδιαζ|υποψηφι|לפני (?!\d|שנה|שנתיים|חודש)|לקראת|מתוכנ|מועמד|טרם|قبل (?!\d|سن|عام|شهر)|مخطط|مقرر|تحضير|استعداد|拟行?|擬|计划|計畫|计畫|待行|准备|準備|예정|계획|고려/;
const aheadBehind =
  /^[^ ]{0,8} ?(?:[^ ]{1,12} )?(?:планир|запланир|назначен|προγραμμ|ה?מתוכנ|(?:ال)?مخطط|(?:ال)?مقرر|预定|予定|检讨|検討|术前|術前|前(?!年)|전(?!이|립)|예정|계획|고려|待)/;

const others =
  /(?:^| )(?:у )?(?:мать|матери|мама|отец|отца|сестр\S*|брат\S*|бабушк\S*|тет[яи]|семейн\S*|μητερα\S*|πατερα\S*|αδελφη\S*|αδερφη\S*|οικογεν\S*|אמא|אימא|אמה|אימו|אחותה|אחותו|אביו|אביה|משפחתי\S*|سيده|والدت?\S*|اخت\S*|عا[ئي]ل\S*|اسري)(?: |$)|母[亲親]?|父[亲親]?|姐|妹|姊|家族|어머니|아버지|언니|누나|모친|부친|가족/;

const denied =
  /(?:^| )(?:не|нет|без|отрицает|οχι|χωρισ|δεν|αρνειται|ללא|אין|שולל\S*|ولا|بدون|لا|لم|ينفي)(?: \S+){0,2}$|(?:无|無|没有|未|否认|否認)[^ ]{0,6}$/;
const deniedBehind = /^[^ ]{0,8} ?(?:не было|нет|отрица|なし|無し|없음|없다|(?:手術|수술)?歴?なし)/;

const lastWords = (text: string, most: number): string => text.split(' ').slice(-most).join(' ');

/** What stands around the removal where the text says that it was done; undefined where it does not. */
export const whereRemovedInScript = (text: string, removal: CompiledRemoval): string | undefined => {
  if (text === '') return undefined;
  const found = removal.find.exec(text);
  if (found === null) return undefined;
  const end = found.index + found[0].length;
  const [before, behind] = [text.slice(0, found.index), text.slice(end)];
  const near = `${before.slice(-18)}${found[0]}${behind.slice(0, 18)}`;
  if (removal.effect === 'refuse' && partly.test(near)) return undefined;
  const last = lastWords(before, 5);
  if (ahead.test(lastWords(before, 4).replace(done, '')) || aheadBehind.test(behind)) return undefined;
  if (
    others.test(last) ||
    others.test(behind.split(' ').slice(0, 3).join(' ')) ||
    denied.test(lastWords(before, 4)) ||
    deniedBehind.test(behind)
  )
    return undefined;
  return near;
};

const left = /лев[аыоу]|левост|слева|αριστερ|שמאל|يسر|ايسر|شمال|左|좌측|왼/;
const right = /прав[аыоу]|правост|справа|δεξι|ימנית|ימני|מימין|ימין|يمن|ايمن|右|우측|오른/;

/** The side that stands beside the removal, none where both do. */
export const sideInScriptNear = (near: string): 'left' | 'right' | 'none' => {
  const [isLeft, isRight] = [left.test(near), right.test(near)];
  if (isLeft === isRight) return 'none';
  return isLeft ? 'left' : 'right';
};

const unitDays: readonly (readonly [RegExp, number])[] = [
  [/^(?:дн|день|суток|ημερ|μερεσ|ימים|يوم|ايام|天|日|일)/, 1],
  [/^(?:недел|εβδομαδ|שבוע|اسبوع|اسابيع|周|週|주)/, 7],
  [/^(?:месяц|мес|μην|חודש|شهر|اشهر|شهور|个?月|個月|ヶ月|か月|カ月|개월|달)/, 30.4],
  [/^(?:год|лет|г |χρον|ετ[ωη]|שנ|سن[ةهو]|عام|اعوام|年|년)/, 365.25],
];

/** Years and months are counted behind what was done, or before a word for ago. */
const operated =
  /операц|эктоми|протезир|ампутац|шунтир|εγχειρ|χειρουργ|εκτομ|ניתוח|כריתת|קטיעת|جراح|عملي|است[ئي]صال|بتر|术后|術後|手术|手術|切除|摘出|置换|置換|截肢|수술|절제|치환|적출|절단|술 ?후/;
const counted = /(\d{1,2}) ?([^\d\s]{1,9})(?: ?([^\d\s]{1,8}))?/g;
const ago = /^(?:назад|πριν|קודם|مضت|前|전)/;
const agoBefore =
  /(?:πριν(?: απο)?|προ|לפני|قبل|منذ|μετα(?: απο)?|术后|術後|술 ?후|수술 ?후|切除术?后|切除術?後)(?: \S{1,12})? ?$/;
const after = /(?:后|後|후)$|^(?:后|後|후|после|μετα|לאחר|אחרי|بعد)/;

/** Days ago that something was done, as words beside a count say it. */
export const daysAgoInScript = (text: string): number | undefined => {
  if (text === '' || !operated.test(text)) return undefined;
  for (const match of text.matchAll(counted)) {
    const [, count = '', unit = '', next = ''] = match;
    const days = unitDays.find(([words]) => words.test(`${unit} `))?.[1];
    if (days === undefined) continue;
    const rest = unit.replace(/^(?:个?月|個月|ヶ月|か月|カ月|개월|[天日周週年년주일달])/, '');
    const isAgo = ago.test(next) || ago.test(rest) || after.test(next) || after.test(rest);
    if (isAgo || agoBefore.test(text.slice(0, match.index))) return Number(count) * days;
  }
  return undefined;
};
