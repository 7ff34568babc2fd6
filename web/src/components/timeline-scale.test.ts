import { describe, expect, it } from 'vitest';
import { timelineScale } from './timeline-scale.ts';

describe('timelineScale', () => {
  it('puts older studies to the left, all of them within the strip', () => {
    const { at } = timelineScale(['2019-08-09', '2021-01-15', '2024-06-01'], null);
    const places = ['2019-08-09', '2021-01-15', '2024-06-01'].map(at);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const place of places) expect(place).toBeGreaterThan(0);
    for (const place of places) expect(place).toBeLessThan(1);
  });
  it('counts years for adults and ages for children', () => {
    expect(timelineScale(['2019-08-09', '2024-06-01'], '1960-01-01').ticks.map((tick) => tick.label)).toContain('2021');
    expect(timelineScale(['2019-08-09', '2024-06-01'], '2010-01-01').ticks.map((tick) => tick.label)).toContain(
      'age 12',
    );
  });
  it.each([
    ['some months', ['2026-05-27', '2026-06-27', '2026-11-27'], '1969-06-27', '2026-08'],
    ['two days', ['2026-11-26', '2026-11-27'], '1965-11-27', '2026-11-26'],
    ['a single day', ['2026-01-16'], null, '2026-01-16'],
    ['the days of a newborn', ['2026-11-18', '2026-11-25', '2026-11-27'], '2026-11-08', '2026-11-25'],
    ['a year and a half', ['2025-02-27', '2026-07-27'], '1960-01-01', '2025-11'],
  ])('tells the dates of %s', (_name, dates, birth, some) => {
    const ticks = timelineScale(dates, birth).ticks.map((tick) => tick.label);
    expect(ticks).toContain(some);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThan(12);
    expect(new Set(ticks).size).toBe(ticks.length);
  });
  it('holds a single study in the middle', () =>
    expect(timelineScale(['2024-06-01'], null).at('2024-06-01')).toBeCloseTo(0.5));
});
