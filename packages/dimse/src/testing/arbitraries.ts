import fc from 'fast-check';
import type { AnsweredContext, Pdu, ProposedContext, UserInformation } from '../pdu.ts';

const uid = fc
  .array(fc.integer({ min: 0, max: 99999 }), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join('.'));
const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
const byte = fc.integer({ min: 0, max: 255 });
const aeTitle = fc.stringMatching(/^[A-Z0-9_]{1,16}$/);
const contextId = fc.integer({ min: 0, max: 127 }).map((n) => n * 2 + 1);

const proposed: fc.Arbitrary<ProposedContext[]> = fc.uniqueArray(
  fc.record({
    id: contextId,
    abstractSyntax: uid,
    transferSyntaxes: fc.array(uid, { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 5, selector: (context) => context.id },
);

const answered: fc.Arbitrary<AnsweredContext[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({ id: contextId, result: fc.constant(0), transferSyntax: uid }),
    fc.record({ id: contextId, result: fc.integer({ min: 1, max: 4 }), transferSyntax: fc.constant('') }),
  ),
  { maxLength: 5, selector: (context) => context.id },
);

const user: fc.Arbitrary<UserInformation> = fc.record(
  {
    maxLength: fc.nat(0xffffffff),
    implementationClassUid: uid,
    implementationVersionName: fc.stringMatching(/^[A-Z0-9_]{1,16}$/),
    asynchronousOperations: fc.record({ invoked: fc.nat(0xffff), performed: fc.nat(0xffff) }),
    roles: fc.array(fc.record({ sopClassUid: uid, scu: fc.boolean(), scp: fc.boolean() }), { maxLength: 3 }),
    extended: fc.array(fc.record({ sopClassUid: uid, information: bytes }), { maxLength: 3 }),
    commonExtended: fc.array(
      fc.record({ sopClassUid: uid, serviceClassUid: uid, relatedSopClassUids: fc.array(uid, { maxLength: 3 }) }),
      { maxLength: 2 },
    ),
    userIdentity: fc.record({ type: byte, positiveResponseRequested: fc.boolean(), primary: bytes, secondary: bytes }),
    userIdentityResponse: bytes,
  },
  { requiredKeys: ['maxLength', 'implementationClassUid', 'roles', 'extended', 'commonExtended'] },
);

const associateFields = {
  protocolVersion: fc.nat(0xffff),
  calledAeTitle: aeTitle,
  callingAeTitle: aeTitle,
  applicationContext: uid,
  user,
};

/** Any PDU but P-DATA-TF. */
export const anyPdu: fc.Arbitrary<Pdu> = fc.oneof(
  fc.record({ type: fc.constant('associate-rq' as const), ...associateFields, contexts: proposed }),
  fc.record({ type: fc.constant('associate-ac' as const), ...associateFields, contexts: answered }),
  fc.record({ type: fc.constant('associate-rj' as const), result: byte, source: byte, reason: byte }),
  fc.constant({ type: 'release-rq' as const }),
  fc.constant({ type: 'release-rp' as const }),
  fc.record({ type: fc.constant('abort' as const), source: byte, reason: byte }),
);

/** Cuts bytes into chunks at the given places. */
export function cut(stream: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (stream.length + 1)), stream.length].toSorted((a, b) => a - b);
  let from = 0;
  return ends.map((end) => {
    const chunk = stream.subarray(from, end);
    from = end;
    return chunk;
  });
}
