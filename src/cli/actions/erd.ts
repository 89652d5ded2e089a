import { extname } from 'node:path'
import { openForReading } from '#compose'
import { requireDatabase, type ResolvedConfig } from '#config'
import { compareVersions, EXIT, godwitError, plural, type Version } from '#core'
import { describeDatabase } from '#dialect'
import { namingOf } from '#engine'
import {
  DIAGRAM_FORMATS,
  diagramBetween,
  diagramOf,
  renderDiagram,
  requireGoingOn,
  schemasAt,
  type Diagram,
  type DiagramFormat,
} from '#inspect'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import { readVersion, type Input } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { stageMaker } from '../stage-maker.ts'
import { writeOwnFile } from '../written-file.ts'

/** Draws a schema, or the difference between two. */
export const runErd: Action = async (input, context) => {
  const out = input.text('out')
  const format = formatOf(input.text('format'), out)
  const versions = versionsIn(input)
  const resolved = await context.configuration()
  const { diagram, title } =
    versions === undefined
      ? await drawDatabase(resolved)
      : await drawMigrations(versions, input, context, resolved)
  const text = renderDiagram(diagram, title, format)
  if (out !== undefined) {
    const [head, whole] = marked(text, format, out)
    writeOwnFile({ file: out, text: whole, head, command: 'godwit erd' }, context.io.cwd)
  }
  return answer({ diagram, title, format, out, text }, context)
}

/** What is drawn of the migrations: one version, or two. */
type Versions = { readonly from: Version | undefined; readonly to: Version | 'latest' }

function versionsIn(input: Input): Versions | undefined {
  const [from, to] = [input.text('from'), input.text('to')]
  if (from === undefined && to === undefined) return undefined
  const versions = {
    from: from === undefined ? undefined : readVersion(from),
    to: to === undefined || to === 'latest' ? ('latest' as const) : readVersion(to),
  }
  if (
    versions.from !== undefined &&
    versions.to !== 'latest' &&
    compareVersions(versions.from, versions.to) > 0
  )
    throw godwitError('GODWIT_USAGE', {
      message: `"--from ${from}" comes after "--to ${to}": the picture goes from the older version to the newer one.`,
      next: [`godwit erd --from ${to} --to ${from}`],
    })
  return versions
}

const ENDINGS: Readonly<Record<string, DiagramFormat>> = {
  '.svg': 'svg',
  '.html': 'html',
  '.htm': 'html',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.md': 'mermaid',
}

function formatOf(text: string | undefined, out: string | undefined): DiagramFormat {
  const asked = DIAGRAM_FORMATS.find((format) => format === text)
  if (asked !== undefined) return asked
  if (out === undefined) return 'svg'
  const format = ENDINGS[extname(out).toLowerCase()]
  if (format !== undefined) return format
  throw godwitError('GODWIT_USAGE', {
    message: `The ending of "${out}" does not tell a format.`,
    next: ['Name it .svg, .html, .mmd or .md, or say --format svg, mermaid or html.'],
  })
}

type Drawn = { readonly diagram: Diagram; readonly title: string }

async function drawDatabase(resolved: ResolvedConfig): Promise<Drawn> {
  const database = requireDatabase(resolved)
  await using connection = await openForReading(resolved)
  const inspection = await connection.dialect.inspection()
  const schema = await inspection.readSchema(connection, namingOf(connection, resolved))
  return { diagram: diagramOf(schema), title: describeDatabase(database, connection) }
}

async function drawMigrations(
  { from, to }: Versions,
  input: Input,
  context: Context,
  resolved: ResolvedConfig,
): Promise<Drawn> {
  using interruption = listenForInterruption(context)
  const maker = stageMaker(input, context, resolved, interruption)
  const [first, second] = await schemasAt(maker, from === undefined ? [to] : [from, to])
  await requireGoingOn(interruption)
  if (first === undefined) throw new TypeError('no schema was read')
  if (second === undefined) return { diagram: diagramOf(first.schema), title: first.label }
  return {
    diagram: diagramBetween(first.schema, second.schema),
    title: `${first.label} → ${second.label}`,
  }
}

/** How a file of each format begins, and the whole of it: it says who drew it. Markdown shows Mermaid in a block of its own. */
function marked(text: string, format: DiagramFormat, out: string): readonly [string, string] {
  if (format === 'mermaid') {
    const [fence, end] = extname(out).toLowerCase() === '.md' ? ['```mermaid\n', '```\n'] : ['', '']
    const head = `${fence}---\n# ${DRAWN}`
    return [head, `${head}${text.slice('---'.length)}${end}`]
  }
  const first = format === 'html' ? '<!doctype html>\n' : ''
  const head = `${first}<!-- ${DRAWN} -->`
  return [head, `${head}\n${text.slice(first.length)}`]
}

const DRAWN = 'Drawn by godwit erd'

type Picture = Drawn & {
  readonly format: DiagramFormat
  readonly out: string | undefined
  readonly text: string
}

function answer({ diagram, title, format, out, text }: Picture, { screen }: Context): Answer {
  const { tables, links, isDifference } = diagram
  const changed = tables.filter(({ mark }) => mark !== 'same')
  const counted = isDifference
    ? `${changed.length} of ${plural(tables.length, 'table')} differ`
    : `${plural(tables.length, 'table')}, ${plural(links.length, 'foreign key')}`
  return {
    exit: EXIT.done,
    status: 'drawn',
    document: {
      title: screen.clean(title),
      format,
      file: out ?? null,
      text: out === undefined ? text : null,
      tables: tables.map(({ name, mark, columns }) => ({
        name,
        columns: columns.length,
        ...(isDifference ? { mark } : {}),
      })),
      foreignKeys: links.length,
    },
    ...(out === undefined
      ? { text: text.trimEnd(), isForProgram: true }
      : { text: `Wrote ${out}: ${counted}.` }),
  }
}
