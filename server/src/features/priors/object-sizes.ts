/** About how many bytes of a study are still to come: no query tells, so the modality does (PS3.3 C.7.3.1.1.1). */
import type { KnownStudy } from '../history/index.ts';

const KIB = 2 ** 10;
const MIB = 2 ** 20;

/** Of one object as archives commonly hold it, uncompressed, and of how many objects a study is when nobody says. */
interface Size {
  readonly object: number;
  readonly objects: number;
}

const sizes: Readonly<Record<string, Size>> = {
  CT: { object: 528 * KIB, objects: 400 },
  MR: { object: 300 * KIB, objects: 600 },
  PT: { object: 66 * KIB, objects: 600 },
  NM: { object: 2 * MIB, objects: 8 },
  CR: { object: 10 * MIB, objects: 2 },
  DX: { object: 12 * MIB, objects: 2 },
  RG: { object: 10 * MIB, objects: 2 },
  MG: { object: 28 * MIB, objects: 4 },
  US: { object: 6 * MIB, objects: 40 },
  XA: { object: 40 * MIB, objects: 12 },
  RF: { object: 16 * MIB, objects: 12 },
  SM: { object: 200 * MIB, objects: 8 },
  XC: { object: 6 * MIB, objects: 8 },
  ES: { object: 20 * MIB, objects: 8 },
  SR: { object: 32 * KIB, objects: 1 },
  KO: { object: 8 * KIB, objects: 1 },
  PR: { object: 16 * KIB, objects: 1 },
  SEG: { object: 4 * MIB, objects: 1 },
  RTSTRUCT: { object: 2 * MIB, objects: 1 },
  RTDOSE: { object: 8 * MIB, objects: 1 },
  DOC: { object: 512 * KIB, objects: 1 },
  ECG: { object: 64 * KIB, objects: 1 },
};
const other: Size = { object: 1 * MIB, objects: 20 };

const sizeOf = (modality: string | null): Size => sizes[modality ?? ''] ?? other;

/** The modality that most of the bytes are of. */
const heaviest = (modalities: readonly string[]): Size =>
  modalities
    .map(sizeOf)
    .reduce((most, next) => (next.object > most.object ? next : most), sizeOf(modalities[0] ?? null));

/** `missing`: objects that are expected and not here; null when nobody says how many there are. */
export const estimatedBytes = (study: KnownStudy, missing: number | null): number => {
  const claimed = study.series.filter((series) => series.claims.length > 0);
  const inSeries = claimed.map((series) => ({
    objects: Math.max(0, Math.max(...series.claims) - series.received),
    size: sizeOf(series.modality).object,
  }));
  const size = heaviest(study.modalities);
  const listed = inSeries.reduce((sum, { objects }) => sum + objects, 0);
  const bytes = inSeries.reduce((sum, each) => sum + each.objects * each.size, 0);
  if (missing === null) return Math.max(bytes, claimed.length === 0 ? size.objects * size.object : 0);
  return bytes + Math.max(0, missing - listed) * size.object;
};
