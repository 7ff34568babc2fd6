/** Appointments that are ahead of a person are found by their index, however many there are, for any parameters. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../test/context.ts';
import { stepsOf, withPlans } from '../../test/plans.ts';
import { plannedAppointments } from './index.ts';

let context: TestContext;
const { tenantId } = testPrincipal();
const idOf = (n: number) => `00000000-0000-7000-9000-${n.toString(16).padStart(12, '0')}`;

beforeAll(async () => {
  context = await createTestContext();
  await context.db.tenant(tenantId, async (trx) => {
    await sql`
      insert into patient_records (tenant_id, id, issuer, patient_id, name)
      select ${tenantId}::uuid, ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'NORTH', 'P' || n, 'DOE^' || n
      from generate_series(1, 2000) n`.execute(trx);
    // Of ten, one is over, and one each is booked, there, and checked in.
    await sql`
      insert into appointments (tenant_id, id, source_name, appointment_key, patient_record_id, starts_at, status, updated_at)
      select ${tenantId}::uuid, gen_random_uuid(), 'ris', 'A' || n,
        ('00000000-0000-7000-9000-' || lpad(to_hex(n % 2000 + 1), 12, '0'))::uuid, '2026030' || (n / 2000 % 9 + 1) || '0930',
        (array['booked', 'arrived', 'checked-in', 'cancelled', 'noshow', 'proposed', 'pending', 'entered-in-error', 'cancelled',
          'cancelled'])[n / 2000 + 1], now()
      from generate_series(0, 19999) n`.execute(trx);
  });
  await context.db.tenant(tenantId, (trx) => sql`analyze appointments`.execute(trx));
});
afterAll(() => context.close());

it('those that are booked and those of whom the patient is there, by the index of just these', async () => {
  await context.db.tenant(tenantId, async (trx) => {
    await sql`set local plan_cache_mode = force_generic_plan`.execute(trx);
    const { done, plans } = await withPlans(trx, (watched) =>
      plannedAppointments(watched, [idOf(1), idOf(7)], '20260302'),
    );
    expect(done.map(({ status }) => status)).toEqual(['arrived', 'arrived', 'checked-in', 'checked-in']);
    expect(plans).toHaveLength(1);
    const steps = plans.flatMap(stepsOf);
    expect(steps.map((step) => step['Index Name'])).toContain('appointments_ahead');
    expect(steps.map((step) => step['Node Type'])).not.toContain('Seq Scan');
  });
});
