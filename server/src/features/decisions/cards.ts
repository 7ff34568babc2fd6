/** What is worth saying of an order or a patient; nothing when nothing is relevant. */

import { impressionOf } from '@throughline/fhir';
import { type Duplicate, findDuplicates, type Study } from '@throughline/relevance';
import { insertCards, newId } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { plural } from '../completeness/index.ts';
import type { Context } from '../context.ts';
import type { KnownStudy, PersonPicture } from '../history/index.ts';
import { examOf, type JudgedStudy, readPerson, specialtyOf, stateOf, toJudged } from '../priors/index.ts';
import { readReports } from '../reports/index.ts';
import { radiationOfRepeat } from './radiation.ts';

export interface Card {
  readonly id: string;
  readonly kind: 'answered' | 'history';
  readonly studyInstanceUid: string | null;
  /** Its images are here; else the link fetches them first. */
  readonly held: boolean;
  readonly summary: string;
  /** Markdown */
  readonly detail: string;
  /** Of the study that it is about, as the measures group it. */
  readonly group?: CardGroup;
}

interface CardGroup {
  readonly site_name: string;
  readonly specialty: string;
  readonly source_name: string | null;
}

export interface OrderAsked {
  readonly description: string;
  readonly reason: string | undefined;
}

/** What a sender wrote is text, not Markdown: no link and no heading comes of it (H83). */
const plain = (text: string): string => text.replaceAll(/[\\`*_{}[\]()<>#|!~]/g, '\\$&').replaceAll(/\s+/g, ' ');

const shortened = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

const reportOf = async (context: Context, principal: Principal, { known }: JudgedStudy): Promise<string> => {
  if (known.local === null) return `The images are at ${plain(known.siteName)}.`;
  const { reports } = await readReports(context, principal, known.studyInstanceUid);
  const [latest] = reports;
  const impression = latest && impressionOf(latest.sections);
  if (latest === undefined || impression === undefined) return 'No report came with it.';
  return `**Impression** (${plain(latest.status)}): ${plain(shortened(impression, 1500))}`;
};

/** What a card opens: a study that is here, or that a hospital still lists which it can be fetched from. */
const linkTo = (known: KnownStudy | undefined): Pick<Card, 'studyInstanceUid' | 'held'> => {
  const held = known !== undefined && known.local !== null;
  const isHad = held || known?.copies.some(({ vanished }) => !vanished) === true;
  return { studyInstanceUid: known !== undefined && isHad ? known.studyInstanceUid : null, held };
};

interface Asking {
  readonly context: Context;
  readonly principal: Principal;
  readonly picture: PersonPicture;
}

const answeredCard = async (asking: Asking, found: Duplicate<JudgedStudy>): Promise<Card> => {
  const { context, principal, picture } = asking;
  const { known } = found.study;
  const when = `${known.date ?? 'no date'}, ${found.ago}, ${plain(known.siteName)}`;
  const [report, radiation] = await Promise.all([
    reportOf(context, principal, found.study),
    context.db.tenant(principal.tenantId, (trx) => radiationOfRepeat(trx, picture, known, context.clock())),
  ]);
  const said = [`**${plain(examOf(known))}** (${when})`, report, ...(radiation === undefined ? [] : [radiation])];
  return {
    id: newId(),
    kind: 'answered',
    ...linkTo(known),
    summary: shortened(found.text, 140),
    detail: said.join('\n\n'),
    group: {
      site_name: known.siteName,
      specialty: specialtyOf(known),
      source_name: picture.sources.find(({ id }) => id === known.sourceId)?.name ?? null,
    },
  };
};

const keep = async (
  { db }: Context,
  principal: Principal,
  shown: { readonly service: string; readonly patientRecordId: string; readonly cards: readonly Card[] },
): Promise<readonly Card[]> => {
  const { service, patientRecordId, cards } = shown;
  await db.tenant(principal.tenantId, async (trx) => {
    const about = { tenant_id: principal.tenantId, issuer: principal.subject, service };
    const rows = cards.map(({ id, kind, studyInstanceUid, group }) => ({
      ...about,
      ...group,
      id,
      kind,
      study_instance_uid: studyInstanceUid,
    }));
    await insertCards(trx, rows);
    const detail = { decision: service, cards: cards.length };
    await recordAudit(trx, principal, { event: 'patientRecord', action: 'R', patientRecordId, detail });
  });
  return cards;
};

const pictureOf = ({ db, clock }: Context, principal: Principal, patientRecordId: string) =>
  db.tenant(principal.tenantId, (trx) => readPerson(trx, principal, patientRecordId, clock()));

/** One card for each order of which the question may have been answered, by the newest study that did; else none. */
export const judgeOrders = async (
  context: Context,
  principal: Principal,
  asked: { readonly service: string; readonly patientRecordId: string; readonly orders: readonly OrderAsked[] },
): Promise<readonly Card[]> => {
  const { service, patientRecordId, orders } = asked;
  const picture = await pictureOf(context, principal, patientRecordId);
  const recordOf = (id: string) => picture.records.find((record) => record.id === id);
  const known = picture.studies.map((study) => toJudged(study, recordOf(study.patientRecordId)));
  const date = context.clock().toISOString().slice(0, 10);
  const found = orders.flatMap(({ description, reason }) => {
    const order: Study = { description, date, ...(reason !== undefined && { reasonForExam: reason }) };
    return findDuplicates(order, known, { packs: picture.packs }).slice(0, 1);
  });
  const cards = await Promise.all(found.map((one) => answeredCard({ context, principal, picture }, one)));
  return keep(context, principal, { service, patientRecordId, cards });
};

/** The imaging history and how complete it is, in one card; none of somebody without imaging. */
export const tellHistory = async (
  context: Context,
  principal: Principal,
  patientRecordId: string,
): Promise<readonly Card[]> => {
  const picture = await pictureOf(context, principal, patientRecordId);
  if (picture.studies.length === 0) return [];
  const newest = picture.studies.toSorted((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  const sites = new Set(picture.studies.map(({ siteName }) => siteName));
  const lines = newest
    .slice(0, 5)
    .map((study) => `- ${plain(examOf(study))} ${study.date ?? ''} ${plain(study.siteName)}`);
  const card: Card = {
    id: newId(),
    kind: 'history',
    ...linkTo(newest[0]),
    summary: `Imaging: ${plural(picture.studies.length, 'study', 'studies')} at ${plural(sites.size, 'site')}`,
    detail: `${plain(stateOf(picture, context.clock()).headline)}\n\n${lines.join('\n')}`,
  };
  return keep(context, principal, { service: 'patient-view', patientRecordId, cards: [card] });
};
