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

/** What an Accept header asks for, best first; anything when there is none. More than 100 entries are not read. */
export const parseAccept = (header: string | undefined): readonly Accepted[] => {
  if (header === undefined || header.trim() === '') {
    return [{ type: '*/*', multipart: false, transferSyntax: undefined, quality: 1 }];
  }
  return splitOutsideQuotes(header, ',')
    .slice(0, mostAccepted)
    .map((piece) => parseMediaType(piece.trim()))
    .filter((media) => media !== undefined)
    .map(accepted)
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
};

/** Whether an accepted type takes in that one: the same, its main type with `*`, or anything. */
export const covers = (wanted: Accepted, type: string): boolean =>
  wanted.type === '*/*' || wanted.type === type || wanted.type === `${type.split('/')[0]}/*`;

/** The first of what is offered that the client accepts, in the client's order. */
export const negotiate = (header: string | undefined, offered: readonly string[]): string | undefined => {
  for (const wanted of parseAccept(header)) {
    const found = offered.find((type) => covers(wanted, type));
    if (found !== undefined) return found;
  }
  return undefined;
};
