/** The page of HL7 v2, driven by somebody who looks after interfaces: by keyboard alone, each step seen. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { listed, press, write } from './desk-page.ts';

const message = [
  'MSH|^~\\&|RIS|COUNTY|HUB|HUB|20260101||ORM^O01|M1|P|2.3',
  'PID|1||T77^^^^MR||Test^Synthetic||19600102|F',
  'ORC|NW|P1|F1',
  'OBR|1|P1|F1|CT1^CT Chest',
  'ZAC|ACC-9',
].join('\n');

/** `seen` is called where somebody would look. */
export const driveHl7 = async (
  page: Page,
  baseUrl: string,
  seen: (name: string) => Promise<unknown> = async () => undefined,
): Promise<void> => {
  await page.goto(`${baseUrl}/sources`);
  await listed(page);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'HL7' }).press('Enter');
  await page.waitForURL(/\/hl7$/);
  await listed(page);
  await press(page, 'Add a receiver');
  await write(page, 'Name', 'ehr');
  await write(page, 'Host', '127.0.0.1');
  await write(page, 'Port', '1');
  await press(page, 'Save');
  // It is shown at once, with what can be done about it.
  await press(page, 'Test the connection');
  await page.getByText('nothing listens there').waitFor();
  expect(await page.getByText('Check the port, and that the receiver runs and lets us in.').count()).toBe(1);
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Go on sending' }).waitFor();
  await page.getByRole('row', { name: 'ehr' }).getByText('paused').waitFor();
  await seen('receiver');
  await press(page, 'Senders');
  await listed(page);
  await press(page, 'Add a sender');
  await write(page, 'Name', 'ris-page');
  await write(page, 'Application (MSH-3)', 'RIS');
  await write(page, 'Address or network', '10.20.0.9');
  await write(page, 'Issuer of its patient IDs', 'COUNTY');
  await write(page, 'Mapping (JSON)', '{ "accessionNumber": ["ZAC-1"] }');
  await press(page, 'Save');
  await write(page, 'Message, as it was sent or as a log prints it; nothing is kept', message);
  await press(page, 'Read it');
  await page.getByText('It would be taken.').waitFor();
  expect(await page.getByRole('list', { name: 'What it became' }).textContent()).toContain('ACC-9');
  await seen('sender');
  await write(page, 'Mapping (JSON)', '{ "accessionNumber": ["nowhere"] }');
  await press(page, 'Read it');
  await page.getByText('a place is written like OBR-18').waitFor();
};
