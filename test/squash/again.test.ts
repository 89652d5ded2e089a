import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shop } from '../cli/command-line.ts'
import { DATABASES } from '../seed/databases.ts'

test.each(DATABASES)('%s: a squash of a squash moves over whoever has either', async (_p, make) => {
  await using originals = await make()
  await using once = await make()
  await using none = await make()
  await using some = await make()
  const table = (name: string): string => `CREATE TABLE ${name} (id integer PRIMARY KEY);\n`
  await using here = await shop({
    'migrations/001_a.up.sql': table('a'),
    'migrations/002_b.up.sql': table('b'),
    'migrations/003_c.up.sql': table('c'),
    'migrations/004_d.up.sql': table('d'),
  })
  const run = async (words: string, url: string, exit = 0): Promise<string> => {
    const outcome = await here.godwit([...words.split(' '), '--url', url])
    expect([words, outcome]).toEqual([words, { ...outcome, exit }])
    return outcome.stdout + outcome.stderr
  }
  await run('up', originals.url)
  await run('up 3', once.url)
  await run('up 2', some.url)
  await run('squash one --to 2 --yes', once.url)
  await run('up', once.url)
  await run('squash two --to 3 --yes', once.url)
  await run('squash three --to 4 --yes', once.url)
  expect(readFileSync('migrations/004_three.up.sql', 'utf8').match(/(?<=replaces )\S+/g)).toEqual([
    '001_a',
    '002_b',
    '002_one',
    '003_c',
    '003_two',
    '004_d',
  ])
  for (const { url } of [originals, once, none]) {
    await run('up', url)
    await run('validate', url)
    expect(JSON.parse(await run('status --json', url))).toMatchObject({
      applied: 1,
      entries: [{ version: '004', name: 'three', state: 'applied' }],
    })
    await run('history --verify', url)
  }
  expect(await run('up', some.url, 5)).toContain(
    '004_three stands for 4 migrations, of which this database has only 2: 003_c, 004_d are missing.',
  )
})
