import { expect } from 'vitest'
import { type Block, blocksOf, fileOf, readDocument } from './blocks.ts'
import { type Place, place, plain } from './place.ts'

/** What became of a document's blocks. */
export type Reading = { readonly ran: number; readonly skipped: readonly string[] }

/**
 * Does what a document tells its reader to do, from the top to the bottom, in a fresh project:
 *
 * | block                     | done with it                                                     |
 * |---------------------------|------------------------------------------------------------------|
 * | first line names a file   | written to that file                                             |
 * | `sh`                      | every line runs and succeeds                                     |
 * | `console`                 | lines with `$` run; the lines below must be what is printed      |
 * | `ts`                      | a program that runs and succeeds; `more` goes on with the last one |
 * | anything with `no-run`    | counted                                                          |
 *
 * At the end the compiler reads all programs and files in TypeScript.
 */
export async function runDocument(
  path: string,
  env: Readonly<Record<string, string>> = {},
  text = readDocument(path),
): Promise<Reading> {
  await using here = await place(env)
  const skipped: string[] = []
  let ran = 0
  for (const block of joined(blocksOf(text))) {
    const where = `${path}:${block.line}`
    if (block.flags.includes('no-run')) skipped.push(where)
    else if (await runBlock(here, block, where)) ran += 1
  }
  const { output } = await here.compile()
  expect([path, output]).toEqual([path, ''])
  return { ran, skipped }
}

/** Puts each `ts more` block behind the program that it goes on with. */
function joined(blocks: readonly Block[]): Block[] {
  const list: Block[] = []
  for (const block of blocks) {
    const at = list.findLastIndex(({ language }) => language === 'ts')
    const before = list[at]
    if (block.flags.includes('more') && before !== undefined)
      list[at] = { ...before, text: before.text + block.text }
    else list.push(block)
  }
  return list
}

/** Whether there was anything to do. */
async function runBlock(here: Place, block: Block, where: string): Promise<boolean> {
  const file = fileOf(block)
  if (file !== undefined) {
    await here.write(file, block.text)
    return true
  }
  switch (block.language) {
    case 'sh':
      expect([where, await here.sh(`set -e\n${block.text}`)]).toEqual([
        where,
        { exit: 0, output: expect.any(String) },
      ])
      return true
    case 'console':
      await runConsole(here, block, where)
      return true
    case 'ts': {
      const program = `block-${block.line}.ts`
      await here.write(program, `export {}\n${block.text}`)
      expect([where, await here.ts(program)]).toEqual([
        where,
        { exit: 0, output: expect.any(String) },
      ])
      return true
    }
    default:
      return false
  }
}

async function runConsole(here: Place, block: Block, where: string): Promise<void> {
  const printed: string[] = []
  for (const line of block.text.split('\n').filter((text) => text.startsWith('$ '))) {
    const { output } = await here.sh(line.slice(2))
    printed.push(line, ...output.split('\n').filter((text) => text !== ''))
  }
  const shown = plain(block.text)
    .split('\n')
    .filter((text) => text !== '')
  expect([where, printed.map((line) => plain(line))]).toEqual([where, shown])
}
