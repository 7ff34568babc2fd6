/**
 * Chinese characters beyond Mandarin: traditional ones as simplified ones, and how a name sounds in Cantonese as Hong Kong writes it. The
 * dictionaries (`opencc-js`, `to-jyutping`) are large: each is loaded when the first name wants it, and kept.
 */
import { createRequire } from 'node:module';
import { remember } from '../remember.ts';

const require = createRequire(import.meta.url);

type Convert = (text: string) => string;
interface Jyutping {
  readonly getJyutpingCandidates: (
    text: string,
  ) => readonly (readonly [character: string, readings: readonly string[]])[];
}

let simplify: Convert | undefined;
let jyutping: Jyutping | undefined;

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** The same word in simplified characters, where it has others; every other text as it is. */
export const simplified = remember((text): string => {
  if (!isHan(text)) return text;
  simplify ??= (require('opencc-js/t2cn').Converter as (options: object) => Convert)({ from: 't', to: 'cn' });
  return simplify(text);
});

// Family names in simplified characters, as they are written in Hong Kong, Macau and abroad.
const families: Readonly<Record<string, string>> = Object.fromEntries(
  (
    '王wong 黄wong 汪wong 李lee,li,lei 张cheung,cheong 章cheung 刘lau 陈chan 杨yeung,yeong 赵chiu,chio 吴ng 伍ng 周chow,chau,chao 徐tsui,chui ' +
    '孙suen,sun 马ma 朱chu 胡wu,woo 郭kwok,kuok 何ho 林lam 罗law,lo 郑cheng,cheang 梁leung,leong 谢tse,che 宋sung,song 唐tong 许hui 邓tang ' +
    '冯fung,fong 韩hon 曹tso,cho 曾tsang,chang 彭pang 萧siu 蔡choi,tsoi 潘poon,pun 田tin 董tung 袁yuen,un 于yu 余yu,yue 叶yip,ip 蒋cheung 杜to ' +
    '苏so,sou 魏ngai 程ching 吕lui 丁ting 沈shum,sham 任yam 姚yiu 卢lo 傅fu 钟chung 姜keung 崔chui 谭tam,ham 廖liu,liew 范fan 陆luk 金kam 石shek ' +
    '戴tai 贾ka 韦wai 夏ha 邱yau 方fong 侯hau 邹chow,chau 熊hung 孟mang 秦chun 白pak 江kong 阎yim 薛sit 尹wan 段tuen 雷lui 黎lai 史sze 龙lung 贺ho ' +
    '陶to 顾koo,ku 毛mo 郝kok 龚kung 邵shiu 万man 覃tam 莫mok 欧au 欧阳auyeung 司徒szeto 关kwan 简kan 甘kam 麦mak 文man 招chiu 冼sin 霍fok 区au 容yung 岑shum,sum ' +
    '庄chong 游yau 温wan 翁yung 麥mak 利lee 古koo 鲍pau 植chik 卓cheuk 凌ling 施sze,see 布po 屈wat 殷yan 柯or 辛sun 严yim 颜ngan 阮yuen,un 劳lo 骆lok 涂to 连lin'
  )
    .split(' ')
    .map((entry) => /^(\p{Script=Han}+)(.+)$/u.exec(entry)?.slice(1, 3) ?? []),
);

/** The usual Latin spellings of a family name in Cantonese; none where it is no common one. */
export const cantoneseFamilies = (word: string): readonly string[] => families[simplified(word)]?.split(',') ?? [];

type Step = readonly [RegExp, string];

// Jyutping to the letters of Hong Kong: what is left of the difference is taken away from both by `plainly`.
const fromJyutping: readonly Step[] = [
  [/[1-6]/g, ''],
  [/^j(?=yu)/, ''],
  [/^j/, 'y'],
  [/^z|^c/, 'ch'],
  [/oe(?=ng|k)/, 'eu'],
  [/eoi/, 'ui'],
  [/eo/, 'u'],
  [/aa/, 'a'],
  [/yu(?=[nt])/, 'ue'],
  [/^(?!yu)(.+)yu$/, '$1u'],
  [/^ue/, 'yue'],
  [/^m$/, 'ng'],
];

// Several habits write one sound: Lee, Li, Lei; Tse, Che; Wah, Wa; Foon, Fun; Kwok, Gwok.
const plainly = (text: string): string =>
  (
    [
      [/[^a-z]/g, ''],
      [/sze?/g, 'si'],
      [/ts|tz|ch|cz|[zjc]/g, 'q'],
      [/sh/g, 's'],
      [/([aeo])h(?![aeiou])/g, '$1'],
      [/aw/g, 'o'],
      [/ow/g, 'au'],
      [/ou/g, 'o'],
      [/oo/g, 'u'],
      [/ee|ei|ey|ay/g, 'i'],
      [/ue/g, 'u'],
      [/b/g, 'p'],
      [/d/g, 't'],
      [/g(?!$)(?<!ng)/g, 'k'],
    ] as const satisfies readonly Step[]
  ).reduce((all: string, [pattern, with_]) => all.replaceAll(pattern, with_), text);

const MOST_READINGS = 32;

/** All ways to read the word, each as one text. */
const readingsOf = remember((word): readonly string[] => {
  jyutping ??= require('to-jyutping') as Jyutping;
  return jyutping
    .getJyutpingCandidates(word)
    .reduce<readonly string[]>(
      (begun, [, readings]) =>
        begun
          .flatMap((before) =>
            (readings.length > 0 ? readings : ['?']).map(
              (reading) =>
                `${before}${plainly(fromJyutping.reduce((text, [pattern, with_]) => text.replace(pattern, with_), reading))}`,
            ),
          )
          .slice(0, MOST_READINGS),
      [''],
    );
});

/** Whether Latin letters (`syllables` without blanks) may write a given name of these characters in Cantonese. */
export const isCantoneseOf = (syllables: readonly string[], characters: string): boolean =>
  syllables.length > 0 && readingsOf(characters).includes(syllables.map(plainly).join(''));
