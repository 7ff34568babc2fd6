import { type MediaType, parseMediaType, splitOutsideQuotes } from './media-type.ts';

/** One thing that a client accepts (PS3.18 8.7.4): best first when sorted by `quality`. */
export interface Accepted {
  /** Media type of the answer, or of its parts when it is multipart/related. */
  readonly type: string;
  readonly multipart: boolean;
  /** `*`, a transfer syntax UID, or undefined when none is named. */
  readonly transferSyntax: string | undefined;
  readonly quality: number;
}

const mostAccepted = 100;

const qualityOf = (media: MediaType): number => {
  const text = media.parameters.get('q');
  const value = text === undefined ? 1 : Number(text);
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
};

const accepted = (media: MediaType): Accepted => {
  const multipart = media.type === 'multipart/related';
  const type = multipart ? (media.parameters.get('type') ?? '*/*').toLowerCase() : media.type;
  return { type, multipart, transferSyntax: media.parameters.get('transfer-syntax'), quality: qualityOf(media) };
};

/** All that an Accept header says, also of what is not wanted. */
const readAccept = (header: string | undefined): readonly Accepted[] => {
  if (header === undefined || header.trim() === '') {
    return [{ type: '*/*', multipart: false, transferSyntax: undefined, quality: 1 }];
  }
  return splitOutsideQuotes(header, ',')
    .slice(0, mostAccepted)
    .map((piece) => parseMediaType(piece.trim()))
    .filter((media) => media !== undefined)
    .map(accepted)
    .toSorted((a, b) => b.quality - a.quality);
};

/** What an Accept header asks for, best first; anything when there is none. More than 100 entries are not read. */
export const parseAccept = (header: string | undefined): readonly Accepted[] =>
  readAccept(header).filter(({ quality }) => quality > 0);

/** Whether an accepted type takes in that one: the same, its main type with `*`, or anything. */
export const covers = (wanted: Accepted, type: string): boolean =>
  wanted.type === '*/*' || wanted.type === type || wanted.type === `${type.split('/')[0]}/*`;

/** How much a range says of the type that it covers: a type of its own more than `image/*`, that more than anything. */
const precisionOf = ({ type }: Accepted): number => (type === '*/*' ? 0 : type.endsWith('/*') ? 1 : 2);

/** What the client thinks of a type: as the most precise of what covers it says (RFC 9110 12.5.1). */
const likingOf = (wanted: readonly Accepted[], type: string): number => {
  const ranges = wanted.filter((each) => covers(each, type));
  const most = Math.max(...ranges.map(precisionOf));
  return Math.max(0, ...ranges.filter((each) => precisionOf(each) === most).map(({ quality }) => quality));
};

/** Of what is offered, what the client likes best; of equals, in the client's order, then in ours. */
export const negotiate = (header: string | undefined, offered: readonly string[]): string | undefined => {
  const wanted = readAccept(header);
  const liked = offered.filter((type) => likingOf(wanted, type) > 0);
  const placeOf = (type: string): number => wanted.findIndex((each) => covers(each, type));
  return liked.toSorted((a, b) => likingOf(wanted, b) - likingOf(wanted, a) || placeOf(a) - placeOf(b))[0];
};
