import * as v from 'valibot'
import { SERVICE_NAME } from '#core'
import { CONFIG_KEYS, type ConfigKey, LINT_LEVELS, type Takes } from './key-list.ts'

/** Makes the schema of a whole file; any value may also be a text that refers to a variable. */
export function buildFileSchema(): v.GenericSchema {
  const environment = group(rowsAt('environment'), {})
  return group(rowsAt('top'), {
    $schema: v.optional(v.string()),
    environments: v.optional(v.pipe(mapping(), v.record(v.string(), environment))),
  })
}

/** Makes the schema of one key's value when its variables are filled in. */
export function buildValueSchema(takes: Takes): v.GenericSchema {
  if (typeof takes !== 'string') return v.picklist(takes)
  switch (takes) {
    case 'text':
    case 'path':
      return nonEmptyText()
    case 'password':
      return v.string()
    case 'service':
      return v.pipe(v.string(), v.regex(SERVICE_NAME))
    case 'duration':
      return v.union([v.pipe(v.string(), v.regex(/^(0|(\d+(\.\d+)?(ms|s|m|h))+)$/)), v.literal(0)])
    case 'port':
      return v.union([
        wholeNumber(1, 65_535),
        v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), wholeNumber(1, 65_535)),
      ])
    case 'digits':
      return wholeNumber(1, 20)
    case 'count':
      return wholeNumber(0, 1000)
    case 'flag':
      return v.boolean()
    case 'paths':
      return v.union([nonEmptyText(), v.pipe(list(), v.array(nonEmptyText()))])
    case 'texts':
      return v.pipe(list(), v.array(nonEmptyText()))
    case 'levels':
      return v.pipe(mapping(), v.record(v.string(), orVariable(v.picklist(LINT_LEVELS))))
  }
}

function rowsAt(level: 'top' | 'environment'): readonly ConfigKey[] {
  return CONFIG_KEYS.filter((row: ConfigKey) => (row.only ?? level) === level)
}

type Entries = Record<string, v.GenericSchema>

function group(rows: readonly ConfigKey[], more: Entries): v.GenericSchema {
  const entries: Entries = {}
  const nested = new Map<string, ConfigKey[]>()
  for (const row of rows) {
    const [name = '', rest] = row.key.split('.')
    if (rest === undefined) entries[name] = described(row)
    else nested.set(name, [...(nested.get(name) ?? []), { ...row, key: rest }])
  }
  for (const [name, inside] of nested) entries[name] = v.optional(group(inside, {}))
  return v.pipe(mapping(), v.strictObject({ ...entries, ...more }))
}

function described(row: ConfigKey): v.GenericSchema {
  const own = buildValueSchema(row.takes)
  const value = row.takes === 'levels' ? own : orVariable(own)
  const schema = v.pipe(value, v.description(row.about.replaceAll('`', '')))
  return row.default === undefined ? v.optional(schema) : v.optional(schema, row.default)
}

/** A value, or a text that refers to a variable. */
function orVariable(value: v.GenericSchema): v.GenericSchema {
  return v.union([value, v.pipe(v.string(), v.regex(/\$\{/))])
}

/** Only real groups of keys: to the language a list is an object too. */
function mapping(): v.GenericSchema<object> {
  return v.custom<object>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  )
}

function nonEmptyText(): v.GenericSchema<string> {
  return v.pipe(v.string(), v.nonEmpty())
}

function list(): v.GenericSchema<readonly unknown[]> {
  return v.custom<readonly unknown[]>(Array.isArray)
}

function wholeNumber(least: number, most: number): v.GenericSchema<number> {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))
}
