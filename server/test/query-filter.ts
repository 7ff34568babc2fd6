/** What a query must find, by the book (PS3.4 C.2.2.2): a filter over everything there is. */

export type Keyword =
  | 'PatientName'
  | 'PatientID'
  | 'StudyInstanceUID'
  | 'StudyDate'
  | 'StudyTime'
  | 'TimezoneOffsetFromUTC'
  | 'AccessionNumber'
  | 'StudyDescription'
  | 'ReferringPhysicianName'
  | 'SeriesInstanceUID'
  | 'Modality'
  | 'SeriesNumber'
  | 'ScheduledProcedureStepID'
  | 'SOPInstanceUID'
  | 'InstanceNumber';
export type Held = Readonly<Partial<Record<Keyword, string>>>;
export type Key = Exclude<Keyword, 'TimezoneOffsetFromUTC'> | 'ModalitiesInStudy';
export type Level = 'patient' | 'study' | 'series' | 'instance';
export type Asked = readonly (readonly [Key | 'TimezoneOffsetFromUTC', readonly string[]])[];

export const unique: Readonly<Record<Level, Keyword>> = {
  patient: 'PatientID',
  study: 'StudyInstanceUID',
  series: 'SeriesInstanceUID',
  instance: 'SOPInstanceUID',
};

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\p{M}']/gu, '')
    .toUpperCase();

const isLike = (value: string, pattern: string): boolean => {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'iu').test(value);
};

/** Component by component, without case and accents; a word of a component is enough, and `*` at the end leaves it open. */
const isNamed = (value: string, asked: string): boolean => {
  const parts = asked.split('^');
  if (parts.some((part) => /[*?]/.test(part.replace(/\*+$/, '')))) return isLike(value, asked);
  const held = value.split('^').map(plain);
  return parts.every((part, at) => {
    const text = plain(part.replace(/\*+$/, ''));
    if (text === '') return true;
    const words = [held[at] ?? '', ...(held[at] ?? '').split(' ')];
    return words.some((word) => (part.endsWith('*') ? word.startsWith(text) : word === text));
  });
};

/** From the first component on, without case and accents; further components may be left out. */
const isPerson = (value: string, asked: string): boolean =>
  isLike(plain(value), plain(asked)) || isLike(plain(value), `${plain(asked)}^*`);

export const isWithin = (value: string, from: string, to: string): boolean =>
  (from === '' || value >= from) && (to === '' || value.slice(0, to.length) <= to);

const matchesOne = (key: Keyword, value: string | undefined, asked: string): boolean => {
  if (asked === '' || asked === '*') return true;
  if (value === undefined) return false;
  if (key === 'PatientName') return isNamed(value, asked);
  if (key === 'ReferringPhysicianName') return isPerson(value, asked);
  if (key === 'StudyDate' || key === 'StudyTime') {
    const [from = '', to] = asked.split('-');
    return isWithin(value, from, to ?? from);
  }
  if (key === 'SeriesNumber' || key === 'InstanceNumber') return Number(value) === Number(asked);
  return /[*?]/.test(asked) ? isLike(value, asked) : value === asked;
};

export const brute = (
  archive: readonly Held[],
  level: Level,
  asked: Asked,
  moment?: (held: Held) => boolean,
): string[] => {
  const modalities = Map.groupBy(archive, (held) => held.StudyInstanceUID);
  const hits = archive.filter(
    (held) =>
      (moment?.(held) ?? true) &&
      asked.every(([key, values]) =>
        values.some((value) =>
          key === 'ModalitiesInStudy'
            ? (modalities.get(held.StudyInstanceUID) ?? []).some((one) => matchesOne('Modality', one.Modality, value))
            : matchesOne(key, held[key], value),
        ),
      ),
  );
  return [...new Set(hits.map((held) => held[unique[level]] ?? ''))].sort();
};
