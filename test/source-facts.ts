import { parseSync, visitorKeys, type Node } from 'oxc-parser'

/** One import of a source file, of any kind: static, re-export, type or dynamic. */
export type ImportFact = {
  readonly from: string
  readonly typeOnly: boolean
  readonly line: number
}

/** What the architecture rules want to know about one source file. */
export type SourceFacts = {
  readonly imports: readonly ImportFact[]
  /** Uses of names that a rule is about, as `process.env` or `new Date()`. */
  readonly uses: readonly { readonly name: string; readonly line: number }[]
  readonly strings: readonly { readonly text: string; readonly line: number }[]
  readonly functions: readonly { readonly lines: number; readonly line: number }[]
  readonly lines: number
}

/**
 * Reads a source file with a parser.
 * @throws Error when the text is not TypeScript.
 */
export function factsOf(file: string, text: string): SourceFacts {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message ?? 'cannot be parsed'}`)
  const lineOf = lineFinder(text)
  const facts: Collected = {
    imports: [],
    uses: [],
    strings: [],
    functions: [],
    lines: text.trimEnd().split('\n').length,
    declarations: /\.d\.[mc]?ts$/.test(file),
  }
  walk(program, (node) => collect(node, lineOf, facts))
  return facts
}

type Collected = {
  imports: ImportFact[]
  uses: { name: string; line: number }[]
  strings: { text: string; line: number }[]
  functions: { lines: number; line: number }[]
  lines: number
  declarations: boolean
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)]
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key)
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit)
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function collect(node: Node, lineOf: (offset: number) => number, facts: Collected): void {
  const line = lineOf(node.start)
  const imported = importOf(node)
  if (imported !== undefined) {
    // A declaration file holds nothing but types, however it imports them.
    const typeOnly = imported.typeOnly || facts.declarations
    facts.imports.push({ from: imported.from, typeOnly, line })
  }
  for (const name of [useOf(node), ...importedProcessParts(node)]) {
    if (name !== undefined) facts.uses.push({ name, line })
  }
  if (node.type === 'Literal' && typeof node.value === 'string') {
    facts.strings.push({ text: node.value, line })
  }
  if (node.type === 'TemplateElement' && node.value.cooked !== null) {
    facts.strings.push({ text: node.value.cooked ?? '', line })
  }
  if ('body' in node && /Function/.test(node.type)) {
    facts.functions.push({ lines: lineOf(node.end) - line + 1, line })
  }
}

function importOf(node: Node): Omit<ImportFact, 'line'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { from: node.source.value, typeOnly: isTypeImport(node.importKind, node.specifiers) }
    case 'ExportNamedDeclaration':
      if (node.source === null) return undefined
      return { from: node.source.value, typeOnly: isTypeExport(node.exportKind, node.specifiers) }
    case 'ExportAllDeclaration':
      return { from: node.source.value, typeOnly: node.exportKind === 'type' }
    case 'ImportExpression':
      return { from: literalOf(node.source), typeOnly: false }
    case 'TSImportType':
      return { from: literalOf(node.source), typeOnly: true }
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type !== 'TSExternalModuleReference') return undefined
      return { from: node.moduleReference.expression.value, typeOnly: node.importKind === 'type' }
    default:
      return undefined
  }
}

type Kinded = { readonly importKind?: string; readonly exportKind?: string; readonly type: string }

function isTypeImport(kind: string | undefined, specifiers: readonly Kinded[]): boolean {
  if (kind === 'type') return true
  return specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type')
}

function isTypeExport(kind: string | undefined, specifiers: readonly Kinded[]): boolean {
  if (kind === 'type') return true
  return specifiers.length > 0 && specifiers.every((one) => one.exportKind === 'type')
}

/** The text of a string; a name that is worked out at run time is told apart as `(computed)`. */
function literalOf(node: Node): string {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  return node.type === 'TSLiteralType' ? literalOf(node.literal) : '(computed)'
}

/** Calls and reads that belong to one room: `console.log` as `console`, `process.env`, `new Date()`, `setTimeout`. */
function useOf(node: Node): string | undefined {
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
    const object = node.object.name
    if (object === 'console') return 'console'
    const property =
      node.property.type === 'Identifier' ? node.property.name : literalOf(node.property)
    return /^(process|Date|Math|performance|crypto)$/.test(object)
      ? `${object}.${property}`
      : undefined
  }
  if (node.type === 'NewExpression' && node.callee.type === 'Identifier') {
    return node.callee.name === 'Date' && node.arguments.length === 0 ? 'new Date()' : undefined
  }
  if (node.type === 'CallExpression' && node.callee.type === 'Identifier') return node.callee.name
  return processParts(node)
}

/** `const { env } = process` is `process.env` in other words. */
function processParts(node: Node): string | undefined {
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'ObjectPattern') return undefined
  if (node.init?.type !== 'Identifier' || node.init.name !== 'process') return undefined
  const [first] = node.id.properties
  if (first?.type !== 'Property' || first.key.type !== 'Identifier') return 'process.*'
  return `process.${first.key.name}`
}

/** `import { env } from 'node:process'` is `process.env`, too. */
function importedProcessParts(node: Node): readonly string[] {
  if (node.type !== 'ImportDeclaration' || !/^(node:)?process$/.test(node.source.value)) return []
  return node.specifiers.flatMap((one) => {
    if (one.type !== 'ImportSpecifier') return one.local.name === 'process' ? [] : ['process.*']
    return [`process.${one.imported.type === 'Identifier' ? one.imported.name : '*'}`]
  })
}
