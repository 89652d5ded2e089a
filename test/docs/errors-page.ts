import { EXIT_CODES } from '#cli'
import { ERRORS, type ErrorEntry } from '#core'

/** The text of docs/reference/errors.md, from the catalogue. */
export function errorsPage(): string {
  return [
    '# Errors',
    '',
    'This page is generated from `src/core/error-catalogue.ts` (`UPDATE=1 npx vitest run test/docs/errors.test.ts`).',
    '',
    'A code is permanent: it is never renamed and never used for something else. Programs test the code (`error.code` in the library, `error.code` in the document of `--json`); the text of a message may get better with each release. A message names your own files and versions, says in which state the database is, and ends with what to type next.',
    '',
    '## By exit code',
    '',
    '| exit code | meaning | errors |',
    '|---|---|---|',
    ...EXIT_CODES.flatMap(row),
    '',
    ...entries().flatMap(section),
  ].join('\n')
}

function entries(): (readonly [string, ErrorEntry])[] {
  return Object.entries<ErrorEntry>(ERRORS)
}

function row({ code, meaning }: { readonly code: number; readonly meaning: string }): string[] {
  const links = entries()
    .filter(([, { exit }]) => exit === code)
    .map(([name]) => `[\`${name}\`](#${name.toLowerCase()})`)
  return links.length === 0 ? [] : [`| ${code} | ${meaning} | ${links.join(' ')} |`]
}

function section([name, { exit, title, why, next }]: readonly [string, ErrorEntry]): string[] {
  return [
    `## ${name}`,
    '',
    `${title}. Exit code ${exit}.`,
    '',
    why,
    '',
    `**What to do:** ${next}`,
    '',
  ]
}
