import { DimseError } from './errors.ts';
import { type AnsweredContext, ContextResult, type ProposedContext, type RoleSelection } from './pdu.ts';

/** An abstract syntax with the transfer syntaxes that go with it. */
export interface ContextOffer {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  /** The requestor is, or may be, the SCP of this SOP class: it receives C-STORE for its C-GET (PS3.7 D.3.3.4). */
  readonly scpRole?: boolean;
}

/** A presentation context that both sides agreed to. */
export interface AcceptedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
  /** The requestor acts as SCP. */
  readonly scpRole: boolean;
}

/**
 * Answers proposed contexts (PS3.8 9.3.3.2): for each the first transfer syntax, in the requestor's order, that our offers
 * name for its abstract syntax.
 */
export function answerContexts(
  proposed: readonly ProposedContext[],
  offers: readonly ContextOffer[],
): readonly AnsweredContext[] {
  const offered = new Map<string, Set<string>>();
  for (const { abstractSyntax, transferSyntaxes } of offers) {
    const known = offered.get(abstractSyntax) ?? new Set();
    for (const uid of transferSyntaxes) known.add(uid);
    offered.set(abstractSyntax, known);
  }
  return proposed.map(({ id, abstractSyntax, transferSyntaxes }) => {
    const known = offered.get(abstractSyntax);
    const chosen = transferSyntaxes.find((uid) => known?.has(uid));
    if (chosen !== undefined) return { id, result: ContextResult.Acceptance, transferSyntax: chosen };
    const result = known ? ContextResult.TransferSyntaxesNotSupported : ContextResult.AbstractSyntaxNotSupported;
    return { id, result, transferSyntax: transferSyntaxes[0] ?? '' };
  });
}

/** Answers role selections: SCP only where our offer says so, and never more than was asked for. */
export function answerRoles(
  asked: readonly RoleSelection[],
  offers: readonly ContextOffer[],
): readonly RoleSelection[] {
  const scpRoles = new Set(offers.filter((offer) => offer.scpRole).map((offer) => offer.abstractSyntax));
  return asked.map(({ sopClassUid, scu, scp }) => ({ sopClassUid, scu, scp: scp && scpRoles.has(sopClassUid) }));
}

/**
 * What proposal and answer come to.
 * @throws DimseError of kind `protocol` when the answer is to something that was not proposed
 */
export function agreedContexts(
  proposed: readonly ProposedContext[],
  answered: readonly AnsweredContext[],
  roles: readonly RoleSelection[],
): ReadonlyMap<number, AcceptedContext> {
  const proposals = new Map(proposed.map((context) => [context.id, context]));
  const scpRoles = new Set(roles.filter((role) => role.scp).map((role) => role.sopClassUid));
  const agreed = new Map<number, AcceptedContext>();
  for (const { id, result, transferSyntax } of answered) {
    if (result !== ContextResult.Acceptance) continue;
    const proposal = proposals.get(id);
    if (!proposal?.transferSyntaxes.includes(transferSyntax)) {
      throw new DimseError('protocol', 'The peer accepted a presentation context that was not proposed');
    }
    const { abstractSyntax } = proposal;
    agreed.set(id, { id, abstractSyntax, transferSyntax, scpRole: scpRoles.has(abstractSyntax) });
  }
  return agreed;
}

/** True for an application entity title that is safe to compare, store and log: 1-16 printable characters, no backslash (PS3.5 AE). */
export function isAeTitle(text: string): boolean {
  return text.trim().length > 0 && text.length <= 16 && /^[\x20-\x5b\x5d-\x7e]+$/.test(text);
}

/**
 * How many operations a requestor may have under way at once (PS3.7 D.3.3.3): what it asks for (0: as many as it may) up to `most`.
 * One where objects may go back to it on this association: their data sets and other answers must not interleave.
 */
export function operationsWindow(asked: number | undefined, agreed: Iterable<AcceptedContext>, most: number): number {
  if (asked === undefined) return 1;
  for (const { scpRole } of agreed) if (scpRole) return 1;
  return asked === 0 ? most : Math.min(asked, most);
}
