import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blocksOf, readDocument } from './blocks.ts'
import { type Place, place } from './place.ts'

const GUIDE = readDocument(join('docs', 'guides', 'git-hooks.md'))

/** A repository with a sound migration. */
async function repository(): Promise<Place> {
  const here = await place({ GIT_CONFIG_GLOBAL: '/dev/null' })
  await here.write('godwit.config.yaml', 'url: postgres://app@db.test/shop\n')
  await here.write('migrations/001_a.up.sql', 'CREATE TABLE a (id bigint PRIMARY KEY, b text);\n')
  await here.write('migrations/001_a.down.sql', 'DROP TABLE a;\n')
  await run(here, 'git init -q && git config user.name a && git config user.email a@example.org')
  return here
}

async function run(here: Place, line: string): Promise<string> {
  const { exit, output } = await here.sh(`set -e\n${line}`)
  expect([line, exit, exit === 0 ? '' : output]).toEqual([line, 0, ''])
  return output
}

/** The blocks of the guide that hold a word. */
function blocks(word: string): readonly string[] {
  return blocksOf(GUIDE).flatMap(({ text }) => (text.includes(word) ? [text] : []))
}

const HOOKS: readonly (readonly [string, (here: Place) => Promise<void>])[] = [
  [
    'in a folder of the repository',
    async (here) => void (await run(here, blocks('core.hooksPath .githooks')[0] ?? 'false')),
  ],
  [
    "in git's own folder",
    async (here) => {
      await run(here, 'git config core.hooksPath x')
      await run(here, blocks('.git/hooks/pre-commit')[0] ?? 'false')
    },
  ],
  [
    // husky's own way: it sets this folder, whose scripts run the file with sh.
    'of husky',
    async (here) => {
      await run(here, blocks('.husky/pre-commit')[0] ?? 'false')
      await run(here, 'chmod +x .husky/pre-commit && git config core.hooksPath .husky')
      await run(here, `sed -i '1i #!/bin/sh' .husky/pre-commit`)
    },
  ],
  [
    'of lefthook',
    async (here) => {
      const line = /run: (.*)/.exec(blocks('pre-commit:')[0] ?? '')?.[1] ?? 'false'
      await here.write('.git/hooks/pre-commit', `#!/bin/sh\n${line}\n`)
      await run(here, 'chmod +x .git/hooks/pre-commit')
    },
  ],
]

test.each(HOOKS)('the hook %s lets good commits through, and no other', async (_where, install) => {
  await using here = await repository()
  await install(here)
  await run(here, 'git add migrations && git commit -qm one')
  await here.write('migrations/002_b.up.sql', 'ALTER TABLE a DROP COLUMN b;\n')
  await here.write('migrations/002_b.down.sql', 'ALTER TABLE a ADD COLUMN b text;\n')
  const { exit, output } = await here.sh('git add migrations && git commit -qm two')
  expect([exit, output]).toEqual([1, expect.stringContaining('002_b.up.sql:1:1 error drop-column')])
  await here.write(
    'migrations/002_b.up.sql',
    '-- godwit:allow drop-column "unused"\nALTER TABLE a DROP COLUMN b;\n',
  )
  await run(here, 'git add migrations && git commit -qm two')
  expect(await run(here, 'git log --format=%s')).toBe('two\none\n')
})
