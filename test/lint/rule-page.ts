import { KNOWN_RULES, type RuleFacts } from '#lint'

/** The text of docs/rules/<rule>.md. */
export function rulePage(rule: RuleFacts): string {
  const { id, severity, onWayDown, title, problem, safe, allow } = rule
  const own = severity === 'off' ? 'off unless it is asked for' : severity
  const level = onWayDown === undefined ? own : `${own}; on the way down a note`
  const isAllowable = !allow.startsWith('Never')
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
    ...(isAllowable
      ? ['```sql', `-- godwit:allow ${id} "why it does no harm here"`, '```', '']
      : []),
  ].join('\n')
}

/** The text of docs/rules/README.md. */
export function rulesPage(): string {
  return [
    '# Lint rules',
    '',
    'This page and those of the rules are generated from `src/lint` (`UPDATE=1 npx vitest run test/lint/pages.test.ts`).',
    '',
    '`godwit lint` knows the schema from the migrations before a statement: what is made in the same file (with `--pending`, in the same run) holds no rows of others yet and raises no alarm. The verdicts about locks, rewrites and scans are compared with what PostgreSQL itself does: [how often lint is right](../lint-accuracy.md). [What other linters know](../lint-catalogue.md), and which of these rules it is.',
    '',
    'A statement that is meant as it is gets a permission with a reason above it: `-- godwit:allow drop-column "unused since 2.1"`. With `file` it counts for the whole file (of a single file with marks: above the first mark for both ways) and stands above the first statement: `-- godwit:allow file missing-down "nothing to take back"`. One that nothing needs is reported as `unused-allow`.',
    '',
    'Levels are set in the configuration, for all environments or one: `lint: { rules: { "drop-column": "warning", "personal-data": "off" } }`. `lint.failOn` is the lowest level that fails, `error` unless it is given. On a way down some rules are never more than a note: there data goes and names come back because somebody wants that. A file that cannot be read is an error whatever the configuration says.',
    '',
    '| rule | level | finds |',
    '|---|---|---|',
    ...KNOWN_RULES.map(
      ({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`,
    ),
    '',
  ].join('\n')
}
