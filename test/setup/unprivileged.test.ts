import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { tempDir } from './temp.ts'
import { runnableFolder, serverUser } from './unprivileged.ts'

const asRoot = test.skipIf(process.getuid?.() !== 0)

asRoot('programs where the server user may not look are copied to where it may', async () => {
  await using dir = await tempDir()
  await chmod(dir.path, 0o755)
  await mkdir(dir.join('closed/programs/bin'), { recursive: true })
  await writeFile(dir.join('closed/programs/bin/server'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  const user = await serverUser(['nobody'])
  const find = (): Promise<string> =>
    runnableFolder(dir.join('closed/programs'), 'bin/server', user, dir.join('copy'))

  expect(await find()).toBe(dir.join('closed/programs'))
  await chmod(dir.join('closed'), 0o700)
  expect(await find()).toBe(dir.join('copy'))
})

asRoot('servers run as the first user of the list that exists', async () => {
  expect(await serverUser(['no-such-user', 'nobody'])).toMatchObject({ name: 'nobody' })
  await expect(serverUser(['no-such-user'])).rejects.toThrow(
    'Servers cannot run as root, and there is none of the users no-such-user.',
  )
})
