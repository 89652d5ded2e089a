import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml'
import { isError } from '#core'
import type { Locate, TextPlace } from './read.ts'

/** A YAML text as a value, with a way to find its keys again. */
export type YamlContent = {
  readonly value: unknown
  readonly locate: Locate
  /** The first thing that is not YAML; the value means nothing then. */
  readonly mistake: { readonly place: TextPlace | undefined; readonly reason: string } | undefined
}

/** Reads YAML 1.2, with anchors and merge keys. An empty text is an empty configuration. */
export function readYaml(text: string): YamlContent {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
  const locate: Locate = (path, at) => place(lines, find(document, path, at))
  const [error] = document.errors
  if (error !== undefined) return wrong(error.pos[0], error.message)
  try {
    return { value: document.toJS() ?? {}, locate, mistake: undefined }
  } catch (thrown) {
    return wrong(danglingAlias(document), isError(thrown) ? thrown.message : '')
  }

  function wrong(offset: number | undefined, message: string): YamlContent {
    return {
      value: undefined,
      locate,
      mistake: { place: place(lines, offset), reason: harmless(message) },
    }
  }
}

/** The first `*name` without an `&name` before it: the only thing that shows no earlier than here. */
function danglingAlias(document: Document): number | undefined {
  let offset: number | undefined
  visit(document, {
    Alias: (_key, node) => {
      if (node.resolve(document) !== undefined) return undefined
      offset = node.range?.[0]
      return visit.BREAK
    },
  })
  return offset
}

/** The parser ends some messages with a piece of the text, which may be a password. */
function harmless(message: string): string {
  return (/^[^:"'`(]*/.exec(message)?.[0] ?? '').trim().replace(/\.$/, '')
}

function find(
  document: Document,
  path: readonly string[],
  at: 'key' | 'value',
): number | undefined {
  let node: unknown = document.contents
  let key: unknown
  for (const name of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (!isMap(node)) return undefined
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === name)
    if (pair === undefined) return undefined
    key = pair.key
    node = pair.value
  }
  const wanted = at === 'key' ? key : node
  return isNode(wanted) ? wanted.range?.[0] : undefined
}

function place(lines: LineCounter, offset: number | undefined): TextPlace | undefined {
  if (offset === undefined) return undefined
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}
