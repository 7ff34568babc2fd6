import { answerCard, type CardAnswer, countCards } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';

/** Keeps what became of a card, with the reason of who overrode it; cards that were never shown are passed over. */
export const giveCardFeedback = (
  { db, clock }: Context,
  principal: Principal,
  service: string,
  answers: readonly (CardAnswer & { readonly id: string })[],
): Promise<void> =>
  db.tenant(principal.tenantId, async (trx) => {
    for (const { id, ...answer } of answers)
      await answerCard(trx, { id, issuer: principal.subject, service }, answer, clock());
  });

/** How many cards of each service had which answer, for which reason. */
export const countAnswers = async ({ db }: Context, principal: Principal) => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, countCards);
};
