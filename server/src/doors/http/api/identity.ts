/** Who is whom: questions that wait for a person, and decisions that can be taken back. */
import {
  identityChange,
  identityChanged,
  identityComparison,
  identityQueue,
  identityWorkload,
  made,
  mergeRequest,
  pairRequest,
  patientKey,
  recordMoveRequest,
  relationRequest,
  reviewAnswer,
  splitRequest,
} from '@throughline/contract';
import { displayName } from '@throughline/dicom';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../../../features/access/index.ts';
import type { Context } from '../../../features/context.ts';
import {
  answerReview,
  type Changed,
  endRelationship,
  identityWorkloadOf,
  keyAllRecords,
  linkRecords,
  listChanges,
  listReviews,
  mergePatients,
  movePatientRecord,
  type ReviewedPair,
  relateMotherAndChild,
  reviewsAtOnce,
  splitRecords,
  undoChange,
  unlinkRecords,
} from '../../../features/patients/index.ts';
import { compareForReview } from '../../../features/reviews/index.ts';
import { apiRoute } from './route.ts';

const numbered = z.object({ id: z.uuid() });
const evidenceOf = identityQueue.shape.reviews.element.shape.evidence;

const said = ({ changeId, personId, changed }: Changed) => ({
  changeId: changeId ?? null,
  personId,
  changed: [...changed],
});
const shown = ({ review, one, other }: ReviewedPair) => {
  const side = (row: ReviewedPair['one']) => ({
    issuer: row.patient_id === '' ? '' : row.issuer,
    id: row.patient_id,
    name: row.name === null ? null : displayName(row.name),
    birthDate: row.birth_date,
    sex: row.sex,
  });
  return {
    id: review.id,
    score: review.score,
    rules: [...review.rules],
    raisedAt: review.raised_at.toISOString(),
    one: side(one),
    other: side(other),
    evidence: evidenceOf.parse(review.evidence),
  };
};

const registerReviewRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/identity/reviews',
    summary: 'Records that may be one person, side by side, the surest first',
    query: z.object({ after: z.uuid().optional() }),
    answer: identityQueue,
    handle: async ({ principal, query }) => {
      const reviews = (await listReviews(context, principal, query.after)).map(shown);
      return { reviews, next: reviews.length < reviewsAtOnce ? null : (reviews.at(-1)?.id ?? null) };
    },
  });
  apiRoute(app, {
    method: 'GET',
    url: '/identity/reviews/:id',
    summary: 'One question with what each field says, and the latest studies of both records',
    params: numbered,
    answer: identityComparison,
    handle: ({ principal, params }) => compareForReview(context, principal, params.id),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/identity/reviews/:id',
    summary: 'Say whether the two are one person',
    params: numbered,
    body: reviewAnswer,
    answer: identityChanged,
    handle: async ({ principal, params, body }) =>
      said(await answerReview(context, principal, params.id, body.answer, body.reason)),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/identity/workload',
    summary: 'How many questions wait, since when, and how many were decided',
    answer: identityWorkload,
    handle: async ({ principal }) => {
      const { oldest, byRule, answered, ...figures } = await identityWorkloadOf(context, principal);
      return { ...figures, oldest: oldest?.toISOString() ?? null, answered: [...answered], byRule: { ...byRule } };
    },
  });
};

const registerChangeRoutes = (app: FastifyInstance, context: Context): void => {
  const verb = <B>(
    name: string,
    summary: string,
    body: z.ZodType<B>,
    run: (context: Context, principal: Principal, input: B) => Promise<Changed>,
  ): void =>
    apiRoute(app, {
      method: 'POST',
      url: `/identity/${name}`,
      summary,
      body,
      answer: identityChanged,
      handle: async ({ principal, body: input }) => said(await run(context, principal, input)),
    });
  verb('merges', 'Merge a record into another', mergeRequest, mergePatients);
  verb('links', 'Two records are one person', pairRequest, linkRecords);
  verb('unlinks', 'Two records are not one person', pairRequest, unlinkRecords);
  verb('moves', 'A record belongs to the person of another', recordMoveRequest, movePatientRecord);
  verb('splits', 'Some records of a person are somebody else', splitRequest, splitRecords);
  apiRoute(app, {
    method: 'DELETE',
    url: '/identity/changes/:id',
    summary: 'Take a change back: all is exactly as before',
    params: numbered,
    handle: async ({ principal, params }) => {
      await undoChange(context, principal, params.id);
    },
  });
  apiRoute(app, {
    method: 'GET',
    url: '/identity/changes',
    summary: 'The changes that a record was part of, newest first',
    query: patientKey,
    answer: z.array(identityChange),
    handle: async ({ principal, query }) =>
      (await listChanges(context, principal, query)).map((row) => ({
        id: row.id,
        kind: row.kind,
        reason: row.reason,
        madeBy: row.made_by,
        madeAt: row.made_at.toISOString(),
        undoneBy: row.undone_by,
        undoneAt: row.undone_at?.toISOString() ?? null,
      })),
  });
};

export const registerIdentityRoutes = (app: FastifyInstance, context: Context): void => {
  registerReviewRoutes(app, context);
  registerChangeRoutes(app, context);
  apiRoute(app, {
    method: 'POST',
    url: '/identity/relations',
    summary: 'Mother and child: related, never linked',
    body: relationRequest,
    answer: made,
    handle: ({ principal, body }) => relateMotherAndChild(context, principal, body),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/identity/relations/:id',
    summary: 'They are not mother and child',
    params: numbered,
    handle: ({ principal, params }) => endRelationship(context, principal, params.id),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/identity/keys',
    summary: 'Give records of an earlier version the keys that candidates are found by',
    handle: ({ principal }) => keyAllRecords(context, principal),
  });
};
