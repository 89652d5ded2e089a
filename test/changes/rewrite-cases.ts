import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, visitorKeys, type Node } from 'oxc-parser'
import type { Outcome } from './prove-case.ts'

/** Writes what came out into the files of a folder that hold the cases; `oxfmt` puts it in order afterwards. */
export function rewriteCases(folder: string, outcomes: ReadonlyMap<string, Outcome>): void {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.ts'))) {
    const file = join(folder, name)
    const text = readFileSync(file, 'utf8')
    const edits: Edit[] = []
    walk(parseSync(file, text).program, (node) => edits.push(...editsOf(node, text, outcomes)))
    const written = edits
      .toSorted((a, b) => b.start - a.start)
      .reduce((all, { start, end, put }) => all.slice(0, start) + put + all.slice(end), text)
    if (written !== text) writeFileSync(file, written)
  }
}

type Edit = { readonly start: number; readonly end: number; readonly put: string }

function editsOf(
  node: Node,
  text: string,
  outcomes: ReadonlyMap<string, Outcome>,
): readonly Edit[] {
  if (node.type !== 'ObjectExpression') return []
  const parts = new Map(
    node.properties.flatMap((one) =>
      one.type === 'Property' && one.key.type === 'Identifier' ? [[one.key.name, one]] : [],
    ),
  )
  const called = parts.get('name')?.value
  const outcome = called?.type === 'Literal' ? outcomes.get(String(called.value)) : undefined
  const statements = parts.get('statements')
  if (outcome === undefined || statements === undefined) return []
  const hazards = outcome.hazards.length === 0 ? '' : `\n    hazards: ${listed(outcome.hazards)},`
  const put = `statements: ${listed(outcome.statements)},${hazards}`
  const { end } = parts.get('hazards') ?? statements
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0
  return [{ start: statements.start, end: end + comma, put }]
}

/** A list of texts as it stands in the code; what has line breaks goes between backticks. */
function listed(texts: readonly string[]): string {
  const literals = texts.map((text) =>
    text.includes('\n') ? `\`${text.replace(/[`\\]|\$(?=\{)/g, '\\$&')}\`` : JSON.stringify(text),
  )
  return `[${literals.join(', ')}]`
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const key of visitorKeys[node.type] ?? []) {
    const child: unknown = Reflect.get(node, key)
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) walk(one, visit)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}
