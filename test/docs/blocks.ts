import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

/** A fenced block of a document. */
export type Block = {
  readonly language: string
  /** The words behind the language, for instance `no-run`. */
  readonly flags: readonly string[]
  readonly text: string
  /** Line of the opening fence, from 1. */
  readonly line: number
}

/** A document of the repository. */
export function readDocument(path: string): string {
  return readFileSync(join(CHECKOUT, path), 'utf8')
}

/** The fenced blocks of a document, in their order. */
export function blocksOf(document: string): readonly Block[] {
  const blocks: Block[] = []
  const lines = document.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const [, indent, language, rest] = /^( *)```(\w+) *(.*)$/.exec(lines[at] ?? '') ?? []
    if (language === undefined) continue
    const end = lines.findIndex((line, index) => index > at && line.trim() === '```')
    if (end === -1) throw new Error(`The block in line ${at + 1} is never closed.`)
    const text = lines
      .slice(at + 1, end)
      .map((line) => line.slice(indent?.length ?? 0))
      .join('\n')
    const flags = (rest ?? '').split(' ').filter((flag) => flag !== '')
    blocks.push({ language, flags, text: `${text}\n`, line: at + 1 })
    at = end
  }
  return blocks
}

/** The file that a block is the content of: named in a comment in its first line. */
export function fileOf({ language, text }: Block): string | undefined {
  if (language === 'sh' || language === 'console') return undefined
  const name = /^(?:--|\/\/|#) ([\w./-]+\.(?:sql|ts|mts|mjs|js|json|yaml|yml|env))$/m.exec(
    text.split('\n')[0] ?? '',
  )
  return name?.[1]
}
