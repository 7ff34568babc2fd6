/**
 * How common names are. Two records that share a rare name say more than two that share a common one. The shipped table is small:
 * the names that are common in some population, with their share there rounded to a power of two and taken where they are most
 * common; family names then halved, since few hubs serve one such population alone; from public knowledge of name statistics, not from any corpus. A name that is not in it counts as one in 2,048 (family)
 * or 256 (given). The index supplies the shares of its own records, which are better.
 */
import type { NameWord } from './person-name.ts';
import type { Population } from './types.ts';

/** log2 of one over the share. */
const familyClasses: Readonly<Record<number, string>> = {
  2: 'nguyen kim gim',
  3: 'tran le lee yi rhee i park pak bak wang li zhang chang silva santos singh kaur',
  4: 'pham hoang huynh choi choe chen liu yang huang oliveira souza sousa jensen nielsen hansen khan ali mohamed mohammed ahmed',
  5: 'garcia gonzalez rodriguez fernandez lopez martinez sanchez perez pereira lima ferreira costa alves andersen pedersen andersson johansson karlsson nilsson zhao wu zhou sun ma zhu hu guo he lin jung jeong chung kang cho yun jang ivanov ivanova kumar sharma devi',
  6: 'gomez martin jimenez ruiz hernandez diaz moreno ribeiro carvalho rodrigues almeida olsen larsen eriksson larsson olsson persson sato suzuki takahashi tanaka watanabe ito yamamoto lim han oh seo shin kwon xu yilmaz kaya demir patel gupta begum khatun hussain hassan ibrahim ahmad shah chan wong',
  7: 'smith muller mueller schmidt jones williams johnson brown davies evans nakamura kobayashi kato yoshida yamada sasaki johansen kristensen christensen sorensen ramirez torres flores rivera cruz reyes ramos morales ortiz gutierrez mendoza celik sahin cohen levi murphy petrov petrova smirnov smirnova popov kuznetsov papadopoulos novak nowak horvat nagy kovacs szabo toth ivanenko kowalczyk wisniewski 佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤',
  8: 'taylor wilson davis miller moore thomas jackson white harris thompson roberts walker wright robinson lewis hall green wood clark clarke king scott baker adams hill campbell mitchell carter allen young schneider fischer meyer meier weber wagner becker schulz hoffmann bernard dubois robert richard petit durand leroy rossi russo ferrari esposito bianchi romano kelly byrne ryan walsh oconnor osullivan anderson kowalski dejong jansen devries vandenberg bakker',
};
const givenClasses: Readonly<Record<number, string>> = {
  3: 'mohammed muhammad mohamed mohammad maria',
  4: 'ahmed ali jose juan anna',
  5: 'john mary fatima ana david michael antonio carlos luis ivan elena',
  6: 'james robert william thomas peter paul daniel jean michel pierre hans klaus wolfgang andrea giuseppe giovanni manuel francisco javier miguel jesus pedro anne marie olga tatiana sergei alexander aleksandr dmitri natalia irina elizabeth margaret patricia susan linda barbara jennifer christopher matthew mark andrew richard joseph george jan thi van',
  7: 'charles steven kevin brian edward ronald anthony jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel frank alexandra emma olivia sophia sophie isabella emily grace sarah jessica karen nancy lisa betty sandra ashley kimberly donna michelle laura carol amanda melissa deborah stephanie rebecca sharon julia kathleen amy angela shirley helen martin stefan andreas christian juergen monika sabine petra ursula karin lucia lucas noah liam oliver jack harry hugo leon felix max lena mia lea hannah',
};

const tableOf = (classes: Readonly<Record<number, string>>, more: number): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(classes).flatMap(([bits, names]) =>
      names.split(' ').map((name) => [name, Number(bits) + more] as const),
    ),
  );

const shipped = {
  family: { bits: tableOf(familyClasses, 1), rare: 11 },
  given: { bits: tableOf(givenClasses, 0), rare: 8 },
};

const MOST_BITS = 14;
/** So many records weigh as much as the shipped table: below it the table says how common a name is, above it what is there. */
const RECORDS_OF_TABLE = 2000;

/** Of a share that was counted and one that is generally so, the first the more the more records there are. */
const shareOf = (general: number, counted: number, records: number): number =>
  (counted * records + RECORDS_OF_TABLE * general) / (records + RECORDS_OF_TABLE);

/**
 * How rare the name is that two records share, in bits: log2 of one over the share of people who have it. Of several words the
 * rarest counts.
 */
export const rarity = (
  component: 'family' | 'given',
  words: readonly NameWord[],
  { [component]: shares, records = 0 }: Population,
): number => {
  const { bits, rare } = shipped[component];
  const each = words.map(({ spellings }) => {
    const common = Math.min(...spellings.map((name) => bits.get(name) ?? rare));
    if (shares === undefined) return common;
    const counted = Math.max(...spellings.map((name) => shares.get(name) ?? 0));
    return Math.min(MOST_BITS, -Math.log2(shareOf(2 ** -common, counted, records)));
  });
  return each.length === 0 ? rare : Math.max(...each);
};
