import { godwitError } from '#core'
import { parseAddress, passwordsIn } from '#dialect'
import type { InitDatabase } from './init-files.ts'

/**
 * The product that the address of `--url` names; the address itself goes into the configuration.
 * @throws GodwitError `GODWIT_URL_INVALID`; `GODWIT_USAGE` when it cannot be written there, or `--database` says something else
 */
export function databaseOfAddress(url: string, named: string | undefined): InitDatabase {
  const { dialect } = parseAddress(url)
  if (named !== undefined && named !== dialect)
    throw godwitError('GODWIT_USAGE', {
      message: `"--database ${named}" and the address of --url, which is one of ${dialect}, say two different things; nothing was written.`,
      next: ['Leave out --database: the address says which one it is.'],
    })
  if (passwordsIn(url).length > 0)
    throw godwitError('GODWIT_USAGE', {
      message:
        'The address of --url holds a password, which does not belong into a file; nothing was written.',
      next: [`godwit init --database ${dialect}`, 'Then set DATABASE_URL to the whole address.'],
    })
  // The address stands in ${DATABASE_URL:-…}, which the first brace ends.
  if (/[{}\p{Cc}]/u.test(url))
    throw godwitError('GODWIT_USAGE', {
      message:
        'The address of --url holds a brace or a control character, which the configuration cannot hold; nothing was written.',
      next: [`godwit init --database ${dialect}`, 'Then set DATABASE_URL to the address.'],
    })
  return dialect
}
