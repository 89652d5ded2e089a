import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { CHECKOUT } from './blocks.ts'

/** A page below `docs/` says what it is made from; `UPDATE=1` writes it. */
export function expectPage(name: string, text: string): void {
  const path = join(CHECKOUT, 'docs', name)
  if (process.env['UPDATE'] === '1') writeFileSync(path, text)
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text)
}
