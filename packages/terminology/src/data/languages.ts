/** Which vocabularies make a language. A new language is a folder with its vocabularies and a line here. */

import { arabic } from './ar/exams.ts';
import {
  arabicCircumstances,
  greekCircumstances,
  hanCircumstances,
  hebrewCircumstances,
  koreanCircumstances,
  nordicCircumstances,
  polishCircumstances,
  russianCircumstances,
  turkishCircumstances,
} from './circumstances.ts';
import { czech } from './cs/exams.ts';
import { german } from './de/exams.ts';
import { greek } from './el/exams.ts';
import { abdomen } from './en/abdomen.ts';
import { breast } from './en/breast.ts';
import { chest } from './en/chest.ts';
import { eyes } from './en/eyes.ts';
import { headAndNeck } from './en/head-and-neck.ts';
import { heart } from './en/heart.ts';
import { limbs } from './en/limbs.ts';
import { modifiers } from './en/modifiers.ts';
import { obstetric } from './en/obstetric.ts';
import { pelvis } from './en/pelvis.ts';
import { procedures } from './en/procedures.ts';
import { shortCodes } from './en/short-codes.ts';
import { spine } from './en/spine.ts';
import { urinary } from './en/urinary.ts';
import { vessels } from './en/vessels.ts';
import { wholeBody } from './en/whole-body.ts';
import { spanish } from './es/exams.ts';
import { french } from './fr/exams.ts';
import { han } from './han/exams.ts';
import { hebrew } from './he/exams.ts';
import { italian } from './it/exams.ts';
import { korean } from './ko/exams.ts';
import { dutch } from './nl/exams.ts';
import { nordic } from './nordic/exams.ts';
import { polish } from './pl/exams.ts';
import { portuguese } from './pt/exams.ts';
import { russian } from './ru/exams.ts';
import { turkish } from './tr/exams.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface LanguageEntry {
  /** Earlier vocabularies win: a heart's own words before a vessel's, every organ's before the words that modify. */
  readonly vocabularies: readonly Vocabulary[];
  /** Endings that inflection adds and takes; longest first. Empty: none. */
  readonly endings: readonly string[];
  /** Endings that make a plural: on a part with two sides both are meant. */
  readonly plurals: readonly string[];
  /** Letters that join the parts of a compound; undefined when the language writes its compounds apart. */
  readonly links?: readonly string[];
}

const english = [
  heart,
  headAndNeck,
  chest,
  breast,
  abdomen,
  urinary,
  pelvis,
  obstetric,
  spine,
  limbs,
  vessels,
  wholeBody,
  eyes,
  procedures,
  modifiers,
  shortCodes,
];

/** Endings of adjectives and nouns; `й` is written without its breve once a name is folded. */
const cyrillic = [
  'ого',
  'его',
  'ому',
  'ыми',
  'ими',
  'ои',
  'ая',
  'ыи',
  'ии',
  'ое',
  'ом',
  'ов',
  'ах',
  'ы',
  'и',
  'а',
  'я',
  'у',
  'е',
  'о',
];

export const languages = {
  en: { vocabularies: english, endings: ['es', 's'], plurals: ['es', 's'] },
  es: { vocabularies: [spanish], endings: ['os', 'as', 'es', 'o', 'a', 'e', 's'], plurals: ['os', 'as', 'es', 's'] },
  de: {
    vocabularies: [german],
    endings: ['en', 'er', 'es', 'em', 'e', 'n', 's'],
    plurals: [],
    links: ['', 's', 'n', 'en', 'es', 'e', 'er'],
  },
  fr: { vocabularies: [french], endings: ['aux', 'es', 'als', 'al', 'ale', 'e', 's'], plurals: ['es', 's', 'aux'] },
  it: { vocabularies: [italian], endings: ['o', 'a', 'i', 'e'], plurals: [] },
  pt: { vocabularies: [portuguese], endings: ['os', 'as', 'es', 'o', 'a', 'e', 's'], plurals: ['os', 'as', 'es', 's'] },
  nl: { vocabularies: [dutch], endings: ['en', 's', 'e'], plurals: ['en', 's'], links: ['', 's', 'n', 'en', 'e'] },
  pl: { vocabularies: [polish, polishCircumstances], endings: [], plurals: [] },
  cs: { vocabularies: [czech], endings: [], plurals: [] },
  tr: {
    vocabularies: [turkish, turkishCircumstances],
    endings: ['si', 'leri', 'ler', 'lar'],
    plurals: ['leri', 'ler', 'lar'],
  },
  nordic: {
    vocabularies: [nordic, nordicCircumstances],
    endings: ['en', 'et', 'er', 'a', 'n', 't'],
    plurals: ['er'],
    links: ['', 's', 'e'],
  },
  ru: { vocabularies: [russian, russianCircumstances], endings: cyrillic, plurals: [] },
  el: { vocabularies: [greek, greekCircumstances], endings: [], plurals: [] },
  he: { vocabularies: [hebrew, hebrewCircumstances], endings: [], plurals: [] },
  ar: { vocabularies: [arabic, arabicCircumstances], endings: [], plurals: [] },
  ko: { vocabularies: [korean, koreanCircumstances], endings: [], plurals: [] },
  han: { vocabularies: [han, hanCircumstances], endings: [], plurals: [] },
} as const satisfies Readonly<Record<string, LanguageEntry>>;

/** Words in scripts of their own mean the same in a name of any language: departments write both. */
export const otherScripts: readonly Vocabulary[] = [
  ...languages.ru.vocabularies,
  ...languages.el.vocabularies,
  ...languages.he.vocabularies,
  ...languages.ar.vocabularies,
  ...languages.ko.vocabularies,
  ...languages.han.vocabularies,
];

export type Language = keyof typeof languages;
