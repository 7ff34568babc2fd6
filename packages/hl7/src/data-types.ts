/** Data types (chapter 2A) as we read them: what is not said is absent, what is said to be nothing ("") is absent too. */
import type { Repetition } from './message.ts';

/** HD: an assigning authority, facility or application (2A.33). */
export interface Hd {
  readonly namespace?: string;
  readonly universalId?: string;
  readonly universalIdType?: string;
}

/** CX: an identifier with who assigned it (2A.14). */
export interface Cx {
  readonly id: string;
  readonly authority: Hd;
  /** of HL7 table 0203 */
  readonly type?: string;
}

/** EI: an identifier of an order, a document, a study (2A.28). */
export interface Ei extends Hd {
  readonly id: string;
}

/** CE, CNE, CWE: a code with its text (2A.13). */
export interface Cwe {
  readonly code?: string;
  /** behind the code as a subcomponent: the suffix of an observation identifier (7.1.2) */
  readonly suffix?: string;
  readonly text?: string;
  readonly system?: string;
  readonly alternateCode?: string;
  readonly alternateText?: string;
  readonly alternateSystem?: string;
}

/** XPN: a name (2A.88). */
export interface Xpn {
  readonly family?: string;
  readonly given?: string;
  readonly middle?: string;
  readonly suffix?: string;
  readonly prefix?: string;
  readonly degree?: string;
  /** of HL7 table 0200: L is the legal name */
  readonly type?: string;
  /** of HL7 table 0465: A alphabetic, I ideographic, P phonetic */
  readonly representation?: string;
}

/** XCN, CN, CNN: a person with an identifier (2A.86). */
export interface Xcn extends Xpn {
  readonly id?: string;
  readonly authority?: Hd;
}

/** XAD: an address (2A.81). */
export interface Xad {
  readonly street?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly postcode?: string;
  readonly country?: string;
  readonly type?: string;
}

/** XTN: a telephone number or an address of the internet (2A.89). */
export interface Xtn {
  readonly number?: string;
  readonly email?: string;
  readonly use?: string;
}

/** PL: a place (2A.53). */
export interface Pl {
  readonly pointOfCare?: string;
  readonly room?: string;
  readonly bed?: string;
  readonly facility?: string;
}

/** ED: data of another kind, encoded (2A.24). */
export interface Ed {
  readonly type?: string;
  readonly subtype?: string;
  readonly encoding?: string;
}

/** Says only what was said. */
const said = <T extends object>(value: { readonly [K in keyof T]: T[K] | '' | undefined }): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== '' && one !== undefined)) as T;

const hd = (value: Repetition): Hd =>
  said<Hd>({ namespace: value.text(1), universalId: value.text(2), universalIdType: value.text(3) });

/** A family name is a component of subcomponents since 2.3: its first is the surname that the others are parts of. */
const xpn = (value: Repetition, from = 1): Xpn =>
  said<Xpn>({
    family: value.text(from),
    given: value.text(from + 1),
    middle: value.text(from + 2),
    suffix: value.text(from + 3),
    prefix: value.text(from + 4),
    degree: value.text(from + 5),
    type: value.text(from === 1 ? 7 : 10),
    representation: value.text(from === 1 ? 8 : 15),
  });

/** Of the Gregorian calendar; month and day are 1 where they are not said. */
const isDay = (year: number, month: number, day: number): boolean =>
  year >= 1 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

/** HH[MM[SS]] as far as the clock has it: an hour that there is none of leaves the date. */
const timeOf = (digits: string): string => {
  const most = [23, 59, 59];
  const parts = digits.match(/../g) ?? [];
  const wrong = parts.findIndex((part, at) => Number(part) > (most[at] ?? 0));
  return parts.slice(0, wrong < 0 ? most.length : wrong).join('');
};

/**
 * YYYY[MM[DD[HH[MM[SS]]]]] (2A.22): the digits in front of fraction and zone; absent when it is no moment at all. Of 1960-01-02 the year alone
 * would be taken for all that was said.
 */
const moment = (value: Repetition): string | undefined => {
  const text = value.text().trim();
  const [digits = ''] = /^\d*/.exec(text) ?? [];
  const isCut = digits.length < 8 && !/^([+-]\d{4})?$/.test(text.slice(digits.length));
  if (digits.length < 4 || digits.length % 2 !== 0 || isCut) return undefined;
  const isDate = isDay(
    Number(digits.slice(0, 4)),
    Number(digits.slice(4, 6) || '1'),
    Number(digits.slice(6, 8) || '1'),
  );
  return isDate ? digits.slice(0, 8) + timeOf(digits.slice(8, 14)) : undefined;
};

