/** Application entities in the shapes of the API: a source is named, not numbered. */
import { type ApplicationEntity, type ApplicationEntityInput, applicationEntityInput } from '@throughline/contract';
import { findSource, findSourceByName, type Service } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import {
  type ListedEntity,
  listEntities,
  registerEntity,
  removeEntity,
  services,
} from '../application-entities/index.ts';
import type { Context } from '../context.ts';

const isService = (name: string): name is Service => services.some((service) => service === name);

/** A user has both a name and a passcode, or neither. */
const userIdentityOf = ({
  user_identity: rule,
  user_name: name,
}: ListedEntity): Pick<ApplicationEntity, 'userIdentity'> => {
  if (name !== null) return { userIdentity: { rule, name, hasPasscode: true } };
  return rule === 'none' ? {} : { userIdentity: { rule, hasPasscode: false } };
};

const toEntity = (row: ListedEntity, sourceName: string | undefined): ApplicationEntity => ({
  aeTitle: row.ae_title,
  address: row.address,
  services: row.services.filter(isService),
  ...(row.host === null || row.port === null ? {} : { destination: { host: row.host, port: row.port, tls: row.tls } }),
  ...(row.certificate === null ? {} : { certificate: row.certificate }),
  ...(row.issuer === null ? {} : { issuer: row.issuer }),
  ...(row.one_issuer && { oneIssuer: true }),
  ...(sourceName === undefined ? {} : { sourceName }),
  ...(row.deliver_by !== 'c-store' && { deliverBy: row.deliver_by }),
  ...userIdentityOf(row),
});

export const listApplicationEntities = async (context: Context, principal: Principal): Promise<ApplicationEntity[]> => {
  const rows = await listEntities(context, principal);
  return context.db.tenant(principal.tenantId, async (trx) => {
    const entities: ApplicationEntity[] = [];
    for (const row of rows) {
      const source = row.source_id === null ? undefined : await findSource(trx, row.source_id);
      entities.push(toEntity(row, source?.name));
    }
    return entities;
  });
};

export const putApplicationEntity = async (
  context: Context,
  principal: Principal,
  aeTitle: string,
  input: unknown,
): Promise<ApplicationEntity> => {
  const parsed = applicationEntityInput.safeParse(input);
  if (!parsed.success) return fail('bad-request', 'This is no application entity.');
  const { destination, sourceName, ...rest }: ApplicationEntityInput = parsed.data;
  const source =
    sourceName === undefined
      ? undefined
      : ((await context.db.tenant(principal.tenantId, (trx) => findSourceByName(trx, sourceName))) ??
        fail('bad-request', 'No source has this name.'));
  const row = await registerEntity(context, principal, {
    ...rest,
    aeTitle,
    ...(destination === undefined ? {} : destination),
    ...(source === undefined ? {} : { sourceId: source.id }),
  });
  return toEntity(row, source?.name);
};

export const removeApplicationEntity = removeEntity;
