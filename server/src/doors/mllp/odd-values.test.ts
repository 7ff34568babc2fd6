/** Values at the MLLP door that are odd and not wrong: names, dates, line ends, groups, and what each way of acknowledging is told. */
import { describe, expect, it } from 'vitest';
import { mllpSite, parsed, pid, principal, text } from '../../../test/mllp-site.ts';

const site = mllpSite();
const sex = '19600102|F';
const known = async () => (await site.patients())[0];
const flags = async () => (await site.messages())[0]?.flags;

describe('values of PID', () => {
  it('characters that no text of ours may hold are left out of an address and of a telephone number, and lengths are bounded', async () => {
    const segment = `PID|1||P1^^^^MR||Meier^Anna||${sex}|||Mill\\X00\\Lane^^River\\X000A\\side^${'x'.repeat(5000)}||020\\X00\\7946`;
    expect(await site.send({ type: 'ADT^A04', segments: [segment] })).toMatchObject({ code: 'AA' });
    const [row] = await site.context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('patient_records').select(['street', 'locality', 'region', 'phone']).execute(),
    );
    expect(row).toMatchObject({ street: 'Mill Lane', locality: 'River side', phone: '020 7946' });
    expect(row?.region).toHaveLength(256);
  });

  it.each([
    ['Annie^M^^^^^D~Meier^Anna^^^^^L', 'Meier^Anna'],
    ['Annie^M^^^^^D~Meier^Anna', 'Meier^Anna'],
    ['Lund^Anna^^^^^M~Meier^Anna^^^^^L', 'Meier^Anna'],
    ['Yamada^Tarou^^^^^L^A~山田^太郎^^^^^L^I~やまだ^たろう^^^^^^P', 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
    ['Lund^Anna^^^^^M', 'Lund^Anna'],
  ])('of the names %s the legal one is taken', async (said, name) => {
    await site.send({ type: 'ADT^A04', segments: [pid('P1', said)] });
    expect(await known()).toMatchObject({ name });
  });

  it.each([
    ['1960', '1960', []],
    ['196002', '196002', []],
    ['19600229233000-0500', '19600229', []],
    ['19600230', null, ['birth-date-unreadable']],
    ['19610229', null, ['birth-date-unreadable']],
    ['00000101', null, ['birth-date-unreadable']],
    ['1960-02-01', null, ['birth-date-unreadable']],
  ])('the birth date %s', async (said, birthDate, flagged) => {
    await site.send({ type: 'ADT^A04', segments: [pid('P1', 'Meier^Anna', `${said}|F`)] });
    expect(await known()).toMatchObject({ birth_date: birthDate });
    expect(await flags()).toEqual(flagged);
  });
});

it.each([
  ['LF', '\n', '\n'],
  ['CR LF', '\r\n', '\r\n'],
  ['LF, and CR behind the last', '\n', '\r'],
  ['LF, and LF CR behind the last', '\n', '\n\r'],
])('segments that end with %s', async (_title, end, last) => {
  const message = Buffer.from(text({ id: 'L', type: 'ADT^A04', segments: ['EVN|A04', pid('P1')] })).toString();
  const answer = await site.client.send(Buffer.from(message.replaceAll('\r', end) + last));
  expect(parsed(answer)).toMatchObject({ code: 'AA', of: 'L' });
  expect(await known()).toMatchObject({ patient_id: 'P1', birth_date: '19600102' });
});

it('A40 with several MRG behind one PID merges all of them', async () => {
  const people = [pid('P1'), pid('P2', 'Kowalski^Jan', '19751130|M'), pid('P3', 'Lund^Olga', '19800101|F')];
  for (const segment of people) await site.send({ type: 'ADT^A04', segments: [segment] });
  const segments = [pid('P1'), 'MRG|P2^^^^MR', 'MRG|P3^^^^MR'];
  expect(await site.send({ type: 'ADT^A40', segments })).toMatchObject({ code: 'AA' });
  const persons = await site.context.db.tenant(principal.tenantId, (trx) =>
    trx.selectFrom('memberships').select('person_id').where('valid_to', 'is', null).execute(),
  );
  expect(persons).toHaveLength(3);
  expect(new Set(persons.map((row) => row.person_id)).size).toBe(1);
});

describe('enhanced mode', () => {
  const answers = async (
    more: { readonly type?: string; readonly segments?: string[] },
    ending: string,
    version = '2.5',
  ) => {
    const sent = text({ id: 'E', type: 'ADT^A04', segments: [pid('P1')], ending, ...more });
    const after = text({ id: 'Z', type: 'ADT^A04', segments: [pid('P1')] });
    const codes: string[] = [];
    let answer = parsed(
      await site.client.send(Buffer.from(Buffer.from(sent).toString().replace('|P|2.5', `|P|${version}`))),
    );
    // What is answered to a message behind it ends what is answered to this one.
    const behind = site.client.send(after);
    behind.catch(() => undefined);
    for (; answer.of === 'E'; answer = parsed(codes.length === 1 ? await behind : await site.client.receive()))
      codes.push(`${answer.code} ${answer.condition}`.trim());
    return codes;
  };

  it.each([
    ['a version that is not spoken', {}, '3.0', ['CR 203']],
    ['a type that is not taken', { type: 'VXU^V04' }, '2.5', ['CR 200']],
    ['an event that is not taken', { type: 'ADT^A29' }, '2.5', ['CR 201']],
    ['what cannot be read', { segments: ['??'] }, '2.5', ['CE 100']],
    ['what is wrong further on', { segments: ['PV1|1|I'] }, '2.5', ['CA', 'AE 100']],
    ['what is right', {}, '2.5', ['CA', 'AA']],
  ])('%s', async (_title, more, version, codes) => {
    expect(await answers(more, '|||AL|AL', version)).toEqual(codes);
    expect((await site.messages()).map(({ state }) => state)).toContain(codes.includes('AA') ? 'done' : 'refused');
  });

  it('where no acceptance is told of, the application says why', async () => {
    expect(await answers({}, '|||NE|AL', '3.0')).toEqual(['AR 203']);
  });
});
