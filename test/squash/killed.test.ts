import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadCatalog } from '#catalog'
import { shop } from '../cli/command-line.ts'

/** The built program; `npm test` builds it first. */
const BIN = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

const COUNT = 120

test('a squash that is killed while it removes files is finished later', async () => {
  const files = Array.from({ length: COUNT }, (_, at) => String(at + 1).padStart(3, '0')).map(
    (version) =>
      [`migrations/${version}_t.up.sql`, `CREATE TABLE t${version} (id integer);\n`] as const,
  )
  await using here = await shop({
    'godwit.config.json': '{ "url": "sqlite:app.db" }\n',
    ...Object.fromEntries(files),
  })
  expect(await here.godwit('up')).toMatchObject({ exit: 0 })
  const made = `${COUNT}_squashed.up.sql`
  const child = spawn(process.execPath, [BIN, 'squash', '--yes'], { stdio: 'ignore' })
  const gone = once(child, 'close')
  while (!existsSync(`migrations/${made}`) && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 1))
  child.kill('SIGKILL')
  await gone
  const { migrations, problems } = await loadCatalog({ dir: 'migrations' })
  expect(migrations.map(({ label }) => label)).toEqual([`${COUNT}_squashed`])
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(await here.godwit('squash --finish')).toMatchObject({ exit: 0 })
  expect(readdirSync('migrations')).toEqual([made])
  expect(await here.godwit('up')).toMatchObject({
    exit: 0,
    stderr: `  moved over ${COUNT}_squashed stands for ${COUNT} migrations\n`,
  })
  expect(await here.godwit('verify')).toMatchObject({ exit: 0 })
})
