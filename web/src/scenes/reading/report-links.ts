import type { PictureNumber } from '../../viewport/desk.ts';

/** A piece of a report: text as received, and the picture that it names, if it names one. */
export interface Piece {
  readonly text: string;
  readonly picture: PictureNumber | null;
}

const named = /(?:\bseries\s+(\d{1,6})\s*,?\s*)?\bimage\s+(\d{1,6})\b/gi;

/** Cuts the text at every picture that it names; the pieces put together are the text. */
export const piecesOf = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(named)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), picture: null });
    const series = match[1] === undefined ? null : Number(match[1]);
    pieces.push({ text: match[0], picture: { series, image: Number(match[2]) } });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), picture: null });
  return pieces;
};
