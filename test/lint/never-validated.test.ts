import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { loadCatalog } from '#catalog'
import { loadForLint, lintMigrations, type Finding, type LintRequest } from '#lint'
import { tempDir } from '../setup/temp.ts'

const TABLE = 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);'
const ADD = 'ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;'
const VALIDATE = 'ALTER TABLE orders VALIDATE CONSTRAINT orders_total;'

/** What is found of constraints that nothing validates, in migrations of these texts. */
async function found(
  texts: readonly string[],
  options: Partial<LintRequest> = {},
): Promise<readonly Finding[]> {
  await using dir = await tempDir()
  for (const [index, text] of texts.entries())
    await writeFile(dir.join(`00${index + 1}_step.up.sql`), text)
  const { migrations } = await loadCatalog({ dir: dir.path })
  const { findings } = await lintMigrations({
    ...loadForLint(migrations, 'postgres'),
    isWanted: () => true,
    together: false,
    levels: {},
    grammar: 'postgres',
    ...options,
  })
  return findings.filter(({ rule }) => rule === 'constraint-never-validated')
}

test('a constraint that no later migration validates is told where it is added', async () => {
  expect(await found([TABLE, `SELECT 1;\n${ADD}`, 'SELECT 1;'])).toMatchObject([
    {
      file: expect.stringContaining('002_step.up.sql'),
      severity: 'note',
      start: { line: 2, column: 1 },
      message:
        'No migration up to the last one validates orders_total: rows of orders that were there before may break it.',
      safe: VALIDATE,
    },
  ])
})

test.each([
  ['validated later', [TABLE, ADD, 'SELECT 1;', VALIDATE]],
  ['added by the last migration: the next one may validate it', [TABLE, ADD]],
  ['dropped later', [TABLE, ADD, 'ALTER TABLE orders DROP CONSTRAINT orders_total;']],
  ['gone with its table', [TABLE, ADD, 'DROP TABLE orders;']],
  [
    'allowed',
    [TABLE, `-- godwit:allow constraint-never-validated "old rows"\n${ADD}`, 'SELECT 1;'],
  ],
  [
    'validated on a renamed table',
    [TABLE, ADD, `ALTER TABLE orders RENAME TO sales; ${VALIDATE.replace('orders', 'sales')}`],
  ],
])('%s: nothing is told', async (_, texts) => {
  expect(await found(texts)).toEqual([])
})

test('nothing is told of a file that nobody asked about', async () => {
  const texts = [TABLE, ADD, 'SELECT 1;']
  const isWanted: LintRequest['isWanted'] = ({ migration }) => migration.version === '003'
  expect(await found(texts, { isWanted })).toEqual([])
})
