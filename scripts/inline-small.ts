import { basename } from 'node:path'
import type { Rolldown } from 'tsdown'

/** Files with nothing but a few functions that hold no state, so that each user may have its own copy. */
const SMALL = ['cli/rolldown-runtime.cjs', 'cli/cache.cjs']

/** Puts tiny shared files into the files that use them: to find, check and open one more file costs more than its text. */
export const inlineSmall: Rolldown.Plugin = {
  name: 'inline-small',
  generateBundle(_options, bundle) {
    for (const small of SMALL) {
      const chunk = bundle[small]
      if (chunk?.type !== 'chunk')
        throw new Error(`there is no ${small} any more: look at scripts/inline-small.ts`)
      const wrapped = `(()=>{const exports={};${chunk.code.trim()};return exports})()`
      const name = basename(small).replaceAll('.', '\\.')
      const required = new RegExp(`require\\([\`'"]\\.(/cli)?/${name}[\`'"]\\)`, 'g')
      for (const user of Object.values(bundle))
        if (user.type === 'chunk') user.code = user.code.replace(required, () => wrapped)
      delete bundle[small]
    }
  },
}
