import type { DicomJson } from '@throughline/dicom';

/** Values of an attribute of a DICOM JSON object that are numbers; text such as DS is converted. */
export const numbersOf = (json: DicomJson, tag: string): readonly number[] =>
  (json[tag]?.Value ?? []).map(Number).filter(Number.isFinite);

type Vector = readonly [number, number, number];

const vector = (values: readonly number[], from = 0): Vector | undefined => {
  const [x, y, z] = values.slice(from, from + 3);
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
};

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Distance of an image from the origin along the normal of the first one (PS3.3 C.7.6.2.1.1); undefined without geometry. */
const alongNormal = (normal: Vector, json: DicomJson): number | undefined => {
  const position = vector(numbersOf(json, '00200032'));
  return position === undefined ? undefined : dot(normal, position);
};

const normalOf = (json: DicomJson | undefined): Vector | undefined => {
  const orientation = json === undefined ? [] : numbersOf(json, '00200037');
  const [row, column] = [vector(orientation), vector(orientation, 3)];
  return row === undefined || column === undefined ? undefined : cross(row, column);
};

const byInstanceNumber = (a: DicomJson, b: DicomJson): number =>
  (numbersOf(a, '00200013')[0] ?? 0) - (numbersOf(b, '00200013')[0] ?? 0);

/** Images of one series as they are scrolled: by position along the normal when all have one, else by Instance Number. */
export const inDisplayOrder = (images: readonly DicomJson[]): readonly DicomJson[] => {
  const normal = normalOf(images[0]);
  if (normal === undefined) return images.toSorted(byInstanceNumber);
  const placed = images.map((json) => ({ json, at: alongNormal(normal, json) }));
  if (placed.some(({ at }) => at === undefined)) return images.toSorted(byInstanceNumber);
  return placed
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || byInstanceNumber(a.json, b.json))
    .map(({ json }) => json);
};
