import { takeText } from './column.ts'
import type { Deed, Setting } from './deed.ts'
import { listed, Words } from './words.ts'

/** Reads what stands behind PRAGMA; undefined where it sets nothing. */
export function readPragma(words: Words): Deed | undefined {
  const name = words.takeName()
  if (name === undefined) return undefined
  const group = words.takeGroup()
  if (group === undefined && !words.take('=')) return undefined
  const value = takeText(group === undefined ? words : new Words(group))
  const [bare = ''] = name.key.split('.').slice(-1)
  return { kind: 'set', settings: [{ name: bare, value, isGlobal: false }] }
}

const SCOPES = ['SESSION', 'LOCAL', 'GLOBAL', 'PERSIST', 'PERSIST_ONLY']

/** Reads the assignments behind SET; what is none is left out. */
export function readSet(words: Words): Deed {
  const settings = listed(words.rest()).flatMap((part) => {
    const each = new Words(part)
    // MySQL writes a variable also as `@@session.name`; with one sign it is the user's own.
    const signs = each.take('@', '@') ? 2 : each.take('@') ? 1 : 0
    if (signs === 1) return []
    const scope = each.takeOneOf(...SCOPES)
    each.take('.')
    const name = each.takeName()
    each.take(':')
    if (name === undefined || each.peek() !== '=') return []
    const isGlobal = scope !== undefined && !['SESSION', 'LOCAL'].includes(scope)
    const setting: Setting = { name: name.key, value: takeText(each), isGlobal }
    return [setting]
  })
  return { kind: 'set', settings }
}
