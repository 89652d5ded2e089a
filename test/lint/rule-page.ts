import { RULES, type Rule } from '#lint'

/** The text of docs/rules/<rule>.md. */
export function rulePage({ id, severity, title, problem, safe, allow }: Rule): string {
  const level = severity === 'off' ? 'off unless it is asked for' : severity
  return [
    `# ${id}`,
    '',
    `${title}. Level: ${level}.`,
    '',
    '## What goes wrong',
    '',
    problem,
    '',
    ...(safe === '' ? [] : ['## The safe way', '', '```sql', safe, '```', '']),
    '## When to allow it',
    '',
    allow,
    '',
    '```sql',
    `-- godwit:allow ${id} "why it does no harm here"`,
    '```',
    '',
  ].join('\n')
}

/** The text of docs/rules/README.md. */
export function rulesPage(): string {
  return [
    '# Lint rules',
    '',
    'This page and those of the rules are generated from `src/lint/postgres/rules` (`UPDATE=1 npx vitest run test/lint/pages.test.ts`).',
    '',
    '`godwit lint` knows the schema from the migrations before a statement: what is made in the same file (with `--pending`, in the same run) holds no rows of others yet and raises no alarm. The verdicts about locks, rewrites and scans are compared with what PostgreSQL itself does: [how often lint is right](../lint-accuracy.md). [What other linters know](../lint-catalogue.md), and which of these rules it is.',
    '',
    'A statement that is meant as it is gets a permission with a reason, on the line above it; above the first statement it counts for the file. One that nothing needs is reported as `unused-allow`.',
    '',
    '| rule | level | finds |',
    '|---|---|---|',
    ...RULES.map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`),
    '',
  ].join('\n')
}
