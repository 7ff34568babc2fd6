/** The code map as a whole, out and in: between hubs, and from maps that a site has already. */
import type { ConceptMapImported, ExamCorrection, SiteExam } from '@throughline/contract';
import { codeMapVersion } from '@throughline/contract';
import { type Code, type Correction, conceptOf, correctionOf, knownEntries, lacksOf } from '@throughline/terminology';
import { listEntries, lockCodeMap, type Trx } from '../../db/index.ts';
import { toFailure } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { checkCorrection } from './correction.ts';
import { conceptOfExam, toExam } from './entry.ts';
import { sayIn } from './say.ts';

export interface MapLine {
  readonly exam: SiteExam;
  readonly correction: ExamCorrection;
  /** The nearest standard code where the person chose none. */
  readonly nearest: Code | undefined;
  readonly reason: string;
  readonly madeAt: Date;
}

const PAGE = 1000;

/** Every exam that something is said of, oldest first. */
export const exportCodeMap = async ({ db }: Context, principal: Principal): Promise<readonly MapLine[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    const lines: MapLine[] = [];
    for (let before: string | undefined, more = true; more; ) {
      const rows = await listEntries(trx, { before, limit: PAGE });
      for (const row of rows) {
        const [exam, correction] = [toExam(row), codeMapVersion.shape.correction.parse(row.correction)];
        if (correction === null) continue;
        const nearest = conceptOfExam(exam, correction).codes.find((code) => code.of === 'exam');
        lines.push({
          exam,
          correction,
          nearest: correction.code ? undefined : nearest,
          reason: row.reason,
          madeAt: row.made_at,
        });
      }
      before = rows.at(-1)?.id;
      more = rows.length === PAGE;
    }
    await recordAudit(trx, principal, {
      event: 'dataExport',
      action: 'R',
      detail: { list: 'codeMap', found: lines.length },
    });
    return lines.reverse();
  });
};

export interface IncomingLine {
  /** Where in the map it stands. */
  readonly place: string;
  readonly exam: SiteExam;
  readonly correction: ExamCorrection;
  readonly reason: string;
}

/** A map that says codes only: what a code says is in the table of LOINC, or else in its name. */
const completed = (correction: Correction): Correction | undefined => {
  const { code, ...attributes } = correction;
  if (code === undefined || Object.keys(attributes).length > 0) return correction;
  const entry = knownEntries().find((one) => one.code === code.code);
  const concept = entry?.concept ?? conceptOf({ name: code.meaning });
  return lacksOf(concept).length > 0 ? undefined : correctionOf(concept, code);
};

type Became = 'added' | 'changed' | 'unchanged' | { readonly why: string };

const take = async (trx: Trx, principal: Principal, line: IncomingLine, at: Date): Promise<Became> => {
  const correction = completed(checkCorrection(line.correction));
  if (correction === undefined) return { why: 'What this code means is not known here.' };
  const entry = await sayIn(trx, principal, { ...line, correction }, at);
  if (entry === undefined) return 'unchanged';
  return entry.version === 1 ? 'added' : 'changed';
};

/** All in one transaction; a line that cannot be taken is told of and holds up no other. What the map does not name stays. */
export const importCodeMap = async (
  { db, clock }: Context,
  principal: Principal,
  lines: readonly IncomingLine[],
): Promise<ConceptMapImported> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    await lockCodeMap(trx, principal.tenantId);
    const counts = { added: 0, changed: 0, unchanged: 0 };
    const refused: { place: string; why: string }[] = [];
    for (const line of lines) {
      const became = await take(trx, principal, line, clock()).catch(refusal);
      if (typeof became === 'string') counts[became] += 1;
      else refused.push({ place: line.place, why: became.why });
    }
    await recordAudit(trx, principal, { event: 'dataImport', action: 'U', detail: { list: 'codeMap', ...counts } });
    return { ...counts, refused };
  });
};

/** Only a word that the vocabulary lacks is a matter of the line; anything else fails the whole. */
const refusal = (error: unknown): Became => {
  const failure = toFailure(error);
  if (failure.code !== 'bad-request') throw error;
  return { why: failure.message };
};
