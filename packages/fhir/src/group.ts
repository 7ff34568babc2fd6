/** A group of patients, as another system keeps it here. */
import type { Group } from '@medplum/fhirtypes';

export interface GroupModel {
  readonly id: string;
  readonly identifier: { readonly system: string; readonly value: string };
  readonly name: string | null;
  readonly active: boolean;
  readonly members: readonly string[];
  readonly updatedAt: Date;
}

export const toGroup = (model: GroupModel): Group => ({
  resourceType: 'Group',
  id: model.id,
  meta: { lastUpdated: model.updatedAt.toISOString() },
  identifier: [model.identifier],
  active: model.active,
  type: 'person',
  actual: true,
  ...(model.name !== null && { name: model.name }),
  quantity: model.members.length,
  ...(model.members.length > 0 && {
    member: model.members.map((id) => ({ entity: { reference: `Patient/${id}` } })),
  }),
});
