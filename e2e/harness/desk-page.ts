/** What the pages of those who run the system have in common, by keyboard. */
import type { Page } from 'playwright-core';

/** A list that has rows takes the focus when it has come: only then is a key meant for something else. */
export const listed = (page: Page) =>
  page.waitForFunction(() => {
    const list = document.querySelector('[role=grid]');
    if (list === null || list.textContent?.includes('Loading')) return false;
    return list.querySelector('[data-key]') === null || list.contains(document.activeElement);
  });

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).press('Enter');

export const write = async (page: Page, label: string, text: string): Promise<void> => {
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
};
