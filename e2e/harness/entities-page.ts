/** The page of destinations and callers, driven by an administrator: by keyboard alone, each step seen. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { listed, press, write } from './desk-page.ts';

/** What comes after what is chosen. */
const chooseNext = (page: Page, label: string): Promise<void> =>
  page.getByLabel(label, { exact: true }).press('ArrowDown');

const check = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('checkbox', { name }).focus();
  await page.keyboard.press('Space');
};

const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();

/** `peerPort`: where somebody listens. `seen` is called where somebody would look. */
export const driveEntities = async (
  page: Page,
  baseUrl: string,
  peerPort: number,
  seen: (name: string) => Promise<unknown> = async () => undefined,
): Promise<void> => {
  await page.goto(`${baseUrl}/sources`);
  await listed(page);
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Destinations and callers' }).press('Enter');
  await page.waitForURL(/\/application-entities$/);
  await listed(page);
  await press(page, 'Add an application entity');
  await write(page, 'AE title', 'VIEWER1');
  await press(page, 'Save');
  await page.getByText('an IP address or a network such as 10.1.0.0/16').waitFor();
  await write(page, 'Address or network that it calls from', '10.1.0.0/16');
  await write(page, 'Issuer whose patient IDs it has', 'COUNTY');
  await check(page, 'ask (C-FIND)');
  await check(page, 'test its connection (C-ECHO)');
  await write(page, 'Host', '127.0.0.1');
  await write(page, 'Port', '1');
  await press(page, 'Save');
  const row = page.getByRole('row', { name: 'VIEWER1' });
  await row
    .getByText(
      'may send and ask, from 10.1.0.0/16; studies are delivered to it by C-STORE at 127.0.0.1:1 as the patient is known to COUNTY',
    )
    .waitFor();
  await press(page, 'Test the connection');
  await page.getByText('127.0.0.1 is there, and nothing listens on port 1').waitFor();
  await seen('not reached');
  await write(page, 'Port', String(peerPort));
  await chooseNext(page, 'Must be proved');
  await chooseNext(page, 'Passcode (none yet)');
  await write(page, 'User name', 'console');
  await write(page, 'New passcode', 'short');
  await press(page, 'Save');
  await page.getByText('A passcode has at least 12 characters.').waitFor();
  await write(page, 'New passcode', 'correct horse battery');
  await press(page, 'Save');
  await saved(page);
  await row.getByText('address and passcode').waitFor();
  expect(await page.getByLabel('Passcode (there is one)', { exact: true }).inputValue()).toBe('keep');
  await press(page, 'Test the connection');
  await page.getByText('C-ECHO came back').waitFor();
  await seen('reached');
  await press(page, 'Remove');
  await press(page, 'Really: let it call no more, send it nothing');
  await row.waitFor({ state: 'detached' });
};
