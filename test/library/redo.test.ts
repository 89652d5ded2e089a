import { expect, test } from 'vitest'
import { shop, told } from './shop.ts'
import { sqlOf } from './sql.ts'

const UPS = {
  '001_a.up.sql': 'CREATE TABLE a (id int);\n',
  '001_a.down.sql': 'DROP TABLE a;\n',
  '002_b.up.sql': 'CREATE TABLE b (id int);\n',
  '002_b.down.sql': 'DROP TABLE b;\n',
  '003_c.up.sql': 'CREATE TABLE c (id int);\n',
  '003_c.down.sql': 'DROP TABLE c;\n',
}

test.each([
  [1, '003', 'c', '003_c left no trace. Before that, 003_c was rolled back in this run.'],
  [
    2,
    '003',
    'c',
    '003_c left no trace. Before that, 002_b and 003_c were rolled back in this run, and 002_b was applied again.',
  ],
  [
    2,
    '002',
    'b',
    '002_b left no trace. Before that, 002_b and 003_c were rolled back in this run. 003_c was not tried.',
  ],
])('redo %d whose way forth fails at %s', async (count, failed, name, database) => {
  await using here = await shop(UPS)
  const migrator = here.migrator()
  await migrator.up()
  // Undone by its rollback, and in the way of its return.
  await here.write({ [`${failed}_${name}.down.sql`]: 'SELECT 1;\n' })
  const result = await migrator.redo(count)
  expect(result.status === 'failed' && [result.failed.version, told(result.error)]).toMatchObject([
    failed,
    {
      code: 'GODWIT_MIGRATION_FAILED',
      database,
      next: [`Mend DIR/migrations/${failed}_${name}.up.sql, then run: godwit up`],
    },
  ])
  await sqlOf(here, `DROP TABLE ${name}`)
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
})

test.each([
  ['003_c', 2, ['godwit redo 2']],
  ['002_b', 2, ['godwit redo', 'then: godwit up --to 003']],
])('redo whose way back fails at %s', async (label, count, [again, ...others]) => {
  await using here = await shop(UPS)
  const migrator = here.migrator()
  await migrator.up()
  const file = `${label}.down.sql`
  await here.write({ [file]: 'DROP TABLE nowhere;\n' })
  const result = await migrator.redo(count)
  expect(result.status === 'failed' && told(result.error)).toMatchObject({
    next: [`Mend DIR/migrations/${file}, then run: ${again}`, ...others],
  })
  await here.write({ [file]: UPS['003_c.down.sql'].replace('c', label.slice(-1)) })
  expect(await migrator.redo(label === '003_c' ? 2 : 1)).toMatchObject({ status: 'done' })
  expect(await migrator.up()).toMatchObject({ version: '003' })
})
