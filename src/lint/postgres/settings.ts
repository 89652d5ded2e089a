import type { Node } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { textsOf } from './names.ts'
import { constantOf } from './trees.ts'

/** A setting of the session that a statement makes; `values` is empty when it goes back to the default. */
export type Setting = {
  readonly name: string
  readonly values: readonly string[]
  readonly isLocal: boolean
}

/** The settings that a statement makes, with SET, RESET or set_config. */
export function settingsOf(tree: PostgresTree): readonly Setting[] {
  if ('VariableSetStmt' in tree) {
    const { name, kind, args = [], is_local: isLocal = false } = tree.VariableSetStmt
    if (kind === 'VAR_RESET_ALL')
      return RESETTABLE.map((each) => ({ name: each, values: [], isLocal }))
    if (name === undefined) return []
    const values = kind === 'VAR_SET_VALUE' ? args.flatMap((arg) => constantOf(arg) ?? []) : []
    return [{ name: name.toLowerCase(), values, isLocal }]
  }
  if (!('SelectStmt' in tree)) return NONE
  return (tree.SelectStmt.targetList ?? []).flatMap((target) =>
    'ResTarget' in target ? setBy(target.ResTarget.val) : [],
  )
}

const NONE: readonly Setting[] = []

const RESETTABLE = ['search_path', 'timezone']

/** What `set_config(name, value, is_local)` sets. */
function setBy(call: Node | undefined): readonly Setting[] {
  if (call === undefined || !('FuncCall' in call)) return []
  const { funcname, args = [] } = call.FuncCall
  if (textsOf(funcname).at(-1) !== 'set_config') return []
  const [name, value, isLocal] = args.map(constantOf)
  if (name === undefined || value === undefined) return []
  const values = value.split(',').map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
  return [
    {
      name: name.toLowerCase(),
      values: values.filter((part) => part !== ''),
      isLocal: isLocal === 'true' || isLocal === 't',
    },
  ]
}
