/** H93: no pattern that is shipped takes more than a moment for a hostile text, whatever it is asked of. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

interface Pattern {
  readonly source: string;
  readonly flags: string;
}

const literal = /^\/(.*)\/([a-z]*)$/s;

const patternsOf = (file: string): readonly Pattern[] => {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false);
  const found: Pattern[] = [];
  const walk = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) {
      const [, source = '', flags = ''] = literal.exec((node as ts.RegularExpressionLiteral).text) ?? [];
      found.push({ source, flags });
    }
    ts.forEachChild(node, walk);
  };
  walk(tree);
  return found;
};

const shipped = (): readonly string[] =>
  ['packages', 'server/src', 'web/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/node_modules|\.test\.|\/testing|\.d\.ts$/.test(name))
      .map((name) => join(root, folder, name)),
  );

/** Short ones find what doubles with each character, longer ones what grows with the third power. */
const pumps = [...'a0A .-/\\^,=|"<\n', 'ab', 'a ', '0.', 'a-', '1,'];
const attacks = pumps.flatMap((pump) =>
  ['!', 'a'].flatMap((end) => [28, 800].map((length) => pump.repeat(length).slice(0, length) + end)),
);

const judge = new vm.Script('for (const text of attacks) { pattern.lastIndex = 0; pattern.test(text); }');
const patience = 300;

const court: { readonly attacks: readonly string[]; pattern: RegExp } = { attacks, pattern: /x/ };
const context = vm.createContext(court);

/** Patterns that are not through with all attacks in their time. */
const slow = (patterns: readonly Pattern[]): readonly string[] =>
  patterns.flatMap(({ source, flags }) => {
    court.pattern = new RegExp(source, flags);
    try {
      judge.runInContext(context, { timeout: patience });
      return [];
    } catch {
      return [`/${source}/${flags}`];
    }
  });

const once = (patterns: readonly Pattern[]): readonly Pattern[] => [
  ...new Map(patterns.map((one) => [`${one.source}/${one.flags}`, one])).values(),
];

it('the judge knows a bad pattern', () => {
  expect(slow([{ source: '^(a+)+$', flags: '' }])).toHaveLength(1);
  expect(slow([{ source: '^(\\w+\\s?)*$', flags: '' }])).toHaveLength(1);
  expect(slow([{ source: '^a+$', flags: '' }])).toEqual([]);
});

it('H93 every pattern that is written in the sources is through with hostile texts at once', {
  timeout: 120_000,
}, () => {
  const patterns = once(shipped().flatMap(patternsOf));
  expect(patterns.length).toBeGreaterThan(300);
  expect(slow(patterns)).toEqual([]);
});

it('H93 and so is every pattern that rules and vocabularies are made into', { timeout: 120_000 }, async () => {
  const made: Pattern[] = [];
  const Plain = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Plain, {
    construct: (target, given: [string | RegExp, string?], newTarget) => {
      const pattern = Reflect.construct(target, given, newTarget) as RegExp;
      made.push({ source: pattern.source, flags: pattern.flags });
      return pattern;
    },
  });
  try {
    const { rank } = await import('@throughline/relevance');
    const study = { description: 'CT CHEST W CONTRAST', date: '2026-01-02' };
    rank(study, [{ ...study, date: '2025-01-02' }]);
  } finally {
    globalThis.RegExp = Plain;
  }
  const patterns = once(made);
  expect(patterns.length).toBeGreaterThan(50);
  expect(slow(patterns)).toEqual([]);
});
