import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { readTextFile } from '#catalog'
import { godwitError, nearest, shownPath } from '#core'
import { filesLike } from './files-like.ts'
import type { SchemaText } from './schema-text.ts'

/** A file of SQL that says what a schema shall be: where it lies, and as one would type it. */
export type SchemaFile = { readonly path: string; readonly shown: string }

/** Whether a path or pattern is about files of SQL. */
export function isSqlPath(pattern: string): boolean {
  return /\.sql$/i.test(pattern)
}

/**
 * The files of SQL that paths and patterns name, each once: those of the first pattern first, those of one pattern by their names.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID` when one names no file
 */
export function findSchemaFiles(patterns: readonly string[], cwd: string): readonly SchemaFile[] {
  const paths = new Set(patterns.flatMap((pattern) => filesOf(pattern, cwd)))
  return [...paths].map((path) => ({ path, shown: shownPath(path, cwd) }))
}

/**
 * Reads a file of SQL.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`, also for what is not UTF-8
 */
export function readSchemaFile({ path, shown }: SchemaFile): SchemaText {
  return { shown, text: readTextFile({ path, file: shown, shown }).text }
}

function filesOf(pattern: string, cwd: string): readonly string[] {
  const path = resolve(cwd, pattern)
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return [path]
  const found = filesLike(pattern, cwd, isSqlPath)
  if (found.length > 0) return found
  const near = pattern.includes('*') ? undefined : nearest(basename(path), namesIn(dirname(path)))
  throw godwitError('GODWIT_SCHEMA_INVALID', {
    message: pattern.includes('*')
      ? `No file is called like "${pattern}".`
      : `There is no file "${pattern}" that says what the schema shall be${near === undefined ? '.' : `; did you mean ${near}?`}`,
    next: ['Name another with --to FILE, or with schema in the configuration.'],
  })
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
