import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What became of the scripts of a package. */
export type ScriptChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'done'; readonly added: readonly string[]; readonly kept: readonly string[] }

/** Adds scripts to the package.json of a folder where it has none of the name, and keeps its indentation. */
export async function addPackageScripts(
  folder: string,
  scripts: Readonly<Record<string, string>>,
): Promise<ScriptChange> {
  const path = join(folder, 'package.json')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return { kind: 'none' }
  const manifest = parseObject(text)
  const present = manifest === undefined ? undefined : (manifest['scripts'] ?? {})
  if (manifest === undefined || !isObject(present)) return { kind: 'unreadable' }
  const added = Object.keys(scripts).filter((name) => !(name in present))
  const kept = Object.keys(scripts).filter((name) => name in present)
  if (added.length > 0) {
    const merged = { ...present, ...Object.fromEntries(added.map((name) => [name, scripts[name]])) }
    await writeFile(path, printLike(text, { ...manifest, scripts: merged }))
  }
  return { kind: 'done', added, kept }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON with the indentation, the line ends and the last line break of the text that it replaces. */
function printLike(text: string, value: unknown): string {
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  '
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const json = JSON.stringify(value, null, indent).replaceAll('\n', lineEnd)
  return text.endsWith('\n') ? `${json}${lineEnd}` : json
}
