import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGodwitError } from '#core'
import { type Grammar, transactionRole } from '#sql'
import { sqlMigration } from './given.ts'
import { type GroupMode, groupStatements, settingsBefore } from './group.ts'
import type { Group } from './types.ts'

/** Statements of each role; `#` becomes a number, so that each statement is told apart. */
const STATEMENTS: Readonly<Record<'postgres' | 'sqlite', readonly string[]>> = {
  postgres: [
    'SELECT #',
    'INSERT INTO t VALUES (#)',
    'CREATE INDEX CONCURRENTLY i# ON t (a)',
    'VACUUM t#',
    "ALTER TYPE mood ADD VALUE 'calm'",
    "INSERT INTO t VALUES ('calm', #)",
    'SET x = #',
    'RESET x#',
    'BEGIN',
    'BEGIN ISOLATION LEVEL SERIALIZABLE',
    'COMMIT',
  ],
  sqlite: [
    'SELECT #',
    'VACUUM',
    'PRAGMA foreign_keys = #',
    "ATTACH 'x' AS a#",
    'CREATE TRIGGER r# AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END',
    'BEGIN',
    'BEGIN IMMEDIATE',
    'COMMIT',
  ],
}

const files = fc.constantFrom('postgres' as const, 'sqlite' as const).chain((grammar) =>
  fc.record({
    grammar: fc.constant<Grammar>(grammar),
    mode: fc.constantFrom<GroupMode>('auto', 'none', 'single'),
    statements: fc
      .array(fc.constantFrom(...STATEMENTS[grammar]), { maxLength: 12 })
      .map((list) => list.map((text, index) => text.replace('#', String(index)))),
  }),
)

/** Files whose blocks are well formed: nothing else but joining statements within them. */
const soundFiles = files.map((file) => ({
  ...file,
  statements: closeBlocks(file.statements, file.grammar),
}))

test('no statement is lost, none is run twice, and all keep their order', () => {
  fc.assert(
    fc.property(soundFiles, ({ grammar, mode, statements }) => {
      const kept = statements.filter((text) => !/^(BEGIN|COMMIT)/.test(text))
      const found = attempt(statements, grammar, mode)
      if (found !== undefined)
        expect(found.flatMap((group) => group.statements.map(({ text }) => text))).toEqual(kept)
      else expect(mode).toBe('single')
    }),
    { numRuns: 500 },
  )
})

test('no group is empty, and what cannot share a transaction never does', () => {
  fc.assert(
    fc.property(
      soundFiles,
      fc.constantFrom<GroupMode>('auto', 'none'),
      ({ grammar, statements }, mode) => {
        for (const group of attempt(statements, grammar, mode) ?? []) {
          expect(group.statements.length).toBeGreaterThan(0)
          const roles = group.statements.map(
            (statement) =>
              transactionRole({ ...statement, end: statement.start }, grammar, 18).kind,
          )
          expect(
            group.kind === 'transaction'
              ? roles.every((role) => role === 'joins' || role === 'setting')
              : roles.length === 1 || roles.every((role) => role === 'setting'),
          ).toBe(true)
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('no setting gets lost: each group has its own and those before it', () => {
  fc.assert(
    fc.property(soundFiles, ({ grammar, mode, statements }) => {
      const step = { groups: attempt(statements, grammar, mode) ?? [] }
      const settings = statements.filter((text) => /^(SET x|RESET)/.test(text))
      for (const group of step.groups) {
        const own = group.statements.filter(({ setting }) => setting === true)
        const held = [...settingsBefore(step, group), ...own].map(({ text }) => text)
        expect(held).toEqual(settings.slice(0, held.length))
        if (group === step.groups.at(-1)) expect(held).toEqual(settings)
      }
    }),
    { numRuns: 500 },
  )
})

test('what is not well formed is refused with a place, never run in part', () => {
  fc.assert(
    fc.property(files, ({ grammar, mode, statements }) => {
      const found = attempt(statements, grammar, mode)
      if (found === undefined || mode === 'single') return
      expect(found.flatMap((group) => group.statements).length).toBe(
        statements.filter((text) => !/^(BEGIN|COMMIT)/.test(text)).length,
      )
      expect(isBalanced(statements)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('positions of the statements only grow, and show where each stands', () => {
  fc.assert(
    fc.property(soundFiles, ({ grammar, mode, statements }) => {
      const text = textOf(statements)
      let last = -1
      for (const { text: statement, start } of (attempt(statements, grammar, mode) ?? []).flatMap(
        (group) => group.statements,
      )) {
        expect(text.slice(start.offset, start.offset + statement.length)).toBe(statement)
        expect(start.offset).toBeGreaterThan(last)
        last = start.offset
      }
    }),
    { numRuns: 300 },
  )
})

/** The groups, or undefined where the file is refused. */
function attempt(
  statements: readonly string[],
  grammar: Grammar,
  mode: GroupMode,
): readonly Group[] | undefined {
  try {
    return groupStatements(
      sqlMigration('001_x', { up: textOf(statements), grammar }).up,
      grammar,
      18,
      mode,
    )
  } catch (error) {
    if (
      isGodwitError(error) &&
      error.code === 'GODWIT_SQL_FORBIDDEN' &&
      /:\d+:\d+: /.test(error.message)
    )
      return undefined
    throw error
  }
}

function textOf(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};\n`).join('')
}

/** Leaves out what would make a block ill formed, and closes the last one. */
function closeBlocks(statements: readonly string[], grammar: Grammar): readonly string[] {
  const result: string[] = []
  let open = false
  for (const text of statements) {
    const { kind } = transactionRole({ text, start: PLACE, end: PLACE }, grammar, 18)
    const joins = kind === 'joins' || kind === 'setting'
    if (kind === 'begin' ? open : kind === 'commit' ? !open : open && !joins) continue
    open = kind === 'begin' || (open && kind !== 'commit')
    result.push(text)
  }
  return open ? [...result, 'COMMIT'] : result
}

const PLACE = { offset: 0, line: 1, column: 1 }

function isBalanced(statements: readonly string[]): boolean {
  let open = false
  for (const text of statements) {
    if (text.startsWith('BEGIN') === open && /^(BEGIN|COMMIT)/.test(text)) return false
    if (/^(BEGIN|COMMIT)/.test(text)) open = text.startsWith('BEGIN')
  }
  return !open
}
