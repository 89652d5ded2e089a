import type { Rolldown } from 'tsdown'

/**
 * Writes every character beyond ASCII as an escape. One such character makes Node keep the whole text of a file with two
 * bytes for each character, and decode it slowly. In code they only stand in strings, templates and regular expressions,
 * where an escape means the same.
 */
export const plainAscii: Rolldown.Plugin = {
  name: 'plain-ascii',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue
      if (/\\[^\0-\x7f]/.test(file.code))
        throw new Error(
          `${file.fileName} escapes a character beyond ASCII already: look at scripts/plain-ascii.ts`,
        )
      file.code = file.code.replace(/[^\0-\x7f]/g, escape)
    }
  },
}

function escape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
