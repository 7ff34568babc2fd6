/** The form as text, and back: what an empty field means, and what is kept that the form does not show. */
import type { Source, SourceInput } from '@throughline/contract';

export interface Draft {
  readonly [field: string]: string;
}

const weekdays = 'Mon Tue Wed Thu Fri Sat Sun'.split(' ');

const hoursText = (hours: Source['allowedHours']): string =>
  (hours ?? [])
    .map(({ days, from, to }) => `${days.map((day) => weekdays[day - 1]).join(' ')} ${from}-${to}`)
    .join('; ');

/** "Mon Tue 19:00-06:30; Sat Sun 00:00-00:00". @throws Error with what is wrong */
export const parseHours = (text: string): Source['allowedHours'] => {
  if (text.trim() === '') return undefined;
  return text.split(';').map((part) => {
    const [, names, from, to] = part.trim().match(/^([A-Za-z ]+?)\s+(\d\d:\d\d)\s*-\s*(\d\d:\d\d)$/) ?? [];
    const days = (names ?? '').split(/\s+/).map((name) => weekdays.indexOf(name) + 1);
    if (from === undefined || to === undefined || days.includes(0))
      throw new Error('Hours are written like "Mon Tue Wed 19:00-06:30; Sat Sun 00:00-00:00".');
    return { days, from, to };
  });
};

export const draftOf = (source: Source | undefined): Draft => ({
  name: source?.name ?? '',
  siteName: source?.siteName ?? '',
  kind: source?.kind ?? 'pacs',
  issuer: source?.issuer ?? '',
  queryBy: source?.queryBy ?? 'qido',
  retrieveBy: source?.retrieveBy ?? 'wado',
  dicomwebUrl: source?.dicomwebUrl ?? '',
  fhirUrl: source?.fhirUrl ?? '',
  aeTitle: source?.dimse?.aeTitle ?? '',
  host: source?.dimse?.host ?? '',
  port: source?.dimse ? String(source.dimse.port) : '',
  tls: source?.dimse?.tls ? 'yes' : 'no',
  credentials: 'keep',
  user: source?.credentials?.user ?? '',
  secret: '',
  timeoutMs: String(source?.timeoutMs ?? 10_000),
  concurrency: String(source?.concurrency ?? 2),
  kibPerSecond: source?.bytesPerSecond ? String(Math.round(source.bytesPerSecond / 1024)) : '',
  hours: hoursText(source?.allowedHours),
  urgentAnytime: source?.urgentAnytime === false ? 'no' : 'yes',
  timeZone: source?.timeZone ?? '',
  coversFrom: source?.covers?.from ?? '',
  coversTo: source?.covers?.to ?? '',
  modalities: source?.covers?.modalities?.join(' ') ?? '',
  trust: source?.trust ?? 'partner',
  codeSystem: source?.codeSystem ?? '',
  wildcards: source?.dialect.wildcards ?? 'any',
  names: source?.dialect.names ?? 'as-written',
  keys: source?.dialect.keys ?? 'all',
  counts: source?.dialect.counts ?? 'as-said',
  mostAnswers: source?.dialect.mostAnswers ? String(source.dialect.mostAnswers) : '',
  enabled: source?.enabled === false ? 'no' : 'yes',
});

const given = <T>(key: string, value: T | undefined, isSet: boolean): object => (isSet ? { [key]: value } : {});

const credentialsOf = (draft: Draft): object => {
  const { credentials, user, secret } = draft;
  if (credentials === 'none') return { credentials: null };
  if (credentials === 'basic') return { credentials: { kind: 'basic', user, password: secret } };
  return credentials === 'bearer' ? { credentials: { kind: 'bearer', token: secret } } : {};
};

/** The server is the judge of it: whatever is wrong comes back as its sentence. */
export const inputOf = (draft: Draft): Partial<SourceInput> => {
  const text = (field: string): string => (draft[field] ?? '').trim();
  const isSet = (field: string): boolean => text(field) !== '';
  const covers = {
    ...given('from', text('coversFrom'), isSet('coversFrom')),
    ...given('to', text('coversTo'), isSet('coversTo')),
    ...given(
      'modalities',
      text('modalities')
        .toUpperCase()
        .split(/[\s,]+/),
      isSet('modalities'),
    ),
  };
  const dimse = {
    aeTitle: text('aeTitle'),
    host: text('host'),
    port: Number(text('port')),
    tls: text('tls') === 'yes',
  };
  const hours = parseHours(text('hours'));
  return {
    siteName: text('siteName'),
    kind: text('kind'),
    issuer: text('issuer'),
    queryBy: text('queryBy'),
    retrieveBy: text('retrieveBy'),
    timeoutMs: Number(text('timeoutMs')),
    concurrency: Number(text('concurrency')),
    urgentAnytime: text('urgentAnytime') === 'yes',
    trust: text('trust'),
    enabled: text('enabled') === 'yes',
    dialect: {
      wildcards: text('wildcards'),
      names: text('names'),
      keys: text('keys'),
      counts: text('counts'),
      ...given('mostAnswers', Number(text('mostAnswers')), isSet('mostAnswers')),
    },
    ...given('dicomwebUrl', text('dicomwebUrl'), isSet('dicomwebUrl')),
    ...given('fhirUrl', text('fhirUrl'), isSet('fhirUrl')),
    ...given('dimse', dimse, isSet('aeTitle') || isSet('host') || isSet('port')),
    ...given('bytesPerSecond', Number(text('kibPerSecond')) * 1024, isSet('kibPerSecond')),
    ...given('allowedHours', hours, hours !== undefined),
    ...given('timeZone', text('timeZone'), isSet('timeZone')),
    ...given('codeSystem', text('codeSystem'), isSet('codeSystem')),
    ...given('covers', covers, Object.keys(covers).length > 0),
    ...credentialsOf(draft),
  } as Partial<SourceInput>;
};
