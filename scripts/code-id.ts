import { createHash } from 'node:crypto'
import type { Rolldown } from 'tsdown'

/** Stands in src/compile-cache.ts in the place of the id. */
const PLACE = '@code-id@'

/** Tells the command line what its code is called: a hash of all of it. To compute one at each start would cost milliseconds. */
export const codeId: Rolldown.Plugin = {
  name: 'code-id',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
    const hash = createHash('sha256')
    for (const { fileName, code } of chunks) hash.update(`${fileName}\0${code}\0`)
    const id = hash.digest('hex').slice(0, 16)
    const named = chunks.filter(({ code }) => code.includes(PLACE))
    if (named.length !== 1)
      throw new Error(`${PLACE} stands in ${named.length} files: look at scripts/code-id.ts`)
    for (const chunk of named) chunk.code = chunk.code.replace(PLACE, id)
  },
}