/**
 * The same on the clock of UTC where the value says its zone, e.g. 20261101015500-0400, and the hour: what one facility tells in the hour that
 * comes twice is put in order by that alone.
 */
export const utcMoment = (value: Repetition): string | undefined => {
  const local = moment(value);
  const [, sign, hours, minutes] = /([+-])(\d\d)(\d\d)$/.exec(value.text().trim()) ?? [];
  if (local === undefined || sign === undefined || local.length < 10) return local;
  const [year, ...rest] = [local.slice(0, 4), ...(local.slice(4).match(/../g) ?? [])].map(Number);
  const [month = 1, day = 1, hour = 0, minute = 0, second = 0] = rest;
  const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const utc = new Date(Date.UTC(year ?? 0, month - 1, day, hour, minute - ahead, second));
  return utc.toISOString().replaceAll(/[-:T]/g, '').slice(0, Math.max(12, local.length));
};

/** With the offset that the value says behind its time, ±ZZZZ (2A.21 of 2.8). */
const zonedMoment = (value: Repetition): string | undefined => {
  const digits = moment(value);
  const [, zone = ''] = /([+-]\d{4})$/.exec(value.text().trim()) ?? [];
  return digits === undefined || digits.length < 10 ? digits : `${digits}${zone}`;
};

const xcn = (value: Repetition): Xcn => {
  const authority = hd(value.component(9));
  return {
    ...xpn(value, 2),
    ...said<Pick<Xcn, 'id'>>({ id: value.text(1) }),
    ...(Object.keys(authority).length > 0 && { authority }),
  };
};

export const dataTypes = {
  ST: (value: Repetition): string | undefined => value.text() || undefined,
  /** text with marks in it as they are */
  TX: (value: Repetition): string | undefined => value.whole || undefined,
  TS: moment,
  /** the start of something that is planned */
  DTM: zonedMoment,
  CX: (value: Repetition): Cx | undefined => {
    const id = value.text(1).trim();
    return id === ''
      ? undefined
      : { id, authority: hd(value.component(4)), ...said<{ type?: string }>({ type: value.text(5) }) };
  },
  EI: (value: Repetition): Ei | undefined => {
    const id = value.text(1).trim();
    const rest = said<Hd>({ namespace: value.text(2), universalId: value.text(3), universalIdType: value.text(4) });
    return id === '' ? undefined : { id, ...rest };
  },
  HD: hd,
  CWE: (value: Repetition): Cwe =>
    said<Cwe>({
      code: value.text(1),
      suffix: value.text(1, 2),
      text: value.text(2),
      system: value.text(3),
      alternateCode: value.text(4),
      alternateText: value.text(5),
      alternateSystem: value.text(6),
    }),
  XPN: (value: Repetition): Xpn => xpn(value),
  XCN: xcn,
  /** NDL: its first component is a person (2A.47) */
  NDL: (value: Repetition): Xcn => xcn(value.component(1)),
  XAD: (value: Repetition): Xad =>
    said<Xad>({
      street: value.text(1),
      locality: value.text(3),
      region: value.text(4),
      postcode: value.text(5),
      country: value.text(6),
      type: value.text(7),
    }),
  XTN: (value: Repetition): Xtn =>
    said<Xtn>({
      number: value.text(1) || value.text(12) || `${value.text(6)}${value.text(7)}`,
      email: value.text(4),
      use: value.text(2),
    }),
  PL: (value: Repetition): Pl =>
    said<Pl>({ pointOfCare: value.text(1), room: value.text(2), bed: value.text(3), facility: value.text(4) }),
  ED: (value: Repetition): Ed => said<Ed>({ type: value.text(2), subtype: value.text(3), encoding: value.text(4) }),
  /** TQ: the start, the end and the priority of an order up to 2.4 (2A.81 of 2.5) */
  TQ: (value: Repetition): { readonly start?: string; readonly end?: string; readonly priority?: string } => {
    const [start, end] = [zonedMoment(value.component(4)), zonedMoment(value.component(5))];
    return {
      ...said<{ start?: string; end?: string }>({ start, end }),
      ...said<{ priority?: string }>({ priority: value.text(6) }),
    };
  },
} as const satisfies Readonly<Record<string, (value: Repetition) => unknown>>;

export type DataType = keyof typeof dataTypes;
export type ValueOf<T extends DataType> = Exclude<ReturnType<(typeof dataTypes)[T]>, undefined>;
