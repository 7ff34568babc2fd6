/** Lines in pieces: what draws SVG compares each part of a line with every other. */

const bendsOfPiece = 16;

/** Each begins with the last part of the one before, so that it joins; a point alone is no line. */
export const inPieces = <Point>(points: readonly Point[]): readonly (readonly Point[])[] =>
  Array.from({ length: Math.ceil((points.length - 1) / bendsOfPiece) }, (_, at) => {
    const from = at * bendsOfPiece;
    return points.slice(Math.max(0, from - 1), from + bendsOfPiece + 1);
  });
