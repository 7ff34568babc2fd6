// @vitest-environment node
import { expect, it, vi } from 'vitest';

const stored = new Map<string, string>();
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
  removeItem: (key: string) => stored.delete(key),
});

it('is there again when the page is loaded anew, and gone from page and tab once it is forgotten', async () => {
  (await import('./filter.ts')).keepFilter('DOE');
  vi.resetModules();
  const { forgetFilter, useFilter } = await import('./filter.ts');
  expect(useFilter.getState().wanted).toBe('DOE');
  forgetFilter();
  expect(useFilter.getState().wanted).toBe('');
  expect(stored.size).toBe(0);
});
