import { KNOWN_RULES, RULE_BOOKS, RULES, type RuleFacts } from '#lint'

/** What a rule says for one database; without one it is about files, whatever the database. */
type Told = RuleFacts & { readonly database?: string }

/** What every database's rule of a name says. */
function toldOf(rule: RuleFacts): readonly Told[] {
  const told = RULE_BOOKS.flatMap(({ database, rules }) =>
    rules.filter(({ id }) => id === rule.id).map((own) => ({ ...own, database })),
  )
  return told.length === 0 ? [rule] : told
}

/** The text of docs/rules/<rule>.md. */
export function rulePage(rule: RuleFacts): string {
  const { id, severity, onWayDown, title, allow } = rule
  const told = toldOf(rule)
  const own = severity === 'off' ? 'off unless it is asked for' : severity
  const level = onWayDown === undefined ? own : `${own}; on the way down a note`
  const isAllowable = !allow.startsWith('Never')
  return [
    `# ${id}`,
    '',
    `${title}. Level: ${level}.${databasesOf(told)}`,
    '',
    ...section('What goes wrong', told, ({ problem }) => problem),
    ...section('The safe way', told, ({ safe }) => (safe === '' ? '' : code(safe))),
    ...section('What `godwit lint --fix` does', told, ({ fix = '' }) => fix),
    ...section('When to allow it', told, ({ allow: when }) => when),
    ...(isAllowable ? [code(`-- godwit:allow ${id} "why it does no harm here"`), ''] : []),
  ].join('\n')
}

/** The same words for all, or those of each database. */
function section(
  heading: string,
  told: readonly Told[],
  textOf: (rule: Told) => string,
): readonly string[] {
  const texts = told.filter((rule) => textOf(rule) !== '')
  const [first, ...others] = texts
  if (first === undefined) return []
  const isOne =
    texts.length === told.length && others.every((rule) => textOf(rule) === textOf(first))
  const lines = isOne
    ? [textOf(first), '']
    : texts.flatMap((rule) => [`### ${rule.database}`, '', textOf(rule), ''])
  return [`## ${heading}`, '', ...lines]
}

function code(sql: string): string {
  return `\`\`\`sql\n${sql}\n\`\`\``
}

function databasesOf(told: readonly Told[]): string {
  const names = told.flatMap(({ database }) => database ?? [])
  if (names.length === 0) return ''
  const last = names.at(-1) ?? ''
  return ` For ${names.length === 1 ? last : `${names.slice(0, -1).join(', ')}, and ${last}`}.`
}

/** The text of docs/rules/README.md. */
export function rulesPage(): string {
  return [
    '# Lint rules',
    '',
    'This page and those of the rules are generated from `src/lint` (`UPDATE=1 npx vitest run test/lint/pages.test.ts`).',
    '',
    '`godwit lint` knows the schema from the migrations before a statement: what is made in the same file (with `--pending`, in the same run) holds no rows of others yet and raises no alarm. The verdicts about locks, rewrites and scans are compared with what PostgreSQL itself does: [how often lint is right](../lint-accuracy.md). [What other linters know](../lint-catalogue.md), and which of these rules it is. Those about MySQL and MariaDB are compared with what the servers say ([how often](../lint-accuracy-mysql.md)), and what SQLite refuses or deletes with what SQLite does (`test/lint/sqlite.test.ts`).',
    '',
    'PostgreSQL’s statements are read with its own grammar; what was parsed is remembered in `~/.cache/godwit/trees`, so that old migrations are not parsed again ([why](../adr/0034-what-was-parsed-is-remembered.md)). Those of SQLite, MySQL and MariaDB are read by their words: where that is not enough to be sure, a rule is silent.',
    '',
    'A statement that is meant as it is gets a permission with a reason above it: `-- godwit:allow drop-column "unused since 2.1"`. With `file` it counts for the whole file (of a single file with marks: above the first mark for both ways) and stands above the first statement: `-- godwit:allow file missing-down "nothing to take back"`. One that nothing needs is reported as `unused-allow`.',
    '',
    'Levels are set in the configuration, for all environments or one: `lint: { rules: { "drop-column": "warning", "personal-data": "off" } }`. `lint.failOn` is the lowest level that fails, `error` unless it is given. On a way down some rules are never more than a note: there data goes and names come back because somebody wants that. A file that cannot be read is an error whatever the configuration says.',
    '',
    'Findings of the rules with a mark in the column `--fix` can be mended by `godwit lint --fix`; [the guide](../guides/lint-fix.md) says when.',
    '',
    ...RULE_BOOKS.flatMap(({ database, rules }) => table(database, rules)),
    ...table(
      'Every database',
      KNOWN_RULES.filter(({ id }) => !RULES.some((rule) => rule.id === id)),
    ),
  ].join('\n')
}

function table(heading: string, rules: readonly RuleFacts[]): readonly string[] {
  return [
    `## ${heading}`,
    '',
    ...(rules.some(({ fix }) => fix !== undefined) ? withFixes(rules) : withoutFixes(rules)),
    '',
  ]
}

function withoutFixes(rules: readonly RuleFacts[]): readonly string[] {
  return [
    '| rule | level | finds |',
    '|---|---|---|',
    ...rules.map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`),
  ]
}

function withFixes(rules: readonly RuleFacts[]): readonly string[] {
  return [
    '| rule | level | `--fix` | finds |',
    '|---|---|---|---|',
    ...rules.map(
      ({ id, severity, title, fix }) =>
        `| [${id}](${id}.md) | ${severity} | ${fix === undefined ? '' : '✓'} | ${title} |`,
    ),
  ]
}
