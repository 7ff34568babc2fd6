/** Contrast of the dark room, by WCAG 2.2: 1.4.3 for text, 1.4.11 for what shows where something is. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const css = readFileSync(new URL('./app.css', import.meta.url), 'utf8');

const colours = new Map(
  [...css.matchAll(/--color-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
);

/** Relative luminance of sRGB. */
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** Also those of the line of completeness and of the prior that hangs. */
const grounds = ['ground', 'panel', 'raised', 'hover'].map((name) => colours.get(name) ?? '');
const others = ['#0f1a14', '#221b0d', '#16314d'];
const tooPale = (names: readonly string[], least: number): readonly string[] =>
  names.flatMap((name) =>
    [...grounds, ...others].flatMap((ground) => {
      const found = contrast(colours.get(name) ?? '', ground);
      return found >= least ? [] : [`${name} on ${ground}: ${found.toFixed(2)}`];
    }),
  );

it('of text is 4.5 at least on whatever it may stand', () => {
  expect(tooPale(['text', 'strong', 'muted', 'accent', 'ok', 'warn', 'bad'], 4.5)).toEqual([]);
});

it('of marks of studies is 3 at least', () => {
  const marks = [...colours.keys()].filter((name) => name.startsWith('study-'));
  expect(marks).toHaveLength(10);
  expect(tooPale(marks, 3)).toEqual([]);
});

it('of the edge of what is written into is 3 at least on what it lies on', () => {
  for (const ground of grounds) expect(contrast(colours.get('edge') ?? '', ground)).toBeGreaterThanOrEqual(3);
});
