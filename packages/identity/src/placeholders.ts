/** Names that are no names: newborns before they are named, unknown patients, records made for tests. */
import { isPlain, spellings } from './fold.ts';
import { type NameForm, type NameWord, parseName, textOf } from './person-name.ts';

export interface Placeholders {
  readonly newborn: boolean;
  /** Which of several newborns, e.g. `a` and `1` are both the first; undefined when it does not say. */
  readonly multiple: number | undefined;
  /** Somebody whose name nobody knew: John Doe, Trauma 17. */
  readonly unknown: boolean;
  readonly test: boolean;
}

/** As they are compared: in Latin letters and without accents, also those of other alphabets. */
const folded = (words: string): ReadonlySet<string> => new Set(words.split(' ').flatMap(spellings));

/** They mean a child without a name wherever they stand: no family is called so. */
const newbornWords = folded(
  'baby babyboy babygirl bbg bbb bbo bgi bboy bgirl newborn newbornboy newborngirl nbm nbf neonate twin triplet bebe bébé bebek bebi ' +
    'säugling neugeborenes neugeborener neugeborene neugeb mädchen nouveauné nouveaunée nourrisson gemelar lactante neonato neonata ' +
    'lattante bimba zuigeling pasgeborene borling tweeling meisje nyfødt nyfödd spædbarn spedbarn flicka tvilling vastasyntynyt vauva ' +
    'tyttö noworodek niemowlę bliźnię novorozenec novorodenec dívka dvojče újszülött csecsemő novorođenče yenidoğan akachan ' +
    'новорожденный новорожденная новорождённый новорождённая novorozhdennyi novorozhdennyy rebenok новонароджений немовля ребенок ' +
    'ребёнок близнец мальчик девочка νεογνό βρέφος weiblich männlich niña hijo hija jongen pojke jente dreng pige córka shishu navjat mawlood مولود مولودة תינוק תינוקת',
);
/** These are also names of families: they mean a newborn where a given name stands, or where nothing tells the two apart. */
const newbornInPlaceOfGiven = folded(
  'nb nn nné rn rnm rnf enfant fille garçon jumeau jumelle kind knabe junge zwilling drilling niño varón ' +
    'gemelo gemela gêmeo menino menina figlio figlia bimbo gemello gemella gutt barn poika ' +
    'chlapec bacha tifl طفل',
);
/** Short for newborn, and no family's name: they say so also in front of it. */
const newbornInitials = new Set('bb bg nb nn rn'.split(' '));
/** Of several words, folded: newborns, and "child of" with the name of a parent. */
const newbornPhrases =
  /\b(nouveau nee?|recien nacid[oa]|recem nascid[oa]|nou nascut|so sinh|niet bekend)\b|^(be (trai|gai|[12ab])|n n|r n)$|^([bgsdmfw]|bb|bg|nb|male|female|son|daughter|boy|girl|child|infant) (o|of) .|^(ibn|bint|binti|con ba|syn|corka|walad) .|^(fe)?male (infant|child)\b|^filh[oa] d[aeo] .|^(female|filh[oa]|walad|ibn|bint|masculino|femenino|feminino)$/;
const phraseWords =
  'nouveau recien recem nou so niet be n r b g s d m f w male female son daughter child ibn bint binti con syn corka walad filho filha masculino femenino feminino';
const newbornInCharacters =
  /新生児|新生儿|新生兒|[男女](児|婴|嬰)|之[子女]$|ベビー|アカチャン|赤ちゃん|아기$|신생아|(^|\^)(ابن|بنت|אבן|בן של|בת של)( |$)/u;
// These are also given names or initials: they mean a newborn only where nothing but such words stands.
const weakNewbornWords = new Set(
  'boy girl bb bg nb infant male female inf m f a b c d 1 2 3 4 one two i ii'.split(' '),
);
const countWords: Readonly<Record<string, number>> = {
  a: 1,
  b: 2,
  c: 3,
  d: 4,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  i: 1,
  one: 1,
  two: 2,
  eins: 1,
  zwei: 2,
  uno: 1,
  dos: 2,
  due: 2,
  un: 1,
  deux: 2,
};
const unknownWords = folded(
  'unknown unk unidentified unbekannt inconnu desconocido desconocida onbekend sconosciuto desconhecido ukendt ukjent okänd tuntematon nieznany neznámý ismeretlen неизвестный неизвестная bilinmeyen trauma nobody xxx xx noname anonymous',
);
const testWords = new Set('test zztest zzztest testpatient demo phantom qa qc dummy calibration'.split(' '));
const doeGivenNames = new Set('john jane baby jon janet'.split(' '));

const isNewbornGiven = (given: readonly string[]): boolean =>
  // "ANNAS GIRL" and "GIRL ANNA" name the mother; "BABY GIRL A", "BG", "TWIN B" name nobody.
  given.some(
    (word) => newbornWords.has(word) || newbornInPlaceOfGiven.has(word) || word === 'girl' || word === 'boy',
  ) ||
  (given.length > 0 &&
    given.every((word) => weakNewbornWords.has(word)) &&
    given.some((word) => word.length > 1 && !['ii', 'one', 'two'].includes(word)));

/** Family name and given name in one component, or what stands for the given name in front. */
const isNewbornFamily = (family: readonly string[], isAlone: boolean): boolean =>
  family.some((word) => newbornWords.has(word) || (isAlone && newbornInPlaceOfGiven.has(word))) ||
  newbornInitials.has(family[0] ?? '') ||
  (family.length > 1 && isNewbornGiven(family) && family.every((word) => weakNewbornWords.has(word)));

const none: Placeholders = { newborn: false, multiple: undefined, unknown: false, test: false };

const telling = new Set([
  'doe',
  ...newbornWords,
  ...newbornInPlaceOfGiven,
  ...weakNewbornWords,
  ...phraseWords.split(' '),
  ...unknownWords,
  ...testWords,
]);
const isTelling = ({ spellings: [word = ''] }: NameWord): boolean => telling.has(word);

const placeholdersIn = (form: NameForm): Placeholders => {
  if (!form.family.some(isTelling) && !form.given.some(isTelling) && !form.middle.some(isTelling)) return none;
  const family = textOf(form.family).split(' ').filter(Boolean);
  const rest = `${textOf(form.given)} ${textOf(form.middle)}`.split(' ').filter(Boolean);
  const given = rest.length > 0 ? rest : family.slice(1);
  const newborn =
    isNewbornGiven(given) ||
    isNewbornFamily(family, rest.length === 0) ||
    [given, family].some((words) => newbornPhrases.test(words.join(' ')));
  const all = [...family, ...rest];
  return {
    newborn,
    multiple: newborn ? given.map((word) => countWords[word]).find((count) => count !== undefined) : undefined,
    unknown: all.some((word) => unknownWords.has(word)) || (family[0] === 'doe' && doeGivenNames.has(given[0] ?? '')),
    test: all.some((word) => testWords.has(word)),
  };
};

/** Reads the alphabetic form word by word, and the others for what a newborn is called in them. */
export const placeholdersOf = (name: string | undefined): Placeholders => {
  const form = parseName(name).find((each) => each.script === 'alphabetic');
  const found = form === undefined ? none : placeholdersIn(form);
  return !found.newborn && name !== undefined && !isPlain(name) && newbornInCharacters.test(name.normalize('NFC'))
    ? { ...found, newborn: true }
    : found;
};
