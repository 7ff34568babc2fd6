/** The whole of a life that was imaged, in one strip: dates to a share of its width. */
export interface Scale {
  readonly at: (date: string) => number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

const day = 86_400_000;
const time = (date: string): number => Date.parse(date);

const childYears = 18;

const ageTicks = (birth: number, from: number, to: number): { time: number; label: string }[] => {
  const year = 365.25 * day;
  const first = Math.max(0, Math.ceil((from - birth) / year));
  const last = Math.floor((to - birth) / year);
  const step = Math.max(1, Math.ceil((last - first) / 8));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => {
    const age = first + index * step;
    return { time: birth + age * year, label: `age ${age}` };
  });
};

const yearTicks = (from: number, to: number): { time: number; label: string }[] => {
  const first = new Date(from).getUTCFullYear() + 1;
  const last = new Date(to).getUTCFullYear();
  const step = Math.max(1, Math.ceil((last - first) / 10));
  return Array.from({ length: Math.max(0, Math.floor((last - first) / step) + 1) }, (_, index) => {
    const year = first + index * step;
    return { time: Date.UTC(year, 0, 1), label: String(year) };
  });
};

/** By weeks where there is little more than a month, else by months. */
const dateTicks = (from: number, to: number): { time: number; label: string }[] => {
  const isShort = to - from < 70 * day;
  const start = new Date(from);
  const months = Math.ceil((to - from) / (30 * day));
  const step = isShort ? 7 : Math.max(1, Math.ceil(months / 8));
  const count = isShort ? Math.floor((to - from) / (7 * day)) : Math.ceil(months / step);
  return Array.from({ length: count }, (_, index) => {
    const [year, month, date] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()];
    const at = isShort ? Date.UTC(year, month, date + (index + 1) * 7) : Date.UTC(year, month + 1 + index * step, 1);
    return { time: at, label: new Date(at).toISOString().slice(0, isShort ? 10 : 7) };
  });
};

/** Children are followed by age, adults by year, and a time that no two of those fall into by its dates. */
export const timelineScale = (dates: readonly string[], birthDate: string | null): Scale => {
  const times = dates.map(time).filter(Number.isFinite);
  const last = Math.max(...times);
  const first = Math.min(...times);
  const margin = Math.max(14 * day, (last - first) * 0.06);
  const [from, to] = [first - margin, last + margin];
  const share = (at: number): number => (at - from) / (to - from);
  const birth = birthDate === null ? Number.NaN : time(birthDate);
  const child = Number.isFinite(birth) && last - birth < childYears * 365.25 * day;
  const within = (ticks: readonly { time: number; label: string }[]): Scale['ticks'] =>
    ticks.map((tick) => ({ at: share(tick.time), label: tick.label })).filter((tick) => tick.at > 0 && tick.at < 1);
  const long = within(child ? ageTicks(birth, from, to) : yearTicks(from, to));
  return { at: (date) => share(time(date)), ticks: long.length > 1 ? long : within(dateTicks(from, to)) };
};
